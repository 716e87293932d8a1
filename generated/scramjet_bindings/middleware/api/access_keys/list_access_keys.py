# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.access_key_list import AccessKeyList
from ...types import UNSET, Response, Unset


def _get_kwargs(
    space_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/space/{space_id}/apikey".format(
            space_id=_wire.path_segment(space_id),
        ),
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> AccessKeyList:
    if response.status_code == 200:
        response_200 = AccessKeyList.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[AccessKeyList]:
    """List a space's access keys

     Returns the time of creation and the purpose of each key, but not the keys themselves. The official
    client
    sends the request header `Content-Type: application/json` even with this GET.

    Args:
        space_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[AccessKeyList]
    """

    kwargs = _get_kwargs(
        space_id=space_id,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> AccessKeyList:
    """List a space's access keys

     Returns the time of creation and the purpose of each key, but not the keys themselves. The official
    client
    sends the request header `Content-Type: application/json` even with this GET.

    Args:
        space_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        AccessKeyList
    """

    return sync_detailed(
        space_id=space_id,
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[AccessKeyList]:
    """List a space's access keys

     Returns the time of creation and the purpose of each key, but not the keys themselves. The official
    client
    sends the request header `Content-Type: application/json` even with this GET.

    Args:
        space_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[AccessKeyList]
    """

    kwargs = _get_kwargs(
        space_id=space_id,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    space_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> AccessKeyList:
    """List a space's access keys

     Returns the time of creation and the purpose of each key, but not the keys themselves. The official
    client
    sends the request header `Content-Type: application/json` even with this GET.

    Args:
        space_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        AccessKeyList
    """

    return (
        await asyncio_detailed(
            space_id=space_id,
            client=client,
            timeout=timeout,
        )
    ).parsed
