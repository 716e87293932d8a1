"""An instance: a sequence that runs."""

from __future__ import annotations

import json
import logging
import math
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

from scramjet_bindings.host.api import instances
from scramjet_bindings.types import UNSET

from ..body.source import BINARY, data_source
from ..concurrency import timing
from ..concurrency.async_flavor import async_shield, async_sleep
from ..concurrency.sync_flavor import is_cancelled
from ..errors import (
    BadParametersError,
    ClientError,
    InvalidResponseError,
    NotFoundError,
    RequestTimeoutError,
    ServerError,
)
from ..options.arguments import (
    check_count,
    check_flag,
    check_id,
    check_input_type,
    check_json,
    check_seconds,
)
from ..options.log import report_leftover
from ..options.options import NOT_GIVEN
from ..options.retries import is_transient, is_worth_repeating
from .entity_client import AsyncEntityClient

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scramjet_bindings.host.models import Instance, InstanceHealth, OperationStatus

    from ..body.gap import Gap
    from ..body.source import AsyncData
    from ..concurrency.cancellation import Cancellation
    from ..http11 import Timeouts
    from .exchange import AsyncExchange
    from .session import AsyncSession
    from .stream import AsyncStream

OutputStream = Literal["output", "stdout", "stderr", "log"]
InputStream = Literal["input", "stdin"]
Milestone = Literal["running", "healthy", "ended"]

_STOP = 4001
_EVENT = 5001
_OLD_STOP = "Spread syntax requires"  # what version 0.18.7 says to options that are no pair
_STOPPING = "stopping"
_ALIVE = {"initializing", "starting", "running"}

_WHOLE_TEXT = 64 * 1024  # bytes of text in which no hub damages a letter
_DAMAGED_AS_TEXT = (
    "hubs up to version 1.0.1 damage letters other than ASCII in long text/plain: "
    "send application/octet-stream or ndjson(…)"
)
_DAMAGED_BY_INOUT = (
    "hubs up to version 1.0.1 damage what passes through inout and is not ASCII: use exchange(…)"
)

_log = logging.getLogger("scramjet_facade")


def started_instance(session: AsyncSession, id: str) -> AsyncInstanceClient:
    """Return the client of an instance that has just been started."""
    instance = AsyncInstanceClient(session, id)
    instance._note_alive()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return instance


async def kill_all(instances: Sequence[AsyncInstanceClient]) -> None:
    """Kill instances, and see all of them end."""
    for instance in instances:
        await instance._kill_surely()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    for instance in instances:
        await instance._see_end()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


class AsyncInstanceClient(AsyncEntityClient):
    """An instance on a hub.

    As a context manager it has been killed, and has ended, when its block is left, whatever the
    reason is: the block's end, an exception or Ctrl-C.

    Attributes:
        id: The instance's id.
    """

    # Whether the hub has ever known it: hubs forget what ended, and a mistyped id looks the same.
    _was_alive = False

    def _note_alive(self) -> None:
        self._was_alive = True

    def _over(self, session: AsyncSession) -> Self:
        """Return this client over another session."""
        other = super()._over(session)
        other._was_alive = self._was_alive  # noqa: SLF001
        return other

    async def get_info(self) -> Instance:
        """Return what the hub knows about this instance.

        Returns:
            ``id``, ``status``, ``sequence``, ``created``, ``started``, ``terminated`` and more;
            ``sequence_id`` gives the sequence's id whatever the hub's version.

        Raises:
            NotFoundError: The hub knows no such instance, or no longer.
            ClientError: GET instance/{id} failed.
        """
        info = await instances.get_instance.asyncio(self.id, client=self.bindings)
        self._note_alive()
        return info

    async def get_health(self) -> InstanceHealth:
        """Return whether this instance is healthy; the hub answers after its first report.

        After the instance's end hubs of version 1.0.1 repeat the last report: ask ``get_info()``
        whether it runs.

        Raises:
            ClientError: GET instance/{id}/health failed.
        """
        health = await instances.get_instance_health.asyncio(self.id, client=self.bindings)
        self._note_alive()
        return health

    async def stop(self, timeout_ms: int = 7000, can_call_keepalive: bool = False) -> Instance:
        """Ask this instance to stop, and return when its time to do so is over.

        Args:
            timeout_ms: Milliseconds that the instance has; the hub answers only after them.
            can_call_keepalive: Whether the instance may ask for more time.

        Returns:
            The instance, its status usually ``stopping``.

        Raises:
            ClientError: POST instance/{id}/_stop failed.
        """
        from scramjet_bindings.host.models import StopOptions  # noqa: PLC0415

        milliseconds = check_count("timeout_ms", timeout_ms)
        patience = self._session.options.timeout
        timeout = self._waiting(None if patience is None else patience + milliseconds / 1000)
        options = StopOptions(milliseconds, check_flag("can_call_keepalive", can_call_keepalive))
        try:
            answer = await instances.stop_instance.asyncio(
                self.id, client=self.bindings, timeout=timeout, body=options
            )
        except ServerError as error:
            if _OLD_STOP not in error.message:
                raise
            # Version 0.18.7 failed to read the options, so it did nothing: it wants a pair.
            answer = await instances.stop_instance.asyncio(
                self.id, client=self.bindings, timeout=timeout, body=[_STOP, options]
            )
        return self._as_instance(answer)

    async def kill(self, remove_immediately: bool | None = None) -> Instance:
        """End this instance at once.

        Args:
            remove_immediately: Whether the hub forgets it soon, instead of some minutes later.

        Returns:
            The instance, its status ``killing``.

        Raises:
            BadParametersError: The instance isn't running (yet, or any more).
            ClientError: POST instance/{id}/_kill failed.
        """
        from scramjet_bindings.host.models import KillOptions  # noqa: PLC0415

        options = KillOptions(
            UNSET
            if remove_immediately is None
            else check_flag("remove_immediately", remove_immediately)
        )
        answer = await instances.kill_instance.asyncio(self.id, client=self.bindings, body=options)
        return self._as_instance(answer)

    async def send_event(self, name: str, message: object = NOT_GIVEN) -> None:
        """Send an event to this instance.

        Args:
            name: The event's name.
            message: Any JSON value; None is sent as null, leaving it out sends none.

        Raises:
            ClientError: POST instance/{id}/_event failed.
        """
        from scramjet_bindings.host.models import EventMessage  # noqa: PLC0415

        event = EventMessage(check_id("an event's name", name))
        if message is not NOT_GIVEN:
            event.message = check_json("message", message)
        await instances.send_instance_event.asyncio(
            self.id, client=self.bindings, body=[_EVENT, event]
        )
        self._note_alive()

    async def get_event(self, name: str, timeout: float | None = None) -> Any:
        """Return the payload of the last event with a name, or wait for the first.

        Args:
            name: The event's name.
            timeout: Seconds to wait; None: for ever.

        Returns:
            The payload: a JSON object, list or text. Hubs of version 1.0.1 send nothing for
            numbers, true and ``{}``, which are None here, and wait on after an event without a
            payload, or with null, 0, false or "". A hub of version 0.18.7 gives the whole event:
            ``{"eventName": …, "message": …}``.

        Raises:
            RequestTimeoutError: No event came in time.
            ClientError: GET instance/{id}/event/{name} failed.
        """
        response = await instances.get_instance_event.asyncio_detailed(
            self.id,
            check_id("an event's name", name),
            client=self.bindings,
            timeout=self._waiting(timeout),
        )
        self._note_alive()
        return _payload(response.content)

    async def get_next_event(self, name: str, timeout: float | None = None) -> Any:
        """Wait for the next event with a name, and return its payload.

        Args:
            name: The event's name.
            timeout: Seconds to wait; None: for ever.

        Returns:
            The payload: a JSON object, list or text. Hubs of version 1.0.1 send nothing for
            numbers, true, false, "", null and ``{}``, which are None here. A hub of version 0.18.7
            gives the whole event: ``{"eventName": …, "message": …}``.

        Raises:
            RequestTimeoutError: No event came in time.
            ServerError: The event had no payload (1.0.1).
            ClientError: GET instance/{id}/once/{name} failed.
        """
        # Not sent again after a break: the event may have come and gone with the connection.
        response = await instances.get_next_instance_event.asyncio_detailed(
            self.id,
            check_id("an event's name", name),
            client=self.with_options(retries=0).bindings,
            timeout=self._waiting(timeout),
        )
        self._note_alive()
        return _payload(response.content)

    def get_event_stream(
        self,
        name: str,
        *,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return the payloads of all events with a name from now on, as lines of JSON.

        A hub of version 1.0.1 gives ``{}`` for events without a payload, or with 0, false, "" or
        null; one of version 0.18.7 gives whole events: ``{"eventName": …, "message": …}``.

        Args:
            name: The event's name.
            idle_timeout: Seconds of silence after which reading fails; None: never.
            until_ended: Whether to end the stream some moments after the instance's end, which the
                hub itself does not do for all.
            on_gap: Called when the stream broke off and goes on over a new connection; without it,
                a break raises StreamInterrupted. Such a stream is read by lines.

        Raises:
            ClientError: GET instance/{id}/events/{name} failed, when the stream is entered.
        """
        return self._open_stream(
            instances.get_instance_event_stream.asyncio_stream,
            self.id,
            check_id("an event's name", name),
            on_open=self._note_alive,
            idle_timeout=idle_timeout,
            has_ended=self._has_ended if until_ended else None,
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

        Args:
            name: ``output``, ``stdout``, ``stderr`` or ``log``. The log never ends by itself.
            idle_timeout: Seconds of silence after which reading fails; None: never.
            until_ended: Whether to end the stream some moments after the instance's end, which the
                hub itself does not do for all.
            on_gap: Called when the stream broke off and goes on over a new connection; without it,
                a break raises StreamInterrupted. Such a stream is read by lines.

        Raises:
            BadParametersError: There is no stream of that name.
            ClientError: GET instance/{id}/{name} failed, when the stream is entered.
        """
        if name not in get_args(OutputStream):
            raise BadParametersError(
                f"there is no stream {name!r} to read: "
                f"there are {', '.join(get_args(OutputStream))}"
            )
        operation = getattr(instances, f"get_instance_{name}").asyncio_stream
        return self._open_stream(
            operation,
            self.id,
            on_open=self._note_alive,
            idle_timeout=idle_timeout,
            has_ended=self._has_ended if until_ended else None,
            on_gap=on_gap,
        )

    def get_log_stream(
        self,
        *,
        idle_timeout: float | None = None,
        until_ended: bool = False,
        on_gap: Callable[[Gap], object] | None = None,
    ) -> AsyncStream:
        """Return this instance's log, as lines of JSON that never end by themselves.

        It begins with what was logged since the start, again after a gap, too. On hubs of version
        1.0.1 it falls silent for good, for all, when any reader leaves it: open it once. Hubs
        before 0.22 write lines of plain text, such as ``2021-11-19T16:12:22.948Z log … 42``.

        Args:
            idle_timeout: Seconds of silence after which reading fails; None: never.
            until_ended: Whether to end the stream some moments after the instance's end, which the
                hub itself does not do for all.
            on_gap: Called when the stream broke off and goes on over a new connection; without it,
                a break raises StreamInterrupted. Such a stream is read by lines.

        Raises:
            ClientError: GET instance/{id}/log failed, when the stream is entered.
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
                ``ndjson(…)``. In an asynchronous client an iterable that waits holds up the event
                loop: use an async one, or a file, which is read in a thread.
            content_type: The data's type; left out, it is ``application/x-ndjson`` for
                ``ndjson(…)``, else ``application/octet-stream``. An instance gets that of its first
                input, and understands these and ``text/plain``.
            end: Whether the stream ends after this; None leaves it to the hub, which ends it.
            progress: Called with the bytes sent so far and their total, if that is known.
            idle_timeout: Seconds for which the hub may take nothing; None: for ever.
            until_ended: Whether to break this off some moments after the instance's end, which the
                hub itself does not do.
            cancellation: What ends this from another task or thread.

        Raises:
            BadParametersError: There is no stream of that name, or the data can't be sent.
            RequestTimeoutError: Nothing was taken for that long, or no answer came in time.
            UploadInterrupted: It was cancelled, or the instance ended before all was taken.
            ClientError: POST instance/{id}/{name} failed.
        """
        if name not in get_args(InputStream):
            raise BadParametersError(
                f"there is no stream {name!r} to send to: "
                f"there are {', '.join(get_args(InputStream))}"
            )
        operation = getattr(instances, f"send_instance_{name}")
        if name == "stdin" and content_type is None:
            content_type = BINARY  # hubs take nothing else there
        if name == "input":
            check_input_type(content_type)
        upload = self._new_upload(
            data_source(data),
            content_type,
            progress,
            idle_timeout=idle_timeout,
            has_ended=self._has_ended if until_ended else None,
            cancellation=cancellation,
        )
        if name == "input" and content_type == "text/plain":
            upload.warn_of_damage(_DAMAGED_AS_TEXT, beyond=_WHOLE_TEXT)
        await upload.send(
            operation.asyncio_detailed,
            self.id,
            client=self.bindings,
            x_end_stream=UNSET if end is None else end,
        )
        self._note_alive()

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

        This sends no more than it says. ``exchange`` and ``run`` take care of the rest: hubs of
        version 1.0.1 may damage the first input, unless it is ASCII, or the instance is healthy
        (``wait("healthy")``) and an empty input with ``end=False`` went first; those of 0.18.7
        repeat what comes before the instance is healthy, and damage what is not ASCII.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. In an asynchronous client an iterable that waits holds up the event
                loop: use an async one, or a file, which is read in a thread.
            content_type: The data's type; left out, it is ``application/x-ndjson`` for
                ``ndjson(…)``, else ``application/octet-stream``. An instance gets that of its first
                input, and understands these and ``text/plain``.
            end: Whether the input ends after this; None leaves it to the hub, which ends it.
            progress: Called with the bytes sent so far and their total, if that is known.
            idle_timeout: Seconds for which the hub may take nothing; None: for ever.
            until_ended: Whether to break this off some moments after the instance's end, which the
                hub itself does not do.
            cancellation: What ends this from another task or thread.

        Raises:
            RequestTimeoutError: Nothing was taken for that long, or no answer came in time.
            UploadInterrupted: It was cancelled, or the instance ended before all was taken.
            ClientError: POST instance/{id}/input failed.
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
                ``ndjson(…)``. In an asynchronous client an iterable that waits holds up the event
                loop: use an async one, or a file, which is read in a thread.
            end: Whether stdin ends after this; None leaves it to the hub, which ends it.
            progress: Called with the bytes sent so far and their total, if that is known.
            idle_timeout: Seconds for which the hub may take nothing; None: for ever.
            until_ended: Whether to break this off some moments after the instance's end, which the
                hub itself does not do.
            cancellation: What ends this from another task or thread.

        Raises:
            RequestTimeoutError: Nothing was taken for that long, or no answer came in time.
            UploadInterrupted: It was cancelled, or the instance ended before all was taken.
            ClientError: POST instance/{id}/stdin failed.
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
        """Send data to this instance's input and read its output at the same time.

        The output never ends by itself, not even when the instance does. Hubs of version 1.0.1
        damage data that is not ASCII, of which a warning is logged. For all that ``exchange`` is
        the better way.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, or an iterable of bytes or str,
                asked for its next part only when the last one has gone. In a synchronous client
                it runs in a thread of its own.
            content_type: The data's type.
            idle_timeout: Seconds of silence after which reading fails, and so it does after as many
                in which the hub takes no data though there is some; None: never.
            until_ended: Whether to end the stream some moments after the instance's end, which the
                hub itself does not do for all.
            progress: Called with the bytes sent so far and their total, if that is known.

        Raises:
            NotFoundError: The hub is of version 0.18.7, which can't do this.
            BadParametersError: The data can't be sent.
            ClientError: POST instance/{id}/inout failed, when the stream is entered; or the
                instance ended before its first output, with ``until_ended``.
        """
        check_input_type(content_type)
        upload = self._new_upload(data_source(data), content_type, progress)
        upload.warn_of_damage(_DAMAGED_BY_INOUT)
        return self._open_stream(
            instances.instance_inout.asyncio_stream,
            self.id,
            body=upload.file,
            on_open=self._note_alive,
            upload=upload,
            idle_timeout=idle_timeout,
            has_ended=self._has_ended if until_ended else None,
        )

    def exchange(
        self,
        data: AsyncData,
        content_type: str | None = None,
        *,
        idle_timeout: float | None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> AsyncExchange:
        """Send data to this instance's input and read its output at the same time.

        It ends with the output; what the program hasn't read of its input by then is left, which
        is no error. An exception of the data's source, and an input that the hub refuses, reach
        the reader. Data of any kind arrives as it is on hubs of version 1.0.1; on those of 0.18.7
        only ASCII does, such as ``ndjson(…)`` makes, and a warning is logged for anything else.

        Args:
            data: bytes, str (sent as UTF-8), a path, a binary file, an iterable of bytes or str, or
                ``ndjson(…)``. In a synchronous client it is asked for in a thread of its own.
            content_type: The data's type; left out, it is ``application/x-ndjson`` for
                ``ndjson(…)``, else ``application/octet-stream``.
            idle_timeout: Seconds of silence after which reading fails, and so it does after as many
                in which the hub takes no data though there is some; None: never.
            progress: Called with the bytes sent so far and their total, if that is known.

        Returns:
            The output, as a stream; its ``instance`` is the instance's client.

        Raises:
            BadParametersError: The data can't be sent.
            InstanceFailedError: By the reader, at the output's end: the program failed. Hubs can't
                tell that of Python programs, nor can those of version 0.18.7.
            ClientError: GET instance/{id}/output failed, when the stream is entered, or POST
                instance/{id}/input, when it is read.
        """

        async def start() -> AsyncInstanceClient:
            return self

        return self._new_exchange(
            start, data, content_type, idle_timeout=idle_timeout, progress=progress
        )

    async def pipe_to(
        self, other: AsyncInstanceClient, content_type: str = "application/octet-stream"
    ) -> None:
        """Send this instance's output to another's input, and return when either has ended.

        Args:
            other: The other instance, on this hub or any other.
            content_type: The data's type: this, ``application/x-ndjson`` or ``text/plain``.

        Raises:
            BadParametersError: A program gets nothing of an input of this type.
            InstanceFailedError: One of the two failed; the message has its id.
            StreamInterrupted: The output broke off.
            ClientError: GET …/output or POST …/input failed; a note says whose.
        """
        from .exchange import pipe  # noqa: PLC0415 (only few programs use it)

        check_input_type(content_type)
        if not isinstance(other, AsyncInstanceClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise BadParametersError(
                f"the other must be an AsyncInstanceClient, not {type(other).__name__}"
            )
        async with self.get_stream("output", until_ended=True) as output:
            patient = other.with_options(timeout=None)
            upload = patient._new_upload(data_source(output), content_type)  # noqa: SLF001
            await pipe(self, other, output, upload)

    async def wait_ended(self, timeout: float | None = None) -> Instance:
        """Wait until this instance has ended.

        Args:
            timeout: Seconds to wait; None: for ever.

        Returns:
            The instance; ``status`` and ``terminated`` say how it ended, if the hub still knows.

        Raises:
            RequestTimeoutError: It didn't end in time.
            NotFoundError: The hub doesn't know the id, and this client never heard of the instance.
            ClientError: GET instance/{id} failed.
        """
        return await self.wait("ended", timeout)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Kill the instance, and see it end."""
        try:
            with async_shield():
                await kill_all([self])
        except ClientError as failure:
            if error is None:
                raise
            report_leftover(error, f"Instance {self.id} may still run: {failure}")
        except BaseException as interruption:
            interruption.add_note(f"Instance {self.id} may still run.")
            raise

    async def _kill_surely(self) -> None:
        """Kill the instance, whatever it is just doing, and over breaking connections."""
        end, pause = monotonic() + timing.START_TIMEOUT, timing.POLL
        timeout = self._session.options.timeout
        hasty = self.with_options(
            timeout=timing.START_TIMEOUT if timeout is None else min(timeout, timing.START_TIMEOUT)
        )
        while True:
            try:
                await hasty._end_now()  # noqa: SLF001
            except NotFoundError:  # the hub forgot it: it has ended
                return
            except ClientError as error:
                is_starting = isinstance(error, BadParametersError)
                if not (is_starting or is_worth_repeating(error)) or monotonic() > end:
                    raise
            else:
                return
            await async_sleep(pause)
            pause = min(pause * 1.5, timing.SLOW_POLL)

    async def _end_now(self) -> None:
        try:
            await self.kill()
        except BadParametersError:
            status = (await self.get_info()).status
            if status in _ALIVE:
                raise
            if status == _STOPPING:  # it stays so, if it called keep-alive
                await self.stop(0)

    async def _see_end(self) -> None:
        """Wait for the end of the instance, which was killed."""
        self._note_alive()  # if it is unknown now, that is its end
        await self.wait("ended", timing.KILL_TIMEOUT)

    async def wait(self, status: Milestone, timeout: float | None = None) -> Instance:
        """Wait until this instance has come so far.

        Broken connections and a hub that is away for a while are waited through.

        Args:
            status: ``running``, ``healthy`` or ``ended``.
            timeout: Seconds to wait; None: for ever.

        Returns:
            The instance; of one that ended, ``status`` and ``terminated`` say how, if the hub still
            knows. Version 0.18.7 forgets at once what ended, so a crash can't be told there.

        Raises:
            RequestTimeoutError: It didn't come so far in time.
            NotFoundError: The hub doesn't know the id; for ``ended`` only if this client never
                heard of the instance, since hubs forget what ended.
            ClientError: It ended before it was running or healthy, or GET instance/{id} or
                instance/{id}/health failed.
        """
        if status not in get_args(Milestone):
            raise BadParametersError(
                f"can't wait for {status!r}: there are {', '.join(get_args(Milestone))}"
            )
        check_seconds("timeout", timeout)
        end = math.inf if timeout is None else monotonic() + timeout
        pause = timing.POLL
        failure: ClientError | None = None
        while True:
            try:
                found = await self._look_for(status, end)
            except ClientError as error:
                # Without any limit it would wait for ever at a wrong address.
                is_lost = timeout is None and not self._was_alive
                if is_lost or not is_transient(error) or is_cancelled():
                    raise
                if failure is None and monotonic() < end:
                    _log.warning("%s; still waiting for instance %s", error, self.id)
                failure = error
            else:
                if found is not None:
                    return found
                failure = None
            left = end - monotonic()
            if left <= 0:
                late = f"instance {self.id} is not {status} after {timeout} s"
                raise RequestTimeoutError(late) from failure
            await async_sleep(min(pause, left))
            pause = min(pause * 1.5, timing.SLOW_POLL)

    async def _has_ended(self) -> bool:
        return await self._look_for("ended", math.inf) is not None

    async def _look_for(self, status: Milestone, end: float) -> Instance | None:
        """Return the instance if it has come so far."""
        from scramjet_bindings.host.models import Instance  # noqa: PLC0415

        from ..hub.exit_status import has_ended  # noqa: PLC0415

        try:
            info = await instances.get_instance.asyncio(
                self.id, client=self.bindings, timeout=self._until(end)
            )
        except NotFoundError as error:
            if status != "ended":
                raise
            if not self._was_alive:
                error.add_note("Nothing was heard of it before: is its id right?")
                raise
            return Instance(self.id)  # hubs forget what ended
        self._note_alive()
        ended = has_ended(info)
        if status == "ended":
            return info if ended else None
        if ended:
            reason = info.terminated.reason if info.terminated else "no reason given"
            raise ClientError(f"instance {self.id} ended ({info.status}): {reason}")
        if info.status not in {"running", UNSET}:  # version 0.18.7 has no status
            return None
        if status == "healthy" and not await self._is_healthy(end):
            return None
        return info

    async def _is_healthy(self, end: float) -> bool:
        """Return whether the instance says so soon: hubs wait for a word that may never come."""
        try:
            health = await instances.get_instance_health.asyncio(
                self.id,
                client=self.bindings,
                timeout=self._until(min(end, monotonic() + timing.SLOW_POLL)),
            )
        except RequestTimeoutError:
            return False
        return bool(health.healthy)

    def _until(self, end: float) -> Timeouts:
        """Return the time limits of a request whose answer nobody wants any more at the end."""
        patience = self._session.options.timeout
        left = min(max(end - monotonic(), timing.POLL), math.inf if patience is None else patience)
        return self._session.timeouts(answer=None if math.isinf(left) else left)

    def _waiting(self, seconds: float | None) -> Timeouts:
        check_seconds("timeout", seconds)
        return self._session.timeouts(answer=seconds)

    def _as_instance(self, answer: Instance | OperationStatus) -> Instance:
        """Return the instance in an answer; hubs of version 0.18.7 send only a status word."""
        from scramjet_bindings.host.models import Instance  # noqa: PLC0415

        self._note_alive()
        if isinstance(answer, Instance):
            return answer
        instance = Instance(self.id)
        instance.additional_properties = answer.to_dict()
        return instance


def _payload(content: bytes) -> Any:
    """Return an event's payload: hubs send an empty body for some, where it stands for none."""
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidResponseError(
            f"the event's payload is not JSON: {error}", body=content.decode(errors="replace")
        ) from error
