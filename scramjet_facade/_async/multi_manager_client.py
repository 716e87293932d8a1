"""The client of a multi manager, which starts and lists managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scramjet_bindings.multi_manager import models
from scramjet_bindings.multi_manager.api import managers

from ..options.arguments import check_json, check_mapping, quote_id, response_id
from .manager_client import AsyncManagerClient
from .service_client import AsyncServiceClient, derive_client

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scramjet_bindings.multi_manager.models import (
        Manager,
        MultiManagerInfo,
        MultiManagerLoad,
        MultiManagerVersion,
    )

    from ..body.gap import Gap
    from .stream import AsyncStream


class AsyncMultiManagerClient(AsyncServiceClient):
    """The client of a multi manager, which is a server that runs several managers."""

    async def start_manager(
        self, config: Mapping[str, object], api_base: str = "/api/v1"
    ) -> AsyncManagerClient:
        """Start a manager.

        Args:
            config: The manager's configuration with the API's names, for example ``{"id": "a"}``.
            api_base: The path of the new manager's API.

        Returns:
            The new manager's client.

        Raises:
            ClientError: The request ``POST /start`` failed.
        """
        config = check_json("config", check_mapping("config", config))
        started = await managers.start_manager.asyncio(
            client=self.bindings,
            body=models.StartManagerOptions(models.StartManagerConfig.from_dict(config)),
        )
        return self.get_manager_client(response_id("a manager's id", started.id), api_base)

    def get_manager_client(self, id: str, api_base: str = "/api/v1") -> AsyncManagerClient:
        """Return a manager's client without sending a request.

        Args:
            id: The manager's id.
            api_base: The path of the manager's API.

        Raises:
            BadParametersError: The id is not valid in a URL path.
        """
        return derive_client(
            AsyncManagerClient,
            self._session.below("cpm", quote_id("a manager's id", id), api_base),
        )

    async def get_managers(self) -> list[Manager]:
        """List the managers.

        Raises:
            ClientError: The request ``GET /list`` failed.
        """
        return await managers.get_managers.asyncio(client=self.bindings)

    async def get_version(self) -> MultiManagerVersion:
        """Return the multi manager's version.

        Raises:
            ClientError: The request ``GET /version`` failed.
        """
        return await managers.get_version.asyncio(client=self.bindings)

    async def get_load(self) -> MultiManagerLoad:
        """Return the load of the multi manager's machine.

        Raises:
            ClientError: The request ``GET /load`` failed.
        """
        return await managers.get_load.asyncio(client=self.bindings)

    async def get_info(self) -> MultiManagerInfo:
        """Return the multi manager's id, address and number of managers.

        Raises:
            ClientError: The request ``GET /info`` failed.
        """
        return await managers.get_info.asyncio(client=self.bindings)

    def get_log_stream(
        self,
        *,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the multi manager's log, as JSON lines; the stream never ends.

        Args:
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            ClientError: The request ``GET /log`` failed. Entering the stream raises this error.
        """
        return self._open_stream(
            managers.get_log.asyncio_stream, idle_timeout=idle_timeout, on_gap=on_gap
        )

    getManagers = get_managers
    getManagerClient = get_manager_client
