"""The client of a sequence, which is a program that is stored on a hub."""

from __future__ import annotations

import logging
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
from ..options.arguments import check_flag, check_id, response_id, response_ids
from ..options.log import report_leftover
from ..options.retries import is_worth_repeating, may_have_acted
from ..options.start_options import check_start_options
from .base_client import AsyncEntityClient
from .instance_client import AsyncInstanceClient
from .late_response import async_created
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

# Hubs refuse to delete a sequence that no longer exists (404) or was just in use (409).
_REFUSED_DELETE = frozenset({404, 409})
_MAY_RUN = "the hub may have started an instance, which continues to run: check list_instances()"


class AsyncSequenceClient(AsyncEntityClient):
    """The client of a sequence on a hub.

    A host client's ``send_sequence`` and ``get_sequence_client`` return this client.

    Used as a context manager, the client kills the sequence's instances and deletes the sequence on
    every exit, even after an exception. Hubs of version 1.0.1 refuse to delete a sequence for 15 s
    after the end of its last instance. The exit waits until the hub permits the deletion.

    Attributes:
        id: The sequence's id.
    """

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
            payload: The options as a mapping with the API's names. For example,
                ``start({"appConfig": {}})`` is the same as ``start(app_config={})``.
            app_config: The program's configuration, any JSON object.
            args: The program's arguments, any JSON values.
            input_topic: The topic that the instance reads. Hubs of version 0.18.7 ignore
                ``input_topic``.
            output_topic: The topic that the instance writes. The topic receives data only if the
                program sets a content type for its output. Hubs of version 0.18.7 ignore it.
            instance_id: The new instance's id, which must have 36 characters. By default, the hub
                chooses an id. If no response arrives, the client looks for an instance with this
                id, and repeats the start if there is none. Hubs of version 0.18.7 ignore
                ``instance_id`` and choose an id.
            limits: The instance's limits: ``{"memory": 512}`` in MiB, and ``{"gpu": True}``. Hubs
                with the process adapter ignore the limits.

        Returns:
            The new instance's client. If a cancellation or Ctrl-C interrupts the call, the client
            waits up to 5 s for the hub's response and kills the new instance. After a timeout, the
            client kills the new instance if the response arrives within another 120 s.

        Raises:
            BadParametersError: An option is unknown, is given twice or cannot be sent.
            NotFoundError: The hub does not know the sequence.
            InsufficientResourcesError: The hub lacks resources for another instance.
            ConflictError: The hub already has an instance with this ``instance_id``.
            ClientError: The request ``POST /sequence/{id}/start`` failed.
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
        start, leftover = partial(self._request_start, config), _MAY_RUN
        if id := config.instance_id:
            start, leftover = (
                partial(self._start_once, config, id),
                f"instance {id} may still start",
            )
        return await async_created(
            start, self._end_late, options=self._session.options, what="instance", leftover=leftover
        )

    async def _end_late(self, instance_id: str) -> None:
        await self._started_instance(instance_id)._end(None)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

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
        """Start the sequence, send data to the new instance, and read its output.

        The stream ends when the program's output ends. Input that the program did not read is
        discarded without an error. If the data source fails or the hub refuses the input, reading
        raises the error. Leaving the block kills the instance and waits until it has ended.

        Hubs of version 1.0.1 pass on all data unchanged. Hubs of version 0.18.7 damage data that is
        not ASCII; a warning is logged. By default, ``ndjson(…)`` writes only ASCII.

        At the end of the output, ``run`` reads the instance's log, because the log reports whether
        the program completed. To read the log yourself, open it before the output ends. ``run``
        also reads stderr if the program is in Python and was not made by ``python_program``.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. Asynchronous clients also accept asynchronous iterables and files,
                and read sources that may block in a separate thread. Without data, the client sends
                no input and does not end the input.
            content_type: The data's content type. By default, ``ndjson(…)`` is sent as
                ``text/plain`` to Python programs and as ``application/x-ndjson`` to other programs.
                All other data is sent as ``application/octet-stream``.
            app_config: The program's configuration, any JSON object.
            args: The program's arguments, any JSON values.
            input_topic: The topic that the instance reads. Hubs of version 0.18.7 ignore
                ``input_topic``.
            output_topic: The topic that the instance writes. Hubs of version 0.18.7 ignore it.
            instance_id: The new instance's id, which must have 36 characters. By default, the hub
                chooses an id.
            limits: The instance's limits: ``{"memory": 512}`` in MiB, and ``{"gpu": True}``. Hubs
                with the process adapter ignore the limits.
            idle_timeout: Seconds without output, or without progress of the input, after which
                reading fails; None: no limit.
            progress: A function that is called with the bytes sent and the total (None if unknown).

        Returns:
            The output as a stream. The stream's ``instance`` is the instance's client.

        Raises:
            BadParametersError: An option or the data cannot be sent, or the program would never
                receive input of this type.
            InsufficientResourcesError: The hub lacks resources for another instance.
            InstanceFailedError: The program failed or was killed. Reading raises this error at the
                end of the output, or after an exception of a Python program.
            StreamInterrupted: The connection broke, or the end of the output did not arrive
                although the instance has ended.
            ClientError: The request ``POST /sequence/{id}/start``, ``GET /instance/{id}/output`` or
                ``POST /instance/{id}/input`` failed. Entering or reading the stream raises this
                error.
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

    async def _read_config(self) -> SequenceConfig | None:
        return (await self.get_info()).config or None

    async def _start_once(self, config: StartConfig, instance_id: str) -> AsyncInstanceClient:
        """Start an instance with a given id; look for this id if no response arrives."""
        retries = self._session.options.retries.count
        may_be_there = False
        while True:
            try:
                return await self._request_start(config)
            except (InsufficientResourcesError, TooManyRequestsError):
                raise
            except ClientError as error:
                if isinstance(error, ConflictError):  # an earlier attempt may have succeeded
                    if not may_be_there:
                        raise
                elif not is_worth_repeating(error):
                    raise
                may_repeat = False
                try:
                    if await self._has_instance(instance_id):
                        return self._started_instance(instance_id)
                    # A hub that ignores the id would start a second instance.
                    may_repeat = retries > 0 and await self._accepts_instance_ids()
                except ClientError as failure:
                    error.add_note(f"The check for instance {instance_id} failed: {failure}")
                if not may_repeat:
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
            NotFoundError: The hub does not know the sequence.
            ServerError: A hub of version 0.18.7 does not know the sequence.
            ClientError: The request ``GET /sequence/{id}/instances`` failed.
        """
        return await sequences.list_sequence_instances.asyncio(self.id, client=self.bindings)

    def get_instance(self, id: str) -> AsyncInstanceClient:
        """Return an instance's client without sending a request.

        Args:
            id: The instance's id.

        Raises:
            BadParametersError: The id is not valid in a URL path.
        """
        return AsyncInstanceClient(self._session, check_id("an instance's id", id))

    async def get_info(self) -> SequenceInfo:
        """Return the hub's information about this sequence.

        Raises:
            ClientError: The request ``GET /sequence/{id}`` failed.
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
        """Replace the package of this sequence; the sequence keeps its id.

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
            The sequence's client.

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this request.
            BadParametersError: The file does not exist, the directory contains no package.json, or
                a link in the directory points outside the directory.
            ConflictError: The sequence has instances. Ended instances count for up to 195 s.
            RequestTimeoutError: The upload made no progress, or no response arrived in time.
            UploadInterrupted: The upload was cancelled.
            ClientError: The request ``PUT /sequence/{id}`` failed.
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
            force: Whether to kill the sequence's instances first. With ``force``, the hub responds
                after about 15 s. Hubs of version 0.18.7 ignore ``force``. If you have killed an
                instance, call its ``wait_ended()`` first, because hubs of version 1.0.1 respond
                only after the instance has ended.

        Raises:
            ConflictError: An instance of the sequence runs, or ended less than 15 s ago. Hubs of
                version 1.0.1 delete the sequence nevertheless if another instance ended more than
                15 s ago.
            ClientError: The request ``DELETE /sequence/{id}`` failed.
        """
        timeout = self._session.options.timeout
        if check_flag("force", force) and timeout is not None:
            timeout += timing.FORCED_DELETE
        return await sequences.delete_sequence.asyncio(
            self.id,
            client=self.bindings,
            # The mere presence of x-seq-kill-inst means yes, even if its value is "false".
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
            await self._end(interruption)  # a second _end() does nothing if the first has begun
            raise

    async def _end(self, error: BaseException | None) -> None:
        """Kill the instances and delete the sequence; a second call does nothing."""
        if self._is_deleting:
            return
        # The caller sees an exception of the block only after the wait. Until then, only the log
        # shows why the program waits.
        level = logging.INFO if error is None else logging.WARNING
        leftover = f"Sequence {self.id} may still exist (delete_sequence(id) deletes it)"
        await clean_up(partial(self._delete_surely, level), leftover, error)

    async def _delete_surely(self, level: int) -> None:
        """Delete the sequence as soon as the hub permits the deletion; a wait is logged.

        The method does not use ``force``. Hubs of version 0.18.7 ignore ``force``. With ``force``,
        hubs of version 1.0.1 kill no instance if one of the instances has already ended.
        """
        self._is_deleting = True
        last, end = monotonic() + timing.DELETE_TIMEOUT, self._session.end_of_cleanup()
        ended: set[str] = set()
        is_logged = False
        while True:
            limited = self._over(self._session.until(end))
            try:
                # list_instances() is not used: for an unknown sequence, hubs of version 0.18.7
                # report a server error.
                info = await async_untraced(limited.get_info)
                listed = response_ids("instances", info.instances)
                if new := [id for id in listed if id not in ended]:
                    await end_all([AsyncLifecycle(self._session, id) for id in new])
                    ended.update(new)
                    end = min(monotonic() + timing.CLEANUP_TIMEOUT, last)  # the hub responds
                await async_expecting(_REFUSED_DELETE, limited.delete)
            except NotFoundError:
                return
            except ClientError as error:
                in_use = isinstance(error, ConflictError)
                if in_use and not is_logged:
                    is_logged = True
                    _log.log(
                        level,
                        "the hub refuses to delete sequence %s until about 15 s after its last use",
                        self.id,
                    )
                if in_use:
                    end = min(monotonic() + timing.CLEANUP_TIMEOUT, last)
                if not (in_use or is_worth_repeating(error)) or monotonic() > end:
                    self._session.note_failed_cleanup(error)
                    raise
            else:
                return
            await async_sleep(timing.DELETE_POLL)


async def _end(
    outcome: AsyncInstanceClient | BaseException | None, interruption: BaseException
) -> None:
    """Kill the instance of an interrupted start, or report that it may run."""
    if isinstance(outcome, AsyncInstanceClient):
        await outcome.__aexit__(type(interruption), interruption, None)
    elif outcome is None:
        report_leftover(interruption, _MAY_RUN)
    elif may_have_acted(outcome):
        report_leftover(interruption, str(outcome))
