# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.host import Host
from ...types import UNSET, Response, Unset


def _get_kwargs(
    host_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/sth/{host_id}/info".format(
            host_id=_wire.path_segment(host_id),
        ),
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Host:
    if response.status_code == 200:
        response_200 = Host.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    host_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Host]:
    """Get a hub

     Returns the manager's information about one hub, which may be connected or not.

    Args:
        host_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Host]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    host_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Host:
    """Get a hub

     Returns the manager's information about one hub, which may be connected or not.

    Args:
        host_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Host
    """

    return sync_detailed(
        host_id=host_id,
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    host_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Host]:
    """Get a hub

     Returns the manager's information about one hub, which may be connected or not.

    Args:
        host_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Host]
    """

    kwargs = _get_kwargs(
        host_id=host_id,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    host_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Host:
    """Get a hub

     Returns the manager's information about one hub, which may be connected or not.

    Args:
        host_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Host
    """

    return (
        await asyncio_detailed(
            host_id=host_id,
            client=client,
            timeout=timeout,
        )
    ).parsed
