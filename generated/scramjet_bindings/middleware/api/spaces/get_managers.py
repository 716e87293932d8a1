# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.space import Space
from ...types import UNSET, Response, Unset


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/spaces",
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> list[Space]:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        if not isinstance(_response_200, list):
            raise TypeError(f"not a list: {_response_200!r:.100}")
        for response_200_item_data in _response_200:
            response_200_item = Space.from_dict(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[list[Space]]:
    """List the spaces

     Returns the spaces that the access token can use. Each space has one manager, whose id is the id of
    the space.
    Most users have one space.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[list[Space]]
    """

    kwargs = _get_kwargs()

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> list[Space]:
    """List the spaces

     Returns the spaces that the access token can use. Each space has one manager, whose id is the id of
    the space.
    Most users have one space.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        list[Space]
    """

    return sync_detailed(
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[list[Space]]:
    """List the spaces

     Returns the spaces that the access token can use. Each space has one manager, whose id is the id of
    the space.
    Most users have one space.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[list[Space]]
    """

    kwargs = _get_kwargs()

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> list[Space]:
    """List the spaces

     Returns the spaces that the access token can use. Each space has one manager, whose id is the id of
    the space.
    Most users have one space.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        list[Space]
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
        )
    ).parsed
