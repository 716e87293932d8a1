"""Streams of real hubs and fakes: large data in both directions, topics, pipes, ends."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncStream,
    ClientError,
    StreamInterrupted,
)
from scramjet_facade.concurrency import timing
from scramjet_facade.testing import FakeHub
from tests.conftest import SEQUENCES
from tests.fake_programs import echo
from tests.flavor import async_wait
from tests.hubs import OLD
from tests.streams.background import AsyncBackground

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator
    from pathlib import Path

    from tests.hubs import Hub

SECONDS = 20.0  # the longest wait
BLOCK = "".join(f"{number:06d} the quick brown fox\n" for number in range(2000)).encode()
READS_A_TOPIC = """
const { PassThrough } = require("stream");
module.exports = [
    { requires: "TOPIC", contentType: "text/plain" },
    input => input.pipe(new PassThrough()),
];
"""
WRITES_A_TOPIC = """
const { PassThrough } = require("stream");
module.exports = input => Object.assign(
    input.pipe(new PassThrough()), { topic: "TOPIC", contentType: "text/plain" }
);
"""


@pytest.fixture(autouse=True)
def short_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notice the end of an instance quickly, and end its uploads soon."""
    monkeypatch.setattr(timing, "END_POLL", 0.1)
    monkeypatch.setattr(timing, "UPLOAD_AFTER_END", 0.2)


@asynccontextmanager
async def running(
    hub: Hub, package: str | Path, **options: Any
) -> AsyncGenerator[AsyncInstanceClient, None]:
    """Run a package, and kill it on exit."""
    async with AsyncHostClient(hub.api_base) as host:
        sequence = await host.send_sequence(SEQUENCES / package)
        async with await sequence.start(**options) as instance:
            await instance.wait("healthy", SECONDS)
            yield instance
        await instance.wait_ended(SECONDS)
        await sequence.delete(force=hub.version != OLD)


def ticker(hub: Hub) -> Any:
    return running(hub, "ticker", app_config={"interval": 1})


def number_in(line: str) -> int:
    return int(line.removeprefix("tick "))


async def ticks(stream: AsyncStream, last: int) -> list[int]:
    """Read ticks up to a number."""
    numbers: list[int] = []
    async for line in stream.iter_lines():
        numbers.append(number_in(line))
        if numbers[-1] >= last:
            break
    return numbers


def are_consecutive(numbers: list[int]) -> bool:
    return all(following == number + 1 for number, following in pairwise(numbers))


async def digest(stream: AsyncStream) -> str:
    found = hashlib.sha256()
    async for chunk in stream:
        found.update(chunk)
    return found.hexdigest()


async def test_100_mib_are_uploaded_and_downloaded_at_the_same_time(hub: Hub) -> None:
    count = 100 * 1024 * 1024 // len(BLOCK) + 1
    blocks = (BLOCK for _ in range(count))
    async with (
        running(hub, "echo") as echo,
        echo.get_stream("output") as output,
        AsyncBackground(echo.send_input, blocks, "text/plain") as upload,
    ):
        received = await digest(output)
        await upload.result()
    assert received == hashlib.sha256(BLOCK * count).hexdigest()


async def test_a_slow_reader_blocks_the_writer_and_loses_nothing(hub: Hub) -> None:
    limit = 1024**3 // len(BLOCK)  # more than all buffers hold
    yielded = 0
    is_blocked = threading.Event()

    def blocks() -> Iterator[bytes]:
        nonlocal yielded
        while yielded < limit and not is_blocked.is_set():
            yielded += 1
            yield BLOCK

    never = threading.Event()
    async with (
        running(hub, "echo") as echo,
        echo.get_stream("output") as output,
        AsyncBackground(echo.send_input, blocks(), "text/plain") as upload,
    ):
        before = 0
        while yielded == 0 or before < yielded:  # until all buffers are full
            before = yielded
            await async_wait(never, 0.3)
        is_blocked.set()
        received = await digest(output)
        await upload.result()
    assert yielded < limit
    assert received == hashlib.sha256(BLOCK * yielded).hexdigest()


async def test_an_endless_output_can_be_closed_and_read_again(hub: Hub) -> None:
    async with ticker(hub) as instance:
        async with instance.get_stream("output") as output:
            first = await ticks(output, 299)
        async with instance.get_stream("output") as output:
            second = await ticks(output, 399)
    assert first == list(range(300))
    assert are_consecutive(second)
    assert second[0] > first[-1]


async def test_two_readers_receive_the_same_output(hub: Hub) -> None:
    async with (
        ticker(hub) as instance,
        instance.get_stream("output") as one,
        instance.get_stream("output") as other,
    ):
        lines = other.iter_lines()
        first = number_in(await anext(lines))  # only the first reader receives earlier output
        async with AsyncBackground(ticks, one, first + 300) as reader:
            of_other = [number_in(await anext(lines)) for _ in range(300)]
            of_one = await reader.result()
    assert of_one == list(range(first + 301))
    assert of_other == list(range(first + 1, first + 301))


async def test_a_reader_can_be_cancelled(hub: Hub) -> None:
    received = threading.Event()

    async def read(stream: AsyncStream) -> None:
        async for _ in stream:
            received.set()

    async with ticker(hub) as instance:
        async with instance.get_stream("output") as output, AsyncBackground(read, output) as reader:
            assert await async_wait(received, SECONDS)
            output.cancel()
            with pytest.raises(StreamInterrupted, match="was cancelled"):
                await reader.result()
        assert (await instance.get_health()).healthy


async def test_an_input_can_be_sent_in_many_parts(hub: Hub) -> None:
    async with running(hub, "echo") as echo, echo.get_stream("output") as output:
        lines = output.iter_lines()
        for number in range(50):
            await echo.send_input(f"part {number}\n", "text/plain", end=False)
            if number % 2:
                assert await anext(lines) == f"part {number - 1}"
                assert await anext(lines) == f"part {number}"
        await echo.send_input("the end\n", "text/plain", end=True)
        assert [line async for line in lines] == ["the end"]


async def test_a_topic_connects_two_clients(hub: Hub) -> None:
    topic = f"topic-{uuid4()}"
    values = [{"number": number, "text": "ü\u2028" * 20} for number in range(2000)]
    lines = (json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    received: list[Any] = []
    async with (
        AsyncHostClient(hub.api_base) as writer,
        AsyncHostClient(hub.api_base) as reader,
        reader.get_topic(topic) as stream,
        AsyncBackground(writer.send_topic, topic, lines) as sent,
    ):
        async for value in stream.iter_json():
            received.append(value)
            if len(received) == len(values):
                break
        await sent.result()
    assert received == values


def package(folder: Path, program: str, topic: str, hub: Hub) -> Path:
    """Write a package; a fake hub runs echo instead."""
    if isinstance(hub, FakeHub):
        option = "requires" if program is READS_A_TOPIC else "provides"
        hub.add_program("x", echo, **{option: (topic, "text/plain")})
    (folder / "package.json").write_text('{"name": "x", "version": "1.0.0", "main": "x.js"}')
    (folder / "x.js").write_text(program.replace("TOPIC", topic))
    return folder


async def test_an_instance_reads_a_topic_of_a_client(hub: Hub, tmp_path: Path) -> None:
    topic = f"topic-{uuid4()}"
    async with (
        AsyncHostClient(hub.api_base) as host,
        running(hub, package(tmp_path, READS_A_TOPIC, topic, hub)) as instance,
        instance.get_stream("output") as output,
    ):
        lines = output.iter_lines()
        for number in range(20):
            await host.send_topic(topic, f"line {number}\n", "text/plain")
            assert await anext(lines) == f"line {number}"


async def test_a_client_reads_a_topic_of_an_instance(hub: Hub, tmp_path: Path) -> None:
    topic = f"topic-{uuid4()}"
    async with (
        AsyncHostClient(hub.api_base) as host,
        running(hub, package(tmp_path, WRITES_A_TOPIC, topic, hub)) as instance,
        host.get_topic(topic, "text/plain") as stream,
    ):
        lines = stream.iter_lines()
        for number in range(20):
            await instance.send_input(f"line {number}\n", "text/plain", end=False)
            assert await anext(lines) == f"line {number}"


@pytest.mark.parametrize("name", ["output", "log", "events"])
async def test_a_stream_ends_when_the_instance_is_killed(hub: Hub, name: str) -> None:
    """Only a 404 shows that an instance of hub 0.18.7 has ended."""
    received = threading.Event()

    async def read(stream: AsyncStream) -> int:
        count = 0
        async with stream:
            async for _ in stream.iter_lines():
                count += 1
                received.set()
        return count

    async with running(hub, "events" if name == "events" else "ticker") as instance:
        if name == "events":
            stream = instance.get_event_stream("pong", until_ended=True)
        else:
            stream = instance.get_stream(name, until_ended=True)  # type: ignore[arg-type]
        async with AsyncBackground(read, stream) as reader:
            while not received.is_set():
                if name == "events":
                    await instance.send_event("ping", "message")
                await async_wait(received, 0.1)
            await instance.kill()
            assert await reader.result() > 0


async def test_uploads_to_a_killed_instance_end(hub: Hub) -> None:
    """The program never reads its input."""

    async def send() -> None:
        with suppress(ClientError):  # hubs may send an error, or read and drop the data
            await instance.send_input([BLOCK] * 2000, until_ended=True)

    async def open_inout() -> None:
        async with instance.inout([BLOCK] * 2000, until_ended=True):
            pass

    async with running(hub, "ticker") as instance:
        async with AsyncBackground(send) as upload:
            await instance.kill()
            await upload.result()
        await instance.wait_ended(SECONDS)
        async with AsyncBackground(open_inout) as opener:
            with pytest.raises(ClientError):
                await opener.result()


async def test_a_pipe_ends_with_its_source(hub: Hub) -> None:
    async with (
        ticker(hub) as source,
        running(hub, "echo") as echo,
        AsyncBackground(source.pipe_to, echo, "text/plain") as pipe,
        echo.get_stream("output") as output,
    ):
        lines = output.iter_lines()
        numbers = [number_in(await anext(lines)) for _ in range(100)]
        await source.kill()
        await pipe.result()
        numbers += [number_in(line) async for line in lines]
    assert numbers[0] == 0
    assert are_consecutive(numbers)


async def test_a_pipe_connects_two_programs(hub: Hub) -> None:
    names = [f"name {number}" for number in range(1000)]
    async with (
        running(hub, "echo") as echo,
        running(hub, "greeter") as greeter,
        greeter.get_stream("output") as output,
        AsyncBackground(echo.pipe_to, greeter, "text/plain") as pipe,
    ):
        await echo.send_input((f"{name}\n" for name in names), "text/plain")
        await pipe.result()
        greetings = [line async for line in output.iter_lines()]
    assert greetings == [f"Hello, {name}!" for name in names]


async def test_an_instance_ends_with_its_block(hub: Hub) -> None:
    class OwnError(Exception):
        pass

    async with AsyncHostClient(hub.api_base) as host:
        sequence = await host.send_sequence(SEQUENCES / "ticker")
        with pytest.raises(OwnError):
            async with await sequence.start() as instance:
                raise OwnError  # immediately: the instance is still starting
        await instance.wait_ended(SECONDS)
        running_ids = [one.id for one in await host.list_instances() if not one.ended]
        assert instance.id not in running_ids
        await sequence.delete(force=hub.version != OLD)
