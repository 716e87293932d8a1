# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.manager_operation_status import ManagerOperationStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    host_id: str,
    *,
    x_force: bool | Unset = UNSET,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}
    _headers.update(_wire.header("x-force", x_force))

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/sth/{host_id}".format(
            host_id=_wire.path_segment(host_id),
        ),
    }

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> ManagerOperationStatus:
    if response.status_code == 200:
        response_200 = ManagerOperationStatus.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = ManagerOperationStatus.from_dict(response.json())

        return response_202

    raise client.invalid_response(response)


def sync_detailed(
    host_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_force: bool | Unset = UNSET,
) -> Response[ManagerOperationStatus]:
    """Delete a hub

     Removes a self-hosted hub from the space. A connected hub is only removed with `x-force: true`. The
    request
    header `Content-Type: application/json` is required, although there is no body.

    Args:
        host_id (str):
        x_force (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[ManagerOperationStatus]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
        x_force=x_force,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    host_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_force: bool | Unset = UNSET,
) -> ManagerOperationStatus:
    """Delete a hub

     Removes a self-hosted hub from the space. A connected hub is only removed with `x-force: true`. The
    request
    header `Content-Type: application/json` is required, although there is no body.

    Args:
        host_id (str):
        x_force (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        ManagerOperationStatus
    """

    return sync_detailed(
        host_id=host_id,
        client=client,
        timeout=timeout,
        x_force=x_force,
    ).parsed


async def asyncio_detailed(
    host_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_force: bool | Unset = UNSET,
) -> Response[ManagerOperationStatus]:
    """Delete a hub

     Removes a self-hosted hub from the space. A connected hub is only removed with `x-force: true`. The
    request
    header `Content-Type: application/json` is required, although there is no body.

    Args:
        host_id (str):
        x_force (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[ManagerOperationStatus]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
        x_force=x_force,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    host_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    x_force: bool | Unset = UNSET,
) -> ManagerOperationStatus:
    """Delete a hub

     Removes a self-hosted hub from the space. A connected hub is only removed with `x-force: true`. The
    request
    header `Content-Type: application/json` is required, although there is no body.

    Args:
        host_id (str):
        x_force (bool | Unset):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        ManagerOperationStatus
    """

    return (
        await asyncio_detailed(
            host_id=host_id,
            client=client,
            timeout=timeout,
            x_force=x_force,
        )
    ).parsed
