"""A signal may arrive at any time: while a stream is opened, read or closed."""

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
from scramjet_facade.concurrency import timing
from scramjet_facade.concurrency.cancel_token import current_token
from scramjet_facade.http11.parser import ResponseParser
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.background import join_threads, running_threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Python's own warnings are expected: the exception of a handler may interrupt open().
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

OPENINGS = pytest.mark.parametrize("openings", [60, pytest.param(600, marks=pytest.mark.slow)])
LONGEST = 0.004  # seconds: about the time to open and close a stream


class Alarm(BaseException):
    """The exception of a signal handler, such as KeyboardInterrupt."""


@pytest.fixture(autouse=True)
def collect_garbage() -> Iterator[None]:
    """Close sockets that were interrupted during their creation before the next test."""
    yield
    gc.collect()


def serve(peer: Peer) -> None:
    """Respond to each request, and keep downloads open until the client closes them."""
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
def random_signal(handler: Callable[..., object]) -> Iterator[None]:
    """Send a signal at a random time."""
    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-5, LONGEST))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def all_threads_end() -> bool:
    assert current_token() is None
    join_threads(running_threads())
    return not running_threads()


def endless() -> Iterator[bytes]:
    while True:
        yield b"data"


def download(host: HostClient) -> None:
    with host.get_instance_client("i").get_stream("output") as stream:
        next(iter(stream))


def cancellable_upload(host: HostClient) -> None:
    host.get_instance_client("i").send_input(b"x", "text/plain", cancellation=Cancellation())


def upload_from_iterator(host: HostClient) -> None:
    host.get_instance_client("i").send_input(islice(endless(), 3), "text/plain")


def duplex(host: HostClient) -> None:
    with host.get_instance_client("i").inout(endless()):
        pass


class OwnError(Exception):
    """The exception of a user's signal handler."""


ERRORS = pytest.mark.parametrize("error", [Alarm, OwnError])


class RaiseAtCall:
    """A trace function that raises at one call, as a signal handler would."""

    def __init__(self, number: int, error: type[BaseException]) -> None:
        self.remaining = number
        self._error = error

    def __call__(self, _frame: object, event: str, _argument: object) -> None:
        self.remaining -= event == "call"
        if self.remaining == 0:
            raise self._error


@ERRORS
@pytest.mark.parametrize("use", [download, cancellable_upload, upload_from_iterator, duplex])
def test_an_exception_of_a_signal_handler_at_any_call_leaves_nothing_running(
    use: Callable[[HostClient], None], error: type[BaseException]
) -> None:
    with ScriptedServer(serve) as server:
        with HostClient(server.base_url) as host:
            use(host)  # import everything that the first request needs
        before = sys.gettrace()
        for number in count(1):
            kept: BaseException | None = None
            tracer = RaiseAtCall(number, error)
            with HostClient(server.base_url) as host:
                sys.settrace(tracer)
                try:
                    use(host)
                except error as raised:
                    kept = raised  # as a program may, which keeps all its frames alive
                finally:
                    sys.settrace(before)
                assert current_token() is None, (number, kept)
                kept = None
                assert all_threads_end(), number
            if tracer.remaining > 0:
                break
        assert number > 50


def respond(peer: Peer) -> None:
    while (request := peer.read_request()) is not None:
        if request.path.endswith("/output"):
            peer.send(head(transfer_encoding="chunked"), b"4\r\ndata\r\n0\r\n\r\n")
        else:
            peer.send(answer(b"{}"))


def call(host: HostClient) -> None:
    host.get_version()


def complete_download(host: HostClient) -> None:
    with host.get_instance_client("i").get_stream("output") as stream:
        assert b"".join(stream) == b"data"


CALLBACKS = [name for name in vars(ResponseParser) if name.startswith("on_")]


@ERRORS
@pytest.mark.parametrize("callback", CALLBACKS)
@pytest.mark.parametrize("use", [call, complete_download, cancellable_upload, upload_from_iterator])
def test_an_exception_of_a_signal_handler_in_a_parser_callback_is_raised(
    use: Callable[[HostClient], None],
    callback: str,
    error: type[BaseException],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raised = error("of the handler")
    original = getattr(ResponseParser, callback)

    def handler(*_: object) -> None:
        raise raised

    def interrupted(*arguments: object) -> None:
        signal.raise_signal(signal.SIGUSR1)
        original(*arguments)

    before = signal.signal(signal.SIGUSR1, handler)
    try:
        with ScriptedServer(respond) as server, HostClient(server.base_url) as host:
            with monkeypatch.context() as patch:
                patch.setattr(ResponseParser, callback, interrupted)
                with pytest.raises(error) as caught:
                    use(host)
            assert caught.value is raised
            assert all_threads_end()
            use(host)
    finally:
        signal.signal(signal.SIGUSR1, before)


@OPENINGS
def test_an_exception_of_a_signal_handler_while_a_duplex_call_opens_is_raised(
    openings: int,
) -> None:
    def raise_alarm(*_: object) -> None:
        raise Alarm

    alarms = 0
    with ScriptedServer(serve) as server, HostClient(server.base_url) as host:
        instance = host.get_instance_client("i")
        download(host)  # import everything that the first request needs
        for _ in range(openings):
            try:
                with random_signal(raise_alarm), instance.inout(endless()) as stream:
                    assert next(iter(stream))
                    end = time.monotonic() + 1
                    while time.monotonic() < end:
                        time.sleep(0.01)
                    raise_alarm()  # Python ignored it because it was raised in a destructor
            except Alarm:
                alarms += 1
            else:
                raise AssertionError("the exception was not raised")
        assert alarms == openings
        assert all_threads_end()


@OPENINGS
@pytest.mark.parametrize("kind", ["download", "duplex"])
def test_a_signal_handler_may_cancel_the_stream_that_it_interrupts(
    kind: str, openings: int
) -> None:
    """cancel() must not wait for a lock that the interrupted code holds."""
    with ScriptedServer(serve) as server, HostClient(server.base_url) as host:
        instance = host.get_instance_client("i")
        for _ in range(openings):
            stream = (
                instance.inout(endless()) if kind == "duplex" else instance.get_stream("output")
            )

            def cancel(*_: object, stream: object = stream) -> None:
                stream.cancel()  # type: ignore[attr-defined]

            with suppress(ClientError), random_signal(cancel), stream:
                for _ in stream:
                    pass
        assert all_threads_end()


@pytest.mark.parametrize("kind", ["call", "download", "duplex"])
def test_a_signal_that_does_not_end_the_wait_is_handled_soon(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal just before the wait, or in another thread, does not end the system call."""
    monkeypatch.setattr(timing, "SIGNAL_CHECK", 0.01)
    waits = threading.Event()

    def raise_alarm(*_: object) -> None:
        raise Alarm

    def send_signal() -> None:
        assert waits.wait(60)
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)

    def serve_slowly(peer: Peer) -> None:
        if not (request := peer.read_head()):
            return
        if request.path.endswith("/version"):
            waits.set()
        else:
            peer.send(head(transfer_encoding="chunked"))
            peer.send_chunk(b"data\n")
        peer.wait_until_closed()

    def read(stream: object) -> None:
        for _ in stream:  # type: ignore[attr-defined]
            waits.set()

    before = signal.signal(signal.SIGUSR1, raise_alarm)
    sender = threading.Thread(target=send_signal)
    sender.start()
    try:
        with (
            ScriptedServer(serve_slowly) as server,
            HostClient(server.base_url, timeout=None) as host,
        ):
            instance = host.get_instance_client("i")
            with pytest.raises(Alarm):
                if kind == "call":
                    host.get_version()
                elif kind == "download":
                    with instance.get_stream("output") as stream:
                        read(stream)
                else:
                    with instance.inout(endless()) as stream:
                        read(stream)
            assert all_threads_end()
    finally:
        sender.join()
        signal.signal(signal.SIGUSR1, before)


@OPENINGS
def test_a_signal_handler_may_close_the_client(openings: int) -> None:
    with ScriptedServer(serve) as server:
        for _ in range(openings // 3):
            host = HostClient(server.base_url)

            def close(*_: object, host: HostClient = host) -> None:
                host.close()

            with suppress(ClientError), random_signal(close):
                while True:
                    with host.get_instance_client("i").get_stream("output") as stream:
                        next(iter(stream))
            host.close()


def upload(host: HostClient) -> None:
    host.get_instance_client("i").send_input(endless(), "text/plain")


def upload_until_ended(host: HostClient) -> None:
    host.get_instance_client("i").send_input(b"x", "text/plain", until_ended=True)


def stream_until_ended(host: HostClient) -> None:
    with host.get_instance_client("i").get_stream("output", until_ended=True):
        pass


def call_with_token(host: HostClient) -> None:
    host.with_options(token=lambda: "secret").get_version()


@pytest.mark.parametrize("has_started", [False, True])
@pytest.mark.parametrize(
    "use", [upload, upload_until_ended, duplex, stream_until_ended, call_with_token]
)
def test_an_exception_of_a_signal_handler_while_a_thread_starts_leaves_nothing_running(
    monkeypatch: pytest.MonkeyPatch, use: Callable[[HostClient], None], has_started: bool
) -> None:
    start = threading.Thread.start

    def interrupted_start(thread: threading.Thread) -> None:
        is_ours = thread.name.startswith("scramjet-")
        if has_started or not is_ours:
            start(thread)
        if is_ours:
            raise Alarm

    with ScriptedServer(serve) as server, HostClient(server.base_url) as host:
        with monkeypatch.context() as patch, pytest.raises(Alarm):
            patch.setattr(threading.Thread, "start", interrupted_start)
            use(host)
        assert all_threads_end()
