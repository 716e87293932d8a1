"""A sequence: a program on a hub, ready to be started."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Self

from scramjet_bindings.host.api import hub, sequences
from scramjet_bindings.types import UNSET

from ..body.package import DEFAULT_EXCLUDE
from ..body.source import package_source
from ..concurrency import timing
from ..concurrency.async_flavor import async_completed, async_run_blocking, async_sleep
from ..errors import (
    ClientError,
    ConflictError,
    InsufficientResourcesError,
    NotFoundError,
    TooManyRequestsError,
)
from ..hub import versions
from ..hub.start_config import start_config
from ..options.arguments import check_flag, check_id, response_id
from ..options.retries import is_worth_repeating, may_have_acted
from ..options.start_options import check_start_options
from .base_client import AsyncEntityClient
from .instance_client import AsyncInstanceClient
from .lifecycle import AsyncLifecycle, clean_up, end_all
from .spans import async_expecting, async_untraced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scramjet_bindings.host.models import DeletedSequence, SequenceConfig, StartConfig
    from scramjet_bindings.host.models import Sequence as SequenceInfo

    from ..body.source import AsyncData, AsyncPackage
    from ..concurrency.cancellation import Cancellation
    from .exchange import AsyncExchange

_log = logging.getLogger("scramjet_facade")

# How hubs respond to the deletion of a sequence that no longer exists, or that was just in use.
_REFUSED_DELETE = frozenset({404, 409})
_MAY_RUN = "An instance may have been started, and runs."


class AsyncSequenceClient(AsyncEntityClient):
    """A sequence on a hub.

    A host client's ``send_sequence`` and ``get_sequence_client`` return it.

    Used as a context manager, it kills its instances and is deleted on exit, whether the block
    finishes, raises or is interrupted. Hubs of version 1.0.1 refuse to delete a sequence for 15 s
    after its last instance has ended; the exit waits for that.

    Attributes:
        id: The sequence's id.
    """

    _config: SequenceConfig | None = None
    _is_deleting = False

    async def start(
        self,
        payload: Mapping[str, object] | None = None,
        *,
        app_config: Mapping[str, object] | None = None,
        args: Sequence[object] | None = None,
        input_topic: str | None = None,
        output_topic: str | None = None,
        instance_id: str | None = None,
        limits: Mapping[str, object] | None = None,
    ) -> AsyncInstanceClient:
        """Start the sequence as a new instance.

        Args:
            payload: The options by the API's names, as in the platform's documentation:
                ``start({"appConfig": {}})`` is ``start(app_config={})``.
            app_config: The program's configuration, any JSON object.
            args: The program's arguments, any JSON values.
            input_topic: The topic that the instance reads.
            output_topic: The topic that the instance writes. On hubs of version 1.0.1 nothing
                arrives there unless the program itself sets a content type for its output.
            instance_id: The new instance's id, of 36 characters; the hub chooses one if left out.
                With it a start can be repeated: if no response arrives, the client looks for the
                instance, and starts it only if it does not exist. Hubs of version 0.18.7 ignore
                it: there the instance's client has the id that the hub chose.
            limits: The instance's limits, for example ``{"memory": 512}`` in MiB.

        Returns:
            The new instance's client. If a cancellation or Ctrl-C interrupts the call, it waits for
            up to 5 s for the hub's response, and kills the new instance.

        Raises:
            BadParametersError: An option is unknown, given twice, or cannot be sent.
            NotFoundError: There is no such sequence.
            InsufficientResourcesError: The hub has no room for another instance.
            ConflictError: There was an instance with this ``instance_id`` before.
            ClientError: POST sequence/{id}/start failed.
        """
        options = check_start_options(
            payload,
            appConfig=app_config,
            args=args,
            inputTopic=input_topic,
            outputTopic=output_topic,
            instanceId=instance_id,
            limits=limits,
        )
        return await self._start(start_config(options))

    async def _start(self, config: StartConfig) -> AsyncInstanceClient:
        return await async_completed(partial(self._started, config), undo=_end)

    async def _started(self, config: StartConfig) -> AsyncInstanceClient:
        if config.instance_id:
            return await self._start_once(config, config.instance_id)
        try:
            return await self._request_start(config)
        except ClientError as error:
            if may_have_acted(error):
                error.add_note(_MAY_RUN)
            raise

    async def _request_start(self, config: StartConfig) -> AsyncInstanceClient:
        started = await sequences.start_sequence.asyncio(self.id, client=self.bindings, body=config)
        return self._started_instance(response_id("an instance's id", started.id))

    def run(
        self,
        data: AsyncData | None = None,
        content_type: str | None = None,
        *,
        app_config: Mapping[str, object] | None = None,
        args: Sequence[object] | None = None,
        input_topic: str | None = None,
        output_topic: str | None = None,
        instance_id: str | None = None,
        limits: Mapping[str, object] | None = None,
        idle_timeout: float | None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> AsyncExchange:
        """Start the sequence, send it data, and read its output.

        The stream ends with the program's output. Input that the program has not read by then is
        discarded, which is no error. Reading raises an exception of the data source, and an
        error if the hub refuses the input. Leaving the block kills the instance and waits until it
        has ended.

        Hubs of version 1.0.1 pass on any data unchanged. Hubs of version 0.18.7 do so only with
        ASCII, which ``ndjson(…)`` writes; for anything else a warning is logged.

        At the end of the output ``run`` reads the instance's log, where the runner reports whether
        the program completed. To read the log yourself, open it before the output ends. For a
        Python program that is written by hand, ``run`` also reads stderr.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. Asynchronous clients accept asynchronous iterables and files too.
                Sources that may block are read in a separate thread.
                Without data, nothing is sent, and the input does not end.
            content_type: The data's type. By default ``ndjson(…)`` is sent as
                ``application/x-ndjson``, or to a Python program as ``text/plain``; all other data
                is sent as ``application/octet-stream``.
            app_config: The program's configuration, any JSON object.
            args: The program's arguments, any JSON values.
            input_topic: The topic that the instance reads.
            output_topic: The topic that the instance writes.
            instance_id: The new instance's id, of 36 characters; the hub chooses one if left out.
            limits: The instance's limits, for example ``{"memory": 512}`` in MiB.
            idle_timeout: Seconds without data from the program, or without progress while data is
                waiting to be sent, after which reading fails; None: no limit.
            progress: Called with the bytes sent so far and their total, if it is known.

        Returns:
            The output, as a stream; its ``instance`` is the instance's client.

        Raises:
            BadParametersError: An option or the data cannot be sent, or the program would never
                receive input of this type.
            InsufficientResourcesError: The hub has no room for another instance.
            InstanceFailedError: The program failed. The reader raises it at the end of the output.
                A Python program that is written by hand has failed if it raised an exception.
            ClientError: POST sequence/{id}/start or GET instance/{id}/output failed, when the
                stream is entered or read, or POST instance/{id}/input, when it is read.
        """
        from .exchange import new_exchange  # noqa: PLC0415 (few programs use it)

        options = check_start_options(
            None,
            appConfig=app_config,
            args=args,
            inputTopic=input_topic,
            outputTopic=output_topic,
            instanceId=instance_id,
            limits=limits,
        )

        async def start() -> AsyncInstanceClient:
            return await self._start(start_config(options))

        return new_exchange(
            self,
            start,
            self._find_config,
            data,
            content_type,
            idle_timeout=idle_timeout,
            progress=progress,
            owner=self.id,
        )

    async def _find_config(self) -> SequenceConfig | None:
        """Return what the hub reports about the package; it is asked for once."""
        if self._config is None:
            with suppress(ClientError):  # what needs it fails, or works without it
                self._config = (await self.get_info()).config or None
        return self._config

    async def _start_once(self, config: StartConfig, instance_id: str) -> AsyncInstanceClient:
        """Start an instance with a given id, which can be looked for if no response arrives."""
        retries = self._session.options.retries.count
        may_be_there = False
        while True:
            try:
                return await self._request_start(config)
            except (InsufficientResourcesError, TooManyRequestsError):
                raise
            except ClientError as error:
                if isinstance(error, ConflictError):  # the first attempt has started it
                    if not may_be_there:
                        raise
                elif not is_worth_repeating(error):
                    raise
                note = f"Instance {instance_id} may be about to start."
                may_repeat = False
                try:
                    if await self._has_instance(instance_id):
                        return self._started_instance(instance_id)
                    # A hub that ignores the id would start a second instance.
                    may_repeat = retries > 0 and await self._accepts_instance_ids()
                except ClientError as failure:
                    note = f"Instance {instance_id} may run. Looking for it failed: {failure}"
                if not may_repeat:
                    error.add_note(note)
                    raise
            may_be_there = True
            retries -= 1
            await async_sleep(timing.DELETE_POLL)

    def _started_instance(self, id: str) -> AsyncInstanceClient:
        instance = AsyncInstanceClient(self._session, id)
        instance._lifecycle.note_seen()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        return instance

    async def _has_instance(self, instance_id: str) -> bool:
        try:
            await AsyncLifecycle(self._session, instance_id).poll()
        except NotFoundError:
            return False
        return True

    async def _accepts_instance_ids(self) -> bool:
        return versions.accepts_instance_ids(await hub.get_version.asyncio(client=self.bindings))

    async def list_instances(self) -> list[str]:
        """List the ids of this sequence's instances.

        Raises:
            NotFoundError: There is no such sequence. Hubs of version 0.18.7 cause a ServerError.
            ClientError: GET sequence/{id}/instances failed.
        """
        return await sequences.list_sequence_instances.asyncio(self.id, client=self.bindings)

    def get_instance(self, id: str) -> AsyncInstanceClient:
        """Return an instance's client; sends no request.

        Args:
            id: The instance's id.

        Raises:
            BadParametersError: The id is not valid in a URL path.
        """
        return AsyncInstanceClient(self._session, check_id("an instance's id", id))

    async def get_info(self) -> SequenceInfo:
        """Return the hub's information about this sequence.

        Raises:
            ClientError: GET sequence/{id} failed.
        """
        return await sequences.get_sequence.asyncio(self.id, client=self.bindings)

    async def overwrite(
        self,
        package: AsyncPackage,
        *,
        exclude: Iterable[str] = DEFAULT_EXCLUDE,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        cancellation: Cancellation | None = None,
    ) -> AsyncSequenceClient:
        """Replace the package of this sequence, which keeps its id.

        Args:
            package: A directory with a package.json, which is packed while it is sent, or a tar.gz
                of one: a path, bytes, a binary file or an iterable of bytes.
            exclude: Files of a directory to leave out, as ``.gitignore`` patterns, for example
                ``node_modules``, ``*.log``, ``/dist`` (only at the top), ``!keep.log``.
            progress: Called with the bytes sent so far and their total, if it is known.
            idle_timeout: Seconds without progress after which the upload fails; None: no limit.
            cancellation: Cancels the upload from another task or thread.

        Returns:
            The sequence's client.

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this.
            BadParametersError: The file or the directory's package.json does not exist, or a link
                in the directory points outside of it.
            ConflictError: The sequence has instances.
            RequestTimeoutError: There was no progress or no response in time.
            UploadInterrupted: The upload was cancelled.
            ClientError: PUT sequence/{id} failed.
        """
        upload = self._new_upload(
            await async_run_blocking(package_source, package, exclude),
            progress=progress,
            idle_timeout=idle_timeout,
            cancellation=cancellation,
            is_limited=True,
        )
        sent = await upload.send(
            sequences.overwrite_sequence.asyncio, self.id, client=self.bindings
        )
        return AsyncSequenceClient(self._session, response_id("a sequence's id", sent.id))

    async def delete(self, force: bool = False) -> DeletedSequence:
        """Remove this sequence from its hub.

        Args:
            force: Kill its instances first; the hub then responds after about 15 s. Version 0.18.7
                ignores this. If instances were killed before, version 1.0.1 responds only when
                they have ended: call their ``wait_ended()`` first, or use the sequence as a
                context manager.

        Raises:
            ConflictError: The sequence has instances that run, or that ended less than 15 s ago.
                Hubs of version 1.0.1 do not raise this if another instance ended earlier: they
                delete the sequence.
            ClientError: DELETE sequence/{id} failed.
        """
        timeout = self._session.options.timeout
        if check_flag("force", force) and timeout is not None:
            timeout += timing.FORCED_DELETE
        return await sequences.delete_sequence.asyncio(
            self.id,
            client=self.bindings,
            # Hubs take the mere presence of the header for a yes.
            x_seq_kill_inst=True if force else UNSET,
            timeout=self._session.options.timeouts(answer=timeout),
        )

    async def __aenter__(self) -> Self:
        self._is_deleting = False
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Kill the instances and delete the sequence."""
        try:
            await self._end(error)
        except BaseException as interruption:
            await self._end(interruption)  # unless it has begun before a signal handler raised
            raise

    async def _end(self, error: BaseException | None) -> None:
        """Kill the instances and delete the sequence; do this once."""
        if self._is_deleting:
            return
        # The exception that leaves the block is shown only after the deletion.
        level = logging.INFO if error is None else logging.WARNING
        leftover = f"Sequence {self.id} may still be there"
        await clean_up(partial(self._delete_surely, level), leftover, error)

    async def _delete_surely(self, level: int) -> None:
        """Delete the sequence as soon as the hub permits it; a wait for that is logged.

        Not by ``force``: hubs of version 0.18.7 ignore it, and those of 1.0.1 kill no instance if
        one of them has already ended.
        """
        self._is_deleting = True
        end = monotonic() + timing.DELETE_TIMEOUT
        ended: set[str] = set()
        is_logged = False
        while True:
            try:
                # list_instances() of an unknown sequence is a ServerError in version 0.18.7.
                listed = (await async_untraced(self.get_info)).instances or []
                new = [id for id in listed if id not in ended]
                await end_all([AsyncLifecycle(self._session, id) for id in new])
                ended.update(new)
                await async_expecting(_REFUSED_DELETE, self.delete)
            except NotFoundError:
                return
            except ClientError as error:
                in_use = isinstance(error, ConflictError)
                if in_use and not is_logged:
                    is_logged = True
                    _log.log(
                        level, "the hub keeps sequence %s until about 15 s after its use", self.id
                    )
                if not (in_use or is_worth_repeating(error)) or monotonic() > end:
                    raise
            else:
                return
            await async_sleep(timing.DELETE_POLL)


async def _end(instance: AsyncInstanceClient | None, interruption: BaseException) -> None:
    if instance is None:
        interruption.add_note(_MAY_RUN)
        return
    await instance.__aexit__(type(interruption), interruption, None)
