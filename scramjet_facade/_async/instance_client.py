"""The client of an instance, which is a running sequence."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

from scramjet_bindings.host import models
from scramjet_bindings.host.api import instances, sequences

from ..body.source import BINARY, data_source
from ..errors import BadParametersError
from ..hub import damage, messages
from ..options.arguments import (
    check_count,
    check_end,
    check_flag,
    check_id,
    check_input_type,
    check_json,
    check_seconds,
    response_id,
)
from ..options.options import NOT_GIVEN
from .base_client import AsyncEntityClient
from .input_type import adapt_input_type
from .lifecycle import AsyncLifecycle, Milestone

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from scramjet_bindings.host.models import Instance, InstanceHealth, SequenceConfig

    from ..body.gap import Gap
    from ..body.source import AsyncData
    from ..concurrency.cancellation import Cancellation
    from ..http11 import Response, Timeouts
    from .exchange import AsyncExchange
    from .session import AsyncSession
    from .stream import AsyncStream

OutputStream = Literal["output", "stdout", "stderr", "log"]
InputStream = Literal["input", "stdin"]


class AsyncInstanceClient(AsyncEntityClient):
    """The client of an instance on a hub.

    A sequence client's ``start`` and a host client's ``get_instance_client`` return this client.

    Used as a context manager, the client kills the instance on every exit, even after an exception.
    The exit waits until the instance has ended.

    Attributes:
        id: The instance's id.
    """

    def __init__(self, session: AsyncSession, id: str) -> None:
        super().__init__(session, id)
        self._lifecycle = AsyncLifecycle(session, id)

    def _over(self, session: AsyncSession) -> Self:
        """Return a copy of this client that uses another session."""
        other = super()._over(session)
        other._lifecycle = self._lifecycle.over(session)  # noqa: SLF001
        return other

    async def _read_config(self) -> SequenceConfig | None:
        info = await self.get_info()
        sequence = info.sequence
        # For an instance, hubs of version 0.18.7 report only the sequence's id.
        if info.sequence_id is not None and not isinstance(sequence, models.Sequence):
            id = response_id("a sequence's id", info.sequence_id)
            sequence = await sequences.get_sequence.asyncio(id, client=self.bindings)
        return (sequence.config or None) if isinstance(sequence, models.Sequence) else None

    async def get_info(self) -> Instance:
        """Return the hub's information about this instance.

        Returns:
            The instance, with ``id``, ``status``, ``sequence``, ``created``, ``started``,
            ``terminated`` and more. ``sequence_id`` is the sequence's id on every hub version.

        Raises:
            NotFoundError: The hub does not know the instance, or has removed it.
            ClientError: The request ``GET /instance/{id}`` failed.
        """
        return await self._lifecycle.get_info()

    async def get_health(self) -> InstanceHealth:
        """Return whether this instance is healthy; the hub waits for the instance's first report.

        After the end of the instance, hubs of version 1.0.1 repeat the last report: use
        ``get_info()`` to find out whether the instance runs.

        Raises:
            ClientError: The request ``GET /instance/{id}/health`` failed.
        """
        health = await instances.get_instance_health.asyncio(self.id, client=self.bindings)
        self._lifecycle.note_seen()
        return health

    async def stop(self, timeout_ms: int = 7000, can_call_keepalive: bool = False) -> Instance:
        """Ask this instance to stop; the hub responds only after ``timeout_ms``.

        Args:
            timeout_ms: The time in milliseconds that the instance has for stopping.
            can_call_keepalive: Whether the instance may ask for more time.

        Returns:
            The instance, usually with the status ``stopping``.

        Raises:
            ClientError: The request ``POST /instance/{id}/_stop`` failed.
        """
        return await self._lifecycle.stop(
            check_count("timeout_ms", timeout_ms),
            can_call_keepalive=check_flag("can_call_keepalive", can_call_keepalive),
        )

    async def kill(self, remove_immediately: bool | None = None) -> Instance:
        """End this instance immediately.

        Args:
            remove_immediately: Whether the hub removes the instance after about 15 s instead of
                some minutes.

        Returns:
            The instance, with the status ``killing``.

        Raises:
            BadParametersError: The instance is not running yet, or has ended.
            ClientError: The request ``POST /instance/{id}/_kill`` failed.
        """
        if remove_immediately is not None:
            check_flag("remove_immediately", remove_immediately)
        return await self._lifecycle.kill(remove_immediately=remove_immediately)

    async def send_event(self, name: str, message: object = NOT_GIVEN) -> None:
        """Send an event to this instance.

        Args:
            name: The event's name.
            message: The event's message, which may be any JSON value. None is sent as null. By
                default, the event has no message.

        Raises:
            ClientError: The request ``POST /instance/{id}/_event`` failed.
        """
        event = models.EventMessage(check_id("an event's name", name))
        if message is not NOT_GIVEN:
            event.message = check_json("message", message)
        await instances.send_instance_event.asyncio(
            self.id, client=self.bindings, body=messages.event_message(event)
        )
        self._lifecycle.note_seen()

    async def get_event(self, name: str, timeout: float | None = None) -> Any:
        """Return the payload of the last event with this name, or wait for the first such event.

        Args:
            name: The event's name.
            timeout: Seconds to wait; None: no limit.

        Returns:
            The payload: a JSON object, list or text. Hubs of version 1.0.1 send an empty body for
            numbers, true and ``{}``; the method then returns None. Hubs of version 1.0.1 ignore
            events whose payload is missing, null, 0, false or "", and continue to wait. Hubs of
            version 0.18.7 send the whole event: ``{"eventName": …, "message": …}``.

        Raises:
            RequestTimeoutError: No event arrived in time.
            ClientError: The request ``GET /instance/{id}/event/{name}`` failed.
        """
        response = await instances.get_instance_event.asyncio_detailed(
            self.id,
            check_id("an event's name", name),
            client=self.bindings,
            timeout=self._waiting(timeout),
        )
        self._lifecycle.note_seen()
        return messages.event_payload(response.content)

    async def get_next_event(self, name: str, timeout: float | None = None) -> Any:
        """Wait for the next event with this name, and return the event's payload.

        Args:
            name: The event's name.
            timeout: Seconds to wait; None: no limit.

        Returns:
            The payload: a JSON object, list or text. Hubs of version 1.0.1 send an empty body for
            numbers, true, false, "", null and ``{}``; the method then returns None. Hubs of version
            0.18.7 send the whole event: ``{"eventName": …, "message": …}``.

        Raises:
            RequestTimeoutError: No event arrived in time.
            ServerError: The event had no payload. Only hubs of version 1.0.1 cause this error.
            ClientError: The request ``GET /instance/{id}/once/{name}`` failed.
        """
        # There are no retries, because a broken connection may have lost the event.
        response = await instances.get_next_instance_event.asyncio_detailed(
            self.id,
            check_id("an event's name", name),
            client=self.with_options(retries=0).bindings,
            timeout=self._waiting(timeout),
        )
        self._lifecycle.note_seen()
        return messages.event_payload(response.content)

    def get_event_stream(
        self,
        name: str,
        *,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the payloads of all future events with this name, as lines of JSON.

        Hubs of version 1.0.1 send ``{}`` for events whose payload is missing, 0, false, "" or null.
        Hubs of version 0.18.7 send whole events: ``{"eventName": …, "message": …}``.

        Args:
            name: The event's name.
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            until_ended: Whether to end the stream shortly after the instance has ended. Without
                ``until_ended``, hubs keep some streams open.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            ClientError: The request ``GET /instance/{id}/events/{name}`` failed. Entering the
                stream raises this error.
        """
        return self._open_stream(
            instances.get_instance_event_stream.asyncio_stream,
            self.id,
            check_id("an event's name", name),
            on_open=self._lifecycle.note_seen,
            idle_timeout=idle_timeout,
            has_ended=self._has_ended_if(until_ended),
            on_gap=on_gap,
        )

    def get_stream(
        self,
        name: OutputStream,
        *,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return one of this instance's output streams.

        The output of a failed or killed program ends like the output of a completed program.
        ``exchange`` and a sequence's ``run`` report the difference.

        Args:
            name: ``output``, ``stdout``, ``stderr`` or ``log``. The log never ends by itself.
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            until_ended: Whether to end the stream shortly after the instance has ended. Without
                ``until_ended``, hubs keep some streams open.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            BadParametersError: There is no output stream with this name.
            ClientError: The request ``GET /instance/{id}/{name}`` failed. Entering the stream
                raises this error.
        """
        if name not in get_args(OutputStream):
            raise BadParametersError(
                f"there is no output stream {name!r}: "
                f"the output streams are {', '.join(get_args(OutputStream))}"
            )
        operation = getattr(instances, f"get_instance_{name}").asyncio_stream
        return self._open_stream(
            operation,
            self.id,
            on_open=self._lifecycle.note_seen,
            idle_timeout=idle_timeout,
            has_ended=self._has_ended_if(until_ended),
            on_gap=on_gap,
        )

    def get_log_stream(
        self,
        *,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return this instance's log as lines of JSON; the stream never ends by itself.

        The first reader also receives the lines since the start of the instance. On hubs of version
        1.0.1, no reader receives any more lines after one reader has disconnected: open the log
        only once. Hubs from 2021 write plain text, such as ``2021-11-19T16:12:22.948Z log … 42``.

        Args:
            idle_timeout: Seconds without data after which reading fails; None: no limit.
            until_ended: Whether to end the stream shortly after the instance has ended. Without
                ``until_ended``, hubs keep some streams open.
            on_gap: A function that is called with a Gap when the stream has reconnected. Without
                ``on_gap``, the stream does not reconnect but raises StreamInterrupted. With
                ``on_gap``, read the stream with ``iter_lines`` or ``iter_json``.

        Raises:
            ClientError: The request ``GET /instance/{id}/log`` failed. Entering the stream raises
                this error.
        """
        return self.get_stream(
            "log", idle_timeout=idle_timeout, until_ended=until_ended, on_gap=on_gap
        )

    async def send_stream(
        self,
        name: InputStream,
        data: AsyncData,
        content_type: str | None = None,
        end: bool | None = None,
        *,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        cancellation: Cancellation | None = None,
    ) -> None:
        """Send data to one of this instance's input streams.

        Args:
            name: ``input`` or ``stdin``.
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. Asynchronous clients also accept asynchronous iterables and files,
                and read sources that may block in a separate thread.
            content_type: The data's content type. By default, ``ndjson(…)`` is sent as
                ``text/plain`` to Python programs and as ``application/x-ndjson`` to other programs.
                All other data is sent as ``application/octet-stream``. The content type of an
                instance's first input applies to all input of the instance.
            end: Whether the stream ends after this data. None is the hub's default: the stream
                ends.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            idle_timeout: Seconds without progress after which the upload fails; None: no limit.
            until_ended: Whether to end the upload shortly after the instance has ended. Without
                ``until_ended``, hubs keep the upload open.
            cancellation: A Cancellation to cancel the upload from another task or thread.

        Raises:
            BadParametersError: There is no input stream with this name, the data cannot be sent, or
                the program would never receive input of this type.
            RequestTimeoutError: The upload made no progress, or no response arrived in time.
            UploadInterrupted: The upload was cancelled, or the instance ended before it received
                everything.
            ClientError: The request ``POST /instance/{id}/{name}`` failed.
        """
        if name not in get_args(InputStream):
            raise BadParametersError(
                f"there is no input stream {name!r}: "
                f"the input streams are {', '.join(get_args(InputStream))}"
            )
        operation = getattr(instances, f"send_instance_{name}")
        x_end_stream = check_end(end)
        if name == "stdin" and content_type is None:
            content_type = BINARY  # hubs accept no other type for stdin
        if name == "input":
            check_input_type(content_type)
        upload = self._new_upload(
            data_source(data),
            content_type,
            progress,
            idle_timeout=idle_timeout,
            has_ended=self._has_ended_if(until_ended),
            cancellation=cancellation,
            is_limited=True,
        )
        if name == "input":
            await adapt_input_type(upload, self._find_config, is_given=content_type is not None)
        if name == "input" and content_type == "text/plain":
            upload.warn_of_damage(damage.AS_TEXT, beyond=damage.WHOLE_TEXT)
        await upload.send_in_parts(
            operation.asyncio_detailed,
            self.id,
            client=self.bindings,
            x_end_stream=x_end_stream,
        )
        self._lifecycle.note_seen()

    async def send_input(
        self,
        data: AsyncData,
        content_type: str | None = None,
        end: bool | None = None,
        *,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        cancellation: Cancellation | None = None,
    ) -> None:
        """Send data to this instance's input.

        Hubs may damage input. Prefer ``exchange`` or ``run``, which prevent damage where possible.
        Hubs of version 1.0.1 may damage the first input if it is not ASCII. To protect such data,
        first call ``wait("healthy")`` and send an empty input with ``end=False``. Hubs of version
        0.18.7 damage all input that is not ASCII, and repeat input that arrives before the instance
        is healthy.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. Asynchronous clients also accept asynchronous iterables and files,
                and read sources that may block in a separate thread.
            content_type: The data's content type. By default, ``ndjson(…)`` is sent as
                ``text/plain`` to Python programs and as ``application/x-ndjson`` to other programs.
                All other data is sent as ``application/octet-stream``. The content type of an
                instance's first input applies to all input of the instance.
            end: Whether the input ends after this data. None is the hub's default: the input ends.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            idle_timeout: Seconds without progress after which the upload fails; None: no limit.
            until_ended: Whether to end the upload shortly after the instance has ended. Without
                ``until_ended``, hubs keep the upload open.
            cancellation: A Cancellation to cancel the upload from another task or thread.

        Raises:
            BadParametersError: The data cannot be sent, or the program would never receive input of
                this type.
            RequestTimeoutError: The upload made no progress, or no response arrived in time.
            UploadInterrupted: The upload was cancelled, or the instance ended before it received
                everything.
            ClientError: The request ``POST /instance/{id}/input`` failed.
        """
        await self.send_stream(
            "input",
            data,
            content_type,
            end,
            progress=progress,
            idle_timeout=idle_timeout,
            until_ended=until_ended,
            cancellation=cancellation,
        )

    async def send_stdin(
        self,
        data: AsyncData,
        end: bool | None = None,
        *,
        progress: Callable[[int, int | None], object] | None = None,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        cancellation: Cancellation | None = None,
    ) -> None:
        """Send data to this instance's standard input.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. Asynchronous clients also accept asynchronous iterables and files,
                and read sources that may block in a separate thread.
            end: Whether stdin ends after this data. None is the hub's default: stdin ends.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            idle_timeout: Seconds without progress after which the upload fails; None: no limit.
            until_ended: Whether to end the upload shortly after the instance has ended. Without
                ``until_ended``, hubs keep the upload open.
            cancellation: A Cancellation to cancel the upload from another task or thread.

        Raises:
            RequestTimeoutError: The upload made no progress, or no response arrived in time.
            UploadInterrupted: The upload was cancelled, or the instance ended before it received
                everything.
            ClientError: The request ``POST /instance/{id}/stdin`` failed.
        """
        await self.send_stream(
            "stdin",
            data,
            end=end,
            progress=progress,
            idle_timeout=idle_timeout,
            until_ended=until_ended,
            cancellation=cancellation,
        )

    def inout(
        self,
        data: AsyncData,
        content_type: str | None = None,
        *,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> AsyncStream:
        """Send data to this instance's input and read the output at the same time.

        Prefer ``exchange``. The output of ``inout`` does not end by itself, even when the instance
        ends. Hubs of version 1.0.1 damage data that is not ASCII; a warning is logged.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. Asynchronous clients also accept asynchronous iterables and files,
                and read sources that may block in a separate thread. The next item of an iterable
                is read only when the previous item was sent.
            content_type: The data's content type. By default, ``ndjson(…)`` is sent as
                ``text/plain`` to Python programs and as ``application/x-ndjson`` to other programs.
                All other data is sent as ``application/octet-stream``.
            idle_timeout: Seconds without output, or without progress of the input, after which
                reading fails; None: no limit.
            until_ended: Whether to end the stream shortly after the instance has ended. Without
                ``until_ended``, hubs keep some streams open.
            progress: A function that is called with the bytes sent and the total (None if unknown).

        Raises:
            NotFoundError: The hub has version 0.18.7, which does not support this request.
            BadParametersError: The data cannot be sent, or the program would never receive input of
                this type.
            ClientError: The request ``POST /instance/{id}/inout`` failed. Entering the stream
                raises this error. With ``until_ended``, this error is also raised if the instance
                ends before its first output.
        """
        check_input_type(content_type)
        upload = self._new_upload(data_source(data), content_type, progress)
        upload.warn_of_damage(damage.THROUGH_INOUT)

        @asynccontextmanager
        async def open_inout(**options: Any) -> AsyncGenerator[Response, None]:
            await adapt_input_type(upload, self._find_config, is_given=content_type is not None)
            async with instances.instance_inout.asyncio_stream(
                self.id, body=upload.file(), **options
            ) as response:
                yield response

        return self._open_stream(
            open_inout,
            on_open=self._lifecycle.note_seen,
            upload=upload,
            idle_timeout=idle_timeout,
            has_ended=self._has_ended_if(until_ended),
        )

    def exchange(
        self,
        data: AsyncData,
        content_type: str | None = None,
        *,
        idle_timeout: float | None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> AsyncExchange:
        """Send data to this instance's input and read the output at the same time.

        The stream ends when the program's output ends. Input that the program did not read is
        discarded without an error. If the data source fails or the hub refuses the input, reading
        raises the error.

        Hubs of version 1.0.1 pass on all data unchanged. Hubs of version 0.18.7 damage data that is
        not ASCII; a warning is logged. By default, ``ndjson(…)`` writes only ASCII.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. Asynchronous clients also accept asynchronous iterables and files,
                and read sources that may block in a separate thread.
            content_type: The data's content type. By default, ``ndjson(…)`` is sent as
                ``text/plain`` to Python programs and as ``application/x-ndjson`` to other programs.
                All other data is sent as ``application/octet-stream``.
            idle_timeout: Seconds without output, or without progress of the input, after which
                reading fails; None: no limit.
            progress: A function that is called with the bytes sent and the total (None if unknown).

        Returns:
            The output as a stream. The stream's ``instance`` is the instance's client.

        Raises:
            BadParametersError: The data cannot be sent, or the program would never receive input of
                this type.
            InstanceFailedError: The program failed or was killed. Reading raises this error at the
                end of the output. A Python program that was not made by ``python_program`` keeps
                its output open after an exception: set ``idle_timeout``.
            StreamInterrupted: The connection broke, or the end of the output did not arrive
                although the instance has ended.
            ClientError: The request ``GET /instance/{id}/output`` or ``POST /instance/{id}/input``
                failed. Entering or reading the stream raises this error.
        """
        from .exchange import new_exchange  # noqa: PLC0415 (few programs use it)

        async def start() -> AsyncInstanceClient:
            return self

        return new_exchange(
            self,
            start,
            self._find_config,
            data,
            content_type,
            idle_timeout=idle_timeout,
            progress=progress,
        )

    async def pipe_to(
        self, other: AsyncInstanceClient, content_type: str = "application/octet-stream"
    ) -> None:
        """Send this instance's output to another instance's input until one of them ends.

        Args:
            other: The client of the other instance, which may run on another hub.
            content_type: The data's type: ``application/octet-stream``, ``application/x-ndjson``
                or ``text/plain``.

        Raises:
            BadParametersError: The other program would never receive input of this type.
            InstanceFailedError: One of the two instances failed; the message contains its id.
            NotFoundError: A hub does not know one of the two instances.
            StreamInterrupted: The connection broke before the whole output arrived.
            ClientError: The request ``GET …/output`` or ``POST …/input`` failed; a note names the
                instance.
        """
        from .pipe import pipe  # noqa: PLC0415 (few programs use it)

        check_input_type(content_type)
        if not isinstance(other, AsyncInstanceClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise BadParametersError(
                f"other must be an AsyncInstanceClient, not {type(other).__name__}"
            )
        output = self.get_stream("output", until_ended=True)
        unlimited = other.with_options(timeout=None)
        upload = unlimited._new_upload(data_source(output), content_type, is_limited=True)  # noqa: SLF001
        # The output is opened after these checks, because its data can be read only once.
        if not other._lifecycle.was_seen:
            await other.get_info()
        await adapt_input_type(upload, other._find_config, is_given=True)
        async with output:
            await pipe(self, other, output, upload)

    async def wait(self, status: Milestone, timeout: float | None = None) -> Instance:
        """Wait until this instance is running, is healthy or has ended.

        The wait continues if a connection breaks or the hub cannot be reached.

        Args:
            status: ``running``, ``healthy`` or ``ended``.
            timeout: Seconds to wait; None: no limit.

        Returns:
            The instance. For an ended instance that the hub still lists, ``status`` and
            ``terminated`` report the result. Hubs of version 0.18.7 remove ended instances
            immediately.

        Raises:
            RequestTimeoutError: The instance did not reach the status in time.
            NotFoundError: The hub does not know the id. Hubs forget ended instances, so a wait for
                ``ended`` raises this error only if the client never saw the instance on the hub.
            ClientError: The instance ended before it was running or healthy, or a request failed
                (``GET /instance/{id}`` or ``GET /instance/{id}/health``).
        """
        return await self._lifecycle.wait(status, timeout)

    async def wait_ended(self, timeout: float | None = None) -> Instance:
        """Wait until this instance has ended.

        Args:
            timeout: Seconds to wait; None: no limit.

        Returns:
            The instance. If the hub still lists the instance, ``status`` and ``terminated`` report
            the result.

        Raises:
            RequestTimeoutError: The instance did not end in time.
            NotFoundError: The hub does not know the id, and the client never saw the instance.
            ClientError: The request ``GET /instance/{id}`` failed.
        """
        return await self.wait("ended", timeout)

    async def __aenter__(self) -> Self:
        self._lifecycle.is_ending = False
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Kill the instance, and wait until it has ended."""
        try:
            await self._end(error)
        except BaseException as interruption:
            await self._end(interruption)  # a second _end() does nothing if the first has begun
            raise

    async def _end(self, error: BaseException | None) -> None:
        """Kill the instance and wait until it has ended; a second call does nothing."""
        if not self._lifecycle.is_ending:
            await self._lifecycle.end(error)

    def _has_ended_if(self, until_ended: bool) -> Callable[[], Awaitable[bool]] | None:
        return self._lifecycle.has_ended if check_flag("until_ended", until_ended) else None

    def _waiting(self, seconds: float | None) -> Timeouts:
        check_seconds("timeout", seconds)
        return self._session.options.timeouts(answer=seconds, connect=seconds)
