# Generated from openapi/host.yaml
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any

import httpx

from ...client import Client
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ..models.entities import Entities
    from ..models.host_config import HostConfig
    from ..models.host_status import HostStatus
    from ..models.host_version import HostVersion
    from ..models.load_check import LoadCheck

__all__ = (
    "get_audit",
    "get_config",
    "get_load_check",
    "get_log",
    "get_status",
    "get_version",
    "list_entities",
)


class get_audit:
    """Read the hub's audit log

    JSON lines about requests, instances and sequences. Every reader first receives all lines since the hub's
    start, then new lines. While there is a reader, a heartbeat is sent every 10 seconds. The stream never ends by
    itself. Not supported by hub 0.18.7.
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
        """Read the hub's audit log"""

        return client.stream(_get_audit._get_kwargs(), timeout)

    @staticmethod
    def asyncio_stream(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read the hub's audit log"""

        return client.asyncio_stream(_get_audit._get_kwargs(), timeout)


_get_audit = get_audit


class get_config:
    """Get the hub's configuration

    The public part of the configuration. Numbers from the command line are returned as strings
    (seen: `host.port`, `timings.instanceLifetimeExtensionDelay`, `kubernetes.timeout`). Not supported by hub
    0.18.7.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/config",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> HostConfig:
        from ..models.host_config import HostConfig

        if response.status_code == 200:
            response_200 = HostConfig.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[HostConfig]:
        """Get the hub's configuration"""

        return client.request(_get_config._get_kwargs(), timeout, _get_config._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> HostConfig:
        """Get the hub's configuration"""

        return client.request(_get_config._get_kwargs(), timeout, _get_config._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[HostConfig]:
        """Get the hub's configuration"""

        return await client.asyncio_request(_get_config._get_kwargs(), timeout, _get_config._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> HostConfig:
        """Get the hub's configuration"""

        return (await client.asyncio_request(_get_config._get_kwargs(), timeout, _get_config._parse_response)).parsed


_get_config = get_config


class get_load_check:
    """Get the hub's load

    The processor load in percent, and memory and disk space in bytes. `memFree` may be
    fractional. `available` may be negative, because reserved space is subtracted. `fsSize` has one entry for each
    path that the hub checks, so it may list a file system twice.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/load-check",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> LoadCheck:
        from ..models.load_check import LoadCheck

        if response.status_code == 200:
            response_200 = LoadCheck.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[LoadCheck]:
        """Get the hub's load"""

        return client.request(_get_load_check._get_kwargs(), timeout, _get_load_check._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> LoadCheck:
        """Get the hub's load"""

        return client.request(_get_load_check._get_kwargs(), timeout, _get_load_check._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[LoadCheck]:
        """Get the hub's load"""

        return await client.asyncio_request(_get_load_check._get_kwargs(), timeout, _get_load_check._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> LoadCheck:
        """Get the hub's load"""

        return (
            await client.asyncio_request(_get_load_check._get_kwargs(), timeout, _get_load_check._parse_response)
        ).parsed


_get_load_check = get_load_check


class get_log:
    """Read the hub's log

    The log of the whole hub as JSON lines. Every reader first receives all lines since the hub's start, which can
    be megabytes, and then new lines as they are written. The stream never ends by itself.
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
        """Read the hub's log"""

        return client.stream(_get_log._get_kwargs(), timeout)

    @staticmethod
    def asyncio_stream(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read the hub's log"""

        return client.asyncio_stream(_get_log._get_kwargs(), timeout)


_get_log = get_log


class get_status:
    """Get the connection to the manager

    The state of the connection to the manager (`cpm`), and the manager's id. Without a manager, both fields are
    missing. Not supported by hub 0.18.7.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/status",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> HostStatus:
        from ..models.host_status import HostStatus

        if response.status_code == 200:
            response_200 = HostStatus.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[HostStatus]:
        """Get the connection to the manager"""

        return client.request(_get_status._get_kwargs(), timeout, _get_status._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> HostStatus:
        """Get the connection to the manager"""

        return client.request(_get_status._get_kwargs(), timeout, _get_status._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[HostStatus]:
        """Get the connection to the manager"""

        return await client.asyncio_request(_get_status._get_kwargs(), timeout, _get_status._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> HostStatus:
        """Get the connection to the manager"""

        return (await client.asyncio_request(_get_status._get_kwargs(), timeout, _get_status._parse_response)).parsed


_get_status = get_status


class get_version:
    """Get the hub's version

    The service's name and version. Hub 0.18.7 returns only `version`.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/version",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> HostVersion:
        from ..models.host_version import HostVersion

        if response.status_code == 200:
            response_200 = HostVersion.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[HostVersion]:
        """Get the hub's version"""

        return client.request(_get_version._get_kwargs(), timeout, _get_version._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> HostVersion:
        """Get the hub's version"""

        return client.request(_get_version._get_kwargs(), timeout, _get_version._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[HostVersion]:
        """Get the hub's version"""

        return await client.asyncio_request(_get_version._get_kwargs(), timeout, _get_version._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> HostVersion:
        """Get the hub's version"""

        return (await client.asyncio_request(_get_version._get_kwargs(), timeout, _get_version._parse_response)).parsed


_get_version = get_version


class list_entities:
    """List sequences and instances at once

    The lists of `/sequences` and `/instances` in one response. Not supported by hub 0.18.7.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/entities",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Entities:
        from ..models.entities import Entities

        if response.status_code == 200:
            response_200 = Entities.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Entities]:
        """List sequences and instances at once"""

        return client.request(_list_entities._get_kwargs(), timeout, _list_entities._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Entities:
        """List sequences and instances at once"""

        return client.request(_list_entities._get_kwargs(), timeout, _list_entities._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Entities]:
        """List sequences and instances at once"""

        return await client.asyncio_request(_list_entities._get_kwargs(), timeout, _list_entities._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Entities:
        """List sequences and instances at once"""

        return (
            await client.asyncio_request(_list_entities._get_kwargs(), timeout, _list_entities._parse_response)
        ).parsed


_list_entities = list_entities
