# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from .... import wire as _wire
from ...client import Client
from ...models.store_item import StoreItem
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    item_id: str,
    *,
    body: File,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/s3/{item_id}".format(
            item_id=_wire.path_segment(item_id),
        ),
    }

    if not isinstance(body, Unset):
        _kwargs["content"] = body.payload
        _headers["Content-Type"] = body.mime_type or "application/octet-stream"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(*, client: Client, response: httpx.Response) -> StoreItem:
    if response.status_code == 200:
        response_200 = StoreItem.from_dict(response.json())

        return response_200

    raise client.invalid_response(response)


def sync_detailed(
    item_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> Response[StoreItem]:
    """Put a package into the store under an id

     Uploads a package under the given id: a tar.gz archive with `package.json` at its root. The new
    package
    replaces an existing package with this id.

    Args:
        item_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[StoreItem]
    """

    kwargs = _get_kwargs(
        item_id=item_id,
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    item_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> StoreItem:
    """Put a package into the store under an id

     Uploads a package under the given id: a tar.gz archive with `package.json` at its root. The new
    package
    replaces an existing package with this id.

    Args:
        item_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        StoreItem
    """

    return sync_detailed(
        item_id=item_id,
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    item_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> Response[StoreItem]:
    """Put a package into the store under an id

     Uploads a package under the given id: a tar.gz archive with `package.json` at its root. The new
    package
    replaces an existing package with this id.

    Args:
        item_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        Response[StoreItem]
    """

    kwargs = _get_kwargs(
        item_id=item_id,
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    item_id: str,
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> StoreItem:
    """Put a package into the store under an id

     Uploads a package under the given id: a tar.gz archive with `package.json` at its root. The new
    package
    replaces an existing package with this id.

    Args:
        item_id (str):
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.
        ValueError: If a path parameter is empty, "." or "..".

    Returns:
        StoreItem
    """

    return (
        await asyncio_detailed(
            item_id=item_id,
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
