"""A start that is cut off leaves no instance: its answer is awaited, and the instance killed.

A sequence that may be left is named.
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
    SequenceClient,
    ServerError,
)
from scramjet_facade.testing import FakeHub
from tests.flavor import async_wait
from tests.scripted_server import Peer, ScriptedServer, answer

from ._async.test_reliable_cleanup import Alarm, Hub

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.scripted_server import Request

ID = "00000000-0000-4000-8000-000000000000"


class LateHub(Hub):
    """Answers a start when it is told to.

    Attributes:
        asked: Set when it was asked to start an instance.
        answers: It answers when this is set.
        refuses: Whether it starts none.
    """

    def __init__(self, *, refuses: bool = False) -> None:
        super().__init__("starting")
        self.asked, self.answers = threading.Event(), threading.Event()
        self.refuses = refuses

    def __exit__(self, *exc_info: object) -> None:
        self.answers.set()
        super().__exit__(*exc_info)  # type: ignore[arg-type]

    def _reply(self, request: Request) -> bytes:
        if request.path.endswith("/start"):
            self.asked.set()
            assert self.answers.wait(20)
            if self.refuses:
                return REFUSAL
        return super()._reply(request)


REFUSAL = answer(b'{"error": "no"}', 500, "No")


@contextmanager
def struck_by(act: Callable[[], None]) -> Iterator[None]:
    """Let a signal come into this thread when another one has acted."""

    def rise(*_: object) -> None:
        raise Alarm

    def work() -> None:
        act()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

    before = signal.signal(signal.SIGUSR1, rise)
    thread = threading.Thread(target=work)
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
        raise AssertionError("it never begins")


async def start_once(sequence: AsyncSequenceClient) -> None:
    await sequence.start(instance_id=ID)


USES = [start, run, start_once]


@pytest.mark.parametrize("is_timeout", [False, True])
@pytest.mark.parametrize("use", USES)
async def test_a_start_that_is_cancelled(
    use: Callable[[AsyncSequenceClient], Awaitable[None]], is_timeout: bool
) -> None:
    with LateHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:

            async def limited() -> None:
                async with asyncio.timeout(0.2 if is_timeout else None):
                    await use(host.get_sequence_client("s"))

            starting = asyncio.create_task(limited())
            assert await async_wait(hub.asked, 5)
            if is_timeout:
                await asyncio.sleep(0.25)  # the limit is over
            else:
                starting.cancel()
                await asyncio.sleep(0)
            hub.answers.set()
            with pytest.raises(TimeoutError if is_timeout else asyncio.CancelledError):
                await starting
        assert hub.actions == ["kill"]
        assert hub.status == "completed"


def sync_start(sequence: SequenceClient) -> None:
    sequence.start()


def sync_run(sequence: SequenceClient) -> None:
    with sequence.run(b"data"):
        raise AssertionError("it never begins")


def sync_start_once(sequence: SequenceClient) -> None:
    sequence.start(instance_id=ID)


@pytest.mark.parametrize("use", [sync_start, sync_run, sync_start_once])
def test_a_start_that_a_signal_cuts_off(use: Callable[[SequenceClient], None]) -> None:
    with LateHub() as hub, HostClient(hub.base_url) as host:

        def act() -> None:
            assert hub.asked.wait(5)
            threading.Timer(0.1, hub.answers.set).start()

        with pytest.raises(Alarm), struck_by(act):
            use(host.get_sequence_client("s"))
        assert hub.actions == ["kill"]
        assert hub.status == "completed"


async def test_one_that_is_refused_meanwhile_has_nothing_to_end() -> None:
    with LateHub(refuses=True) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            starting = asyncio.create_task(start(host.get_sequence_client("s")))
            assert await async_wait(hub.asked, 5)
            starting.cancel()
            await asyncio.sleep(0)
            hub.answers.set()
            with pytest.raises(asyncio.CancelledError) as caught:
                await starting
        assert hub.actions == []
        assert not hasattr(caught.value, "__notes__")


NOTE = ["An instance may have been started, and runs."]


async def test_one_that_is_never_answered_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UNDO_TIMEOUT", 0.05)
    with LateHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            starting = asyncio.create_task(start(host.get_sequence_client("s")))
            assert await async_wait(hub.asked, 5)
            starting.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await starting
    assert caught.value.__notes__ == NOTE


def test_one_that_is_never_answered_is_named_in_the_synchronous_twin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UNDO_TIMEOUT", 0.05)
    with LateHub() as hub, HostClient(hub.base_url) as host:

        def act() -> None:
            assert hub.asked.wait(5)

        with pytest.raises(Alarm) as caught, struck_by(act):
            host.get_sequence_client("s").start()
    assert caught.value.__notes__ == NOTE


class SilentHub(ScriptedServer):
    """Takes a request, and never answers.

    Attributes:
        asked: Set when the request came.
        end: Lets it end.
    """

    def __init__(self) -> None:
        super().__init__(self._play)
        self.asked, self.end = threading.Event(), threading.Event()

    def _play(self, peer: Peer) -> None:
        peer.read_request()
        self.asked.set()
        self.end.wait(10)


SENT = ["The sequence may exist on the hub; it was not deleted."]


@pytest.mark.parametrize("is_timeout", [False, True])
async def test_a_sequence_whose_sending_is_cancelled_is_named(is_timeout: bool) -> None:
    with SilentHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:

            async def limited() -> None:
                async with asyncio.timeout(0.2 if is_timeout else None):
                    await host.send_sequence(b"package")

            sending = asyncio.create_task(limited())
            assert await async_wait(hub.asked, 5)
            if not is_timeout:
                sending.cancel()
            with pytest.raises(TimeoutError if is_timeout else asyncio.CancelledError) as caught:
                await sending
        hub.end.set()
    told = caught.value.__cause__ if is_timeout else caught.value
    assert getattr(told, "__notes__", None) == SENT


def test_a_sequence_whose_sending_a_signal_cuts_off_is_named() -> None:
    with SilentHub() as hub, HostClient(hub.base_url) as host:
        with pytest.raises(Alarm) as caught, struck_by(lambda: hub.asked.wait(5) and None):
            host.send_sequence(b"package")
        hub.end.set()
    assert caught.value.__notes__ == SENT


def test_what_fails_comes_out_of_the_thread_as_it_is() -> None:
    with LateHub(refuses=True) as hub, HostClient(hub.base_url, retries=0) as host:
        hub.answers.set()
        with pytest.raises(ServerError, match="no"):
            host.get_sequence_client("s").start()
    with HostClient("http://127.0.0.1:1/api/v1", retries=0) as host:
        with pytest.raises(CannotConnectError) as caught:
            host.get_sequence_client("s").start()
        with pytest.raises(CannotConnectError) as direct:
            host.get_version()
        assert repr(caught.value.__context__) == repr(direct.value.__context__)


async def test_on_the_fake_hub_whose_answer_comes_late() -> None:
    def waits(data: Any) -> Iterator[bytes]:
        yield from data

    with FakeHub() as hub:
        sequence_id = hub.add_sequence("waits", waits)
        hub.delay("POST", "start", seconds=0.3, done=True)
        async with AsyncHostClient(hub.url) as host:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await host.get_sequence_client(sequence_id).start()
            assert [one.status for one in await host.list_instances()] == ["completed"]
