# Generated from openapi/multi_manager.yaml
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any

import httpx

from ...client import Client
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ..models.manager import Manager
    from ..models.multi_manager_info import MultiManagerInfo
    from ..models.multi_manager_load import MultiManagerLoad
    from ..models.multi_manager_version import MultiManagerVersion
    from ..models.start_manager_options import StartManagerOptions
    from ..models.started_manager import StartedManager

__all__ = (
    "get_info",
    "get_load",
    "get_log",
    "get_managers",
    "get_version",
    "start_manager",
)


class get_info:
    """Get the multi manager's address and size

    The multi manager's id, the address of its API, and the number of managers.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/info",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> MultiManagerInfo:
        from ..models.multi_manager_info import MultiManagerInfo

        if response.status_code == 200:
            response_200 = MultiManagerInfo.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[MultiManagerInfo]:
        """Get the multi manager's address and size"""

        return client.request(_get_info._get_kwargs(), timeout, _get_info._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> MultiManagerInfo:
        """Get the multi manager's address and size"""

        return client.request(_get_info._get_kwargs(), timeout, _get_info._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[MultiManagerInfo]:
        """Get the multi manager's address and size"""

        return await client.asyncio_request(_get_info._get_kwargs(), timeout, _get_info._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> MultiManagerInfo:
        """Get the multi manager's address and size"""

        return (await client.asyncio_request(_get_info._get_kwargs(), timeout, _get_info._parse_response)).parsed


_get_info = get_info


class get_load:
    """Get the multi manager's load

    The processor load in percent, and memory and disk space in bytes.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/load",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> MultiManagerLoad:
        from ..models.multi_manager_load import MultiManagerLoad

        if response.status_code == 200:
            response_200 = MultiManagerLoad.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[MultiManagerLoad]:
        """Get the multi manager's load"""

        return client.request(_get_load._get_kwargs(), timeout, _get_load._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> MultiManagerLoad:
        """Get the multi manager's load"""

        return client.request(_get_load._get_kwargs(), timeout, _get_load._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[MultiManagerLoad]:
        """Get the multi manager's load"""

        return await client.asyncio_request(_get_load._get_kwargs(), timeout, _get_load._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> MultiManagerLoad:
        """Get the multi manager's load"""

        return (await client.asyncio_request(_get_load._get_kwargs(), timeout, _get_load._parse_response)).parsed


_get_load = get_load


class get_log:
    """Read the multi manager's log

    JSON lines. The stream never ends by itself.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/log",
        }

        return _kwargs

    @staticmethod
    def stream(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read the multi manager's log"""

        return client.stream(_get_log._get_kwargs(), timeout)

    @staticmethod
    def asyncio_stream(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read the multi manager's log"""

        return client.asyncio_stream(_get_log._get_kwargs(), timeout)


_get_log = get_log


class get_managers:
    """List the managers

    The managers that run on this server.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/list",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[Manager]:
        from ..models.manager import Manager

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:
                response_200_item = Manager.from_dict(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Manager]]:
        """List the managers"""

        return client.request(_get_managers._get_kwargs(), timeout, _get_managers._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Manager]:
        """List the managers"""

        return client.request(_get_managers._get_kwargs(), timeout, _get_managers._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Manager]]:
        """List the managers"""

        return await client.asyncio_request(_get_managers._get_kwargs(), timeout, _get_managers._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Manager]:
        """List the managers"""

        return (
            await client.asyncio_request(_get_managers._get_kwargs(), timeout, _get_managers._parse_response)
        ).parsed


_get_managers = get_managers


class get_version:
    """Get the multi manager's version

    The service's name and version. Older multi managers return only `version`.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/version",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> MultiManagerVersion:
        from ..models.multi_manager_version import MultiManagerVersion

        if response.status_code == 200:
            response_200 = MultiManagerVersion.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[MultiManagerVersion]:
        """Get the multi manager's version"""

        return client.request(_get_version._get_kwargs(), timeout, _get_version._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> MultiManagerVersion:
        """Get the multi manager's version"""

        return client.request(_get_version._get_kwargs(), timeout, _get_version._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[MultiManagerVersion]:
        """Get the multi manager's version"""

        return await client.asyncio_request(_get_version._get_kwargs(), timeout, _get_version._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> MultiManagerVersion:
        """Get the multi manager's version"""

        return (await client.asyncio_request(_get_version._get_kwargs(), timeout, _get_version._parse_response)).parsed


_get_version = get_version


class start_manager:
    """Start a manager

    Starts a manager with the given configuration. The response contains its id.
    """

    @staticmethod
    def _get_kwargs(
        *,
        body: StartManagerOptions,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/start",
        }

        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> StartedManager:
        from ..models.started_manager import StartedManager

        if response.status_code == 200:
            response_200 = StartedManager.from_dict(response.json())

            return response_200

        if response.status_code == 202:
            response_202 = StartedManager.from_dict(response.json())

            return response_202

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: StartManagerOptions,
    ) -> Response[StartedManager]:
        """Start a manager

        Args:
            body (StartManagerOptions): The options for starting a manager.
        """

        return client.request(
            _start_manager._get_kwargs(
                body=body,
            ),
            timeout,
            _start_manager._parse_response,
        )

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: StartManagerOptions,
    ) -> StartedManager:
        """Start a manager

        Args:
            body (StartManagerOptions): The options for starting a manager.
        """

        return client.request(
            _start_manager._get_kwargs(
                body=body,
            ),
            timeout,
            _start_manager._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: StartManagerOptions,
    ) -> Response[StartedManager]:
        """Start a manager

        Args:
            body (StartManagerOptions): The options for starting a manager.
        """

        return await client.asyncio_request(
            _start_manager._get_kwargs(
                body=body,
            ),
            timeout,
            _start_manager._parse_response,
        )

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: StartManagerOptions,
    ) -> StartedManager:
        """Start a manager

        Args:
            body (StartManagerOptions): The options for starting a manager.
        """

        return (
            await client.asyncio_request(
                _start_manager._get_kwargs(
                    body=body,
                ),
                timeout,
                _start_manager._parse_response,
            )
        ).parsed


_start_manager = start_manager
