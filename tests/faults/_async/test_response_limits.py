"""Limits of responses: size, decompressed size and nesting depth."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from functools import partial
from typing import Any

import pytest

from scramjet_facade import AsyncHostClient, ClientError, InvalidResponseError, ServerError
from tests.faults.faults import disconnect_clients
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_wait
from tests.scripted_server import Peer, ScriptedServer, always, answer, head

MIB = 1024 * 1024
VERSION = b'{"version": "1.0.1"}'
PACKED = gzip.compress(VERSION, mtime=0)
MAGIC = PACKED[:2]


def gzip_bomb(mebibytes: int) -> bytes:
    compressor = zlib.compressobj(9, wbits=31)
    block = b" " * MIB
    return b"".join(compressor.compress(block) for _ in range(mebibytes)) + compressor.flush()


async def test_max_body_is_exact() -> None:
    with ScriptedServer(always(answer(VERSION))) as server:
        async with AsyncHostClient(server.base_url, max_body=len(VERSION)) as host:
            assert (await host.get_version()).version == "1.0.1"
        async with AsyncHostClient(server.base_url, max_body=len(VERSION) - 1) as host:
            with pytest.raises(InvalidResponseError, match=r"more than 19 bytes: max_body="):
                await host.get_version()


@pytest.mark.parametrize("method", ["get_version", "get_log_stream", "get_next_event"])
async def test_an_error_whose_body_never_ends_is_raised(method: str) -> None:
    """Streams and events have no time limit, but an error response has."""

    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.send(head(500, "Broken", transfer_encoding="chunked"))
            peer.send_chunk(b"the beginning")
            peer.wait_until_closed()

    async def call(host: AsyncHostClient) -> None:
        if method == "get_version":
            await host.get_version()
        elif method == "get_next_event":
            await host.get_instance_client("i").get_next_event("e")
        else:
            async with host.get_log_stream():
                pass

    with ScriptedServer(script) as server:
        async with (
            AsyncWatchdog(10, partial(disconnect_clients, server)),
            AsyncHostClient(server.base_url, timeout=0.1) as host,
        ):
            with pytest.raises(ServerError, match="the beginning"):
                await call(host)
            assert await async_wait(server.client_closed, 5)


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("chunked", [True, False])
async def test_a_large_response_is_refused_while_it_arrives(status: int, chunked: bool) -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is None:
            return
        length = {"transfer_encoding": "chunked"} if chunked else {"content_length": str(10**12)}
        peer.send(head(status, **length))
        block = b" " * 65536
        try:
            while True:
                if chunked:
                    peer.send_chunk(block)
                else:
                    peer.send(block)
        except OSError:
            peer.server.client_closed.set()

    with ScriptedServer(script) as server:
        async with (
            AsyncWatchdog(20, partial(disconnect_clients, server)),
            AsyncHostClient(server.base_url, max_body=MIB) as host,
        ):
            with pytest.raises(InvalidResponseError, match="more than 1048576 bytes"):
                await host.get_version()
            assert await async_wait(server.client_closed, 5)
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", [200, 503])
async def test_a_gzip_bomb_needs_little_memory(status: int) -> None:
    packed = answer(gzip_bomb(64), status, content_encoding="gzip")
    with ScriptedServer(always(packed)) as server:
        async with AsyncHostClient(server.base_url, max_body=2 * MIB) as host:
            tracemalloc.start()
            try:
                with pytest.raises(InvalidResponseError, match="more than 2097152 bytes"):
                    await host.get_version()
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
    assert peak < 16 * MIB


async def test_a_gzip_bomb_in_a_stream_is_decompressed_in_small_pieces() -> None:
    with ScriptedServer(always(answer(gzip_bomb(64), content_encoding="gzip"))) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            total = 0
            async for piece in stream:
                assert len(piece) <= MIB
                total += len(piece)
    assert total == 64 * MIB


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (PACKED[:-1], "gzip", "is cut off"),
        (PACKED[:5], "gzip", "is cut off"),
        (VERSION, "gzip", "can't be decoded"),
        (PACKED * 2 + MAGIC, "gzip", "is cut off"),
        (PACKED + MAGIC + b"junk", "gzip", "can't be decoded"),
        (gzip.compress(PACKED, mtime=0), "gzip, gzip", "did not ask for"),
        (zlib.compress(VERSION), "deflate", "did not ask for"),
        (VERSION, "br", "did not ask for"),
        (VERSION, "zstd", "did not ask for"),
        (VERSION, "nonsense", "did not ask for"),
        (VERSION, "gzip, br", "did not ask for"),
    ],
)
async def test_a_body_that_cannot_be_decoded_is_reported(
    content: bytes, encoding: str, message: str
) -> None:
    with ScriptedServer(always(answer(content, content_encoding=encoding))) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(InvalidResponseError, match=message):
                await host.get_version()
            async with host.get_log_stream() as stream:
                with pytest.raises(InvalidResponseError, match=message):
                    [chunk async for chunk in stream]
        assert len(server.requests) == 2


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip", " gzip "])
async def test_gzip_is_decoded_whatever_its_spelling(encoding: str) -> None:
    parts = gzip.compress(VERSION[:5]) + gzip.compress(VERSION[5:])
    with ScriptedServer(always(answer(parts, content_encoding=encoding))) as server:
        async with AsyncHostClient(server.base_url) as host:
            assert (await host.get_version()).version == "1.0.1"
        assert server.requests[0].header("accept-encoding") == "gzip"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        *[(VERSION, encoding) for encoding in ("", "identity", "none", "UTF-8", "utf8, identity")],
        (PACKED, "gzip, identity"),
        *[(PACKED + more, "gzip") for more in (b"\0", MAGIC[:1], b"junk" * 9)],
    ],
)
@pytest.mark.parametrize("pieces", ["one chunk", "single bytes"])
async def test_unusual_encodings_that_can_be_decoded_are_accepted(
    content: bytes, encoding: str, pieces: str
) -> None:
    size = len(content) if pieces == "one chunk" else 1
    chunks = [content[start : start + size] for start in range(0, len(content), size)]
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    reply = head(transfer_encoding="chunked", content_encoding=encoding) + body + b"0\r\n\r\n"
    with ScriptedServer(always(reply)) as server:
        async with AsyncHostClient(server.base_url) as host:
            assert (await host.get_version()).version == "1.0.1"
            async with host.get_log_stream() as stream:
                assert b"".join([chunk async for chunk in stream]) == VERSION
        assert server.connections == 1


async def test_an_empty_body_is_not_decoded() -> None:
    """Some servers send the header for gzip with an empty body, for example after an input."""
    with ScriptedServer(always(answer(b"", content_encoding="gzip"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(b"data")
            async with host.get_log_stream() as stream:
                assert [chunk async for chunk in stream] == []


DEEPLY_NESTED = [
    b"[" * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    b'{"error":' * 100_000 + b'"x"' + b"}" * 100_000,
    b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
]
LONG_NUMBERS = [b"9" * 10_000, b'{"id": ' + b"9" * 10_000 + b"}", b"[" + b"9" * 10_000 + b"]"]


@pytest.mark.parametrize(
    "body", DEEPLY_NESTED + LONG_NUMBERS, ids=range(len(DEEPLY_NESTED) + len(LONG_NUMBERS))
)
async def test_deep_nesting_and_long_numbers_are_reported_as_invalid(body: bytes) -> None:
    with ScriptedServer(always(answer(body))) as server:
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            calls: list[Any] = [
                host.get_version,
                host.list_sequences,
                host.get_config,
                host.get_sequence_client("s").start,
                lambda: host.delete_sequence("s"),
                lambda: host.send_sequence(b"package"),
                instance.get_info,
                lambda: instance.get_event("e"),
                host.get_manager_client().get_sequences,
            ]
            for call in calls:
                with pytest.raises(InvalidResponseError):
                    await call()
            async with host.get_log_stream() as stream:
                with pytest.raises(InvalidResponseError, match="line 1"):
                    [value async for value in stream.iter_json()]


@pytest.mark.parametrize(
    "body", DEEPLY_NESTED + LONG_NUMBERS, ids=range(len(DEEPLY_NESTED) + len(LONG_NUMBERS))
)
async def test_deep_nesting_in_an_error_response_is_tolerated(body: bytes) -> None:
    with ScriptedServer(always(answer(body, 500, "Internal Server Error"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            for call in (host.get_version, host.get_sequence_client("s").start):
                with pytest.raises(ServerError) as caught:
                    await call()
                assert len(str(caught.value)) < 1000
                assert isinstance(caught.value, ClientError)
