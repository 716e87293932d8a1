# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.instance import Instance
from ...models.kill_options import KillOptions
from ...models.operation_status import OperationStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    instance_id: str,
    *,
    body: KillOptions,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/instance/{instance_id}/_kill".format(
            instance_id=_wire.path_segment(instance_id),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["json"] = body.to_dict()
        _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Instance | OperationStatus:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> Instance | OperationStatus:
            candidates: list[Instance | OperationStatus] = []
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_0 = Instance.from_dict(data)

                candidates.append(response_200_type_0)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_1 = OperationStatus.from_dict(data)

                candidates.append(response_200_type_1)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if candidates:
                return _wire.best(data, candidates)
            raise TypeError(f"not a Instance | OperationStatus: {data!r:.100}")

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 202:

        def _parse_response_202(data: object) -> Instance | OperationStatus:
            candidates: list[Instance | OperationStatus] = []
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_202_type_0 = Instance.from_dict(data)

                candidates.append(response_202_type_0)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_202_type_1 = OperationStatus.from_dict(data)

                candidates.append(response_202_type_1)
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if candidates:
                return _wire.best(data, candidates)
            raise TypeError(f"not a Instance | OperationStatus: {data!r:.100}")

        response_202 = _parse_response_202(response.json())

        return response_202

    raise client.invalid_response(response)


def sync_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: KillOptions,
) -> Response[Instance | OperationStatus]:
    """Kill an instance

     Ends the instance immediately. Only an instance with the status `running` can be killed. A starting,
    stopping
    or ended instance cannot be killed. With `removeImmediately`, the hub forgets the instance after 15
    seconds.
    Without `removeImmediately`, the hub keeps the instance for another 180 seconds by default.

    Hub 0.18.7 returns an `opStatus`. Old clients send the list `[4002, {...}]`. Hub 1.0.1 accepts this
    list, but
    ignores the option in it.

    Args:
        instance_id (str):
        body (KillOptions): The options for killing an instance.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Instance | OperationStatus]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: KillOptions,
) -> Instance | OperationStatus:
    """Kill an instance

     Ends the instance immediately. Only an instance with the status `running` can be killed. A starting,
    stopping
    or ended instance cannot be killed. With `removeImmediately`, the hub forgets the instance after 15
    seconds.
    Without `removeImmediately`, the hub keeps the instance for another 180 seconds by default.

    Hub 0.18.7 returns an `opStatus`. Old clients send the list `[4002, {...}]`. Hub 1.0.1 accepts this
    list, but
    ignores the option in it.

    Args:
        instance_id (str):
        body (KillOptions): The options for killing an instance.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Instance | OperationStatus
    """

    return sync_detailed(
        instance_id=instance_id,
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: KillOptions,
) -> Response[Instance | OperationStatus]:
    """Kill an instance

     Ends the instance immediately. Only an instance with the status `running` can be killed. A starting,
    stopping
    or ended instance cannot be killed. With `removeImmediately`, the hub forgets the instance after 15
    seconds.
    Without `removeImmediately`, the hub keeps the instance for another 180 seconds by default.

    Hub 0.18.7 returns an `opStatus`. Old clients send the list `[4002, {...}]`. Hub 1.0.1 accepts this
    list, but
    ignores the option in it.

    Args:
        instance_id (str):
        body (KillOptions): The options for killing an instance.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Instance | OperationStatus]
    """

    kwargs = _get_kwargs(
        instance_id=instance_id,
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    instance_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: KillOptions,
) -> Instance | OperationStatus:
    """Kill an instance

     Ends the instance immediately. Only an instance with the status `running` can be killed. A starting,
    stopping
    or ended instance cannot be killed. With `removeImmediately`, the hub forgets the instance after 15
    seconds.
    Without `removeImmediately`, the hub keeps the instance for another 180 seconds by default.

    Hub 0.18.7 returns an `opStatus`. Old clients send the list `[4002, {...}]`. Hub 1.0.1 accepts this
    list, but
    ignores the option in it.

    Args:
        instance_id (str):
        body (KillOptions): The options for killing an instance.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Instance | OperationStatus
    """

    return (
        await asyncio_detailed(
            instance_id=instance_id,
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
