# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.start_config import StartConfig
from ...models.started_instance import StartedInstance
from ...types import UNSET, Response, Unset


def _get_kwargs(
    sequence_id: str,
    *,
    body: StartConfig,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/sequence/{sequence_id}/start".format(
            sequence_id=_wire.path_segment(sequence_id),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()
        _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> StartedInstance:
    if response.status_code == 200:
        response_200 = StartedInstance.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: StartConfig,
) -> Response[StartedInstance]:
    """Start a sequence

     Creates an instance. The hub responds when the instance's runner has connected, after about 0.3
    seconds. The
    response contains the id of the instance. The response does not mean that the program works: after a
    syntax
    error, the status later becomes `errored`. The hub does not refuse wrong types in `args` or
    `appConfig`. Two
    concurrent starts with the same `instanceId` both return 200, but only one instance remains.

    Args:
        sequence_id (str):
        body (StartConfig): The options for starting a sequence.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[StartedInstance]
    """

    kwargs = _get_kwargs(
        sequence_id=sequence_id,
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: StartConfig,
) -> StartedInstance:
    """Start a sequence

     Creates an instance. The hub responds when the instance's runner has connected, after about 0.3
    seconds. The
    response contains the id of the instance. The response does not mean that the program works: after a
    syntax
    error, the status later becomes `errored`. The hub does not refuse wrong types in `args` or
    `appConfig`. Two
    concurrent starts with the same `instanceId` both return 200, but only one instance remains.

    Args:
        sequence_id (str):
        body (StartConfig): The options for starting a sequence.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        StartedInstance
    """

    return sync_detailed(
        sequence_id=sequence_id,
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: StartConfig,
) -> Response[StartedInstance]:
    """Start a sequence

     Creates an instance. The hub responds when the instance's runner has connected, after about 0.3
    seconds. The
    response contains the id of the instance. The response does not mean that the program works: after a
    syntax
    error, the status later becomes `errored`. The hub does not refuse wrong types in `args` or
    `appConfig`. Two
    concurrent starts with the same `instanceId` both return 200, but only one instance remains.

    Args:
        sequence_id (str):
        body (StartConfig): The options for starting a sequence.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[StartedInstance]
    """

    kwargs = _get_kwargs(
        sequence_id=sequence_id,
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    sequence_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: StartConfig,
) -> StartedInstance:
    """Start a sequence

     Creates an instance. The hub responds when the instance's runner has connected, after about 0.3
    seconds. The
    response contains the id of the instance. The response does not mean that the program works: after a
    syntax
    error, the status later becomes `errored`. The hub does not refuse wrong types in `args` or
    `appConfig`. Two
    concurrent starts with the same `instanceId` both return 200, but only one instance remains.

    Args:
        sequence_id (str):
        body (StartConfig): The options for starting a sequence.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        StartedInstance
    """

    return (
        await asyncio_detailed(
            sequence_id=sequence_id,
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
