# Generated from scramjet_facade/_async/exchange.py
"""Data through a program: what it gives is read while it is sent what it takes."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, Self

from scramjet_bindings.host.api import instances
from scramjet_bindings.types import UNSET

from ..data import endings
from ..data.sync_flavor import Background, Stop, is_stopped, sync_sleep
from ..errors import (
    CannotConnectError,
    ClientError,
    GoneError,
    InstanceFailedError,
    NotFoundError,
    ServerError,
)
from ..network.stop import sync_heeding
from .stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from scramjet_bindings.host.models import Instance

    from ..network import Response
    from .instance_client import InstanceClient
    from .upload import Upload

_GRACE = 1.0
_LOOK = 1.0
_VERDICT = 1.0
_POLL = 0.05
_LONGEST_START = 0.5
_LONGEST_SILENCE = 120.0
_TYPE_IS_READ = 0.1
_MONITORING_RATE = 4003
_NEXT_TO_NEVER = 1e-5
_LAST_LINES = 20
_LAST_SILENCE = 0.3
_ONLY_ASCII = (
    "hubs of version 0.18.7 damage data that is not ASCII: ndjson(…) makes ASCII of all values"
)


class Program:
    """An instance and the data that it is sent.

    It holds no stream, so that one that was forgotten is collected all the same.

    Attributes:
        started: The instance's client; None before it is started.
        failure: Why the data can't be sent to its end, though the program goes on.
    """

    def __init__(
        self,
        upload: Upload | None,
        stop: Stop,
        started: InstanceClient | None = None,
        *,
        is_owned: bool = False,
    ) -> None:
        """Take its input, if there is one, and what stops the stream of its output.

        One that is owned is there for this input alone.
        """
        self._upload = upload
        self._stop = stop
        self._is_owned = is_owned
        self.started = started
        self.failure: Exception | None = None

    @property
    def instance(self) -> InstanceClient:
        """The instance's client."""
        if self.started is None:
            raise ClientError("the program isn't started yet: enter the stream first")
        return self.started

    def feed(self) -> None:
        """Send the data; the stream is stopped if that fails and the program doesn't end."""
        upload = self._upload
        if upload is None:
            return
        try:
            if self.takes_input(upload):
                self.send(upload)
        except Exception as error:  # noqa: BLE001 (the reader is to see it, whatever it is)
            if upload.failure is None and self._is_explained(error):
                return
            self.failure = error
            self._stop.give()

    def send(self, upload: Upload) -> None:
        """Send the data, and end the input."""
        upload.send(
            instances.send_instance_input.sync_detailed,
            self.instance.id,
            client=self.instance.bindings,
            x_end_stream=UNSET,
        )

    def has_ended(self) -> bool:
        """Return whether the instance has ended."""
        try:
            return endings.has_ended(self.instance.get_info())
        except NotFoundError:
            return True

    def check(self, *, may_be_killed: bool = False) -> None:
        """Raise what made the program fail, if the hub learns it soon after the output's end."""
        end = monotonic() + _VERDICT
        while True:
            try:
                info = self.instance.get_info()
            except NotFoundError:
                return
            if info.status is UNSET or info.status == "stopping":
                return
            if endings.has_ended(info) or info.status == "killing":
                if not (may_be_killed and endings.was_killed(info)):
                    self._judge(info)
                return
            if monotonic() > end:
                break
            sync_sleep(_POLL)
        if not endings.is_python(info) and self._is_cut_off():
            raise InstanceFailedError(
                f"instance {info.id} lost its connection to the hub, which is too busy, "
                "and its output was cut off",
                reason="Runner disconnected",
            )

    def takes_input(self, upload: Upload) -> bool:
        """Wait until input arrives as it was sent; return whether the program is still there.

        Hubs of version 0.18.7 repeat what comes before the program reads, and those of 1.0.1 damage
        what comes together with its type, unless it is ASCII. So its type goes ahead then, when the
        program is seen to run, and has some time to be read, of which nothing tells.
        """
        try:
            self.instance.get_info()
            info = self.instance.wait("healthy", _LONGEST_SILENCE)
        except ClientError as error:
            if error.method is None:
                return False
            raise
        if info.status is UNSET:
            upload.warn_of_damage(_ONLY_ASCII)
            return True
        if self._is_owned:
            self._report_rarely()
        if not upload.is_ascii:
            end = monotonic() + _LONGEST_START
            while info.provides is UNSET and monotonic() < end and not is_stopped():
                sync_sleep(_POLL)
                info = self.instance.get_info()
            self.instance.send_input(b"", upload.content_type, end=False)
            sync_sleep(_TYPE_IS_READ)
        return True

    def _report_rarely(self) -> None:
        """Let the instance report its health no more, or next to never.

        In version 1.0.1 it drops its streams if the hub, which may be busy with this very input,
        doesn't answer a report within a second.
        """
        from scramjet_bindings.host.models import MonitoringRate  # noqa: PLC0415

        with suppress(ClientError):
            instances.set_instance_monitoring_rate.sync(
                self.instance.id,
                client=self.instance.bindings,
                body=[_MONITORING_RATE, MonitoringRate(_NEXT_TO_NEVER)],
            )

    def _is_explained(self, error: Exception) -> bool:
        """Return whether the program's end is why its input broke off, which is no error then."""
        if isinstance(error, NotFoundError | GoneError) or is_stopped():
            return True
        is_broken = isinstance(error, ClientError) and error.status is None
        return is_broken and self._stop.wait(_GRACE)

    def _judge(self, info: Instance) -> None:
        if (failure := endings.failure(info)) is None:
            if not (endings.looks_complete(info) and self._log(endings.broken_output)):
                return
            failure = None, "its output broke off"
        exitcode, reason = failure
        stderr = self._stderr()
        log = "" if stderr else self._log(endings.caught)
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

    def _is_cut_off(self) -> bool:
        """Return whether the program runs on, but its streams have all ended.

        In version 1.0.1 it drops them when the hub leaves it without a word for a second; of what
        has done its work they stay open for 10 s.
        """
        try:
            with self.instance.get_stream("stdout", idle_timeout=_LAST_SILENCE) as stdout:
                end = monotonic() + _VERDICT
                for _ in stdout:
                    if monotonic() > end:
                        return False
            return (self.instance.get_info()).status == "running"
        except ClientError:
            return False

    def _stderr(self) -> str:
        """Return the last lines of stderr, which never ends if the process lives on."""
        lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._look_through("stderr", lines.append)
        return "\n".join(lines)

    def _log(self, find: Callable[[str], str]) -> str:
        """Return the first thing that is found in a line of the log."""
        found = ""

        def take(line: str) -> str:
            nonlocal found
            found = find(line)
            return found

        self._look_through("log", take)
        return found

    def _look_through(self, name: Literal["stderr", "log"], take: Callable[[str], object]) -> None:
        """Hand on the lines that a stream has at hand, until one is enough."""
        end = monotonic() + _VERDICT
        try:
            with self.instance.get_stream(name, idle_timeout=_LAST_SILENCE) as stream:
                for line in stream.iter_lines():
                    if take(line) or monotonic() > end:
                        return
        except ClientError:
            pass


class Exchange(Stream):
    """A program's output, while it is sent its input; otherwise a stream as all are.

    Attributes:
        instance: The instance's client, for its other streams, once the block is entered.
    """

    def __init__(
        self,
        start: Callable[[], InstanceClient],
        open_: Callable[[InstanceClient], AbstractContextManager[Response]],
        upload: Upload | None,
        *,
        is_owner: bool,
    ) -> None:
        """Take what gives the instance, and whether it is to end with the stream."""
        stop = Stop()
        self._start = start
        self._program = program = Program(upload, stop, is_owned=is_owner)
        super().__init__(
            lambda: open_(program.instance),
            upload=upload,
            has_ended=program.has_ended,
            stop=stop,
        )
        self._is_owner = is_owner
        self._feeding: Background | None = None

    @property
    def instance(self) -> InstanceClient:
        """The instance's client, for its other streams, once the block is entered."""
        return self._program.instance

    def __enter__(self) -> Self:
        if not self._entered:
            self._program.started = self._start()
        try:
            super().__enter__()
            self._feeding = Background(self._program.feed)
            self._feeding.start()
        except BaseException as error:
            if self._feeding is not None:
                super().__exit__(type(error), error, error.__traceback__)
            if self._is_owner:
                self.instance.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, *exc_info: Any) -> None:
        self._stop.give()
        try:
            self._end_feeding()
        finally:
            try:
                super().__exit__(*exc_info)
            finally:
                if self._is_owner:
                    self.instance.__exit__(*exc_info)

    def _chunks(self) -> Iterator[bytes]:
        for chunk in super()._chunks():
            yield chunk
        self._end_feeding()
        if self._program.failure is not None:
            self._raise()
        self._program.check()

    def _end_feeding(self) -> None:
        if self._feeding is not None:
            self._feeding.close()

    def _cause(self) -> Exception | None:
        return self._program.failure or super()._cause()


def pipe(
    source: InstanceClient,
    target: InstanceClient,
    output: Stream,
    upload: Upload,
) -> None:
    """Send an instance's output, which the upload is made of, to another until either ends."""

    def watch() -> None:
        while not stop.wait(_LOOK):
            with suppress(CannotConnectError, ServerError):
                if program.has_ended():
                    ended.append(True)
                    stop.give()
                    output.cancel()

    stop, ended = Stop(), list[bool]()
    program = Program(upload, stop, target)
    watching: Background | None = None
    try:
        if program.takes_input(upload):
            watching = Background(watch)
            watching.start()
            sync_heeding(stop, lambda: program.send(upload))
    except ClientError as error:
        if not ended and upload.failure is None and not isinstance(error, NotFoundError):
            error.add_note(f"It is about the input of instance {target.id}.")
            raise
        if not ended and upload.failure is not None:
            error.add_note(f"It is about the output of instance {source.id}.")
            raise
    finally:
        stop.give()
        if watching is not None:
            watching.close()
    for end in (program, Program(None, stop, source)):
        end.check(may_be_killed=True)
