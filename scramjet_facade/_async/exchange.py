"""Data through a program: what it gives is read while it is sent what it takes."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, Self

from scramjet_bindings.host.api import instances
from scramjet_bindings.types import UNSET

from ..concurrency import timing
from ..concurrency.async_flavor import AsyncBackground, AsyncCancelToken, async_sleep
from ..concurrency.cancel_token import async_cancellable
from ..concurrency.sync_flavor import is_cancelled
from ..errors import (
    CannotConnectError,
    ClientError,
    GoneError,
    InstanceFailedError,
    NotFoundError,
    ServerError,
)
from ..hub import exit_status
from .stream import AsyncStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from scramjet_bindings.host.models import Instance

    from ..http11 import Response
    from .instance_client import AsyncInstanceClient
    from .upload import AsyncUpload

_MONITORING_RATE = 4003  # the code of the message that tells it
_NEXT_TO_NEVER = 1e-5  # reports a second: one in 28 hours
_LAST_LINES = 20
_ONLY_ASCII = (
    "hubs of version 0.18.7 damage data that is not ASCII: ndjson(…) makes ASCII of all values"
)


class AsyncProgram:
    """An instance and the data that it is sent.

    It holds no stream, so that one that was forgotten is collected all the same.

    Attributes:
        started: The instance's client; None before it is started.
        failure: Why the data can't be sent to its end, though the program goes on.
    """

    def __init__(
        self,
        upload: AsyncUpload | None,
        cancel_token: AsyncCancelToken,
        started: AsyncInstanceClient | None = None,
        *,
        is_owned: bool = False,
    ) -> None:
        """Take its input, if there is one, and what stops the stream of its output.

        One that is owned is there for this input alone.
        """
        self._upload = upload
        self._cancel_token = cancel_token
        self._is_owned = is_owned
        self.started = started
        self.failure: Exception | None = None

    @property
    def instance(self) -> AsyncInstanceClient:
        """The instance's client."""
        if self.started is None:
            raise ClientError("the program isn't started yet: enter the stream first")
        return self.started

    async def feed(self) -> None:
        """Send the data; the stream is stopped if that fails and the program doesn't end."""
        upload = self._upload
        if upload is None:
            return
        try:
            if await self.takes_input(upload):
                await self.send(upload)
        except Exception as error:  # noqa: BLE001 (the reader is to see it, whatever it is)
            if upload.failure is None and await self._is_explained(error):
                return
            self.failure = error
            self._cancel_token.cancel()

    async def send(self, upload: AsyncUpload) -> None:
        """Send the data, and end the input."""
        await upload.send(
            instances.send_instance_input.asyncio_detailed,
            self.instance.id,
            client=self.instance.bindings,
            x_end_stream=UNSET,
        )

    async def has_ended(self) -> bool:
        """Return whether the instance has ended."""
        try:
            return exit_status.has_ended(await self.instance.get_info())
        except NotFoundError:  # it was there when the stream was opened
            return True

    async def check(self, *, may_be_killed: bool = False) -> None:
        """Raise what made the program fail, if the hub learns it soon after the output's end."""
        end = monotonic() + timing.RESULT_TIMEOUT
        while True:
            try:
                info = await self.instance.get_info()
            except NotFoundError:
                return
            if info.status is UNSET or info.status == "stopping":
                return  # version 0.18.7 doesn't tell
            if exit_status.has_ended(info) or info.status == "killing":
                if not (may_be_killed and exit_status.was_killed(info)):
                    await self._judge(info)
                return
            if monotonic() > end:
                break
            await async_sleep(timing.POLL)
        if not exit_status.is_python(info) and await self._is_cut_off():
            raise InstanceFailedError(
                f"instance {info.id} lost its connection to the hub, which is too busy, "
                "and its output was cut off",
                reason="Runner disconnected",
            )

    async def takes_input(self, upload: AsyncUpload) -> bool:
        """Wait until input arrives as it was sent; return whether the program is still there.

        Hubs of version 0.18.7 repeat what comes before the program reads, and those of 1.0.1 damage
        what comes together with its type, unless it is ASCII. So its type goes ahead then, when the
        program is seen to run, and has some time to be read, of which nothing tells.
        """
        try:
            await self.instance.get_info()  # a wait would go through a hub that is away
            info = await self.instance.wait("healthy", timing.HEALTH_TIMEOUT)
        except ClientError as error:
            if error.method is None:  # it has ended
                return False
            raise
        if info.status is UNSET:
            upload.warn_of_damage(_ONLY_ASCII)
            return True
        if self._is_owned:
            await self._report_rarely()
        if not upload.is_ascii:
            end = monotonic() + timing.INPUT_READY
            while info.provides is UNSET and monotonic() < end and not is_cancelled():
                await async_sleep(timing.POLL)
                info = await self.instance.get_info()
            await self.instance.send_input(b"", upload.content_type, end=False)
            await async_sleep(timing.CONTENT_TYPE_READ)
        return True

    async def _report_rarely(self) -> None:
        """Let the instance report its health no more, or next to never.

        In version 1.0.1 it drops its streams if the hub, which may be busy with this very input,
        doesn't answer a report within a second.
        """
        from scramjet_bindings.host.models import MonitoringRate  # noqa: PLC0415

        with suppress(ClientError):  # the data goes through all the same, most of the time
            await instances.set_instance_monitoring_rate.asyncio(
                self.instance.id,
                client=self.instance.bindings,
                body=[_MONITORING_RATE, MonitoringRate(_NEXT_TO_NEVER)],
            )

    async def _is_explained(self, error: Exception) -> bool:
        """Return whether the program's end is why its input broke off, which is no error then."""
        if isinstance(error, NotFoundError | GoneError) or is_cancelled():
            return True
        is_broken = isinstance(error, ClientError) and error.status is None
        return is_broken and await self._cancel_token.wait(timing.INPUT_GRACE)

    async def _judge(self, info: Instance) -> None:
        if (failure := exit_status.failure(info)) is None:
            # What has done its work runs on for a while.
            if not (
                exit_status.looks_complete(info) and await self._log(exit_status.broken_output)
            ):
                return
            failure = None, "its output broke off"
        exitcode, reason = failure
        stderr = await self._stderr()
        log = "" if stderr else await self._log(exit_status.caught)
        code = "" if exitcode is None else f" (exit code {exitcode})"
        words = "its stderr would stand here, but is empty"
        if stderr or log:
            words = "its stderr ends with:" if stderr else "its log says:"
        raise InstanceFailedError(
            f"instance {info.id} failed: {reason}{code}; {words}",
            exitcode=exitcode,
            reason=reason,
            stderr=stderr,
            log=log,
        )

    async def _is_cut_off(self) -> bool:
        """Return whether the program runs on, but its streams have all ended.

        In version 1.0.1 it drops them when the hub leaves it without a word for a second; of what
        has done its work they stay open for 10 s.
        """
        try:
            async with self.instance.get_stream(
                "stdout", idle_timeout=timing.LAST_LINE_SILENCE
            ) as stdout:
                end = monotonic() + timing.RESULT_TIMEOUT
                async for _ in stdout:
                    if monotonic() > end:
                        return False
            return (await self.instance.get_info()).status == "running"
        except ClientError:
            return False

    async def _stderr(self) -> str:
        """Return the last lines of stderr, which never ends if the process lives on."""
        lines: deque[str] = deque(maxlen=_LAST_LINES)
        await self._look_through("stderr", lines.append)
        return "\n".join(lines)

    async def _log(self, find: Callable[[str], str]) -> str:
        """Return the first thing that is found in a line of the log."""
        found = ""

        def take(line: str) -> str:
            nonlocal found
            found = find(line)
            return found

        await self._look_through("log", take)
        return found

    async def _look_through(
        self, name: Literal["stderr", "log"], take: Callable[[str], object]
    ) -> None:
        """Hand on the lines that a stream has at hand, until one is enough."""
        end = monotonic() + timing.RESULT_TIMEOUT
        try:
            async with self.instance.get_stream(
                name, idle_timeout=timing.LAST_LINE_SILENCE
            ) as stream:
                async for line in stream.iter_lines():
                    if take(line) or monotonic() > end:
                        return
        except ClientError:
            pass  # nothing more came


class AsyncExchange(AsyncStream):
    """A program's output, while it is sent its input; otherwise a stream as all are.

    Attributes:
        instance: The instance's client, for its other streams, once the block is entered.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[AsyncInstanceClient]],
        open_: Callable[[AsyncInstanceClient], AbstractAsyncContextManager[Response]],
        upload: AsyncUpload | None,
        *,
        is_owner: bool,
    ) -> None:
        """Take what gives the instance, and whether it is to end with the stream."""
        cancel_token = AsyncCancelToken()
        self._start = start
        self._program = program = AsyncProgram(upload, cancel_token, is_owned=is_owner)
        super().__init__(
            lambda: open_(program.instance),
            upload=upload,
            has_ended=program.has_ended,
            cancel_token=cancel_token,
        )
        self._is_owner = is_owner
        self._feeding: AsyncBackground | None = None

    @property
    def instance(self) -> AsyncInstanceClient:
        """The instance's client, for its other streams, once the block is entered."""
        return self._program.instance

    async def __aenter__(self) -> Self:
        if not self._entered:
            self._program.started = await self._start()
        try:
            await super().__aenter__()
            self._feeding = AsyncBackground(self._program.feed)
            self._feeding.start()
        except BaseException as error:
            if self._feeding is not None:  # else the stream isn't open
                await super().__aexit__(type(error), error, error.__traceback__)
            if self._is_owner:
                await self.instance.__aexit__(type(error), error, error.__traceback__)
            raise
        return self

    async def __aexit__(self, *exc_info: Any) -> None:
        self._cancel_token.cancel()
        try:
            await self._end_feeding()
        finally:
            try:
                await super().__aexit__(*exc_info)
            finally:
                if self._is_owner:
                    await self.instance.__aexit__(*exc_info)

    async def _chunks(self) -> AsyncIterator[bytes]:
        async for chunk in super()._chunks():
            yield chunk
        await self._end_feeding()  # of what the program didn't want to read
        if self._program.failure is not None:
            self._raise()
        await self._program.check()

    async def _end_feeding(self) -> None:
        if self._feeding is not None:
            await self._feeding.aclose()

    def _cause(self) -> Exception | None:
        return self._program.failure or super()._cause()


async def pipe(
    source: AsyncInstanceClient,
    target: AsyncInstanceClient,
    output: AsyncStream,
    upload: AsyncUpload,
) -> None:
    """Send an instance's output, which the upload is made of, to another until either ends."""

    async def watch() -> None:
        while not await cancel_token.wait(timing.END_POLL):
            with suppress(CannotConnectError, ServerError):
                if await program.has_ended():
                    ended.append(True)
                    cancel_token.cancel()
                    output.cancel()

    cancel_token, ended = AsyncCancelToken(), list[bool]()
    program = AsyncProgram(upload, cancel_token, target)
    watching: AsyncBackground | None = None
    try:
        if await program.takes_input(upload):
            watching = AsyncBackground(watch)
            watching.start()
            await async_cancellable(cancel_token, lambda: program.send(upload))
    except ClientError as error:
        if not ended and upload.failure is None and not isinstance(error, NotFoundError):
            error.add_note(f"It is about the input of instance {target.id}.")
            raise
        if not ended and upload.failure is not None:
            error.add_note(f"It is about the output of instance {source.id}.")
            raise
    finally:
        cancel_token.cancel()
        if watching is not None:
            await watching.aclose()
    for end in (program, AsyncProgram(None, cancel_token, source)):
        await end.check(may_be_killed=True)  # as what never ends is ended
