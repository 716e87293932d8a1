"""Uploads: every kind of source, back-pressure, early responses, and sources that fail."""

from __future__ import annotations

import io
import tarfile
import threading
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    CannotConnectError,
    ClientError,
    RequestError,
    RequestTimeoutError,
    UnprocessableEntityError,
)
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, ScriptedServer, answer, head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

OK = answer(b'{"id": "seq-1"}')
BIG = bytes(range(256)) * 4096  # 1 MiB


@pytest.fixture(autouse=True)
def hub_without_request_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients request the version of the hub before a long upload."""
    monkeypatch.setattr(ScriptedServer, "version", "1.0.1")


def accept(peer: Peer) -> None:
    while peer.read_request() is not None:
        peer.send(OK)


async def async_iterable(*blocks: bytes) -> AsyncIterator[bytes]:
    for block in blocks:
        yield block


@pytest.mark.parametrize("kind", ["bytes", "bytearray", "path", "file", "list", "iterator"])
@pytest.mark.parametrize("data", [b"", b"small", BIG], ids=["empty", "small", "big"])
async def test_every_kind_of_source_is_sent(kind: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(data)
    blocks = [data[start : start + 1000] for start in range(0, len(data), 1000)]
    sent: list[tuple[int, int | None]] = []
    with ScriptedServer(accept) as server, path.open("rb") as file:
        source = {
            "bytes": data,
            "bytearray": bytearray(data),
            "path": path,
            "file": file,
            "list": blocks,
            "iterator": async_iterable(*blocks),
        }[kind]
        async with AsyncHostClient(server.base_url) as host:
            sequence = await host.send_sequence(
                source, progress=lambda done, total: sent.append((done, total))
            )
            assert sequence.id == "seq-1"
            assert server.requests[0].body == data
            assert server.requests[0].header("content-type") == "application/octet-stream"
    total = len(data) if kind in {"bytes", "bytearray", "path"} else None
    assert [count for count, _ in sent] == sorted(count for count, _ in sent)
    assert sent[-1:] == ([(len(data), total)] if data else [])


async def test_text_is_sent_as_utf_8_and_end_as_a_header() -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(answer(b"", content_type=None))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            await instance.send_input("grüße", "text/plain")
            await instance.send_input("x", end=True)
            await instance.send_stdin(["ü", "b"], end=False)
        assert [request.body for request in server.requests] == [
            "grüße".encode(),
            b"x",
            "üb".encode(),
        ]
        assert [request.header("x-end-stream") for request in server.requests] == [
            None,
            "true",
            "false",
        ]


async def test_a_directory_is_packed_while_it_is_sent(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"main": "index.js"}')
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "index.js").write_text("module.exports = [];")
    with ScriptedServer(accept) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.send_sequence(tmp_path)
        with tarfile.open(fileobj=io.BytesIO(server.requests[0].body), mode="r:gz") as archive:
            assert sorted(archive.getnames()) == ["lib/index.js", "package.json"]


async def test_invalid_data_is_rejected_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with ScriptedServer(accept) as server:
        async with AsyncHostClient(server.base_url) as host:
            for package in [
                "package.tgz",
                tmp_path / "none",
                tmp_path / "empty",
                {"a": 1},
                5,
                None,
            ]:
                with pytest.raises(BadParametersError):
                    await host.send_sequence(package)  # type: ignore[arg-type]
            with pytest.raises(BadParametersError):
                await host.send_topic("t", {"a": 1})  # type: ignore[arg-type]
        assert server.requests == []


class OwnError(Exception):
    """The user's own exception."""


async def test_the_exception_of_a_source_is_raised_and_aborts_the_request() -> None:
    def script(peer: Peer) -> None:
        request = peer.read_head()
        assert request is not None
        started.set()
        peer.read_body(request)
        peer.server.client_closed.set()

    started, error = threading.Event(), OwnError("mine")

    def source() -> Iterator[bytes]:
        yield b"half a package"
        assert started.wait(5)
        raise error

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(OwnError) as caught:
                await host.send_sequence(async_source(source()))
            assert caught.value is error
            assert await async_wait(server.client_closed, 5)
        assert [request.complete for request in server.requests] == [False]


async def test_the_error_for_a_block_of_the_wrong_type_names_the_type() -> None:
    with ScriptedServer(accept) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(BadParametersError, match="bytes or str, not int"):
                await host.send_sequence([b"a", 5])  # type: ignore[list-item]


async def test_an_error_response_during_the_upload_is_raised_immediately() -> None:
    """The server stops reading after an error response; the source would never end."""

    def script(peer: Peer) -> None:
        if peer.read_head() is None:
            return
        peer.send(answer(b'{"error": "no such thing"}', 422, "Unprocessable Entity"))
        peer.wait_until_closed()

    def source() -> Iterator[bytes]:
        while True:
            yield b"x" * 65536

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(UnprocessableEntityError, match="no such thing"):
                await host.send_sequence(source())
            assert await async_wait(server.client_closed, 5)
            with pytest.raises(UnprocessableEntityError, match="no such thing"):
                await host.send_sequence(b"the client still works")


async def test_an_early_success_response_does_not_end_the_upload() -> None:
    """Hubs send the head of the response before they read the body of an input."""

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            peer.send(head(transfer_encoding="chunked"))
            peer.read_body(request)
            peer.send(b"0\r\n\r\n")

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input([BIG] * 20)
            await host.get_instance_client("i").send_input([b"again"])
        assert [len(request.body) for request in server.requests] == [20 * len(BIG), 5]


async def test_an_early_complete_response_does_not_end_the_upload() -> None:
    data = b"part" * 100_000
    arrived = threading.Event()

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            peer.send(answer(b"{}"))
            if peer.read_body(request):
                arrived.set()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(3):
                await host.get_instance_client("i").send_input([b"part"] * 100_000)
                assert await async_wait(arrived, 5)
                arrived.clear()
        assert [bytes(request.body) for request in server.requests] == [data] * 3
        assert server.connections == 1


@pytest.mark.parametrize("parts", [1, 4])
async def test_what_the_system_has_not_sent_yet_arrives_after_an_early_response(parts: int) -> None:
    """The response closes the connection; the client may close it too, but not reset it."""
    returned, is_read = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        request = peer.read_head()
        assert request is not None
        peer.send(answer(b"{}", connection="close"))
        assert returned.wait(5)
        peer.read_body(request)
        is_read.set()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            data = [BIG[: len(BIG) // parts]] * parts
            await host.get_instance_client("i").send_input(data if parts > 1 else data[0])
        returned.set()
        assert await async_wait(is_read, 5)
        assert [len(request.body) for request in server.requests] == [len(BIG)]


async def test_an_early_response_does_not_hide_an_incomplete_upload() -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer(b"{}"))
        peer.reset()

    def endless() -> Iterator[bytes]:
        while True:
            yield BIG

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(CannotConnectError) as caught:
                await host.get_instance_client("i").send_input(endless())
            assert caught.value.may_have_arrived


async def test_an_error_response_is_noticed_while_a_large_block_is_sent() -> None:
    """The server does not read the block; the connection was used by a stream without a timeout."""
    raised, in_time = threading.Event(), []

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.method == "GET":
                peer.send(answer(b"data"))
                continue
            peer.send(answer(b"", 413, "Too Large"))
            in_time.append(raised.wait(5))
            return

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            async with instance.get_stream("output") as stream:
                assert [chunk async for chunk in stream] == [b"data"]
            with pytest.raises(RequestError):
                await instance.send_input(async_source(iter([bytes(16 << 20)])))
            raised.set()
            assert server.connections == 1
    assert in_time == [True]


async def test_back_pressure_reaches_the_source() -> None:
    """While the server reads nothing, only as many blocks are read as socket buffers hold."""
    yielded = 0
    block = b"x" * 65536

    def source() -> Iterator[bytes]:
        nonlocal yielded
        for _ in range(2000):
            yielded += 1
            yield block

    def script(peer: Peer) -> None:
        request = peer.read_head()
        assert request is not None
        peer.server.client_closed.wait(0.5)
        peer.server.seen = yielded  # type: ignore[attr-defined]
        for _ in peer.body_blocks(request):
            pass
        peer.send(OK)

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.send_sequence(source())
        assert yielded == 2000
        assert server.seen < 200  # type: ignore[attr-defined]


async def test_the_wait_for_the_response_after_the_last_byte_times_out() -> None:
    """A hub sends 200 for an ended input, and then never completes the response."""

    def script(peer: Peer) -> None:
        request = peer.read_head()
        assert request is not None
        peer.send(head(transfer_encoding="chunked"))
        peer.read_body(request)
        peer.wait_until_closed()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, timeout=0.3) as host:
            for data in (b"small", [b"in", b"parts"]):
                with pytest.raises(RequestTimeoutError) as caught:
                    await host.get_instance_client("i").send_input(data)
                error = caught.value
                assert (error.method, error.attempts, error.may_have_arrived) == ("POST", 1, True)
                assert error.url == f"{server.base_url}/instance/i/input"


async def test_a_slow_source_may_take_longer_than_the_timeout() -> None:
    with ScriptedServer(accept) as server:

        def source() -> Iterator[bytes]:
            for _ in range(4):
                server.client_closed.wait(0.15)
                yield b"x"

        async with AsyncHostClient(server.base_url, timeout=0.3) as host:
            await host.send_sequence(async_source(source()))
        assert server.requests[0].body == b"xxxx"


async def test_a_reset_during_the_upload_is_a_client_error() -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.reset()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(ClientError):
                await host.send_sequence([BIG] * 50)
        assert len(server.requests) == 1
