# Generated from tests/streams/_async/test_real_hub.py
"""Streams of real hubs and fakes: much data both ways, endless data, topics, pipes, ends."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from scramjet_facade import (
    ClientError,
    HostClient,
    InstanceClient,
    Stream,
    StreamInterrupted,
)
from scramjet_facade.testing import FakeHub
from tests.conftest import SEQUENCES
from tests.flavor import sync_wait
from tests.hubs import OLD
from tests.streams.beside import Beside
from tests.twins import echo

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from tests.hubs import Hub

SECONDS = 20.0
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


@contextmanager
def running(hub: Hub, package: str | Path, **options: Any) -> Generator[InstanceClient, None, None]:
    """Run a package; it is killed on the way out."""
    with HostClient(hub.api_base) as host:
        sequence = host.send_sequence(SEQUENCES / package)
        with sequence.start(**options) as instance:
            instance.wait("healthy", SECONDS)
            yield instance
        instance.wait_ended(SECONDS)
        sequence.delete(force=hub.version != OLD)


def ticker(hub: Hub) -> Any:
    return running(hub, "ticker", app_config={"interval": 5})


def number_in(line: str) -> int:
    return int(line.removeprefix("tick "))


def ticks(stream: Stream, last: int) -> list[int]:
    """Read the ticks up to a certain one."""
    numbers: list[int] = []
    for line in stream.iter_lines():
        numbers.append(number_in(line))
        if numbers[-1] >= last:
            break
    return numbers


def are_consecutive(numbers: list[int]) -> bool:
    return all(following == number + 1 for number, following in pairwise(numbers))


def digest(stream: Stream) -> str:
    found = hashlib.sha256()
    for chunk in stream:
        found.update(chunk)
    return found.hexdigest()


def test_100_mib_go_up_and_come_down_at_the_same_time(hub: Hub) -> None:
    count = 100 * 1024 * 1024 // len(BLOCK) + 1
    blocks = (BLOCK for _ in range(count))
    with (
        running(hub, "echo") as echo,
        echo.get_stream("output") as output,
        Beside(echo.send_input, blocks, "text/plain") as upload,
    ):
        came = digest(output)
        upload.result()
    assert came == hashlib.sha256(BLOCK * count).hexdigest()


def test_a_slow_reader_holds_up_the_writer_and_loses_nothing(hub: Hub) -> None:
    count = 60 * 1024 * 1024 // len(BLOCK)
    given = 0

    def blocks() -> Iterator[bytes]:
        nonlocal given
        for _ in range(count):
            given += 1
            yield BLOCK

    never = threading.Event()
    with (
        running(hub, "echo") as echo,
        echo.get_stream("output") as output,
        Beside(echo.send_input, blocks(), "text/plain") as upload,
    ):
        before = -1
        while before < given:
            before = given
            sync_wait(never, 0.3)
        assert 0 < given < count
        came = digest(output)
        upload.result()
    assert given == count
    assert came == hashlib.sha256(BLOCK * count).hexdigest()


def test_an_endless_output_is_left_and_read_again(hub: Hub) -> None:
    with ticker(hub) as instance:
        with instance.get_stream("output") as output:
            first = ticks(output, 299)
        with instance.get_stream("output") as output:
            second = ticks(output, 399)
    assert first == list(range(300))
    assert are_consecutive(second)
    assert second[0] > first[-1]


def test_two_readers_at_once(hub: Hub) -> None:
    with (
        ticker(hub) as instance,
        instance.get_stream("output") as one,
        instance.get_stream("output") as other,
        Beside(ticks, one, 300) as reader,
    ):
        of_other = ticks(other, 300)
        of_one = reader.result()
    assert of_one == list(range(301))
    assert of_other == list(range(of_other[0], 301))


def test_a_reader_of_the_real_hub_is_cancelled(hub: Hub) -> None:
    heard = threading.Event()

    def read(stream: Stream) -> None:
        for _ in stream:
            heard.set()

    with ticker(hub) as instance:
        with instance.get_stream("output") as output, Beside(read, output) as reader:
            assert sync_wait(heard, SECONDS)
            output.cancel()
            with pytest.raises(StreamInterrupted, match="was cancelled"):
                reader.result()
        assert (instance.get_health()).healthy


def test_an_input_in_many_parts(hub: Hub) -> None:
    with running(hub, "echo") as echo, echo.get_stream("output") as output:
        lines = output.iter_lines()
        for number in range(50):
            echo.send_input(f"part {number}\n", "text/plain", end=False)
            if number % 2:
                assert next(lines) == f"part {number - 1}"
                assert next(lines) == f"part {number}"
        echo.send_input("the end\n", "text/plain", end=True)
        assert [line for line in lines] == ["the end"]


def test_a_topic_from_one_client_to_another(hub: Hub) -> None:
    topic = f"topic-{uuid4()}"
    values = [{"number": number, "text": "ü\u2028" * 20} for number in range(2000)]
    lines = (json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    came: list[Any] = []
    with (
        HostClient(hub.api_base) as writer,
        HostClient(hub.api_base) as reader,
        reader.get_topic(topic) as stream,
        Beside(writer.send_topic, topic, lines) as sent,
    ):
        for value in stream.iter_json():
            came.append(value)
            if len(came) == len(values):
                break
        sent.result()
    assert came == values


def package(folder: Path, program: str, topic: str, hub: Hub) -> Path:
    """Write a package; on a fake, the echo stands for it."""
    if isinstance(hub, FakeHub):
        way = "requires" if program is READS_A_TOPIC else "provides"
        hub.add_program("x", echo, **{way: (topic, "text/plain")})
    (folder / "package.json").write_text('{"name": "x", "version": "1.0.0", "main": "x.js"}')
    (folder / "x.js").write_text(program.replace("TOPIC", topic))
    return folder


def test_a_topic_from_a_client_to_an_instance(hub: Hub, tmp_path: Path) -> None:
    topic = f"topic-{uuid4()}"
    with (
        HostClient(hub.api_base) as host,
        running(hub, package(tmp_path, READS_A_TOPIC, topic, hub)) as instance,
        instance.get_stream("output") as output,
    ):
        lines = output.iter_lines()
        for number in range(20):
            host.send_topic(topic, f"line {number}\n", "text/plain")
            assert next(lines) == f"line {number}"


def test_a_topic_from_an_instance_to_a_client(hub: Hub, tmp_path: Path) -> None:
    topic = f"topic-{uuid4()}"
    with (
        HostClient(hub.api_base) as host,
        running(hub, package(tmp_path, WRITES_A_TOPIC, topic, hub)) as instance,
        host.get_topic(topic, "text/plain") as stream,
    ):
        lines = stream.iter_lines()
        for number in range(20):
            instance.send_input(f"line {number}\n", "text/plain", end=False)
            assert next(lines) == f"line {number}"


@pytest.mark.parametrize("name", ["output", "log", "events"])
def test_until_the_instance_is_killed(hub: Hub, name: str) -> None:
    """Of an instance of this hub, nothing but its 404 tells that it has ended."""
    heard = threading.Event()

    def read(stream: Stream) -> int:
        count = 0
        with stream:
            for _ in stream.iter_lines():
                count += 1
                heard.set()
        return count

    with running(hub, "events" if name == "events" else "ticker") as instance:
        if name == "events":
            stream = instance.get_event_stream("pong", until_ended=True)
        else:
            stream = instance.get_stream(name, until_ended=True)  # type: ignore[arg-type]
        with Beside(read, stream) as reader:
            while not heard.is_set():
                if name == "events":
                    instance.send_event("ping", "is anybody there")
                sync_wait(heard, 0.1)
            instance.kill()
            assert reader.result() > 0


def test_what_is_sent_to_a_killed_instance_ends(hub: Hub) -> None:
    """This program never reads its input."""

    def send() -> None:
        with suppress(ClientError):
            instance.send_input([BLOCK] * 2000, until_ended=True)

    def open_inout() -> None:
        with instance.inout([BLOCK] * 2000, until_ended=True):
            pass

    with running(hub, "ticker") as instance:
        with Beside(send) as upload:
            instance.kill()
            upload.result()
        instance.wait_ended(SECONDS)
        with Beside(open_inout) as opener:
            with pytest.raises(ClientError):
                opener.result()


def test_a_pipe_ends_when_its_beginning_does(hub: Hub) -> None:
    with (
        ticker(hub) as source,
        running(hub, "echo") as echo,
        Beside(source.pipe_to, echo, "text/plain") as pipe,
        echo.get_stream("output") as output,
    ):
        lines = output.iter_lines()
        numbers = [number_in(next(lines)) for _ in range(100)]
        source.kill()
        pipe.result()
        numbers += [number_in(line) for line in lines]
    assert numbers[0] == 0
    assert are_consecutive(numbers)


def test_a_pipe_of_two_programs(hub: Hub) -> None:
    names = [f"name {number}" for number in range(1000)]
    with running(hub, "echo") as echo, running(hub, "greeter") as greeter:
        with Beside(echo.pipe_to, greeter, "text/plain") as pipe:
            echo.send_input((f"{name}\n" for name in names), "text/plain")
            pipe.result()
        with greeter.get_stream("output") as output:
            assert [line for line in output.iter_lines()] == [f"Hello, {name}!" for name in names]


def test_an_instance_does_not_outlive_its_block(hub: Hub) -> None:
    class OwnError(Exception):
        pass

    with HostClient(hub.api_base) as host:
        sequence = host.send_sequence(SEQUENCES / "ticker")
        with pytest.raises(OwnError):
            with sequence.start() as instance:
                raise OwnError
        instance.wait_ended(SECONDS)
        known = [one.id for one in host.list_instances() if not one.ended]
        assert instance.id not in known
        sequence.delete(force=hub.version != OLD)
