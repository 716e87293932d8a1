# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ...client import Client
from ...types import UNSET, File, Response, Unset, path_segment

if TYPE_CHECKING:
    from ..models.manager_operation_status import ManagerOperationStatus
    from ..models.store_item import StoreItem

__all__ = (
    "clear_store",
    "delete_store_item",
    "get_store_items",
    "put_store_item",
    "put_store_item_unnamed",
)


class clear_store:
    """Clear the store

    Removes all packages from the space's store. The request header `Content-Type: application/json` is required,
    although there is no body.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "delete",
            "url": "/store",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> ManagerOperationStatus:
        from ..models.manager_operation_status import ManagerOperationStatus

        if response.status_code == 200:
            response_200 = ManagerOperationStatus.from_dict(response.json())

            return response_200

        if response.status_code == 202:
            response_202 = ManagerOperationStatus.from_dict(response.json())

            return response_202

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[ManagerOperationStatus]:
        """Clear the store"""

        return client.request(_clear_store._get_kwargs(), timeout, _clear_store._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> ManagerOperationStatus:
        """Clear the store"""

        return client.request(_clear_store._get_kwargs(), timeout, _clear_store._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[ManagerOperationStatus]:
        """Clear the store"""

        return await client.asyncio_request(_clear_store._get_kwargs(), timeout, _clear_store._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> ManagerOperationStatus:
        """Clear the store"""

        return (await client.asyncio_request(_clear_store._get_kwargs(), timeout, _clear_store._parse_response)).parsed


_clear_store = clear_store


class delete_store_item:
    """Delete a package from the store

    Removes one package. The request header `Content-Type: application/json` is required, although there is no
    body. The schema of the response is not published, and clients do not read it.
    """

    @staticmethod
    def _get_kwargs(
        item_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "delete",
            "url": "/s3/{item_id}".format(
                item_id=path_segment(item_id),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Any:
        if response.status_code == 200:
            return None

        if response.status_code == 202:
            return None

        if response.status_code == 204:
            return None

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        item_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Any]:
        """Delete a package from the store

        Args:
            item_id (str):
        """

        return client.request(
            _delete_store_item._get_kwargs(
                item_id=item_id,
            ),
            timeout,
            _delete_store_item._parse_response,
        )

    @staticmethod
    async def asyncio_detailed(
        item_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Any]:
        """Delete a package from the store

        Args:
            item_id (str):
        """

        return await client.asyncio_request(
            _delete_store_item._get_kwargs(
                item_id=item_id,
            ),
            timeout,
            _delete_store_item._parse_response,
        )


_delete_store_item = delete_store_item


class get_store_items:
    """List the store

    The packages in the space's store.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/s3",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[StoreItem]:
        from ..models.store_item import StoreItem

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:
                response_200_item = StoreItem.from_dict(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[StoreItem]]:
        """List the store"""

        return client.request(_get_store_items._get_kwargs(), timeout, _get_store_items._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[StoreItem]:
        """List the store"""

        return client.request(_get_store_items._get_kwargs(), timeout, _get_store_items._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[StoreItem]]:
        """List the store"""

        return await client.asyncio_request(_get_store_items._get_kwargs(), timeout, _get_store_items._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[StoreItem]:
        """List the store"""

        return (
            await client.asyncio_request(_get_store_items._get_kwargs(), timeout, _get_store_items._parse_response)
        ).parsed


_get_store_items = get_store_items


class put_store_item:
    """Put a package into the store under an id

    Uploads a package, a tar.gz with `package.json` at its root, under the given id. An existing
    package is overwritten.
    """

    @staticmethod
    def _get_kwargs(
        item_id: str,
        *,
        body: File,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "put",
            "url": "/s3/{item_id}".format(
                item_id=path_segment(item_id),
            ),
        }

        _kwargs["content"] = body.payload
        headers["Content-Type"] = body.mime_type or "application/octet-stream"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> StoreItem:
        from ..models.store_item import StoreItem

        if response.status_code == 200:
            response_200 = StoreItem.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        item_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> Response[StoreItem]:
        """Put a package into the store under an id

        Args:
            item_id (str):
            body (File):
        """

        return client.request(
            _put_store_item._get_kwargs(
                item_id=item_id,
                body=body,
            ),
            timeout,
            _put_store_item._parse_response,
        )

    @staticmethod
    def sync(
        item_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> StoreItem:
        """Put a package into the store under an id

        Args:
            item_id (str):
            body (File):
        """

        return client.request(
            _put_store_item._get_kwargs(
                item_id=item_id,
                body=body,
            ),
            timeout,
            _put_store_item._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        item_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> Response[StoreItem]:
        """Put a package into the store under an id

        Args:
            item_id (str):
            body (File):
        """

        return await client.asyncio_request(
            _put_store_item._get_kwargs(
                item_id=item_id,
                body=body,
            ),
            timeout,
            _put_store_item._parse_response,
        )

    @staticmethod
    async def asyncio(
        item_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> StoreItem:
        """Put a package into the store under an id

        Args:
            item_id (str):
            body (File):
        """

        return (
            await client.asyncio_request(
                _put_store_item._get_kwargs(
                    item_id=item_id,
                    body=body,
                ),
                timeout,
                _put_store_item._parse_response,
            )
        ).parsed


_put_store_item = put_store_item


class put_store_item_unnamed:
    """Put a package into the store

    Uploads a package, a tar.gz with `package.json` at its root. The manager chooses the id.
    """

    @staticmethod
    def _get_kwargs(
        *,
        body: File,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "put",
            "url": "/s3",
        }

        _kwargs["content"] = body.payload
        headers["Content-Type"] = body.mime_type or "application/octet-stream"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> StoreItem:
        from ..models.store_item import StoreItem

        if response.status_code == 200:
            response_200 = StoreItem.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> Response[StoreItem]:
        """Put a package into the store

        Args:
            body (File):
        """

        return client.request(
            _put_store_item_unnamed._get_kwargs(
                body=body,
            ),
            timeout,
            _put_store_item_unnamed._parse_response,
        )

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> StoreItem:
        """Put a package into the store

        Args:
            body (File):
        """

        return client.request(
            _put_store_item_unnamed._get_kwargs(
                body=body,
            ),
            timeout,
            _put_store_item_unnamed._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> Response[StoreItem]:
        """Put a package into the store

        Args:
            body (File):
        """

        return await client.asyncio_request(
            _put_store_item_unnamed._get_kwargs(
                body=body,
            ),
            timeout,
            _put_store_item_unnamed._parse_response,
        )

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> StoreItem:
        """Put a package into the store

        Args:
            body (File):
        """

        return (
            await client.asyncio_request(
                _put_store_item_unnamed._get_kwargs(
                    body=body,
                ),
                timeout,
                _put_store_item_unnamed._parse_response,
            )
        ).parsed


_put_store_item_unnamed = put_store_item_unnamed
