"""until_ended: endless streams end with their instance, and lose no data."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncStream,
    Gap,
    NeedAuthenticationError,
    ServerError,
    StreamInterrupted,
)
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_wait
from tests.scripted_server import Peer, Request, ScriptedServer, head, json_answer
from tests.streams.background import AsyncBackground

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Use = Callable[[AsyncInstanceClient], Awaitable[None]]

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


NOT_FOUND = json_answer({"error": "Instance i not found"}, 404, "Not Found")


class OwnError(Exception):
    """The user's own exception."""


class Hub(ScriptedServer):
    """A scripted hub 1.0.1 with one instance whose streams never end.

    Attributes:
        info: The response to requests for the instance.
        polled: Set when the instance was requested.
    """

    def __init__(self, info: bytes = json_answer(RUNNING)) -> None:
        super().__init__(self._serve_hub)
        self.info = info
        self.polled = threading.Event()

    def serve_status(self, peer: Peer) -> None:
        peer.send(self.info)
        self.polled.set()

    def serve_stream(self, peer: Peer, request: Request) -> None:
        with suppress(OSError):  # the client closed the stream immediately
            peer.send(CHUNKED)
            for line in LINES:
                peer.send_chunk(line.encode() + b"\n")
        peer.wait_until_closed()

    def _serve_hub(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if request.path.endswith("/instance/i"):
                self.serve_status(peer)
            else:
                self.serve_stream(peer, request)


class OpenedHub(Hub):
    """Responds to status requests only when a stream is open."""

    def __init__(self, info: bytes) -> None:
        super().__init__(info)
        self._opened = threading.Event()

    def serve_status(self, peer: Peer) -> None:
        assert self._opened.wait(5)
        super().serve_status(peer)

    def serve_stream(self, peer: Peer, request: Request) -> None:
        self._opened.set()
        super().serve_stream(peer, request)


@pytest.fixture(autouse=True)
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
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


async def read(stream: AsyncStream, lines: list[str], received: threading.Event) -> None:
    async with stream:
        async for line in stream.iter_lines():
            lines.append(line)
            received.set()


async def read_log(instance: AsyncInstanceClient) -> None:
    await read(get_log(instance), [], threading.Event())


async def send_endless_input(instance: AsyncInstanceClient) -> None:
    await instance.send_input(repeat(b"data"), until_ended=True)


@pytest.mark.parametrize("open_", [get_output, get_log, get_events, inout])
@pytest.mark.parametrize(
    "end",
    [json_answer(COMPLETED), json_answer(ERRORED), NOT_FOUND],
    ids=["completed", "errored", "deleted"],
)
async def test_each_stream_ends_with_its_instance(
    open_: Callable[[AsyncInstanceClient], AsyncStream], end: bytes
) -> None:
    lines: list[str] = []
    received = threading.Event()
    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_(host.get_instance_client("i"))
            async with AsyncBackground(read, stream, lines, received) as reader:
                assert await async_wait(received, 5)
                assert await async_wait(hub.polled, 5)
                hub.info = end
                await reader.result()
            assert await async_wait(hub.client_closed, 5)
    assert lines == LINES


async def test_data_after_the_end_of_the_instance_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_SILENCE", 1.0)

    class LateHub(Hub):
        def serve_stream(self, peer: Peer, request: Request) -> None:
            peer.send(CHUNKED)
            self.polled.wait(5)
            for line in LINES:
                self.client_closed.wait(0.1)
                peer.send_chunk(line.encode() + b"\n")
            peer.wait_until_closed()

    lines: list[str] = []
    with LateHub(json_answer(COMPLETED)) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await read(get_log(host.get_instance_client("i")), lines, threading.Event())
    assert lines == LINES


async def test_data_is_read_although_it_takes_longer_than_the_status() -> None:
    class SlowHub(Hub):
        def serve_status(self, peer: Peer) -> None:
            self.client_closed.wait(5 * SILENCE)
            super().serve_status(peer)

        def serve_stream(self, peer: Peer, request: Request) -> None:
            peer.send(CHUNKED)
            assert self.polled.wait(5)
            self.client_closed.wait(2 * SILENCE)
            for line in LINES:
                peer.send_chunk(line.encode() + b"\n")
            peer.wait_until_closed()

    lines: list[str] = []
    with SlowHub(json_answer(COMPLETED)) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await read(get_log(host.get_instance_client("i")), lines, threading.Event())
    assert lines == LINES


async def test_a_slow_reader_loses_nothing() -> None:
    """Only time without data from the server counts as silence."""
    big = "x" * 1024 * 1024

    class BigHub(Hub):
        def serve_stream(self, peer: Peer, request: Request) -> None:
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
            assert await async_wait(hub.polled, 5)
            await async_wait(never, 2 * SILENCE)
            async for line in stream.iter_lines():
                lines.append(line)
                await async_wait(never, 2 * SILENCE)
    assert lines == [line + big for line in LINES]


async def test_a_stream_that_ends_itself_ends_immediately() -> None:
    class EndingHub(Hub):
        def serve_stream(self, peer: Peer, request: Request) -> None:
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
async def test_a_failed_status_request_is_raised(refusal: bytes, kind: type[Exception]) -> None:
    """Without status requests, the stream would never end."""
    lines: list[str] = []
    with OpenedHub(refusal) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(kind, match="broken"):
                await read(get_log(host.get_instance_client("i")), lines, threading.Event())
        assert await async_wait(hub.client_closed, 5)


@pytest.mark.parametrize("answers", [True, False])
async def test_a_log_that_cannot_be_reopened_ends_with_its_instance(
    answers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class BreakingHub(Hub):
        def serve_stream(self, peer: Peer, request: Request) -> None:
            if self.polled.is_set():
                self.info = json_answer(COMPLETED)
                if not answers:  # as a proxy does, which holds the head until the first byte
                    peer.wait_until_closed()
                peer.reset()
                return
            peer.send(CHUNKED)
            peer.send_chunk(b"line\n")
            assert self.polled.wait(5)
            peer.reset()

        def serve_status(self, peer: Peer) -> None:
            assert received.wait(5)
            super().serve_status(peer)

    monkeypatch.setattr("scramjet_facade.concurrency.timing.OPEN_AFTER_END", SILENCE)
    lines: list[str] = []
    received = threading.Event()
    with BreakingHub() as hub:
        async with AsyncHostClient(hub.base_url, retries=0) as host:
            log = host.get_instance_client("i").get_log_stream(until_ended=True, on_gap=print)
            message = "before the stream could be opened again"
            async with AsyncWatchdog(10, log.cancel):
                with pytest.raises(StreamInterrupted, match=message):
                    await read(log, lines, received)
    assert lines == ["line"]


@pytest.mark.parametrize("use", [read_log, send_endless_input])
async def test_an_exception_of_the_token_function_is_raised(use: Use) -> None:
    """Without a token, nothing shows that the instance has ended."""
    tokens = iter([("token", 0.0)])

    def get_token() -> tuple[str, float]:
        for token in tokens:
            return token
        raise OwnError

    with Hub() as hub:
        async with AsyncHostClient(hub.base_url, token=get_token) as host:
            with pytest.raises(OwnError):
                await use(host.get_instance_client("i"))


async def test_leaving_does_not_wait_for_the_status_request() -> None:
    class SlowHub(Hub):
        def __init__(self) -> None:
            super().__init__()
            self.status_closed = threading.Event()

        def _serve_hub(self, peer: Peer) -> None:
            while (request := peer.read_head()) is not None:
                if request.path.endswith("/instance/i"):
                    self.polled.set()
                    peer.wait_until_closed()
                    self.status_closed.set()
                else:
                    self.serve_stream(peer, request)

    with SlowHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            async with get_log(host.get_instance_client("i")):
                assert await async_wait(hub.polled, 5)
                start = time.monotonic()
            assert time.monotonic() - start < 5  # the hub may take 30 s to respond
            assert await async_wait(hub.status_closed, 5)


async def test_a_log_survives_a_restart_of_the_hub_and_ends_with_the_instance() -> None:
    """While the hub is down, the state of the instance is unknown."""

    class RestartedHub(Hub):
        def serve_stream(self, peer: Peer, request: Request) -> None:
            if len([one for one in self.requests if one.path.endswith("/log")]) > 1:
                self.info = json_answer(COMPLETED)
                super().serve_stream(peer, request)
                return
            peer.send(CHUNKED)
            peer.send_chunk(b'"first"\n')
            self.info = json_answer({}, 503, "Service Unavailable")
            self.polled.clear()
            self.polled.wait(5)
            received.wait(5)  # otherwise the reset may discard the line
            peer.reset()

    received = threading.Event()
    lines: list[str] = []
    gaps: list[Gap] = []
    with RestartedHub() as hub:
        async with AsyncHostClient(hub.base_url, retries=0) as host:
            stream = host.get_instance_client("i").get_log_stream(
                until_ended=True, on_gap=gaps.append
            )
            await read(stream, lines, received)
    assert lines == ['"first"', *LINES]
    assert len(gaps) == 1
