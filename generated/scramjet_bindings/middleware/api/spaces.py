# Generated from openapi/middleware.yaml
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any

import httpx

from ...client import Client
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ..models.middleware_version import MiddlewareVersion
    from ..models.space import Space

__all__ = (
    "get_audit",
    "get_managers",
    "get_version",
)


class get_audit:
    """Read the audit log

    JSON lines about requests, instances and sequences in the user's spaces. The stream never ends by itself.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/audit",
        }

        return _kwargs

    @staticmethod
    def stream(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read the audit log"""

        return client.stream(_get_audit._get_kwargs(), timeout)

    @staticmethod
    def asyncio_stream(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read the audit log"""

        return client.asyncio_stream(_get_audit._get_kwargs(), timeout)


_get_audit = get_audit


class get_managers:
    """List the spaces

    The spaces that the access token can use. A space has one manager with the same id. Most users have one
    space.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/spaces",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[Space]:
        from ..models.space import Space

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:
                response_200_item = Space.from_dict(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Space]]:
        """List the spaces"""

        return client.request(_get_managers._get_kwargs(), timeout, _get_managers._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Space]:
        """List the spaces"""

        return client.request(_get_managers._get_kwargs(), timeout, _get_managers._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Space]]:
        """List the spaces"""

        return await client.asyncio_request(_get_managers._get_kwargs(), timeout, _get_managers._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Space]:
        """List the spaces"""

        return (
            await client.asyncio_request(_get_managers._get_kwargs(), timeout, _get_managers._parse_response)
        ).parsed


_get_managers = get_managers


class get_version:
    """Get the middleware's version

    The service's name and version.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/version",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> MiddlewareVersion:
        from ..models.middleware_version import MiddlewareVersion

        if response.status_code == 200:
            response_200 = MiddlewareVersion.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[MiddlewareVersion]:
        """Get the middleware's version"""

        return client.request(_get_version._get_kwargs(), timeout, _get_version._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> MiddlewareVersion:
        """Get the middleware's version"""

        return client.request(_get_version._get_kwargs(), timeout, _get_version._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[MiddlewareVersion]:
        """Get the middleware's version"""

        return await client.asyncio_request(_get_version._get_kwargs(), timeout, _get_version._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> MiddlewareVersion:
        """Get the middleware's version"""

        return (await client.asyncio_request(_get_version._get_kwargs(), timeout, _get_version._parse_response)).parsed


_get_version = get_version
