"""A signal may come at any instruction: while a stream opens, is read, or is left."""

from __future__ import annotations

import gc
import random
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from itertools import count, islice
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import Cancellation, ClientError, HostClient
from scramjet_facade.concurrency.cancel_token import current_token
from scramjet_facade.http11.parser import ResponseParser
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.beside import begun_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Python's own, rightly: what an exception out of a handler hits may be the opening of a file.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

OPENINGS = pytest.mark.parametrize("openings", [60, pytest.param(600, marks=pytest.mark.slow)])
LONGEST = 0.004  # seconds: about what it takes to open a stream and to leave it


class Alarm(BaseException):
    """What the handler of a signal raises, as that of Ctrl-C does."""


@pytest.fixture(autouse=True)
def what_was_hit_is_collected() -> Iterator[None]:
    """Leave the sockets that were hit while they were made to no other test."""
    yield
    gc.collect()


def talks(peer: Peer) -> None:
    """Answer each request at once, and a download for as long as the client is there."""
    while (request := peer.read_head()) is not None:
        if request.path.endswith("/input"):
            peer.read_body(request)
            peer.send(answer(b"{}"))
            continue
        peer.send(head(transfer_encoding="chunked"))
        peer.send_chunk(b"data\n")
        if peer.wait_until_closed():
            return


@contextmanager
def struck(handler: Callable[..., object]) -> Iterator[None]:
    """Let a signal come at a random moment."""
    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-5, LONGEST))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def nothing_is_left() -> bool:
    assert current_token() is None
    for thread in begun_threads():
        thread.join(5)
    return not begun_threads()


def endless() -> Iterator[bytes]:
    while True:
        yield b"data"


def download(host: HostClient) -> None:
    with host.get_instance_client("i").get_stream("output") as stream:
        next(iter(stream))


def cancellable_upload(host: HostClient) -> None:
    host.get_instance_client("i").send_input(b"x", "text/plain", cancellation=Cancellation())


def fed_upload(host: HostClient) -> None:
    host.get_instance_client("i").send_input(islice(endless(), 3), "text/plain")


def duplex(host: HostClient) -> None:
    with host.get_instance_client("i").inout(endless()):
        pass


class OwnError(Exception):
    """What a handler of the user's own raises."""


ERRORS = pytest.mark.parametrize("error", [Alarm, OwnError])


class Strike:
    """A tracer that raises at one of the calls: there the handlers of signals run, too."""

    def __init__(self, number: int, error: type[BaseException]) -> None:
        self.left = number
        self._error = error

    def __call__(self, _frame: object, event: str, _argument: object) -> None:
        self.left -= event == "call"
        if self.left == 0:
            raise self._error


@ERRORS
@pytest.mark.parametrize("use", [download, cancellable_upload, fed_upload, duplex])
def test_an_exception_out_of_a_handler_at_each_call(
    use: Callable[[HostClient], None], error: type[BaseException]
) -> None:
    with ScriptedServer(talks) as server:
        with HostClient(server.base_url) as host:
            use(host)  # imports what the first request needs
        before = sys.gettrace()
        for number in count(1):
            kept: BaseException | None = None
            strike = Strike(number, error)
            with HostClient(server.base_url) as host:
                sys.settrace(strike)
                try:
                    use(host)
                except error as raised:
                    kept = raised  # as a program may do it, and so all frames that it went through
                finally:
                    sys.settrace(before)
                assert current_token() is None, (number, kept)
                kept = None
                assert nothing_is_left(), number
            if strike.left > 0:
                break
        assert number > 50


def answers(peer: Peer) -> None:
    while (request := peer.read_request()) is not None:
        if request.path.endswith("/output"):
            peer.send(head(transfer_encoding="chunked"), b"4\r\ndata\r\n0\r\n\r\n")
        else:
            peer.send(answer(b"{}"))


def call(host: HostClient) -> None:
    host.get_version()


def whole_download(host: HostClient) -> None:
    with host.get_instance_client("i").get_stream("output") as stream:
        assert b"".join(stream) == b"data"


CALLBACKS = [name for name in vars(ResponseParser) if name.startswith("on_")]


@ERRORS
@pytest.mark.parametrize("callback", CALLBACKS)
@pytest.mark.parametrize("use", [call, whole_download, cancellable_upload, fed_upload])
def test_an_exception_out_of_a_handler_inside_a_callback_of_the_parser(
    use: Callable[[HostClient], None],
    callback: str,
    error: type[BaseException],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It reaches the caller as it is."""
    raised = error("the handler's own")
    original = getattr(ResponseParser, callback)

    def rise(*_: object) -> None:
        raise raised

    def interrupted(*arguments: object) -> None:
        signal.raise_signal(signal.SIGUSR1)
        original(*arguments)

    before = signal.signal(signal.SIGUSR1, rise)
    try:
        with ScriptedServer(answers) as server, HostClient(server.base_url) as host:
            with monkeypatch.context() as patch:
                patch.setattr(ResponseParser, callback, interrupted)
                with pytest.raises(error) as caught:
                    use(host)
            assert caught.value is raised
            assert nothing_is_left()
            use(host)
    finally:
        signal.signal(signal.SIGUSR1, before)


@OPENINGS
def test_an_exception_out_of_a_handler_while_a_duplex_call_opens(openings: int) -> None:
    def rise(*_: object) -> None:
        raise Alarm

    risen = 0
    with ScriptedServer(talks) as server, HostClient(server.base_url) as host:
        instance = host.get_instance_client("i")
        download(host)  # imports what the first request needs
        for _ in range(openings):
            try:
                with struck(rise), instance.inout(endless()) as stream:
                    assert next(iter(stream))
                    end = time.monotonic() + 1
                    while time.monotonic() < end:
                        time.sleep(0.01)
                    rise()  # it hit a destructor, which Python lets no exception leave
            except Alarm:
                risen += 1
            else:
                raise AssertionError("the exception did not come out")
        assert risen == openings
        assert nothing_is_left()


@OPENINGS
@pytest.mark.parametrize("kind", ["download", "duplex"])
def test_a_handler_that_cancels_whatever_it_interrupts(kind: str, openings: int) -> None:
    """Over the same lock, it would wait for what it interrupted."""
    with ScriptedServer(talks) as server, HostClient(server.base_url) as host:
        instance = host.get_instance_client("i")
        for _ in range(openings):
            stream = (
                instance.inout(endless()) if kind == "duplex" else instance.get_stream("output")
            )

            def cancel(*_: object, stream: object = stream) -> None:
                stream.cancel()  # type: ignore[attr-defined]

            with suppress(ClientError), struck(cancel), stream:
                for _ in stream:
                    pass
        assert nothing_is_left()


@OPENINGS
def test_a_handler_that_closes_the_client(openings: int) -> None:
    with ScriptedServer(talks) as server:
        for _ in range(openings // 3):
            host = HostClient(server.base_url)

            def close(*_: object, host: HostClient = host) -> None:
                host.close()

            with suppress(ClientError), struck(close):
                while True:
                    with host.get_instance_client("i").get_stream("output") as stream:
                        next(iter(stream))
            host.close()


def upload(host: HostClient) -> None:
    host.get_instance_client("i").send_input(endless(), "text/plain")


def upload_until_ended(host: HostClient) -> None:
    host.get_instance_client("i").send_input(b"x", "text/plain", until_ended=True)


def watched(host: HostClient) -> None:
    with host.get_instance_client("i").get_stream("output", until_ended=True):
        pass


def call_with_token(host: HostClient) -> None:
    host.with_options(token=lambda: "secret").get_version()


@pytest.mark.parametrize("has_begun", [False, True])
@pytest.mark.parametrize("use", [upload, upload_until_ended, duplex, watched, call_with_token])
def test_an_exception_out_of_a_handler_while_a_thread_starts(
    monkeypatch: pytest.MonkeyPatch, use: Callable[[HostClient], None], has_begun: bool
) -> None:
    start = threading.Thread.start

    def broken_start(thread: threading.Thread) -> None:
        is_ours = thread.name.startswith("scramjet-")
        if has_begun or not is_ours:
            start(thread)
        if is_ours:
            raise Alarm

    with ScriptedServer(talks) as server, HostClient(server.base_url) as host:
        with monkeypatch.context() as patch, pytest.raises(Alarm):
            patch.setattr(threading.Thread, "start", broken_start)
            use(host)
        assert nothing_is_left()
