# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.instance import Instance
from ...types import UNSET, Response, Unset


def _get_kwargs(
    instance_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/instance/{instance_id}".format(
            instance_id=_wire.path_segment(instance_id),
        ),
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Instance:
    if response.status_code == 200:
        response_200 = Instance.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Instance]:
    """Get an instance

     Returns one instance. The fields `appConfig`, `args`, `provides`, `requires`, `ended` and
    `terminated` are
    missing until they are known. `created` is null for a Python instance. `sequence` is an object on
    hub 1.0.1
    and an id on older hubs. After the end of its output, an instance stays `running` for another 10
    seconds. The
    hub reports every end of a Python instance as `errored` with the exit code 213.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Instance]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Instance:
    """Get an instance

     Returns one instance. The fields `appConfig`, `args`, `provides`, `requires`, `ended` and
    `terminated` are
    missing until they are known. `created` is null for a Python instance. `sequence` is an object on
    hub 1.0.1
    and an id on older hubs. After the end of its output, an instance stays `running` for another 10
    seconds. The
    hub reports every end of a Python instance as `errored` with the exit code 213.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Instance
    """

    return sync_detailed(
        instance_id=instance_id,
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Instance]:
    """Get an instance

     Returns one instance. The fields `appConfig`, `args`, `provides`, `requires`, `ended` and
    `terminated` are
    missing until they are known. `created` is null for a Python instance. `sequence` is an object on
    hub 1.0.1
    and an id on older hubs. After the end of its output, an instance stays `running` for another 10
    seconds. The
    hub reports every end of a Python instance as `errored` with the exit code 213.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Instance]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Instance:
    """Get an instance

     Returns one instance. The fields `appConfig`, `args`, `provides`, `requires`, `ended` and
    `terminated` are
    missing until they are known. `created` is null for a Python instance. `sequence` is an object on
    hub 1.0.1
    and an id on older hubs. After the end of its output, an instance stays `running` for another 10
    seconds. The
    hub reports every end of a Python instance as `errored` with the exit code 213.

    Args:
        instance_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Instance
    """

    return (
        await asyncio_detailed(
            instance_id=instance_id,
            client=client,
            timeout=timeout,
        )
    ).parsed
