"""A start that is cancelled or interrupted leaves no instance.

The client waits for the response and kills the instance. If a sequence or an instance may remain,
a note of the exception mentions it.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncSequenceClient,
    CannotConnectError,
    HostClient,
    RequestTimeoutError,
    SequenceClient,
    ServerError,
)
from scramjet_facade.testing import FakeHub
from tests.flavor import async_wait
from tests.scripted_server import Peer, ScriptedServer, answer
from tests.streams.background import connections_to

from ._async.test_reliable_cleanup import Alarm, Hub

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.scripted_server import Request

ID = "00000000-0000-4000-8000-000000000000"


class SlowHub(Hub):
    """Delays the response to a start until it is allowed to respond.

    Attributes:
        received: Set when a request to start an instance has arrived.
        may_respond: The hub responds when this is set.
        refuses: Whether it refuses to start instances.
        breaks: Whether it closes the connection instead of responding.
    """

    def __init__(self, *, refuses: bool = False) -> None:
        super().__init__("starting")
        self.received, self.may_respond = threading.Event(), threading.Event()
        self.refuses = refuses
        self.breaks = False

    def __exit__(self, *exc_info: object) -> None:
        self.may_respond.set()
        super().__exit__(*exc_info)  # type: ignore[arg-type]

    def _reply(self, request: Request) -> bytes:
        if request.path.endswith("/start"):
            self.received.set()
            assert self.may_respond.wait(20)
            if self.refuses:
                return REFUSAL
            if self.breaks:
                raise ConnectionResetError
        return super()._reply(request)


REFUSAL = answer(b'{"error": "no"}', 500, "No")


@contextmanager
def interrupted_after(act: Callable[[], None]) -> Iterator[None]:
    """Interrupt this thread with a signal after another thread has called a function."""

    def raise_alarm(*_: object) -> None:
        raise Alarm

    def call_and_signal() -> None:
        act()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

    before = signal.signal(signal.SIGUSR1, raise_alarm)
    thread = threading.Thread(target=call_and_signal)
    thread.start()
    try:
        yield
    finally:
        thread.join()
        signal.signal(signal.SIGUSR1, before)


async def start(sequence: AsyncSequenceClient) -> None:
    await sequence.start()


async def run(sequence: AsyncSequenceClient) -> None:
    async with sequence.run(b"data"):
        raise AssertionError("the program never starts")


async def start_once(sequence: AsyncSequenceClient) -> None:
    await sequence.start(instance_id=ID)


USES = [start, run, start_once]


@pytest.mark.parametrize("is_timeout", [False, True])
@pytest.mark.parametrize("call", USES)
async def test_a_cancelled_start_leaves_no_instance(
    call: Callable[[AsyncSequenceClient], Awaitable[None]], is_timeout: bool
) -> None:
    with SlowHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:

            async def limited() -> None:
                async with asyncio.timeout(0.2 if is_timeout else None):
                    await call(host.get_sequence_client("s"))

            starting = asyncio.create_task(limited())
            assert await async_wait(hub.received, 5)
            if is_timeout:
                await asyncio.sleep(0.25)  # the time limit has passed
            else:
                starting.cancel()
                await asyncio.sleep(0)
            hub.may_respond.set()
            with pytest.raises(TimeoutError if is_timeout else asyncio.CancelledError):
                await starting
        assert hub.actions == ["kill"]
        assert hub.status == "completed"


def sync_start(sequence: SequenceClient) -> None:
    sequence.start()


def sync_run(sequence: SequenceClient) -> None:
    with sequence.run(b"data"):
        raise AssertionError("the program never starts")


def sync_start_once(sequence: SequenceClient) -> None:
    sequence.start(instance_id=ID)


@pytest.mark.parametrize("call", [sync_start, sync_run, sync_start_once])
def test_a_start_interrupted_by_a_signal_leaves_no_instance(
    call: Callable[[SequenceClient], None],
) -> None:
    with SlowHub() as hub, HostClient(hub.base_url) as host:

        def act() -> None:
            assert hub.received.wait(5)
            threading.Timer(0.1, hub.may_respond.set).start()

        with pytest.raises(Alarm), interrupted_after(act):
            call(host.get_sequence_client("s"))
        assert hub.actions == ["kill"]
        assert hub.status == "completed"


async def test_a_cancelled_start_that_is_refused_kills_nothing() -> None:
    with SlowHub(refuses=True) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            starting = asyncio.create_task(start(host.get_sequence_client("s")))
            assert await async_wait(hub.received, 5)
            starting.cancel()
            await asyncio.sleep(0)
            hub.may_respond.set()
            with pytest.raises(asyncio.CancelledError) as caught:
                await starting
        assert hub.actions == []
        assert not hasattr(caught.value, "__notes__")


MAY_RUN = "the hub may have started an instance, which continues to run: check list_instances()"


async def test_a_cancelled_start_without_a_response_is_mentioned_in_a_note(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UNDO_TIMEOUT", 0.05)
    with SlowHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            starting = asyncio.create_task(start(host.get_sequence_client("s")))
            assert await async_wait(hub.received, 5)
            starting.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await starting
    assert caught.value.__notes__ == [MAY_RUN]


def test_an_interrupted_start_without_a_response_is_mentioned_in_a_note(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UNDO_TIMEOUT", 0.05)
    with SlowHub() as hub, HostClient(hub.base_url) as host:

        def act() -> None:
            assert hub.received.wait(5)

        with pytest.raises(Alarm) as caught, interrupted_after(act):
            host.get_sequence_client("s").start()
    assert caught.value.__notes__ == [MAY_RUN]


async def test_a_cancelled_start_whose_connection_breaks_is_mentioned_in_a_note() -> None:
    with SlowHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            starting = asyncio.create_task(start(host.get_sequence_client("s")))
            assert await async_wait(hub.received, 5)
            starting.cancel()
            await asyncio.sleep(0)
            hub.breaks = True
            hub.may_respond.set()
            with pytest.raises(asyncio.CancelledError) as caught:
                await starting
    (note,) = caught.value.__notes__
    assert note.startswith("POST ")
    assert note.endswith(MAY_RUN)


def test_an_interrupted_start_whose_connection_breaks_is_mentioned_in_a_note() -> None:
    with SlowHub() as hub, HostClient(hub.base_url) as host:
        hub.breaks = True

        def act() -> None:
            assert hub.received.wait(5)
            threading.Timer(0.1, hub.may_respond.set).start()

        with pytest.raises(Alarm) as caught, interrupted_after(act):
            host.get_sequence_client("s").start()
    (note,) = caught.value.__notes__
    assert note.startswith("POST ")
    assert note.endswith(MAY_RUN)


class UnresponsiveHub(ScriptedServer):
    """Reads a request and never responds.

    Attributes:
        received: Set when the request has arrived.
        may_end: The hub closes the connection when this is set.
    """

    def __init__(self) -> None:
        super().__init__(self._play)
        self.received, self.may_end = threading.Event(), threading.Event()

    def _play(self, peer: Peer) -> None:
        peer.read_request()
        self.received.set()
        self.may_end.wait(10)


UPLOAD_NOTES = ["the sequence may exist on the hub: check list_sequences()"]


@pytest.mark.parametrize("is_timeout", [False, True])
async def test_a_cancelled_upload_of_a_sequence_is_mentioned_in_a_note(is_timeout: bool) -> None:
    with UnresponsiveHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:

            async def limited() -> None:
                async with asyncio.timeout(0.2 if is_timeout else None):
                    await host.send_sequence(b"package")

            sending = asyncio.create_task(limited())
            assert await async_wait(hub.received, 5)
            if not is_timeout:
                sending.cancel()
            with pytest.raises(TimeoutError if is_timeout else asyncio.CancelledError) as caught:
                await sending
        hub.may_end.set()
    error = caught.value.__cause__ if is_timeout else caught.value
    assert getattr(error, "__notes__", None) == UPLOAD_NOTES


def test_an_interrupted_upload_of_a_sequence_is_mentioned_in_a_note() -> None:
    with UnresponsiveHub() as hub, HostClient(hub.base_url) as host:
        with (
            pytest.raises(Alarm) as caught,
            interrupted_after(lambda: hub.received.wait(5) and None),
        ):
            host.send_sequence(b"package")
        hub.may_end.set()
    assert caught.value.__notes__ == UPLOAD_NOTES


def test_an_error_in_the_background_thread_is_raised_unchanged() -> None:
    with SlowHub(refuses=True) as hub, HostClient(hub.base_url, retries=0) as host:
        hub.may_respond.set()
        with pytest.raises(ServerError, match="no"):
            host.get_sequence_client("s").start()
    with HostClient("http://127.0.0.1:1/api/v1", retries=0) as host:
        with pytest.raises(CannotConnectError) as caught:
            host.get_sequence_client("s").start()
        with pytest.raises(CannotConnectError) as direct:
            host.get_version()
        assert repr(caught.value.__context__) == repr(direct.value.__context__)


async def test_a_start_that_times_out_on_a_slow_fake_hub_leaves_no_instance() -> None:
    def echo(data: Any) -> Iterator[bytes]:
        yield from data

    with FakeHub() as hub:
        sequence_id = hub.add_sequence("echo", echo)
        hub.delay("POST", "start", seconds=0.3, done=True)
        async with AsyncHostClient(hub.url) as host:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await host.get_sequence_client(sequence_id).start()
            assert [one.status for one in await host.list_instances()] == ["completed"]


def test_the_end_of_the_event_loop_ends_the_wait_for_a_late_response(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def time_out(url: str) -> None:
        host = AsyncHostClient(url, timeout=0.1)
        with pytest.raises(RequestTimeoutError):
            await start(host.get_sequence_client("s"))
        # The program ends without closing the client.

    with SlowHub() as hub:
        asyncio.run(time_out(hub.base_url))
        assert connections_to(hub) == 0
    assert caplog.messages == [f"{MAY_RUN}: CancelledError"]
