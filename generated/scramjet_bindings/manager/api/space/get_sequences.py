# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any, cast

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.space_sequence import SpaceSequence
from ...types import UNSET, Response, Unset


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/sequences",
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> list[list[str] | SpaceSequence | str]:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        if not isinstance(_response_200, list):
            raise TypeError(f"not a list: {_response_200!r:.100}")
        for response_200_item_data in _response_200:

            def _parse_response_200_item(data: object) -> list[str] | SpaceSequence | str:
                candidates: list[list[str] | SpaceSequence | str] = []
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    response_200_item_type_0 = SpaceSequence.from_dict(data)

                    candidates.append(response_200_item_type_0)
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, list):
                        raise TypeError()
                    response_200_item_type_2 = _wire.expect_list(data, str)

                    candidates.append(response_200_item_type_2)
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if candidates:
                    return _wire.best(data, candidates)
                if isinstance(data, (dict, list)):
                    raise TypeError(f"not a list[str] | SpaceSequence | str: {data!r:.100}")
                return cast(list[str] | SpaceSequence | str, data)

            response_200_item = _parse_response_200_item(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[list[list[str] | SpaceSequence | str]]:
    """List the space's sequences

     Returns the sequences on the space's connected hubs. Older managers return ids, or one list of ids
    for each
    hub.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[list[list[str] | SpaceSequence | str]]
    """

    kwargs = _get_kwargs()

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> list[list[str] | SpaceSequence | str]:
    """List the space's sequences

     Returns the sequences on the space's connected hubs. Older managers return ids, or one list of ids
    for each
    hub.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        list[list[str] | SpaceSequence | str]
    """

    return sync_detailed(
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[list[list[str] | SpaceSequence | str]]:
    """List the space's sequences

     Returns the sequences on the space's connected hubs. Older managers return ids, or one list of ids
    for each
    hub.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[list[list[str] | SpaceSequence | str]]
    """

    kwargs = _get_kwargs()

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> list[list[str] | SpaceSequence | str]:
    """List the space's sequences

     Returns the sequences on the space's connected hubs. Older managers return ids, or one list of ids
    for each
    hub.

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        list[list[str] | SpaceSequence | str]
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
        )
    ).parsed
