# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ...client import Client
from ...types import UNSET, Response, Unset, path_segment

if TYPE_CHECKING:
    from ..models.disconnect_options import DisconnectOptions
    from ..models.disconnect_result import DisconnectResult
    from ..models.host import Host
    from ..models.manager_operation_status import ManagerOperationStatus

__all__ = (
    "delete_hub",
    "disconnect_hubs",
    "get_host_info",
    "get_hosts",
)


class delete_hub:
    """Delete a hub

    Removes a self-hosted hub from the space. A connected hub requires `x-force`. The request
    header `Content-Type: application/json` is required, although there is no body.
    """

    @staticmethod
    def _get_kwargs(
        host_id: str,
        *,
        x_force: bool | Unset = UNSET,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        if not isinstance(x_force, Unset):
            headers["x-force"] = "true" if x_force else "false"

        _kwargs: dict[str, Any] = {
            "method": "delete",
            "url": "/sth/{host_id}".format(
                host_id=path_segment(host_id),
            ),
        }

        _kwargs["headers"] = headers
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
        host_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_force: bool | Unset = UNSET,
    ) -> Response[ManagerOperationStatus]:
        """Delete a hub

        Args:
            host_id (str):
            x_force (bool | Unset):
        """

        return client.request(
            _delete_hub._get_kwargs(
                host_id=host_id,
                x_force=x_force,
            ),
            timeout,
            _delete_hub._parse_response,
        )

    @staticmethod
    def sync(
        host_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_force: bool | Unset = UNSET,
    ) -> ManagerOperationStatus:
        """Delete a hub

        Args:
            host_id (str):
            x_force (bool | Unset):
        """

        return client.request(
            _delete_hub._get_kwargs(
                host_id=host_id,
                x_force=x_force,
            ),
            timeout,
            _delete_hub._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        host_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_force: bool | Unset = UNSET,
    ) -> Response[ManagerOperationStatus]:
        """Delete a hub

        Args:
            host_id (str):
            x_force (bool | Unset):
        """

        return await client.asyncio_request(
            _delete_hub._get_kwargs(
                host_id=host_id,
                x_force=x_force,
            ),
            timeout,
            _delete_hub._parse_response,
        )

    @staticmethod
    async def asyncio(
        host_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        x_force: bool | Unset = UNSET,
    ) -> ManagerOperationStatus:
        """Delete a hub

        Args:
            host_id (str):
            x_force (bool | Unset):
        """

        return (
            await client.asyncio_request(
                _delete_hub._get_kwargs(
                    host_id=host_id,
                    x_force=x_force,
                ),
                timeout,
                _delete_hub._parse_response,
            )
        ).parsed


_delete_hub = delete_hub


class disconnect_hubs:
    """Disconnect hubs

    Disconnects self-hosted hubs from the space: one by its id, all that use an access key, or those that
    exceed a limit. A limit of 0 disconnects all hubs.
    """

    @staticmethod
    def _get_kwargs(
        *,
        body: DisconnectOptions,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/disconnect",
        }

        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> DisconnectResult:
        from ..models.disconnect_result import DisconnectResult

        if response.status_code == 200:
            response_200 = DisconnectResult.from_dict(response.json())

            return response_200

        if response.status_code == 202:
            response_202 = DisconnectResult.from_dict(response.json())

            return response_202

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: DisconnectOptions,
    ) -> Response[DisconnectResult]:
        """Disconnect hubs

        Args:
            body (DisconnectOptions): Which hubs to disconnect.
        """

        return client.request(
            _disconnect_hubs._get_kwargs(
                body=body,
            ),
            timeout,
            _disconnect_hubs._parse_response,
        )

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: DisconnectOptions,
    ) -> DisconnectResult:
        """Disconnect hubs

        Args:
            body (DisconnectOptions): Which hubs to disconnect.
        """

        return client.request(
            _disconnect_hubs._get_kwargs(
                body=body,
            ),
            timeout,
            _disconnect_hubs._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: DisconnectOptions,
    ) -> Response[DisconnectResult]:
        """Disconnect hubs

        Args:
            body (DisconnectOptions): Which hubs to disconnect.
        """

        return await client.asyncio_request(
            _disconnect_hubs._get_kwargs(
                body=body,
            ),
            timeout,
            _disconnect_hubs._parse_response,
        )

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: DisconnectOptions,
    ) -> DisconnectResult:
        """Disconnect hubs

        Args:
            body (DisconnectOptions): Which hubs to disconnect.
        """

        return (
            await client.asyncio_request(
                _disconnect_hubs._get_kwargs(
                    body=body,
                ),
                timeout,
                _disconnect_hubs._parse_response,
            )
        ).parsed


_disconnect_hubs = disconnect_hubs


class get_host_info:
    """Get a hub

    The manager's information about one hub, whether it is connected or not.
    """

    @staticmethod
    def _get_kwargs(
        host_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/sth/{host_id}/info".format(
                host_id=path_segment(host_id),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Host:
        from ..models.host import Host

        if response.status_code == 200:
            response_200 = Host.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        host_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Host]:
        """Get a hub

        Args:
            host_id (str):
        """

        return client.request(
            _get_host_info._get_kwargs(
                host_id=host_id,
            ),
            timeout,
            _get_host_info._parse_response,
        )

    @staticmethod
    def sync(
        host_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Host:
        """Get a hub

        Args:
            host_id (str):
        """

        return client.request(
            _get_host_info._get_kwargs(
                host_id=host_id,
            ),
            timeout,
            _get_host_info._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        host_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Host]:
        """Get a hub

        Args:
            host_id (str):
        """

        return await client.asyncio_request(
            _get_host_info._get_kwargs(
                host_id=host_id,
            ),
            timeout,
            _get_host_info._parse_response,
        )

    @staticmethod
    async def asyncio(
        host_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Host:
        """Get a hub

        Args:
            host_id (str):
        """

        return (
            await client.asyncio_request(
                _get_host_info._get_kwargs(
                    host_id=host_id,
                ),
                timeout,
                _get_host_info._parse_response,
            )
        ).parsed


_get_host_info = get_host_info


class get_hosts:
    """List the hubs

    All hubs of the space, including those that are not connected. Most spaces have one.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/list",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[Host]:
        from ..models.host import Host

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:
                response_200_item = Host.from_dict(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Host]]:
        """List the hubs"""

        return client.request(_get_hosts._get_kwargs(), timeout, _get_hosts._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Host]:
        """List the hubs"""

        return client.request(_get_hosts._get_kwargs(), timeout, _get_hosts._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Host]]:
        """List the hubs"""

        return await client.asyncio_request(_get_hosts._get_kwargs(), timeout, _get_hosts._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Host]:
        """List the hubs"""

        return (await client.asyncio_request(_get_hosts._get_kwargs(), timeout, _get_hosts._parse_response)).parsed


_get_hosts = get_hosts
