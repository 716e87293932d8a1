"""A hub, which the API calls host: it holds sequences and runs instances."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from scramjet_bindings.host import models
from scramjet_bindings.host.api import hub, instances, sequences, topics
from scramjet_bindings.types import UNSET

from ..body.package import DEFAULT_EXCLUDE
from ..body.source import data_source, package_source
from ..concurrency.async_flavor import async_run_blocking
from ..errors import NotFoundError
from ..options.arguments import check_content_type, check_id, check_text, check_topic, response_id
from ..options.profile import hub_token, read_profile
from ..options.retries import may_have_acted
from .instance_client import AsyncInstanceClient
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


class AsyncHostClient(AsyncServiceClient):
    """A hub. One of your own needs no platform: give its address as ``base_url``."""

    @classmethod
    def from_profile(cls, name: str | None = None) -> Self:
        """Return a client of the hub in a profile of the command-line tool ``si``.

        A profile is a file ``~/.si/profiles/NAME.json``; its ``apiUrl`` and ``token`` are used.
        If it has a ``middlewareApiUrl`` too, the token goes to that server only. A profile without
        a token is used with that of ``SCRAMJET_TOKEN``.

        Args:
            name: The profile's name. If it is left out: the file in ``SI_CONFIG_PATH``, else the
                profile in ``SI_CONFIG``, else the one that ``si`` uses, else ``default``.

        Raises:
            BadParametersError: There is no such profile, it can't be read, or it has no usable
                address.

        Warns:
            UserWarning: The file holds a token, and others than its owner have access to it.
        """
        url, token = read_profile(name).for_hub()
        client = cls(url, token=token)
        client._session.set_token_source(partial(hub_token, name))
        return client

    async def list_sequences(self) -> list[Sequence]:
        """List the sequences on this hub.

        Returns:
            The sequences: ``id``, ``config`` with the package's ``name`` and ``version``, and the
            ids of their ``instances``.

        Raises:
            ClientError: GET sequences failed.
        """
        return await sequences.list_sequences.asyncio(client=self.bindings)

    async def get_sequence_id(self, name: str) -> list[str]:
        """Find sequences by the name in their package.json.

        Args:
            name: The name.

        Returns:
            The ids of all sequences with that name, at least one.

        Raises:
            NotFoundError: No sequence has that name.
            ClientError: GET sequences failed.
        """
        name = check_text("a name", name)
        found = [
            sequence.id
            for sequence in await self.list_sequences()
            if sequence.config and sequence.config.name == name
        ]
        if not found:
            raise NotFoundError(f"no sequence on this hub has the name {name!r}")
        return found

    async def list_instances(self) -> list[Instance]:
        """List the instances on this hub; one that ended stays listed for some minutes.

        Returns:
            The instances: ``id``, ``status``, ``sequence`` and more; ``sequence_id`` gives the
            sequence's id whatever the hub's version.

        Raises:
            ClientError: GET instances failed.
        """
        return await instances.list_instances.asyncio(client=self.bindings)

    async def list_entities(self) -> Entities:
        """List the sequences and the instances on this hub.

        Raises:
            NotFoundError: The hub is of version 0.18.7, which can't do this.
            ClientError: GET entities failed.
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
        """Upload a package, which makes a new sequence.

        As a context manager, ``with host.send_sequence(package) as sequence:``, the sequence is
        deleted when its block is left.

        Args:
            package: A directory with a package.json, which is packed while it is sent, or a tar.gz
                of one: a path, bytes, a binary file or an iterable of bytes.
            exclude: What of a directory to leave out: patterns by the rules of ``.gitignore``, such
                as ``node_modules``, ``*.log``, ``/dist`` for the top one only, ``!keep.log``.
            progress: Called with the bytes sent so far and their total, if that is known.
            idle_timeout: Seconds for which the hub may take nothing; None: for ever.
            cancellation: What ends this from another task or thread.

        Returns:
            The new sequence's client. If the wait for it is cut off, the sequence may be on the hub
            all the same; the exception has a note that says so.

        Raises:
            BadParametersError: There is no such file, no package.json in the directory, or a link
                in it leads out of it.
            UnprocessableEntityError: The hub can't unpack or read the package.
            RequestTimeoutError: Nothing was taken for that long, or no answer came in time.
            UploadInterrupted: It was cancelled.
            ClientError: POST sequence failed.
        """
        upload = self._new_upload(
            await async_run_blocking(package_source, package, exclude),
            progress=progress,
            idle_timeout=idle_timeout,
            cancellation=cancellation,
        )
        try:
            sent = await upload.send(sequences.send_sequence.asyncio, client=self.bindings)
        except BaseException as error:
            if may_have_acted(error):
                error.add_note("The sequence may be on the hub, and stays there.")
            raise
        return self.get_sequence_client(response_id("a sequence's id", sent.id))

    async def get_sequence(self, id: str) -> Sequence:
        """Return what the hub knows about a sequence.

        Args:
            id: The sequence's id.

        Raises:
            ClientError: GET sequence/{id} failed.
        """
        id = check_id("a sequence's id", id)
        return await sequences.get_sequence.asyncio(id, client=self.bindings)

    async def delete_sequence(self, id: str, force: bool = False) -> DeletedSequence:
        """Remove a sequence from this hub.

        Args:
            id: The sequence's id.
            force: Kill its instances first, as the sequence's own ``delete`` does.

        Raises:
            ConflictError: It is in use, or was less than 15 s ago; perhaps, see ``delete``.
            ClientError: DELETE sequence/{id} failed.
        """
        return await self.get_sequence_client(id).delete(force)

    async def get_instance_info(self, id: str) -> Instance:
        """Return what the hub knows about an instance.

        Args:
            id: The instance's id.

        Raises:
            ClientError: GET instance/{id} failed.
        """
        return await self.get_instance_client(id).get_info()

    async def get_load_check(self) -> LoadCheck:
        """Return the load of the hub's machine: processor in %, memory and disks in bytes.

        Raises:
            ClientError: GET load-check failed.
        """
        return await hub.get_load_check.asyncio(client=self.bindings)

    async def get_version(self) -> HostVersion:
        """Return the hub's version.

        Raises:
            ClientError: GET version failed.
        """
        return await hub.get_version.asyncio(client=self.bindings)

    async def get_status(self) -> HostStatus:
        """Return the hub's connection to its manager.

        Raises:
            NotFoundError: The hub is of version 0.18.7, which can't do this.
            ClientError: GET status failed.
        """
        return await hub.get_status.asyncio(client=self.bindings)

    async def get_config(self) -> HostConfig:
        """Return the hub's configuration.

        Raises:
            NotFoundError: The hub is of version 0.18.7, which can't do this.
            ClientError: GET config failed.
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
        """Write data to a topic, and make it if it is new.

        It returns when the hub has taken all data: a topic without readers takes about 64 KiB.

        Args:
            topic: The topic's id: letters, digits and ``_ + - \\`` only.
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. In an asynchronous client an iterable that waits holds up the event
                loop: use an async one, or a file, which is read in a thread.
            content_type: The topic's type.
            end: Whether the topic ends after this; left to the hub if None. Hubs of version 1.0.1
                ignore it: their topics never end.
            progress: Called with the bytes sent so far and their total, if that is known.
            idle_timeout: Seconds for which the hub may take nothing; None: for ever.
            cancellation: What ends this from another task or thread.

        Raises:
            RequestTimeoutError: Nothing was taken for that long, or no answer came in time.
            UploadInterrupted: It was cancelled.
            ClientError: POST topic/{topic} failed.
        """
        topic = check_topic(topic)
        upload = self._new_upload(
            data_source(data),
            check_content_type(content_type),
            progress,
            idle_timeout=idle_timeout,
            cancellation=cancellation,
        )
        await upload.send(
            topics.send_topic.asyncio_detailed,
            topic,
            client=self.bindings,
            x_end_stream=UNSET if end is None else end,
        )

    def get_topic(
        self,
        topic: str,
        content_type: str = "application/x-ndjson",
        *,
        idle_timeout: float | None = None,
    ) -> AsyncStream:
        """Return a topic's data, which never ends; the topic is made if it is new.

        Args:
            topic: The topic's id: letters, digits and ``_ + - \\`` only.
            content_type: The topic's type, which must be that of its data.
            idle_timeout: Seconds of silence after which reading fails; None: never.

        Raises:
            ClientError: GET topic/{topic} failed, when the stream is entered.
        """
        return self._open_stream(
            topics.get_topic.asyncio_stream,
            check_topic(topic),
            content_type=check_content_type(content_type),
            idle_timeout=idle_timeout,
        )

    async def create_topic(self, id: str, content_type: str) -> CreatedTopic:
        """Make a topic.

        Args:
            id: The topic's id: letters, digits and ``_ + - \\`` only.
            content_type: ``text/x-ndjson``, ``application/x-ndjson``, ``text/plain`` or
                ``application/octet-stream``.

        Raises:
            NotFoundError: The hub is of version 0.18.7, which can't do this.
            BadParametersError: There is a topic with this id, or an argument can't be used.
            ClientError: POST topics failed.
        """
        return await topics.create_topic.asyncio(
            client=self.bindings,
            body=models.TopicConfig(check_topic(id), check_content_type(content_type)),
        )

    async def delete_topic(self, id: str) -> DeletedTopic:
        """Remove a topic; its present readers never get anything again.

        Args:
            id: The topic's id.

        Raises:
            NotFoundError: The hub is of version 0.18.7, which can't do this.
            ClientError: DELETE topics/{id} failed.
        """
        return await topics.delete_topic.asyncio(check_topic(id), client=self.bindings)

    async def get_topics(self) -> list[Topic]:
        """List this hub's topics.

        Raises:
            ClientError: GET topics failed.
        """
        return await topics.get_topics.asyncio(client=self.bindings)

    def get_log_stream(
        self,
        *,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the hub's log since its start, as lines of JSON that never end.

        Args:
            idle_timeout: Seconds of silence after which reading fails; None: never.
            on_gap: Called when the stream broke off and goes on over a new connection; without it,
                a break raises StreamInterrupted. Such a stream is read by lines.

        Raises:
            ClientError: GET log failed, when the stream is entered.
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
        """Return the hub's audit since its start, as lines of JSON that never end.

        Args:
            idle_timeout: Seconds of silence after which reading fails; None: never.
            on_gap: Called when the stream broke off and goes on over a new connection; without it,
                a break raises StreamInterrupted. Such a stream is read by lines.

        Raises:
            NotFoundError: The hub is of version 0.18.7, which can't do this.
            ClientError: GET audit failed, when the stream is entered.
        """
        return self._open_stream(
            hub.get_audit.asyncio_stream, idle_timeout=idle_timeout, on_gap=on_gap
        )

    def get_sequence_client(self, id: str) -> AsyncSequenceClient:
        """Return a sequence's client; nothing is sent.

        Args:
            id: The sequence's id.

        Raises:
            BadParametersError: The id can't be one segment of a path.
        """
        return AsyncSequenceClient(self._session, check_id("a sequence's id", id))

    def get_instance_client(self, id: str) -> AsyncInstanceClient:
        """Return an instance's client; nothing is sent.

        Args:
            id: The instance's id.

        Raises:
            BadParametersError: The id can't be one segment of a path.
        """
        return AsyncInstanceClient(self._session, check_id("an instance's id", id))

    def get_manager_client(self, api_base: str = "/api/v1") -> AsyncManagerClient:
        """Return the client of the manager that this hub is connected to; nothing is sent.

        Args:
            api_base: Where the manager's API begins.
        """
        from .manager_client import AsyncManagerClient  # noqa: PLC0415 (it imports this module)

        return derive_client(AsyncManagerClient, self._session.below("cpm", api_base))

    send_named_data = send_topic
    get_named_data = get_topic
    listSequences = list_sequences
    listInstances = list_instances
    getSequenceClient = get_sequence_client
    getInstanceClient = get_instance_client
