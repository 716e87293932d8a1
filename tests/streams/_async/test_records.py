"""Records on their way: small parts go out together, and none waits for the next."""

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
    """Clients ask a hub for its version before a long upload."""
    monkeypatch.setattr(ScriptedServer, "version", "1.0.1")


class Counting(ScriptedServer):
    """Counts the blocks that come and their bytes, and says so of each."""

    def __init__(self) -> None:
        super().__init__(self._count)
        self.blocks = self.size = 0
        self.came: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def _count(self, peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            for block in peer.body_blocks(request):
                self.blocks += 1
                self.size += len(block)
                self.came.put(block)
            peer.send(OK)


async def given(parts: Any) -> AsyncIterator[Any]:
    for part in parts:
        yield part


def is_all(parts: list[tuple[int, int | None]], size: int) -> bool:
    return parts == sorted(parts) and parts[-1] == (size, None)


@pytest.mark.parametrize("what", ["parts", "records"])
async def test_each_record_is_there_before_the_next_is_given(what: str) -> None:
    with Counting() as server:

        def conversation() -> Iterator[Any]:
            for number in range(50):
                yield number if what == "records" else f"{number}\n"
                assert server.came.get(timeout=5) == b"%d\n" % number

        source = async_source(conversation())
        async with AsyncHostClient(server.base_url) as host:
            await host.send_topic("t", ndjson(source) if what == "records" else source)
        assert server.blocks == 50


@contextmanager
def live(kind: str, folder: Path) -> Iterator[tuple[Any, IO[bytes]]]:
    """Give what can be read while it is written, and where that is done."""
    if kind == "socket":
        ours, theirs = socket.socketpair()
        with ours, ours.makefile("rb") as source, theirs.makefile("wb") as writer:
            theirs.close()  # with its file
            yield source, writer
        return
    if kind == "a program's output":
        with subprocess.Popen("cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            assert program.stdin is not None
            yield program.stdout, program.stdin
        return
    if kind == "FIFO":
        os.mkfifo(folder / "fifo")
        # For reading and writing, since opening it for one waits for the other.
        with (folder / "fifo").open("r+b", buffering=0) as writer:
            yield folder / "fifo", writer
        return
    reading, writing = os.pipe()
    with open(reading, "rb") as source, open(writing, "wb") as writer:  # noqa: PTH123
        yield source, writer


@pytest.mark.parametrize("kind", ["pipe", "socket", "a program's output", "FIFO"])
async def test_what_a_live_source_has_goes_out(kind: str, tmp_path: Path) -> None:
    def write(server: Counting, writer: IO[bytes]) -> None:
        for number in range(5):
            writer.write(b"%d\n" % number)
            writer.flush()
            assert server.came.get(timeout=5) == b"%d\n" % number
        writer.close()

    with Counting() as server, live(kind, tmp_path) as (source, writer):
        beside = threading.Thread(target=write, args=(server, writer))
        beside.start()
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_stdin(source)
        beside.join()
        assert server.blocks == 5


@pytest.mark.parametrize("kind", ["list", "iterator", "async iterable"])
@pytest.mark.parametrize("what", ["parts", "records"])
async def test_what_is_at_hand_goes_together(kind: str, what: str) -> None:
    parts: Any = [{"number": number} for number in range(MANY)]
    expected = [json.dumps(part, separators=(",", ":")) for part in parts]
    if what == "parts":
        parts = [f"{line}\n" for line in expected]
    source = {"list": parts, "iterator": iter(parts), "async iterable": given(parts)}[kind]
    told: list[tuple[int, int | None]] = []
    with Counting() as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(
                ndjson(source) if what == "records" else source,
                progress=lambda sent, total: told.append((sent, total)),
            )
        received = b"".join(server.came.get() for _ in range(server.blocks))
        kind_sent = server.requests[-1].header("content-type")
        # The first may go before others are at hand.
        assert server.blocks < MANY / 100
        assert is_all(told, len(received))
    assert received.decode().splitlines() == expected
    assert kind_sent == f"application/{'x-ndjson' if what == 'records' else 'octet-stream'}"


@pytest.mark.parametrize("kind", ["iterator", "async iterable"])
async def test_however_many_records_need_little_memory(kind: str) -> None:
    def records() -> Iterator[bytes]:
        for _ in range(300_000):
            yield bytes(100)

    with Counting() as server:
        server.came = Drain()  # type: ignore[assignment]
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            await instance.send_input([b"warm"])
            tracemalloc.start()
            try:
                await instance.send_input(records() if kind == "iterator" else given(records()))
                _, most = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert server.size == 30_000_004
        assert most < 3_000_000


class Drain:
    """Forgets what comes."""

    def put(self, block: bytes) -> None:
        pass


async def test_the_type_of_records() -> None:
    with Counting() as server:
        async with AsyncHostClient(server.base_url) as host:
            instance = host.get_instance_client("i")
            manager = host.get_manager_client()
            await instance.send_input(ndjson([1]))
            await instance.send_input(ndjson([1]), "text/plain")
            await instance.send_stdin(ndjson([1]))  # hubs take nothing else there
            await manager.send_topic("t", ndjson([1]))
            await manager.send_topic("t", [b"1"])
        assert [request.header("content-type") for request in server.requests] == [
            None,  # whether the program is in Python
            "application/x-ndjson",
            "text/plain",
            "application/octet-stream",
            "application/x-ndjson",
            "application/octet-stream",
        ]


async def test_a_value_that_cannot_be_written_breaks_the_upload_off() -> None:
    def values() -> Iterator[Any]:
        yield 1
        yield {2}

    with Counting() as server:
        async with AsyncHostClient(server.base_url) as host:
            for source in (values(), given(values())) if is_async(host) else (values(),):
                with pytest.raises(BadParametersError, match="cannot write value 1 as JSON"):
                    await host.send_topic("t", ndjson(source))
            with pytest.raises(BadParametersError, match=r"not dict: use ndjson\(…\)"):
                await host.send_topic("t", [{"a": 1}])  # type: ignore[list-item]
        assert not any(request.complete for request in server.requests)


def is_async(host: object) -> bool:
    return type(host).__name__.startswith("Async")


class OwnError(Exception):
    """The user's own exception."""


async def test_a_source_that_fails_though_the_server_takes_nothing() -> None:
    """The request is broken off, though the server hasn't taken what came before."""

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.server.client_closed.wait(10)

    def fails() -> Iterator[bytes]:
        yield bytes(16 << 20)
        raise OwnError

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(OwnError):
                await host.send_topic("t", given(fails()))
        server.client_closed.set()


async def test_values_made_by_a_function_of_ones_own() -> None:
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
async def test_records_of_other_libraries(library: str, wrong: bytes) -> None:
    value, dumps, loads = LIBRARIES[library]
    if library == "orjson" and wrong == b'{"x": "text"}':
        wrong = b'{"x": NaN}'  # it knows no types
    came: list[bytes] = []

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if not request.target.endswith("/output"):
                came.extend([request.body] * (request.method == "POST"))
                peer.send(answer(b""))
                continue
            peer.send(head(transfer_encoding="chunked"))
            peer.send_chunk(came[0] + b"\n" + wrong + b"\n")
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
