"""pipe_to: one instance's output is another's input."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    InstanceFailedError,
    NeedAuthenticationError,
    NotFoundError,
    RequestError,
    StreamInterrupted,
)
from scramjet_facade.concurrency import timing
from tests.flavor import async_wait
from tests.scripted_server import Peer, ScriptedServer, answer, head

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNKED = head(transfer_encoding="chunked")
END = b"0\r\n\r\n"
BLOCK = bytes(range(256)) * 1024
OK = answer(b"", content_type=None)
UNKNOWN = answer(b'{"error": "Instance reader not found"}', 404, "Not Found")

FAILED = (
    b'{"id": "ID", "status": "errored", "terminated": {"exitcode": 101, "reason": "Runner failed"}}'
)
COMPLETED = b'{"id": "writer", "status": "completed", "terminated": {"exitcode": -1}}'


@pytest.fixture(autouse=True)
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripted programs need no time to become ready, and end immediately."""
    monkeypatch.setattr(timing, "INPUT_READY", 0.02)
    monkeypatch.setattr(timing, "CONTENT_TYPE_READ", 0.01)
    monkeypatch.setattr(timing, "RESULT_TIMEOUT", 0.1)
    monkeypatch.setattr(timing, "END_POLL", 0.05)


class Hub(ScriptedServer):
    """A scripted hub with two instances: one writes and one reads.

    Attributes:
        received: Set when the reader has received data.
        response: The response to requests for the status of the reader, if set.
        refused: Set when it was sent.
        output_closed: Set when the client stops reading the writer's output.
    """

    def __init__(self, write: Callable[[Peer], None], refusal: bytes | None = None) -> None:
        super().__init__(self._serve_hub)
        self._write = write
        self.info = b'{"id": "i", "status": "running"}'
        self.failed = self.completed = self.unknown = ""
        self._refusal = refusal
        self.response: bytes | None = None
        self.received, self.refused = threading.Event(), threading.Event()
        self.output_closed = threading.Event()

    def _serve_hub(self, peer: Peer) -> None:  # noqa: C901, PLR0912 (one after another)
        while (request := peer.read_head()) is not None:
            if request.method == "GET":
                if self.unknown and f"/{self.unknown}" in request.path:
                    peer.send(UNKNOWN)
                elif request.path.endswith("/output"):
                    peer.send(CHUNKED)
                    self._write(peer)
                elif request.path.endswith("/health"):
                    peer.send(answer(b'{"healthy": true}'))
                elif request.path.endswith("/stdout"):
                    peer.send(CHUNKED)
                    peer.wait_until_closed()
                    return
                elif request.path.endswith("/stderr"):
                    peer.send(CHUNKED, END)
                elif self.failed and request.path.endswith(self.failed) and self.received.is_set():
                    peer.send(answer(FAILED.replace(b"ID", self.failed.encode())))
                elif self.completed and request.path.endswith(self.completed):
                    peer.send(answer(COMPLETED))
                elif self.response is not None and request.path.endswith("/reader"):
                    peer.send(self.response)
                    self.refused.set()
                else:
                    peer.send(answer(self.info))
                continue
            if request.header("x-end-stream") == "false":
                peer.read_body(request)
                peer.send(CHUNKED, END)
                continue
            if self._refusal is not None:
                peer.send(self._refusal)
                peer.wait_until_closed()
                return
            peer.send(CHUNKED)  # hubs send the head before they read the body
            for block in peer.body_blocks(request):
                request.body += block
                self.received.set()
            if not request.complete:
                return
            peer.send(END)


async def pipe(hub: Hub, content_type: str = "text/plain") -> None:
    async with AsyncHostClient(hub.base_url) as host:
        writer, reader = host.get_instance_client("writer"), host.get_instance_client("reader")
        await writer.pipe_to(reader, content_type)


async def test_the_whole_output_is_forwarded() -> None:
    def write(peer: Peer) -> None:
        for _ in range(64):
            peer.send_chunk(BLOCK)
        peer.send(END)

    with Hub(write) as hub:
        await pipe(hub)
    get = next(request for request in hub.requests if request.path.endswith("/output"))
    first, post = (request for request in hub.requests if request.method == "POST")
    assert get.path.endswith("/instance/writer/output")
    assert first.body == b"", "an empty input is sent first"
    assert post.path.endswith("/instance/reader/input")
    assert post.header("content-type") == "text/plain"
    assert post.complete
    assert post.body == BLOCK * 64


async def test_each_part_is_forwarded_when_it_arrives() -> None:
    def write(peer: Peer) -> None:
        for part in (b"one\n", b"two\n"):
            peer.send_chunk(part)
            assert hub.received.wait(5)
            hub.received.clear()
        peer.send(END)

    with Hub(write) as hub:
        await pipe(hub)
    assert [request.body for request in hub.requests if request.method == "POST"] == [
        b"",
        b"one\ntwo\n",
    ]


async def test_an_interrupted_output_does_not_complete_the_input() -> None:
    def write(peer: Peer) -> None:
        peer.send_chunk(b"half")
        assert hub.received.wait(5)
        peer.reset()

    with Hub(write) as hub:
        with pytest.raises(StreamInterrupted) as caught:
            await pipe(hub)
        assert caught.value.received == len(b"half")
        assert "/writer/output" in str(caught.value)
        assert caught.value.__notes__ == ["This error is about the output of instance writer."]
    _, post = (request for request in hub.requests if request.method == "POST")
    assert not post.complete


async def test_an_output_whose_end_is_lost_is_not_complete() -> None:
    def lose_the_end(peer: Peer) -> None:
        peer.send_chunk(b"some")
        peer.wait_until_closed()

    with Hub(lose_the_end) as hub:
        hub.completed = "writer"
        with pytest.raises(StreamInterrupted, match="data may be missing") as caught:
            await pipe(hub)
        assert caught.value.received == 4


async def test_a_rejected_input_is_raised_and_closes_the_output() -> None:
    def write(peer: Peer) -> None:
        try:
            while True:
                peer.send_chunk(BLOCK)
        except OSError:
            hub.output_closed.set()

    refusal = answer(b'{"error": "Input provided in other way"}', 405, "Method Not Allowed")
    with Hub(write, refusal) as hub:
        with pytest.raises(RequestError, match="Input provided in other way") as caught:
            await pipe(hub)
        assert caught.value.__notes__ == ["This error is about the input of instance reader."]
        assert await async_wait(hub.output_closed, 5)


async def test_nothing_is_read_for_an_instance_that_the_hub_does_not_know() -> None:
    """Data that was read before the error would be lost."""
    with Hub(lambda peer: peer.send(END)) as hub:
        hub.unknown = "reader"
        with pytest.raises(NotFoundError, match="Instance reader not found"):
            await pipe(hub)
    assert not any(request.path.endswith("/output") for request in hub.requests)


async def test_nothing_is_read_for_a_program_that_cannot_receive_it() -> None:
    with Hub(lambda peer: peer.send(END)) as hub:
        hub.info = (
            b'{"id": "i", "status": "running", '
            b'"sequence": {"id": "s", "config": {"engines": {"python3": ""}}}}'
        )
        with pytest.raises(BadParametersError, match="a Python program never receives input"):
            await pipe(hub, "application/x-ndjson")
    assert not any(request.path.endswith("/output") for request in hub.requests)


async def test_the_pipe_ends_when_the_reader_ends() -> None:
    """The hub of an ended reader never responds."""

    def write(peer: Peer) -> None:
        try:
            while True:
                peer.send_chunk(BLOCK)
                if hub.received.is_set():
                    hub.info = b'{"id": "i", "status": "completed"}'
        except OSError:
            hub.output_closed.set()

    with Hub(write) as hub:
        await pipe(hub)
        assert await async_wait(hub.output_closed, 5)


async def test_a_status_request_that_is_refused_ends_the_pipe() -> None:
    """Without status requests, nothing shows that the reader has ended."""

    def write(peer: Peer) -> None:
        peer.send_chunk(BLOCK)
        assert hub.received.wait(5)
        hub.response = answer(b"", 503, "Service Unavailable")
        assert hub.refused.wait(5)
        hub.response = answer(b'{"error": "expired"}', 401, "Unauthorized")
        peer.wait_until_closed()
        hub.output_closed.set()

    with Hub(write) as hub:
        with pytest.raises(NeedAuthenticationError, match="expired") as caught:
            await pipe(hub)
        assert caught.value.__notes__ == ["This error is about the input of instance reader."]
        assert await async_wait(hub.output_closed, 5)


@pytest.mark.parametrize("which", ["writer", "reader"])
async def test_the_error_names_the_failed_program(which: str) -> None:
    def write(peer: Peer) -> None:
        hub.failed = which
        peer.send_chunk(b"some")
        peer.send(END)

    message = f"instance {which} failed: Runner failed"
    with Hub(write) as hub, pytest.raises(InstanceFailedError, match=message):
        await pipe(hub)
