"""The program in an instance, with its input and its success or failure."""

from __future__ import annotations

import math
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Literal, NoReturn

from scramjet_bindings.host.api import instances
from scramjet_bindings.types import UNSET

from ..concurrency import timing
from ..concurrency.async_flavor import AsyncCancelToken, async_settled, async_sleep
from ..concurrency.cancel_token import current_token
from ..concurrency.future import Future
from ..concurrency.sync_flavor import is_cancelled
from ..errors import (
    ClientError,
    GoneError,
    InstanceFailedError,
    NotFoundError,
    RequestTimeoutError,
)
from ..hub import damage, exit_status, languages, messages, versions
from ..hub.log_lines import ProgramLog, PythonErrors
from .spans import CANCELLED, async_expecting, async_untraced

if TYPE_CHECKING:
    from collections.abc import Callable

    from scramjet_bindings.host.models import Instance

    from .input_type import FindConfig
    from .instance_client import AsyncInstanceClient
    from .lifecycle import AsyncLifecycle
    from .stream import AsyncStream
    from .upload import AsyncUpload

_LAST_LINES = 20
_PYTHON_HINT = (
    ". If all Python programs fail like this, the hub's version of Python breaks the hub's runner: "
    'see the page "Programs in Python" of the documentation'
)
# If a program ends before it has read its whole input, the hub refuses the rest of the input.
_NO_ERRORS = frozenset({CANCELLED, 404, 410})


class AsyncProgram:
    """An instance, the data for its input, and the success or failure of its program.

    This object holds no reference to a stream, so an abandoned stream can be garbage-collected.

    Attributes:
        started: The instance's client; None before the instance is started.
        failure: The error that the reader of the output raises; None if there is none.
        silent_since: The time of the program's start, of its last output, or of the last status
            check.
    """

    def __init__(
        self,
        upload: AsyncUpload | None,
        cancel_token: AsyncCancelToken,
        started: AsyncInstanceClient | None = None,
        *,
        find_config: FindConfig | None = None,
        is_owned: bool = False,
    ) -> None:
        """Create the program.

        Args:
            upload: The program's input, or None if no input is sent.
            cancel_token: The token that cancels the stream of the program's output.
            started: The instance's client if the instance exists already.
            find_config: A function that returns the hub's information about the program's package.
            is_owned: Whether the instance exists only for this input, so that nobody else reads the
                instance's log.
        """
        self._upload = upload
        self._cancel_token = cancel_token
        self._find_config = find_config
        self._is_owned = is_owned
        # Hubs of version 0.18.7 may remove a Python program before its log can be read.
        self._is_handwritten_python = False
        self._is_python = False
        # Whether the hub keeps instances that have ended; None if the hub's version is unknown.
        self._is_remembered: bool | None = None
        self._end_check = timing.FIRST_END_CHECK
        self._python_errors = PythonErrors()
        self._log = ProgramLog()
        self._stderr_opened: Future[None] = Future()  # also done if stderr is not read
        self._stderr_ended: Future[None] = Future()
        self._has_opened_log = False
        self._unread_log: ClientError | None = None  # the error if the log could not be opened
        self.started = started
        self.failure: Exception | None = None
        self.silent_since = self._checked_at = monotonic()
        self._ended: Instance | None = None  # the instance, if a check has found its end

    @property
    def instance(self) -> AsyncInstanceClient:
        """The instance's client."""
        if self.started is None:
            raise ClientError("the program has not started yet: enter the stream first")
        return self.started

    async def feed(self) -> None:
        """Send the input; cancel the stream if sending fails although the program continues."""
        upload = self._upload
        if upload is None:
            return
        try:
            if await self.takes_input(upload):
                await async_expecting(_NO_ERRORS, lambda: self.send(upload))
        except BaseException as error:  # the reader gets it, whatever it is
            if upload.failure is not None:
                self._fail(upload.failure)
            elif not isinstance(error, Exception):
                raise
            elif not await self._is_explained(error):
                self._fail(error)

    async def send(self, upload: AsyncUpload) -> None:
        """Send the data, and end the input."""
        await upload.send_in_parts(
            instances.send_instance_input.asyncio_detailed,
            self.instance.id,
            client=self.instance.bindings,
            x_end_stream=UNSET,
        )

    async def has_ended(self) -> bool:
        """Return whether the instance is known to have ended; most calls send no request.

        If a program throws, its output may stay open without more data. Only the status then shows
        that the program has ended.
        """
        now = monotonic()
        is_silent = now >= self.silent_since + self._end_check
        if is_silent:
            self._end_check = min(self._end_check * 4, timing.LONGEST_END_CHECK)
            self.silent_since = now
        elif self._ended is not None or now < self._checked_at + timing.LONGEST_END_CHECK:
            return False
        self._checked_at = now
        try:
            found = await self._life.look_for("ended", math.inf)
        except ClientError:
            if is_silent:
                raise
            return False  # the output shows that the hub can be reached
        if found is not None and versions.reports_status(found):
            await self._record_end(found)
        return is_silent and found is not None

    async def _record_end(self, ended: Instance) -> None:
        """Record the result, because the hub may remove the instance before a slow reader ends."""
        if self._is_owned and not self._log.has_result:
            await async_untraced(lambda: self._look_through("log", self._log.take))
        self._ended = ended

    async def takes_input(self, upload: AsyncUpload) -> bool:
        """Wait until the hub can deliver input unchanged; return False if the program ended.

        Hubs of version 0.18.7 repeat input that arrives before the program reads. Hubs of version
        1.0.1 damage non-ASCII input in the request that sets the content type. Therefore the client
        first sends an empty input to set the content type.
        """
        return await async_untraced(lambda: self._takes_input(upload))

    async def _takes_input(self, upload: AsyncUpload) -> bool:
        life = self._life
        try:
            # look_for() is called first, because wait() would also wait for an unreachable hub.
            info = await life.look_for("healthy", monotonic() + timing.HEALTH_TIMEOUT)
            if info is None:
                info = await life.wait("healthy", timing.HEALTH_TIMEOUT)
        except ClientError as error:
            if error.method is None and not isinstance(error, RequestTimeoutError):
                return False  # the instance has ended
            raise
        self._is_remembered = versions.reports_status(info)
        upload.set_request_limit(versions.request_limit_of(info))
        if not self._is_remembered:
            upload.warn_of_damage(damage.UNLESS_ASCII)
            if not self._is_owned:
                await self._look_up_language()
            return True
        if self._is_owned:
            await self._report_rarely()
        if not upload.is_ascii:
            await self._wait_until_ready(info)
            await self.instance.send_input(b"", upload.content_type, end=False)
            await async_sleep(timing.CONTENT_TYPE_READ)
        return True

    async def check(self, *, may_be_killed: bool = False) -> None:
        """Raise InstanceFailedError if the program failed; call this after the end of its output.

        The log reports the result immediately. Hubs of version 1.0.1 silence a log for all readers
        when one reader disconnects. Therefore the log is read only if it has no other reader. For a
        program made by ``python_program``, the log is read even if it has other readers. They lose
        no lines, because the program writes none after the end of its output.
        """
        await async_untraced(lambda: self._check(may_be_killed))

    async def _check(self, may_be_killed: bool) -> None:
        if not self._life.is_stopped_here and (self._is_owned or await self._may_read_log()):
            log = self._log
            if not log.has_result:
                await self._look_through("log", log.take)
            if log.completed:
                return
            if log.failure is not None:
                await self._check_logged(log.failure, log.stack)
                return
        if self._life.is_killed_here and not may_be_killed:
            self._raise_killed_here()
        await self._wait_for_stderr()
        if self._python_errors.has_trace and not self._life.is_stopped_here:
            raise self._python_failure("it raised an exception")
        await self._check_status(may_be_killed)

    async def check_removed(self) -> None:
        """Raise InstanceFailedError if the hub removed the instance of a failed program."""
        if self._is_owned and self._is_handwritten_python:  # the last lines of stderr may be late
            await async_settled(self._stderr_ended, timing.RESULT_TIMEOUT)
        is_unreported = self._is_handwritten_python and not self._python_errors.has_trace
        is_unknown = is_unreported and not self._is_remembered
        if not (self._life.is_stopped_here or is_unknown):
            with suppress(ClientError):  # the failure is raised anyway
                await self._look_up_language()
            raise self._python_failure(
                "the hub has removed it, but did not log that the program completed"
            )

    async def _look_up_language(self) -> None:
        config = None if self._find_config is None else await self._find_config()
        self._is_python = languages.is_python(config)
        self._is_handwritten_python = config is not None and languages.fails_on_stderr(config)

    async def watch_python(self) -> None:
        """Read the stderr of a Python program that was not made by ``python_program``.

        Only stderr reports the exceptions of a Python program. An exception may leave the output
        open, so this method cancels the output.
        """
        try:
            await self._look_up_language()
            if self._is_handwritten_python:
                await self._watch_stderr()
        except ClientError:
            pass  # if the hub has stopped, the reader of the output receives an error
        except Exception as error:  # noqa: BLE001 (of the token function; the reader gets it)
            self._fail(error)
        finally:
            self._stderr_opened.set_result(None)
            self._stderr_ended.set_result(None)

    async def _wait_for_stderr(self) -> None:
        """Wait until the client has read the available lines of a Python program's stderr."""
        if self._is_owned and not self._stderr_opened.done():  # the hub is busy
            began = monotonic()
            await async_settled(self._stderr_opened, timing.LOG_TIMEOUT)
            # On a slow network, the lines may take as long as the head did.
            silence = max(timing.LAST_LINE_SILENCE, monotonic() - began)
            await async_settled(self._stderr_ended, silence)

    async def _watch_stderr(self) -> None:
        stream = self.instance.get_stream("stderr")
        if (token := current_token()) is not None:  # the token of the calling thread or task
            token.add_callback(stream.cancel)
        async with stream as stderr:
            self._stderr_opened.set_result(None)
            async for line in stderr.iter_lines():
                if self._python_errors.take(line) and self.failure is None:
                    await async_sleep(timing.LAST_LINE_SILENCE)  # the last output may still arrive
                    why = "an exception ended the program, but its output stayed open"
                    self._fail(self._python_failure(why))

    def _fail(self, error: Exception) -> None:
        self.failure = error
        self._cancel_token.cancel()

    async def _may_read_log(self) -> bool:
        if self._is_remembered is False:  # the hub soon removes the instance and its log
            return True
        info = await self._info()
        return info is not None and (
            not versions.reports_status(info) or exit_status.is_function(info)
        )

    async def _check_logged(self, failure: tuple[int | None, str], stack: str) -> None:
        """Raise the failure that the log reported; prefer the hub's description if there is one."""
        info = await self._info()
        if info is not None and exit_status.has_ended(info):
            reported = exit_status.failure(info)
            if reported is None and not exit_status.may_have_failed(info):
                return
            failure = reported or failure
        raise self._program_failure(
            *failure, stderr=await self._stderr(timing.STDERR_SILENCE), log=stack
        )

    async def _check_status(self, may_be_killed: bool) -> None:
        """Watch the status for as long as a hub may need to notice a failed program."""
        end, pause = monotonic() + timing.RESULT_TIMEOUT, timing.POLL
        while True:
            is_last = monotonic() >= end  # a slow response may describe the status before this time
            info = await self._info()
            if info is None:
                if not may_be_killed:
                    self._check_log_was_read()
                    await self.check_removed()
                return
            if exit_status.is_stopping(info):
                return
            if exit_status.has_ended(info) or exit_status.was_killed(info):
                if not (may_be_killed and exit_status.was_killed(info)):
                    await self._judge(info)
                return
            if is_last:
                break
            await async_sleep(min(pause, max(end - monotonic(), 0)))
            pause = min(pause * 1.5, timing.RESULT_TIMEOUT / 4)
        is_checked = versions.reports_status(info) and not exit_status.is_python(info)
        if not is_checked:
            self._check_log_was_read()
        elif await self._is_cut_off():
            raise InstanceFailedError(
                f"the hub is too busy: instance {info.id} lost its connection to the hub, and its "
                "output was cut off",
                reason="Runner disconnected",
            )

    async def _judge(self, info: Instance) -> None:
        """Raise the failure of an ended instance, if there is one."""
        log = self._log
        failure = exit_status.failure(info)
        stderr = ""
        if failure is not None:
            stderr = await self._stderr(timing.LAST_LINE_SILENCE)
        if not stderr and (failure is not None or exit_status.may_have_failed(info)):
            await self._look_through("log", log.take)
        if failure is None:
            if not exit_status.may_have_failed(info):
                return
            failure = log.failure
            if log.has_begun and not (log.has_result or self._life.is_stopped_here):
                failure = exit_status.failure(info, is_incomplete=True)
            if failure is None:
                self._check_log_was_read()
                return
        raise self._program_failure(*failure, stderr=stderr, log=log.stack)

    def _raise_killed_here(self) -> NoReturn:
        exitcode, reason = exit_status.KILLED
        raise InstanceFailedError(
            f"this client killed instance {self.instance.id} before the hub reported that the "
            "program had completed",
            exitcode=exitcode,
            reason=reason,
        )

    def _check_log_was_read(self) -> None:
        """Raise an error if the log could not be opened, because only the log shows the result."""
        if self._unread_log is not None:
            self._unread_log.add_note("The result of the program is unknown.")
            raise self._unread_log

    def _python_failure(self, reason: str) -> InstanceFailedError:
        return self._program_failure(None, reason, stderr="\n".join(self._python_errors.lines))

    def _program_failure(
        self, exitcode: int | None, reason: str, *, stderr: str = "", log: str = ""
    ) -> InstanceFailedError:
        code = "" if exitcode is None else f" (exit code {exitcode})"
        only_logged = "" if log in stderr else log
        hint = _PYTHON_HINT if self._is_python else ""
        titles = {"its log reports": only_logged, "its stderr ends with": stderr}
        quoted = " and ".join(title for title, text in titles.items() if text)
        return InstanceFailedError(
            f"instance {self.instance.id} failed: {reason}{code}; "
            + (f"{quoted}:" if quoted else f"its stderr is empty{hint}"),
            exitcode=exitcode,
            reason=reason,
            stderr=stderr,
            log=log,
        )

    async def _is_explained(self, error: Exception) -> bool:
        """Return whether sending the input failed only because the program had ended."""
        if isinstance(error, NotFoundError | GoneError) or is_cancelled():
            return True
        is_broken = isinstance(error, ClientError) and error.status is None
        return is_broken and await self._cancel_token.wait(timing.INPUT_GRACE)

    async def _wait_until_ready(self, info: Instance) -> None:
        """Wait until a JavaScript program reads its input, or until a short time has passed."""
        for pause in (timing.INPUT_READY / 5, timing.INPUT_READY * 4 / 5):
            if info.provides is not UNSET or is_cancelled():
                return
            await async_sleep(pause)
            info = await self._life.get_info()

    async def _report_rarely(self) -> None:
        """Make the instance report its health very rarely."""
        with suppress(ClientError):  # the data usually arrives even if this request fails
            await instances.set_instance_monitoring_rate.asyncio(
                self.instance.id,
                client=self.instance.bindings,
                body=messages.rare_reports(),
            )

    async def _is_cut_off(self) -> bool:
        """Return whether the instance runs although all its streams have ended.

        In version 1.0.1, an instance closes its streams if the hub does not respond for a second.
        The streams of a completed program stay open for 10 s.
        """
        try:
            async with self._last_data("stdout", timing.LAST_LINE_SILENCE) as stdout:
                end = monotonic() + timing.RESULT_TIMEOUT
                async for _ in stdout:
                    if monotonic() > end:
                        stdout.cancel()
            info = await self._info()
            return info is not None and exit_status.is_alive(info)
        except ClientError:
            return False

    async def _stderr(self, silence: float) -> str:
        """Return the last lines of stderr; stop after a silence, because stderr may stay open."""
        lines: deque[str] = deque(maxlen=_LAST_LINES)
        await self._look_through("stderr", lines.append, silence)
        return "\n".join(lines)

    async def _look_through(
        self,
        name: Literal["stderr", "log"],
        take: Callable[[str], object],
        silence: float | None = None,
    ) -> None:
        """Pass the available lines of a stream to ``take`` until ``take`` returns a true value."""
        if silence is None:
            silence = timing.LAST_LINE_SILENCE
        is_enough = False
        try:
            async with self._last_data(name, silence) as stream:
                end = monotonic() + timing.RESULT_TIMEOUT
                if name == "log":
                    self._has_opened_log, self._unread_log = True, None
                    end = monotonic() + timing.LOG_TIMEOUT
                async for line in stream.iter_lines():
                    is_enough = is_enough or bool(take(line)) or monotonic() > end
                    if is_enough:
                        # After a return, the event loop would close the iterator later.
                        stream.cancel()
        except ClientError as error:  # if the stream was open, it has no more lines
            is_unread = name == "log" and not self._has_opened_log
            if is_unread and not isinstance(error, NotFoundError):
                self._unread_log = error

    def _last_data(self, name: Literal["stderr", "stdout", "log"], silence: float) -> AsyncStream:
        """Return a stream that may open late on a busy hub, but ends after a short silence."""
        # Hubs of version 1.0.1 send no lines to a second reader of a log. A proxy may then hold
        # back the response headers.
        is_first = name == "log" and not self._has_opened_log
        limit = timing.LOG_TIMEOUT if is_first else timing.LAST_HEAD_TIMEOUT
        stream = self.instance.get_stream(name, idle_timeout=limit)
        stream._silence = silence  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        return stream

    async def _info(self) -> Instance | None:
        """Return the hub's information about the instance; None if the hub has removed it.

        If a check has found the end of the instance, the information of this check remains.
        """
        try:
            info = await self._life.get_info()
        except NotFoundError:
            return self._ended
        self._is_remembered = versions.reports_status(info)
        return info

    @property
    def _life(self) -> AsyncLifecycle:
        return self.instance._lifecycle  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
