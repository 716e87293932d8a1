"""Error messages: they are correct, printable, and contain no secrets."""

from __future__ import annotations

import socket
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, ClientError, StreamInterrupted
from tests.faults.faults import MATRIX, disconnect_clients, start_faulty_server, valid_body
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, ScriptedServer, always, answer, head
from tests.streams.background import AsyncBackground

from .operations import call_operation

if TYPE_CHECKING:
    from scramjet_facade import AsyncStream

pytestmark = pytest.mark.usefixtures("close_soon")
FORGED = b"no\x1b[2J\x07\troom"
REASON = b"HTTP/1.1 500 " + FORGED + b"\r\nX-Word: header-word\r\nContent-Length: 0\r\n\r\n"
BODIES = [FORGED, b'{"error": "no\\u001b[2J\\u2028\\ud800room"}', b'["no"', b"\xff\x9b31m"]


@pytest.mark.parametrize(
    "reply",
    [
        REASON,
        *[
            answer(body, status, x_word="header-word")
            for body in BODIES
            for status in (200, 404, 500)
            if status != 200 or not body.startswith(b"{")
        ],
    ],
)
async def test_error_messages_are_printable(reply: bytes) -> None:
    with ScriptedServer(always(reply)) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            for call in (
                host.get_version,
                host.list_sequences,
                lambda: host.send_sequence(async_source(iter([b"x"]))),
                host.get_sequence_client("s").start,
            ):
                with pytest.raises(ClientError) as caught:
                    await call()
                assert str(caught.value).isprintable()
                assert "header-word" not in str(caught.value)


CLOSED = "the server closed the connection"
TRUNCATIONS = {
    "chunks": (head(transfer_encoding="chunked") + b"4\r\nsome\r\n", CLOSED),
    "length": (head(content_length="9") + b"some", CLOSED),
    "reset": (head(transfer_encoding="chunked") + b"4\r\nsome\r\n", "Connection reset by peer"),
}


@pytest.mark.parametrize("truncation", TRUNCATIONS)
@pytest.mark.parametrize("kind", ["output", "inout"])
async def test_a_response_that_ends_early_is_reported_as_cut_off(
    kind: str, truncation: str
) -> None:
    """The message contains neither a status nor a number of missing bytes."""
    reply, why = TRUNCATIONS[truncation]

    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.send(reply)
            if truncation == "reset":
                peer.reset()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            stream = instance.inout(iter([b"x"])) if kind == "inout" else instance.get_stream(kind)
            with pytest.raises(StreamInterrupted) as caught:
                async with stream:
                    [chunk async for chunk in stream]
        assert caught.value.message == f"the body was cut off after 4 bytes: {why}"
        assert str(caught.value).startswith(f"{server.requests[0].method} {server.base_url}/")


async def read(stream: AsyncStream, received: threading.Event) -> None:
    async for _ in stream:
        received.set()


@pytest.mark.parametrize("kind", ["output", "inout"])
async def test_a_stream_reports_that_the_client_was_closed(kind: str) -> None:
    """The message mentions neither the server nor a file descriptor."""

    def script(peer: Peer) -> None:
        if peer.read_head() is not None:
            peer.send(head(transfer_encoding="chunked") + b"4\r\nsome\r\n")
            peer.wait_until_closed()

    with ScriptedServer(script) as server:
        host = AsyncHostClient(server.base_url)
        instance = host.get_instance_client("i")
        stream = instance.inout(iter([b"x"])) if kind == "inout" else instance.get_stream(kind)
        async with AsyncWatchdog(10, partial(disconnect_clients, server)), stream:
            received = threading.Event()
            async with AsyncBackground(read, stream, received) as reader:
                assert await async_wait(received, 5)
                await host.aclose()
                with pytest.raises(StreamInterrupted) as caught:
                    await reader.result()
        assert caught.value.message == "the body was cut off after 4 bytes: this client was closed"
        assert await async_wait(server.client_closed, 5)


async def test_a_call_reports_that_the_client_was_closed() -> None:
    def silent(peer: Peer) -> None:
        if peer.read_head() is not None:
            peer.server.client_closed.set()
            peer.wait_until_closed()

    for operation in ("post", "upload"):
        with ScriptedServer(silent) as server:
            host = AsyncHostClient(server.base_url)
            async with (
                AsyncWatchdog(10, partial(disconnect_clients, server)),
                AsyncBackground(call_operation, operation, host, 5) as caller,
            ):
                assert await async_wait(server.client_closed, 5)
                await host.aclose()
                with pytest.raises(ClientError, match="this client was closed") as caught:
                    await caller.result()
            assert caught.value.attempts == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_refused_connection_is_reported_with_a_hint(scheme: str) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"{scheme}://127.0.0.1:{reserved.getsockname()[1]}/api/v1"
        async with AsyncHostClient(url, retries=0) as host:
            for operation in ("get", "post", "upload", "download", "duplex"):
                with pytest.raises(ClientError) as caught:
                    await call_operation(operation, host, 5)
                assert caught.value.message == (
                    "no connection: Connection refused: is the service running there?"
                )


# Invalid header lines, which may contain secrets of the server.
LINES = [
    b"set-cookie: header-word\x01",
    b"set-cookie: header-word\0",
    b"header-word",
    b"header word: x",
    b"content-length: header-word",
    b"content-length: 5, header-word",
    b"transfer-encoding: header-word",
    b"transfer-encoding: chunked\r\ncontent-length: 5\r\nx: header-word",
    b"content-encoding: header-word\r\ncontent-length: 5",
    b"x: header-word\r\ncontent-length: 50",
    b"x: header-word\rmore",
    b"x: " + b"header-word" * 6000,
]


@pytest.mark.parametrize("line", LINES)
async def test_error_messages_contain_no_header_lines(line: bytes) -> None:
    def script(peer: Peer) -> None:
        if (request := peer.read_request()) is not None:
            peer.send(b"HTTP/1.1 200 OK\r\n" + line + b"\r\n\r\n" + valid_body(request)[:5])

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            for operation in ("get", "post", "upload", "download", "duplex"):
                with pytest.raises(ClientError) as caught:
                    await call_operation(operation, host, 5)
                assert "word" not in str(caught.value)


FAILURES = [name for name, row in MATRIX.items() if row["get"][0] != "result"]


@pytest.mark.parametrize("name", FAILURES)
async def test_the_message_of_every_fault_is_readable(name: str) -> None:
    """No message contains an error number, the name of a library or an empty part."""
    with start_faulty_server(name) as faulty:
        options = {"timeout": MATRIX[name].get("timeout", 5), "verify": faulty.verify}
        client = AsyncHostClient(faulty.base_url, retries=0, max_body=100_000, **options)
        async with AsyncWatchdog(10, faulty.disconnect_clients), client as host:
            if MATRIX[name].get("after_first_call"):
                await host.get_version()
            with pytest.raises(ClientError) as caught:
                await call_operation("post", host, 5)
    message = str(caught.value)
    assert message.isprintable()
    for word in ("Errno", "ssl:default", "httpx", "None", "Error(", "b'", ": :", ":  "):
        assert word not in message
