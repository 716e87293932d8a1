"""until_ended: streams that never end by themselves end with their instance, and lose nothing."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncStream,
    Gap,
    NeedAuthenticationError,
    ServerError,
)
from tests.flavor import async_wait
from tests.scripted_server import Peer, Request, ScriptedServer, answer, head
from tests.streams.beside import AsyncBeside

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNKED = head(transfer_encoding="chunked")
LINES = [f'"line {number}"' for number in range(5)]
SILENCE = 0.1

RUNNING = {"id": "i", "status": "running"}
COMPLETED = {
    "id": "i",
    "status": "completed",
    "ended": "2026-11-22T17:54:20.426Z",
    "terminated": {"exitcode": -1, "reason": "Instance completed"},
}
ERRORED = {
    "id": "i",
    "status": "errored",
    "terminated": {"exitcode": 22, "reason": "Sequence failed on start"},
}


def json_answer(body: object, status: int = 200, reason: str = "OK") -> bytes:
    return answer(json.dumps(body).encode(), status, reason)


GONE = json_answer({"error": "Instance i not found"}, 404, "Not Found")


class Hub(ScriptedServer):
    """Plays a hub 1.0.1 with one instance, whose streams never end.

    Attributes:
        info: What it answers when it is asked for the instance.
        looked: Set when it was asked.
    """

    def __init__(self, info: bytes = json_answer(RUNNING)) -> None:
        super().__init__(self._play)
        self.info = info
        self.looked = threading.Event()

    def play_status(self, peer: Peer) -> None:
        peer.send(self.info)
        self.looked.set()

    def play_stream(self, peer: Peer, request: Request) -> None:
        with suppress(OSError):  # it left at once
            peer.send(CHUNKED)
            for line in LINES:
                peer.send_chunk(line.encode() + b"\n")
        peer.wait_until_closed()

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if request.path.endswith("/instance/i"):
                self.play_status(peer)
            else:
                self.play_stream(peer, request)


class OpenedHub(Hub):
    """Answers for the instance only when its stream is open: the watch may be the first to ask."""

    def __init__(self, info: bytes) -> None:
        super().__init__(info)
        self._opened = threading.Event()

    def play_status(self, peer: Peer) -> None:
        assert self._opened.wait(5)
        super().play_status(peer)

    def play_stream(self, peer: Peer, request: Request) -> None:
        self._opened.set()
        super().play_stream(peer, request)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_POLL", 0.01)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_SILENCE", SILENCE)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.001)


def get_output(instance: AsyncInstanceClient) -> AsyncStream:
    return instance.get_stream("output", until_ended=True)


def get_log(instance: AsyncInstanceClient) -> AsyncStream:
    return instance.get_log_stream(until_ended=True)


def get_events(instance: AsyncInstanceClient) -> AsyncStream:
    return instance.get_event_stream("pong", until_ended=True)


def inout(instance: AsyncInstanceClient) -> AsyncStream:
    return instance.inout([b"data"], until_ended=True)


async def read(stream: AsyncStream, lines: list[str], heard: threading.Event) -> None:
    async with stream:
        async for line in stream.iter_lines():
            lines.append(line)
            heard.set()


@pytest.mark.parametrize("open_", [get_output, get_log, get_events, inout])
@pytest.mark.parametrize(
    "end",
    [json_answer(COMPLETED), json_answer(ERRORED), GONE],
    ids=["completed", "errored", "gone"],
)
async def test_each_stream_ends_with_its_instance(
    open_: Callable[[AsyncInstanceClient], AsyncStream], end: bytes
) -> None:
    lines: list[str] = []
    heard = threading.Event()
    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_(host.get_instance_client("i"))
            async with AsyncBeside(read, stream, lines, heard) as reader:
                assert await async_wait(heard, 5)
                assert await async_wait(hub.looked, 5)
                hub.info = end
                await reader.result()
            assert await async_wait(hub.client_closed, 5)
    assert lines == LINES


async def test_what_comes_after_the_instance_s_end_is_read_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_SILENCE", 1.0)

    class LateHub(Hub):
        def play_stream(self, peer: Peer, request: Request) -> None:
            peer.send(CHUNKED)
            self.looked.wait(5)
            for line in LINES:
                self.left.wait(0.1)
                peer.send_chunk(line.encode() + b"\n")
            peer.wait_until_closed()

    lines: list[str] = []
    with LateHub(json_answer(COMPLETED)) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await read(get_log(host.get_instance_client("i")), lines, threading.Event())
    assert lines == LINES


async def test_a_slow_reader_loses_nothing() -> None:
    """Silence is that of the server, not of a reader that does something else."""
    big = "x" * 1024 * 1024

    class BigHub(Hub):
        def play_stream(self, peer: Peer, request: Request) -> None:
            peer.send(CHUNKED)
            for line in LINES:
                peer.send_chunk(line.encode() + big.encode() + b"\n")
            peer.wait_until_closed()

    lines: list[str] = []
    never = threading.Event()
    with BigHub(json_answer(COMPLETED)) as hub:
        async with (
            AsyncHostClient(hub.base_url) as host,
            get_output(host.get_instance_client("i")) as stream,
        ):
            assert await async_wait(hub.looked, 5)
            await async_wait(never, 2 * SILENCE)
            async for line in stream.iter_lines():
                lines.append(line)
                await async_wait(never, 2 * SILENCE)
    assert lines == [line + big for line in LINES]


async def test_a_stream_that_ends_by_itself_ends_at_once() -> None:
    class EndingHub(Hub):
        def play_stream(self, peer: Peer, request: Request) -> None:
            peer.send(CHUNKED)
            peer.send_chunk(b"all\n")
            peer.send(b"0\r\n\r\n")

    lines: list[str] = []
    with EndingHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await read(get_output(host.get_instance_client("i")), lines, threading.Event())
    assert lines == ["all"]


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (json_answer({"error": "broken"}, 500, "Internal Server Error"), ServerError),
        (json_answer({"error": "broken"}, 401, "Unauthorized"), NeedAuthenticationError),
    ],
)
async def test_if_the_status_cannot_be_known_that_is_raised(
    refusal: bytes, kind: type[Exception]
) -> None:
    """Not hidden: the stream would never end."""
    lines: list[str] = []
    with OpenedHub(refusal) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(kind, match="broken"):
                await read(get_log(host.get_instance_client("i")), lines, threading.Event())
        assert await async_wait(hub.client_closed, 5)


async def test_leaving_does_not_wait_for_the_look_at_the_status() -> None:
    class SlowHub(Hub):
        def __init__(self) -> None:
            super().__init__()
            self.left_looking = threading.Event()

        def _play(self, peer: Peer) -> None:
            while (request := peer.read_head()) is not None:
                if request.path.endswith("/instance/i"):
                    self.looked.set()
                    peer.wait_until_closed()
                    self.left_looking.set()
                else:
                    self.play_stream(peer, request)

    with SlowHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            async with get_log(host.get_instance_client("i")):
                assert await async_wait(hub.looked, 5)
                start = time.monotonic()
            assert time.monotonic() - start < 5  # the hub may take 30 s for an answer
            assert await async_wait(hub.left_looking, 5)


async def test_a_followed_log_outlives_the_hub_and_ends_with_the_instance() -> None:
    """While the hub is away, nobody knows whether the instance has ended."""

    class RestartedHub(Hub):
        def play_stream(self, peer: Peer, request: Request) -> None:
            if len([known for known in self.requests if known.path.endswith("/log")]) > 1:
                self.info = json_answer(COMPLETED)
                super().play_stream(peer, request)
                return
            peer.send(CHUNKED)
            peer.send_chunk(b'"first"\n')
            self.info = json_answer({}, 503, "Service Unavailable")
            self.looked.clear()
            self.looked.wait(5)
            heard.wait(5)  # else the reset may overtake it
            peer.reset()

    heard = threading.Event()
    lines: list[str] = []
    gaps: list[Gap] = []
    with RestartedHub() as hub:
        async with AsyncHostClient(hub.base_url, retries=0) as host:
            stream = host.get_instance_client("i").get_log_stream(
                until_ended=True, on_gap=gaps.append
            )
            await read(stream, lines, heard)
    assert lines == ['"first"', *LINES]
    assert len(gaps) == 1
