"""Records in uploads: small parts are sent together, and none waits for the next."""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import threading
import tracemalloc
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import msgspec
import orjson
import pydantic
import pytest

from scramjet_facade import AsyncHostClient, BadParametersError, InvalidResponseError, ndjson
from tests.flavor import async_source
from tests.scripted_server import Peer, ScriptedServer, answer, head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

OK = answer(b'{"id": "seq-1"}')
MANY = 20_000


@pytest.fixture(autouse=True)
def hub_without_request_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients request the version of the hub before a long upload."""
    monkeypatch.setattr(ScriptedServer, "version", "1.0.1")


class CountingServer(ScriptedServer):
    """Counts the received blocks and their bytes, and puts the blocks into a queue."""

    def __init__(self) -> None:
        super().__init__(self._count)
        self.blocks = self.size = 0
        self.received: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def _count(self, peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            for block in peer.body_blocks(request):
                self.blocks += 1
                self.size += len(block)
                self.received.put(block)
            peer.send(OK)


async def async_iterable(parts: Any) -> AsyncIterator[Any]:
    for part in parts:
        yield part


def is_complete(reports: list[tuple[int, int | None]], size: int) -> bool:
    return reports == sorted(reports) and reports[-1] == (size, None)


@pytest.mark.parametrize("kind_of_items", ["parts", "records"])
async def test_each_record_arrives_before_the_next_is_produced(kind_of_items: str) -> None:
    with CountingServer() as server:

        def source() -> Iterator[Any]:
            for number in range(50):
                yield number if kind_of_items == "records" else f"{number}\n"
                assert server.received.get(timeout=5) == b"%d\n" % number

        data = async_source(source())
        async with AsyncHostClient(server.base_url) as host:
            await host.send_topic("t", ndjson(data) if kind_of_items == "records" else data)
        assert server.blocks == 50


@contextmanager
def live_source(kind: str, folder: Path) -> Iterator[tuple[Any, IO[bytes]]]:
    """Yield a source that can be read while it is written, and its writing end."""
    if kind == "socket":
        reading_end, writing_end = socket.socketpair()
        with (
            reading_end,
            reading_end.makefile("rb") as source,
            writing_end.makefile("wb") as writer,
        ):
            writing_end.close()  # its file keeps it open
            yield source, writer
        return
    if kind == "a program's output":
        with subprocess.Popen("cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            assert program.stdin is not None
            yield program.stdout, program.stdin
        return
    if kind == "FIFO":
        os.mkfifo(folder / "fifo")
        # Opened for both, because opening a FIFO for one direction waits for the other.
        with (folder / "fifo").open("r+b", buffering=0) as writer:
            yield folder / "fifo", writer
        return
    reading, writing = os.pipe()
    with open(reading, "rb") as source, open(writing, "wb") as writer:  # noqa: PTH123
        yield source, writer


@pytest.mark.parametrize("kind", ["pipe", "socket", "a program's output", "FIFO"])
async def test_available_data_of_a_live_source_is_sent(kind: str, tmp_path: Path) -> None:
    def write(server: CountingServer, writer: IO[bytes]) -> None:
        for number in range(5):
            writer.write(b"%d\n" % number)
            writer.flush()
            assert server.received.get(timeout=5) == b"%d\n" % number
        writer.close()

    with CountingServer() as server, live_source(kind, tmp_path) as (source, writer):
        thread = threading.Thread(target=write, args=(server, writer))
        thread.start()
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_stdin(source)
        thread.join()
        assert server.blocks == 5


@pytest.mark.parametrize("kind", ["list", "iterator", "async iterable"])
@pytest.mark.parametrize("kind_of_items", ["parts", "records"])
async def test_available_items_are_sent_together(kind: str, kind_of_items: str) -> None:
    parts: Any = [{"number": number} for number in range(MANY)]
    expected = [json.dumps(part, separators=(",", ":")) for part in parts]
    if kind_of_items == "parts":
        parts = [f"{line}\n" for line in expected]
    source = {"list": parts, "iterator": iter(parts), "async iterable": async_iterable(parts)}[kind]
    reports: list[tuple[int, int | None]] = []
    with CountingServer() as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(
                ndjson(source) if kind_of_items == "records" else source,
                progress=lambda sent, total: reports.append((sent, total)),
            )
        received = b"".join(server.received.get() for _ in range(server.blocks))
        content_type = server.requests[-1].header("content-type")
        # The first may be sent before others are available.
        assert server.blocks < MANY / 100
        assert is_complete(reports, len(received))
    assert received.decode().splitlines() == expected
    assert (
        content_type
        == f"application/{'x-ndjson' if kind_of_items == 'records' else 'octet-stream'}"
    )


@pytest.mark.parametrize("kind", ["iterator", "async iterable"])
async def test_many_records_need_little_memory(kind: str) -> None:
    def records() -> Iterator[bytes]:
        for _ in range(300_000):
            yield bytes(100)

    with CountingServer() as server:
        server.received = Drain()  # type: ignore[assignment]
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            await instance.send_input([b"warm"])
            tracemalloc.start()
            try:
                await instance.send_input(
                    records() if kind == "iterator" else async_iterable(records())
                )
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert server.size == 30_000_004
        assert peak < 3_000_000


class Drain:
    """Discards blocks."""

    def put(self, block: bytes) -> None:
        pass


async def test_records_have_the_content_type_of_their_endpoint() -> None:
    with CountingServer() as server:
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            manager = host.get_manager_client()
            await instance.send_input(ndjson([1]))
            await instance.send_input(ndjson([1]), "text/plain")
            await instance.send_stdin(ndjson([1]))  # hubs accept no other type there
            await manager.send_topic("t", ndjson([1]))
            await manager.send_topic("t", [b"1"])
        assert [request.header("content-type") for request in server.requests] == [
            None,  # requests whether the program is in Python
            "application/x-ndjson",
            "text/plain",
            "application/octet-stream",
            "application/x-ndjson",
            "application/octet-stream",
        ]


async def test_a_value_that_cannot_be_written_aborts_the_upload() -> None:
    def values() -> Iterator[Any]:
        yield 1
        yield {2}

    with CountingServer() as server:
        async with AsyncHostClient(server.base_url) as host:
            for source in (values(), async_iterable(values())) if is_async(host) else (values(),):
                with pytest.raises(BadParametersError, match="cannot write value 1 as JSON"):
                    await host.send_topic("t", ndjson(source))
            with pytest.raises(BadParametersError, match=r"not dict: use ndjson\(…\)"):
                await host.send_topic("t", [{"a": 1}])  # type: ignore[list-item]
        assert not any(request.complete for request in server.requests)


def is_async(host: object) -> bool:
    return type(host).__name__.startswith("Async")


class OwnError(Exception):
    """The user's own exception."""


async def test_a_failing_source_aborts_an_upload_that_the_server_does_not_read() -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.server.client_closed.wait(10)

    def failing_source() -> Iterator[bytes]:
        yield bytes(16 << 20)
        raise OwnError

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(OwnError):
                await host.send_topic("t", async_iterable(failing_source()))
        server.client_closed.set()


async def test_loads_parses_the_lines() -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(head(transfer_encoding="chunked"))
            peer.send_chunk(b"[1]\n\n  \n[2")
            peer.send_chunk(b"]\n[")
            peer.send(b"0\r\n\r\n")

    def first(line: bytes) -> int:
        value: int = json.loads(line)[0]
        return value

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            values = stream.iter_json(loads=first)
            assert [await anext(values), await anext(values)] == [1, 2]
            with pytest.raises(InvalidResponseError) as caught:
                await anext(values)
            assert "loads failed on line 5 of the stream: " in caught.value.message
            assert isinstance(caught.value.__cause__, ValueError)


class Point(msgspec.Struct):
    x: int


class Place(pydantic.BaseModel):
    x: int


LIBRARIES: dict[str, tuple[Any, Any, Any]] = {
    "msgspec": (Point(1), msgspec.json.encode, msgspec.json.Decoder(Point).decode),
    "pydantic": (Place(x=1), Place.model_dump_json, Place.model_validate_json),
    "orjson": ({"x": 1}, orjson.dumps, orjson.loads),
}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("wrong", [b'{"x": ', b'{"x": "text"}', b'{"x": "\xff"}'])
async def test_records_of_other_libraries_are_written_and_read(library: str, wrong: bytes) -> None:
    value, dumps, loads = LIBRARIES[library]
    if library == "orjson" and wrong == b'{"x": "text"}':
        wrong = b'{"x": NaN}'  # it checks no types
    received: list[bytes] = []

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if not request.target.endswith("/output"):
                received.extend([request.body] * (request.method == "POST"))
                peer.send(answer(b""))
                continue
            peer.send(head(transfer_encoding="chunked"))
            peer.send_chunk(received[0] + b"\n" + wrong + b"\n")
            peer.send(b"0\r\n\r\n")

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            await instance.send_input(ndjson([value, value], dumps))
            async with instance.get_stream("output") as stream:
                values = stream.iter_json(loads=loads)
                assert [await anext(values), await anext(values)] == [value, value]
                with pytest.raises(InvalidResponseError) as caught:
                    await anext(values)
        assert "loads failed on line 4 of the stream: " in caught.value.message
        assert isinstance(caught.value.__cause__, ValueError)
