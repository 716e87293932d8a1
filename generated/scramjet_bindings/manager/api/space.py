# Generated from openapi/manager.yaml
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, cast

import httpx

from ...client import Client
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ..models.manager_config import ManagerConfig
    from ..models.manager_load import ManagerLoad
    from ..models.manager_version import ManagerVersion
    from ..models.space_instance import SpaceInstance
    from ..models.space_sequence import SpaceSequence

__all__ = (
    "get_all_sequences",
    "get_audit",
    "get_config",
    "get_instances",
    "get_load",
    "get_log",
    "get_sequences",
    "get_version",
)


class get_all_sequences:
    """List all of the space's sequences

    The sequences on all hubs of the space and in its store. Older managers return ids, or one list of ids
    for each hub.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/all_sequences",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[list[str] | SpaceSequence | str]:
        from ..models.space_sequence import SpaceSequence

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:

                def _parse_response_200_item(data: object) -> list[str] | SpaceSequence | str:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        response_200_item_type_0 = SpaceSequence.from_dict(data)

                        return response_200_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, list):
                            raise TypeError()
                        _response_200_item_type_2 = data
                        if not isinstance(_response_200_item_type_2, list):
                            raise TypeError
                        for componentsschemas_id_list_item_data in _response_200_item_type_2:
                            if not isinstance(componentsschemas_id_list_item_data, str):
                                raise TypeError
                        response_200_item_type_2 = cast(list[str], _response_200_item_type_2)

                        return response_200_item_type_2
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(list[str] | SpaceSequence | str, data)

                response_200_item = _parse_response_200_item(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[list[str] | SpaceSequence | str]]:
        """List all of the space's sequences"""

        return client.request(_get_all_sequences._get_kwargs(), timeout, _get_all_sequences._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[list[str] | SpaceSequence | str]:
        """List all of the space's sequences"""

        return client.request(_get_all_sequences._get_kwargs(), timeout, _get_all_sequences._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[list[str] | SpaceSequence | str]]:
        """List all of the space's sequences"""

        return await client.asyncio_request(
            _get_all_sequences._get_kwargs(), timeout, _get_all_sequences._parse_response
        )

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[list[str] | SpaceSequence | str]:
        """List all of the space's sequences"""

        return (
            await client.asyncio_request(_get_all_sequences._get_kwargs(), timeout, _get_all_sequences._parse_response)
        ).parsed


_get_all_sequences = get_all_sequences


class get_audit:
    """Read the space's audit log

    JSON lines about requests, instances and sequences on the space's hubs. The stream never ends by itself.
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
        """Read the space's audit log"""

        return client.stream(_get_audit._get_kwargs(), timeout)

    @staticmethod
    def asyncio_stream(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read the space's audit log"""

        return client.asyncio_stream(_get_audit._get_kwargs(), timeout)


_get_audit = get_audit


class get_config:
    """Get the manager's configuration

    The configuration, in `config`. It may contain the keys of the space's store: treat it as a secret.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/config",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> ManagerConfig:
        from ..models.manager_config import ManagerConfig

        if response.status_code == 200:
            response_200 = ManagerConfig.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[ManagerConfig]:
        """Get the manager's configuration"""

        return client.request(_get_config._get_kwargs(), timeout, _get_config._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> ManagerConfig:
        """Get the manager's configuration"""

        return client.request(_get_config._get_kwargs(), timeout, _get_config._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[ManagerConfig]:
        """Get the manager's configuration"""

        return await client.asyncio_request(_get_config._get_kwargs(), timeout, _get_config._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> ManagerConfig:
        """Get the manager's configuration"""

        return (await client.asyncio_request(_get_config._get_kwargs(), timeout, _get_config._parse_response)).parsed


_get_config = get_config


class get_instances:
    """List the space's instances

    The instances on the space's hubs. Older managers return ids, or one list of ids for each hub.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instances",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[list[str] | SpaceInstance | str]:
        from ..models.space_instance import SpaceInstance

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:

                def _parse_response_200_item(data: object) -> list[str] | SpaceInstance | str:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        response_200_item_type_0 = SpaceInstance.from_dict(data)

                        return response_200_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, list):
                            raise TypeError()
                        _response_200_item_type_2 = data
                        if not isinstance(_response_200_item_type_2, list):
                            raise TypeError
                        for componentsschemas_id_list_item_data in _response_200_item_type_2:
                            if not isinstance(componentsschemas_id_list_item_data, str):
                                raise TypeError
                        response_200_item_type_2 = cast(list[str], _response_200_item_type_2)

                        return response_200_item_type_2
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(list[str] | SpaceInstance | str, data)

                response_200_item = _parse_response_200_item(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[list[str] | SpaceInstance | str]]:
        """List the space's instances"""

        return client.request(_get_instances._get_kwargs(), timeout, _get_instances._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[list[str] | SpaceInstance | str]:
        """List the space's instances"""

        return client.request(_get_instances._get_kwargs(), timeout, _get_instances._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[list[str] | SpaceInstance | str]]:
        """List the space's instances"""

        return await client.asyncio_request(_get_instances._get_kwargs(), timeout, _get_instances._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[list[str] | SpaceInstance | str]:
        """List the space's instances"""

        return (
            await client.asyncio_request(_get_instances._get_kwargs(), timeout, _get_instances._parse_response)
        ).parsed


_get_instances = get_instances


class get_load:
    """Get the manager's load

    Processor load in percent, memory and disk space in bytes, of the manager's machine.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/load",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> ManagerLoad:
        from ..models.manager_load import ManagerLoad

        if response.status_code == 200:
            response_200 = ManagerLoad.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[ManagerLoad]:
        """Get the manager's load"""

        return client.request(_get_load._get_kwargs(), timeout, _get_load._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> ManagerLoad:
        """Get the manager's load"""

        return client.request(_get_load._get_kwargs(), timeout, _get_load._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[ManagerLoad]:
        """Get the manager's load"""

        return await client.asyncio_request(_get_load._get_kwargs(), timeout, _get_load._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> ManagerLoad:
        """Get the manager's load"""

        return (await client.asyncio_request(_get_load._get_kwargs(), timeout, _get_load._parse_response)).parsed


_get_load = get_load


class get_log:
    """Read the space's log

    JSON lines of the manager and of the space's hubs. The stream never ends by itself.
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
        """Read the space's log"""

        return client.stream(_get_log._get_kwargs(), timeout)

    @staticmethod
    def asyncio_stream(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read the space's log"""

        return client.asyncio_stream(_get_log._get_kwargs(), timeout)


_get_log = get_log


class get_sequences:
    """List the space's sequences

    The sequences on the space's connected hubs. Older managers return ids, or one list of ids for each
    hub.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/sequences",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[list[str] | SpaceSequence | str]:
        from ..models.space_sequence import SpaceSequence

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:

                def _parse_response_200_item(data: object) -> list[str] | SpaceSequence | str:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        response_200_item_type_0 = SpaceSequence.from_dict(data)

                        return response_200_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, list):
                            raise TypeError()
                        _response_200_item_type_2 = data
                        if not isinstance(_response_200_item_type_2, list):
                            raise TypeError
                        for componentsschemas_id_list_item_data in _response_200_item_type_2:
                            if not isinstance(componentsschemas_id_list_item_data, str):
                                raise TypeError
                        response_200_item_type_2 = cast(list[str], _response_200_item_type_2)

                        return response_200_item_type_2
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    return cast(list[str] | SpaceSequence | str, data)

                response_200_item = _parse_response_200_item(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[list[str] | SpaceSequence | str]]:
        """List the space's sequences"""

        return client.request(_get_sequences._get_kwargs(), timeout, _get_sequences._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[list[str] | SpaceSequence | str]:
        """List the space's sequences"""

        return client.request(_get_sequences._get_kwargs(), timeout, _get_sequences._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[list[str] | SpaceSequence | str]]:
        """List the space's sequences"""

        return await client.asyncio_request(_get_sequences._get_kwargs(), timeout, _get_sequences._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[list[str] | SpaceSequence | str]:
        """List the space's sequences"""

        return (
            await client.asyncio_request(_get_sequences._get_kwargs(), timeout, _get_sequences._parse_response)
        ).parsed


_get_sequences = get_sequences


class get_version:
    """Get the manager's version

    The service's name and version. Older managers return only `version`.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/version",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> ManagerVersion:
        from ..models.manager_version import ManagerVersion

        if response.status_code == 200:
            response_200 = ManagerVersion.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[ManagerVersion]:
        """Get the manager's version"""

        return client.request(_get_version._get_kwargs(), timeout, _get_version._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> ManagerVersion:
        """Get the manager's version"""

        return client.request(_get_version._get_kwargs(), timeout, _get_version._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[ManagerVersion]:
        """Get the manager's version"""

        return await client.asyncio_request(_get_version._get_kwargs(), timeout, _get_version._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> ManagerVersion:
        """Get the manager's version"""

        return (await client.asyncio_request(_get_version._get_kwargs(), timeout, _get_version._parse_response)).parsed


_get_version = get_version
