"""The client of a manager, which manages the hubs of one space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scramjet_bindings.manager import models
from scramjet_bindings.manager.api import hubs, space, store, topics

from ..body.listing import flatten
from ..body.package import DEFAULT_EXCLUDE
from ..body.source import data_source, package_source
from ..body.table import Table
from ..concurrency.async_flavor import async_run_blocking
from ..errors import BadParametersError
from ..options.arguments import (
    check_content_type,
    check_count,
    check_end,
    check_flag,
    check_id,
    check_text,
    check_topic,
    quote_id,
)
from ..options.secret import Secret
from .host_client import AsyncHostClient
from .service_client import AsyncServiceClient, derive_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scramjet_bindings.manager.models import (
        DisconnectResult,
        Host,
        ManagerConfig,
        ManagerLoad,
        ManagerOperationStatus,
        ManagerVersion,
        SpaceInstance,
        SpaceSequence,
        SpaceTopic,
        StoreItem,
    )

    from ..body.gap import Gap
    from ..body.source import AsyncData, AsyncPackage
    from ..concurrency.cancellation import Cancellation
    from .stream import AsyncStream


class AsyncManagerClient(AsyncServiceClient):
    """The client of a space, which is a group of hubs that share topics and a store.

    In the API, a hub is called host.
    """

    async def get_hosts(self) -> list[Host]:
        """List the hubs of this space.

        Returns:
            The hubs, each with ``id``, ``info``, ``healthy``, ``is_connection_active`` and more.

        Raises:
            ClientError: The request ``GET /list`` failed.
        """
        return Table(await hubs.get_hosts.asyncio(client=self.bindings))

    def get_host_client(self, id: str, api_base: str = "/api/v1") -> AsyncHostClient:
        """Return a hub's client without sending a request.

        Args:
            id: The hub's id.
            api_base: The path of the hub's API.

        Raises:
            BadParametersError: The id is not valid in a URL path.
        """
        return derive_client(
            AsyncHostClient, self._session.below("sth", quote_id("a hub's id", id), api_base)
        )

    async def get_host_info(self, id: str) -> Host:
        """Return the manager's information about a hub.

        Args:
            id: The hub's id.

        Raises:
            ClientError: The request ``GET /sth/{id}/info`` failed.
        """
        return await hubs.get_host_info.asyncio(check_id("a hub's id", id), client=self.bindings)

    async def get_version(self) -> ManagerVersion:
        """Return the manager's version.

        Raises:
            ClientError: The request ``GET /version`` failed.
        """
        return await space.get_version.asyncio(client=self.bindings)

    async def get_load(self) -> ManagerLoad:
        """Return the load of the manager's machine.

        Raises:
            ClientError: The request ``GET /load`` failed.
        """
        return await space.get_load.asyncio(client=self.bindings)

    async def get_config(self) -> ManagerConfig:
        """Return the manager's configuration.

        Raises:
            ClientError: The request ``GET /config`` failed.
        """
        return await space.get_config.asyncio(client=self.bindings)

    async def get_sequences(self) -> list[SpaceSequence]:
        """List the sequences on this space's hubs.

        Returns:
            The sequences. Older managers report only the ids.

        Raises:
            ClientError: The request ``GET /sequences`` failed.
        """
        return flatten(
            await space.get_sequences.asyncio(client=self.bindings), models.SpaceSequence
        )

    async def get_all_sequences(self) -> list[SpaceSequence]:
        """List the sequences on this space's hubs and in its store.

        Returns:
            The sequences. Older managers report only the ids.

        Raises:
            ClientError: The request ``GET /all_sequences`` failed.
        """
        return flatten(
            await space.get_all_sequences.asyncio(client=self.bindings), models.SpaceSequence
        )

    async def get_instances(self) -> list[SpaceInstance]:
        """List the instances on this space's hubs.

        Returns:
            The instances. Older managers report only the ids.

        Raises:
            ClientError: The request ``GET /instances`` failed.
        """
        return flatten(
            await space.get_instances.asyncio(client=self.bindings), models.SpaceInstance
        )

    async def get_topics(self) -> list[SpaceTopic]:
        """List this space's topics.

        Returns:
            The topics. Older managers report only the names.

        Raises:
            ClientError: The request ``GET /topics`` failed.
        """
        return flatten(await topics.get_topics.asyncio(client=self.bindings), models.SpaceTopic)

    async def send_topic(
        self,
        topic: str,
        data: AsyncData,
        content_type: str | None = None,
        end: bool | None = None,
        *,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        cancellation: Cancellation | None = None,
    ) -> None:
        """Write data to a topic.

        Args:
            topic: The topic's id: only letters, digits and ``_ + - \\``.
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``.
            content_type: The topic's content type. The default is ``application/x-ndjson`` for
                ``ndjson(…)``, and ``application/octet-stream`` for other data.
            end: Whether the topic ends after this data; None: the manager decides.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            idle_timeout: Seconds without progress after which the upload fails; None: no limit.
            cancellation: A Cancellation to cancel the upload from another task or thread.

        Raises:
            RequestTimeoutError: The upload made no progress, or no response arrived in time.
            UploadInterrupted: The upload was cancelled.
            ClientError: The request ``POST /topic/{topic}`` failed.
        """
        topic = check_topic(topic)
        upload = self._new_upload(
            data_source(data),
            content_type,
            progress,
            idle_timeout=idle_timeout,
            cancellation=cancellation,
            is_limited=True,
        )
        await upload.send_in_parts(
            topics.send_topic.asyncio_detailed,
            topic,
            client=self.bindings,
            x_end_stream=check_end(end),
        )

    def get_topic(
        self,
        topic: str,
        content_type: str = "application/octet-stream",
        *,
        idle_timeout: float | None = None,
    ) -> AsyncStream:
        """Return a topic's data; the stream never ends.

        Args:
            topic: The topic's id: only letters, digits and ``_ + - \\``.
            content_type: The topic's content type, which is sent with the request.
            idle_timeout: Seconds without data after which reading fails; None: no limit.

        Raises:
            ClientError: The request ``GET /topic/{topic}`` failed. Entering the stream raises this
                error.
        """
        return self._open_stream(
            topics.get_topic.asyncio_stream,
            check_topic(topic),
            content_type=check_content_type(content_type),
            idle_timeout=idle_timeout,
        )

    def get_log_stream(
        self,
        *,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the manager's log, as JSON lines; the stream never ends.

        Older managers prefix each line with the hub's id: ``sth-0: {…}``. Use ``iter_lines``
        to read a log with this prefix.

        Args:
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            ClientError: The request ``GET /log`` failed. Entering the stream raises this error.
        """
        return self._open_stream(
            space.get_log.asyncio_stream, idle_timeout=idle_timeout, on_gap=on_gap
        )

    def get_audit_stream(
        self,
        *,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the space's audit log, as JSON lines; the stream never ends.

        Args:
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            ClientError: The request ``GET /audit`` failed. Entering the stream raises this error.
        """
        return self._open_stream(
            space.get_audit.asyncio_stream, idle_timeout=idle_timeout, on_gap=on_gap
        )

    async def get_store_items(self) -> list[StoreItem]:
        """List the packages in this space's store.

        Raises:
            ClientError: The request ``GET /s3`` failed.
        """
        return await store.get_store_items.asyncio(client=self.bindings)

    async def put_store_item(
        self,
        package: AsyncPackage,
        id: str = "",
        *,
        exclude: Iterable[str] = DEFAULT_EXCLUDE,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        cancellation: Cancellation | None = None,
    ) -> StoreItem:
        """Put a package into this space's store.

        Args:
            package: A ``python_program(…)``, the path of a directory with a package.json, or a
                tar.gz archive. An archive may be a path, bytes, a binary file or an iterable of
                bytes.
            id: The item's id. By default, the manager chooses the id.
            exclude: Patterns of files in the directory that are not sent, as in ``.gitignore``:
                ``node_modules``, ``*.log``, ``/dist`` (only at the top), ``!keep.log``.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            idle_timeout: Seconds without progress after which the upload fails; None: no limit.
            cancellation: A Cancellation to cancel the upload from another task or thread.

        Returns:
            The new item.

        Raises:
            RequestTimeoutError: The upload made no progress, or no response arrived in time.
            UploadInterrupted: The upload was cancelled.
            ClientError: The request ``PUT /s3/{id}`` failed.
        """
        upload = self._new_upload(
            await async_run_blocking(package_source, package, exclude),
            progress=progress,
            idle_timeout=idle_timeout,
            cancellation=cancellation,
        )
        if id == "":
            # The manager chooses an id for each request, so a retry may create a second item.
            client = self.with_options(retries=self._session.options.retries.without_put())
            return await upload.send(store.put_store_item_unnamed.asyncio, client=client.bindings)
        id = check_id("a store item's id", id)
        return await upload.send(store.put_store_item.asyncio, id, client=self.bindings)

    async def delete_store_item(self, id: str) -> None:
        """Remove a package from this space's store.

        Args:
            id: The item's id.

        Raises:
            ClientError: The request ``DELETE /s3/{id}`` failed.
        """
        item_id = check_id("a store item's id", id)
        await store.delete_store_item.asyncio_detailed(item_id, client=self.bindings)

    async def clear_store(self) -> ManagerOperationStatus:
        """Remove all packages from this space's store.

        Raises:
            ClientError: The request ``DELETE /store`` failed.
        """
        return await store.clear_store.asyncio(client=self.bindings)

    async def disconnect_hubs(
        self, id: str | None = None, limit: int | None = None, access_key: str | None = None
    ) -> DisconnectResult:
        """Disconnect hubs from this space.

        Args:
            id: The id of the hub to disconnect.
            limit: The number of hubs that may stay connected.
            access_key: The access key that the hubs to disconnect have used.

        Raises:
            BadParametersError: All three arguments are missing, or an argument is invalid.
            ClientError: The request ``POST /disconnect`` failed.
        """
        wanted: dict[str, Any] = {}
        if id is not None:
            wanted["id"] = check_id("a hub's id", id)
        if limit is not None:
            wanted["limit"] = check_count("limit", limit)
        if access_key is not None:
            access_key = Secret(check_text("access_key", access_key))
            wanted["accessKey"] = access_key
        if not wanted:
            raise BadParametersError("select the hubs to disconnect: pass id, limit or access_key")
        return await hubs.disconnect_hubs.asyncio(
            client=self.bindings, body=models.DisconnectOptions.from_dict(wanted)
        )

    async def delete_hub(self, id: str, force: bool = False) -> ManagerOperationStatus:
        """Remove a hub from this space.

        Args:
            id: The hub's id.
            force: Whether to remove the hub even if it is connected.

        Raises:
            ClientError: The request ``DELETE /sth/{id}`` failed.
        """
        return await hubs.delete_hub.asyncio(
            check_id("a hub's id", id), client=self.bindings, x_force=check_flag("force", force)
        )

    send_named_data = send_topic
    get_named_data = get_topic
    getHosts = get_hosts
    getHostClient = get_host_client
