# Generated from openapi/host.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.entities import Entities
from ...types import UNSET, Response, Unset


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/entities",
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Entities:
    if response.status_code == 200:
        response_200 = Entities.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Entities]:
    """List sequences and instances in one response

     Returns the lists of `/sequences` and `/instances` in one response. Hub 0.18.7 does not support this
    operation.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[Entities]
    """

    kwargs = _get_kwargs()

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Entities:
    """List sequences and instances in one response

     Returns the lists of `/sequences` and `/instances` in one response. Hub 0.18.7 does not support this
    operation.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Entities
    """

    return sync_detailed(
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Entities]:
    """List sequences and instances in one response

     Returns the lists of `/sequences` and `/instances` in one response. Hub 0.18.7 does not support this
    operation.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[Entities]
    """

    kwargs = _get_kwargs()

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Entities:
    """List sequences and instances in one response

     Returns the lists of `/sequences` and `/instances` in one response. Hub 0.18.7 does not support this
    operation.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Entities
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
        )
    ).parsed
