# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.multi_manager_load import MultiManagerLoad
from ...types import UNSET, Response, Unset


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/load",
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> MultiManagerLoad:
    if response.status_code == 200:
        response_200 = MultiManagerLoad.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[MultiManagerLoad]:
    """Get the multi manager's load

     Returns the processor load in percent, and memory and disk space in bytes.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[MultiManagerLoad]
    """

    kwargs = _get_kwargs()

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> MultiManagerLoad:
    """Get the multi manager's load

     Returns the processor load in percent, and memory and disk space in bytes.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        MultiManagerLoad
    """

    return sync_detailed(
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[MultiManagerLoad]:
    """Get the multi manager's load

     Returns the processor load in percent, and memory and disk space in bytes.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[MultiManagerLoad]
    """

    kwargs = _get_kwargs()

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> MultiManagerLoad:
    """Get the multi manager's load

     Returns the processor load in percent, and memory and disk space in bytes.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        MultiManagerLoad
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
        )
    ).parsed
