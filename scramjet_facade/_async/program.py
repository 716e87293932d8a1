"""The program in an instance: its input, its log, whether it succeeded or failed."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Literal

from scramjet_bindings.host.api import instances
from scramjet_bindings.types import UNSET

from ..concurrency import timing
from ..concurrency.async_flavor import AsyncCancelToken, async_sleep
from ..concurrency.sync_flavor import is_cancelled
from ..errors import ClientError, GoneError, InstanceFailedError, NotFoundError
from ..hub import damage, exit_status, log_lines, messages, versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from scramjet_bindings.host.models import Instance

    from .instance_client import AsyncInstanceClient
    from .upload import AsyncUpload

_LAST_LINES = 20


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
            if not versions.reports_status(info) or exit_status.is_stopping(info):
                return
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
        if not versions.reports_status(info):
            upload.warn_of_damage(damage.UNLESS_ASCII)
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
        with suppress(ClientError):  # the data goes through all the same, most of the time
            await instances.set_instance_monitoring_rate.asyncio(
                self.instance.id,
                client=self.instance.bindings,
                body=messages.rare_reports(),
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
            if not (exit_status.looks_complete(info) and await self._log(log_lines.broken_output)):
                return
            failure = None, "its output broke off"
        exitcode, reason = failure
        stderr = await self._stderr()
        log = "" if stderr else await self._log(log_lines.caught_exception)
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
