# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from typing import Any

import httpx

from ...client import Client
from ...models.store_item import StoreItem
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: File,
) -> dict[str, Any]:
    _headers: dict[str, str] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/s3",
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
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> Response[StoreItem]:
    """Put a package into the store

     Uploads a package: a tar.gz archive with `package.json` at its root. The manager chooses the id.

    Args:
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[StoreItem]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    return client.request(kwargs, timeout, _parse_response)


def sync(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> StoreItem:
    """Put a package into the store

     Uploads a package: a tar.gz archive with `package.json` at its root. The manager chooses the id.

    Args:
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        StoreItem
    """

    return sync_detailed(
        client=client,
        timeout=timeout,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> Response[StoreItem]:
    """Put a package into the store

     Uploads a package: a tar.gz archive with `package.json` at its root. The manager chooses the id.

    Args:
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        Response[StoreItem]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    return await client.asyncio_request(kwargs, timeout, _parse_response)


async def asyncio(
    *,
    client: Client,
    timeout: httpx.Timeout | float | None | Unset = UNSET,
    body: File,
) -> StoreItem:
    """Put a package into the store

     Uploads a package: a tar.gz archive with `package.json` at its root. The manager chooses the id.

    Args:
        body (File):

    Raises:
        errors.InvalidResponse: If the status is not documented, or the body is not what is documented.
        httpx.TransportError: If no complete response arrives in time.

    Returns:
        StoreItem
    """

    return (
        await asyncio_detailed(
            client=client,
            timeout=timeout,
            body=body,
        )
    ).parsed
