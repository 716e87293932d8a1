"""The client of a hub, which is called host in the API."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from scramjet_bindings.host import models
from scramjet_bindings.host.api import hub, instances, sequences, topics

from ..body.package import DEFAULT_EXCLUDE
from ..body.source import data_source, package_source
from ..body.table import Table
from ..concurrency.async_flavor import async_run_blocking
from ..errors import ClientError, NotFoundError
from ..options.arguments import (
    check_content_type,
    check_end,
    check_id,
    check_text,
    check_topic,
    response_id,
)
from ..options.log import report_leftover
from ..options.profile import hub_token, read_profile
from ..options.retries import may_have_acted
from .instance_client import AsyncInstanceClient
from .late_response import async_created
from .sequence_client import AsyncSequenceClient
from .service_client import AsyncServiceClient, derive_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scramjet_bindings.host.models import (
        CreatedTopic,
        DeletedSequence,
        DeletedTopic,
        Entities,
        HostConfig,
        HostStatus,
        HostVersion,
        Instance,
        LoadCheck,
        Sequence,
        Topic,
    )

    from ..body.gap import Gap
    from ..body.source import AsyncData, AsyncPackage
    from ..concurrency.cancellation import Cancellation
    from .manager_client import AsyncManagerClient
    from .stream import AsyncStream

_MAY_EXIST = "the sequence may exist on the hub: check list_sequences()"


class AsyncHostClient(AsyncServiceClient):
    """The client of a hub, which stores sequences (programs) and runs them as instances.

    In the API, a hub is called host. For your own hub without a platform, pass the hub's address as
    ``base_url``.
    """

    @classmethod
    def from_profile(cls, name: str | None = None) -> Self:
        """Return a client of the hub in a profile of the command-line tool ``si``.

        A profile is a file ``~/.si/profiles/NAME.json``. The client uses the profile's ``apiUrl``
        and ``token``. If the profile has no token, the client uses ``SCRAMJET_TOKEN``. If the
        profile has a ``middlewareApiUrl`` on another server, the token is not sent to the hub.

        Args:
            name: The profile's name. Without a name, the client uses the file in
                ``SI_CONFIG_PATH``, else the profile in ``SI_CONFIG``, else the active profile of
                ``si``, else the profile ``default``.

        Raises:
            BadParametersError: The profile does not exist, cannot be read, or has no valid address.

        Warns:
            UserWarning: The file contains a token and other users can access it.
        """
        url, token = read_profile(name).for_hub()
        client = cls(url, token=token)
        client._session.set_token_source(partial(hub_token, name))
        return client

    async def list_sequences(self) -> list[Sequence]:
        """List the sequences on this hub.

        Returns:
            The sequences, each with ``id``, ``config`` (the package's ``name``, ``version`` and
            more) and ``instances`` (a list of ids).

        Raises:
            ClientError: The request ``GET /sequences`` failed.
        """
        return Table(await sequences.list_sequences.asyncio(client=self.bindings))

    async def get_sequence_id(self, name: str) -> list[str]:
        """Find sequences by the name in their package.json.

        Args:
            name: The name.

        Returns:
            The ids of all sequences with that name, at least one, the newest last. After a restart
            of the hub, the ids have no particular order.

        Raises:
            NotFoundError: No sequence has that name.
            ClientError: The request ``GET /sequences`` failed.
        """
        name = check_text("the name", name)
        found = [
            sequence.id
            for sequence in await self.list_sequences()
            if sequence.config and sequence.config.name == name
        ]
        if not found:
            raise NotFoundError(f"no sequence has the name {name!r}: check list_sequences()")
        return found

    async def list_instances(self) -> list[Instance]:
        """List the instances on this hub; most hubs also list ended instances for some minutes.

        Returns:
            The instances, each with ``id``, ``status``, ``sequence`` and more. ``sequence_id`` is
            the sequence's id on every hub version.

        Raises:
            ClientError: The request ``GET /instances`` failed.
        """
        return Table(await instances.list_instances.asyncio(client=self.bindings))

    async def list_entities(self) -> Entities:
        """List the sequences and the instances on this hub.

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this request.
            ClientError: The request ``GET /entities`` failed.
        """
        return await hub.list_entities.asyncio(client=self.bindings)

    async def send_sequence(
        self,
        package: AsyncPackage,
        *,
        exclude: Iterable[str] = DEFAULT_EXCLUDE,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        cancellation: Cancellation | None = None,
    ) -> AsyncSequenceClient:
        """Upload a package as a new sequence.

        Use the result as a context manager to delete the sequence on exit:
        ``with host.send_sequence(package) as sequence:``.

        Args:
            package: A ``python_program(…)``, the path of a directory with a package.json, or a
                tar.gz archive. An archive may be a path, bytes, a binary file or an iterable of
                bytes.
            exclude: Patterns of files in the directory that are not sent, as in ``.gitignore``:
                ``node_modules``, ``*.log``, ``/dist`` (only at the top), ``!keep.log``.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            idle_timeout: Seconds without progress after which the upload fails; None: no limit.
            cancellation: A Cancellation to cancel the upload from another task or thread.

        Returns:
            The new sequence's client. If a cancellation or Ctrl-C interrupts the wait for the
            response, a note on the exception reports that the sequence may exist on the hub. After
            a timeout, the client deletes the new sequence if the response arrives within another
            120 s.

        Raises:
            BadParametersError: The file does not exist, the directory contains no package.json, or
                a link in the directory points outside the directory.
            UnprocessableEntityError: The hub cannot unpack or read the package.
            RequestTimeoutError: The upload made no progress, or no response arrived in time.
            UploadInterrupted: The upload was cancelled.
            ClientError: The request ``POST /sequence`` failed.
        """
        upload = self._new_upload(
            await async_run_blocking(package_source, package, exclude),
            progress=progress,
            idle_timeout=idle_timeout,
            cancellation=cancellation,
            is_limited=True,
        )

        async def send() -> AsyncSequenceClient:
            sent = await upload.send(sequences.send_sequence.asyncio, client=self.bindings)
            return self.get_sequence_client(response_id("a sequence's id", sent.id))

        try:
            return await async_created(
                send,
                self._delete_late,
                options=self._session.options,
                what="sequence",
                leftover=_MAY_EXIST,
            )
        except ClientError:
            raise
        except BaseException as interruption:
            if may_have_acted(interruption):
                report_leftover(interruption, _MAY_EXIST)
            raise

    async def _delete_late(self, sequence_id: str) -> None:
        await self.get_sequence_client(sequence_id)._end(None)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

    async def get_sequence(self, id: str) -> Sequence:
        """Return the hub's information about a sequence.

        Args:
            id: The sequence's id.

        Raises:
            ClientError: The request ``GET /sequence/{id}`` failed.
        """
        id = check_id("a sequence's id", id)
        return await sequences.get_sequence.asyncio(id, client=self.bindings)

    async def delete_sequence(self, id: str, force: bool = False) -> DeletedSequence:
        """Remove a sequence from this hub.

        Args:
            id: The sequence's id.
            force: Whether to kill the sequence's instances first, as ``AsyncSequenceClient.delete``
                does.

        Raises:
            ConflictError: The sequence is in use, or was in use less than 15 s ago.
            ClientError: The request ``DELETE /sequence/{id}`` failed.
        """
        return await self.get_sequence_client(id).delete(force)

    async def get_instance_info(self, id: str) -> Instance:
        """Return the hub's information about an instance.

        Args:
            id: The instance's id.

        Raises:
            ClientError: The request ``GET /instance/{id}`` failed.
        """
        return await self.get_instance_client(id).get_info()

    async def get_load_check(self) -> LoadCheck:
        """Return the hub's processor load in percent, and its memory and disk space in bytes.

        Raises:
            ClientError: The request ``GET /load-check`` failed.
        """
        return await hub.get_load_check.asyncio(client=self.bindings)

    async def get_version(self) -> HostVersion:
        """Return the hub's version.

        Raises:
            ClientError: The request ``GET /version`` failed.
        """
        return await hub.get_version.asyncio(client=self.bindings)

    async def get_status(self) -> HostStatus:
        """Return the state of the hub's connection to its manager.

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this request.
            ClientError: The request ``GET /status`` failed.
        """
        return await hub.get_status.asyncio(client=self.bindings)

    async def get_config(self) -> HostConfig:
        """Return the hub's configuration.

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this request.
            ClientError: The request ``GET /config`` failed.
        """
        return await hub.get_config.asyncio(client=self.bindings)

    async def send_topic(
        self,
        topic: str,
        data: AsyncData,
        content_type: str = "application/x-ndjson",
        end: bool | None = None,
        *,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        cancellation: Cancellation | None = None,
    ) -> None:
        """Write data to a topic; the hub creates the topic if it does not exist.

        The method returns when the hub has received all data. A topic without readers accepts only
        about 64 KiB.

        Args:
            topic: The topic's id: only letters, digits and ``_ + - \\``.
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``.
            content_type: The topic's content type.
            end: Whether the topic ends after this data; None: the hub decides. Hubs of version
                1.0.1 ignore ``end``, and their topics never end.
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
            check_content_type(content_type),
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
        content_type: str = "application/x-ndjson",
        *,
        idle_timeout: float | None = None,
    ) -> AsyncStream:
        """Return a topic's data; the stream never ends.

        The hub creates the topic if it does not exist.

        Args:
            topic: The topic's id: only letters, digits and ``_ + - \\``.
            content_type: The topic's content type, which must match its data.
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

    async def create_topic(self, id: str, content_type: str) -> CreatedTopic:
        """Create a topic.

        Args:
            id: The topic's id: only letters, digits and ``_ + - \\``.
            content_type: ``text/x-ndjson``, ``application/x-ndjson``, ``text/plain`` or
                ``application/octet-stream``.

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this request.
            BadParametersError: The topic exists already, or an argument is invalid.
            ClientError: The request ``POST /topics`` failed.
        """
        return await topics.create_topic.asyncio(
            client=self.bindings,
            body=models.TopicConfig(check_topic(id), check_content_type(content_type)),
        )

    async def delete_topic(self, id: str) -> DeletedTopic:
        """Remove a topic; its current readers stay connected but receive no more data.

        Args:
            id: The topic's id.

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this request.
            ClientError: The request ``DELETE /topics/{id}`` failed.
        """
        return await topics.delete_topic.asyncio(check_topic(id), client=self.bindings)

    async def get_topics(self) -> list[Topic]:
        """List this hub's topics; hubs of version 0.18.7 always return an empty list.

        Raises:
            ClientError: The request ``GET /topics`` failed.
        """
        return Table(await topics.get_topics.asyncio(client=self.bindings))

    def get_log_stream(
        self,
        *,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the log since the hub's start, as JSON lines; the stream never ends.

        Args:
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            ClientError: The request ``GET /log`` failed. Entering the stream raises this error.
        """
        return self._open_stream(
            hub.get_log.asyncio_stream, idle_timeout=idle_timeout, on_gap=on_gap
        )

    def get_audit_stream(
        self,
        *,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the audit log since the hub's start, as JSON lines; the stream never ends.

        Args:
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this request.
            ClientError: The request ``GET /audit`` failed. Entering the stream raises this error.
        """
        return self._open_stream(
            hub.get_audit.asyncio_stream, idle_timeout=idle_timeout, on_gap=on_gap
        )

    def get_sequence_client(self, id: str) -> AsyncSequenceClient:
        """Return a sequence's client without sending a request.

        Args:
            id: The sequence's id.

        Raises:
            BadParametersError: The id is not valid in a URL path.
        """
        return AsyncSequenceClient(self._session, check_id("a sequence's id", id))

    def get_instance_client(self, id: str) -> AsyncInstanceClient:
        """Return an instance's client without sending a request.

        Args:
            id: The instance's id.

        Raises:
            BadParametersError: The id is not valid in a URL path.
        """
        return AsyncInstanceClient(self._session, check_id("an instance's id", id))

    def get_manager_client(self, api_base: str = "/api/v1") -> AsyncManagerClient:
        """Return the client of this hub's manager without sending a request.

        Args:
            api_base: The path of the manager's API.
        """
        from .manager_client import AsyncManagerClient  # noqa: PLC0415 (it imports this module)

        return derive_client(AsyncManagerClient, self._session.below("cpm", api_base))

    send_named_data = send_topic
    get_named_data = get_topic
    listSequences = list_sequences
    listInstances = list_instances
    getSequenceClient = get_sequence_client
    getInstanceClient = get_instance_client
