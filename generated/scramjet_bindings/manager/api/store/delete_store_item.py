# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...types import UNSET, Response, Unset


def _get_kwargs(
    item_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/s3/{item_id}".format(
            item_id=_wire.path_segment(item_id),
        ),
    }

    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> Any | None:
    if response.status_code == 200:
        response_200 = response.json() if response.content else None
        return response_200

    if response.status_code == 202:
        return None

    if response.status_code == 204:
        return None

    raise client.invalid_response(response)


def sync_detailed(
    item_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Any | None]:
    """Delete a package from the store

     Deletes one package. The request header `Content-Type: application/json` is required, although there
    is no
    body. The schema of the response is not published, and clients do not read it.

    Args:
        item_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Any | None]
    """

    kwargs = _get_kwargs(
        item_id=item_id,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    item_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Any | None:
    """Delete a package from the store

     Deletes one package. The request header `Content-Type: application/json` is required, although there
    is no
    body. The schema of the response is not published, and clients do not read it.

    Args:
        item_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Any | None
    """

    return sync_detailed(
        item_id=item_id,
        client=client,
        timeout=timeout,
    ).parsed


async def asyncio_detailed(
    item_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Response[Any | None]:
    """Delete a package from the store

     Deletes one package. The request header `Content-Type: application/json` is required, although there
    is no
    body. The schema of the response is not published, and clients do not read it.

    Args:
        item_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[Any | None]
    """

    kwargs = _get_kwargs(
        item_id=item_id,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    item_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
) -> Any | None:
    """Delete a package from the store

     Deletes one package. The request header `Content-Type: application/json` is required, although there
    is no
    body. The schema of the response is not published, and clients do not read it.

    Args:
        item_id (str):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Any | None
    """

    return (
        await asyncio_detailed(
            item_id=item_id,
            client=client,
            timeout=timeout,
        )
    ).parsed
