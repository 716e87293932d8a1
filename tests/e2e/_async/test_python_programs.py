"""Python programs without python_program, on real hubs and on fakes."""

from __future__ import annotations

import shutil
import uuid
from threading import Event
from typing import TYPE_CHECKING

from scramjet_facade.concurrency import timing
from tests.conftest import SEQUENCES
from tests.e2e._async.readiness import SECONDS
from tests.hubs import Hub, event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from tests.e2e._async.conftest import AsyncPrograms


async def test_a_program_answers_lines_of_text(
    programs: AsyncPrograms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", SECONDS)  # the block begins with an open output
    is_open = Event()

    def names() -> Iterator[str]:
        yield "Ada\n"
        assert is_open.wait(SECONDS)  # old hubs remove a program that ends before
        yield "Zoë\n"

    sequence = await programs.send("by_hand")
    async with sequence.run(names(), "text/plain", idle_timeout=SECONDS) as output:
        is_open.set()
        assert [line async for line in output.iter_lines()] == ["Hello, Ada!", "Hello, Zoë!"]


async def test_a_program_receives_its_configuration_and_arguments(programs: AsyncPrograms) -> None:
    instance = await programs.start("by_hand", app_config={"a": 1}, args=["config", 5])
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        assert await anext(output.iter_lines()) == "{'a': 1} (5,)"


async def test_a_program_reads_stdin(programs: AsyncPrograms) -> None:
    instance = await programs.start("by_hand", args=["stdin"])
    await instance.wait("healthy", timeout=SECONDS)
    for name, start in (("stdout", "out"), ("stderr", "err")):
        async with instance.get_stream(name, idle_timeout=SECONDS) as stream:
            await instance.send_stdin("one\n", end=False)
            assert await anext(stream.iter_lines()) == f"{start}: one"


async def test_a_program_receives_and_emits_events(programs: AsyncPrograms, hub: Hub) -> None:
    instance = await programs.start("by_hand", args=["events"])
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        lines = output.iter_lines()
        assert await anext(lines) == "ready"
        await instance.send_event("ping", "hello")
        assert await anext(lines) == "ping hello"
    assert await instance.get_event("pong") == event(hub, "pong", {"got": "hello"})


async def test_a_program_handles_stop(programs: AsyncPrograms) -> None:
    instance = await programs.start("by_hand", args=["stop"])
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        lines = output.iter_lines()
        assert await anext(lines) == "running"
        await instance.stop(500)
        assert [line async for line in lines] == ["stopping"]
    await instance.wait("ended", timeout=SECONDS)


async def test_a_program_sets_its_health_and_writes_to_the_log(programs: AsyncPrograms) -> None:
    instance = await programs.start("by_hand", args=["unhealthy"])
    async with instance.get_log_stream(idle_timeout=SECONDS) as log:
        async for line in log.iter_json():
            if line["msg"] == "logged by hand":
                break
    assert (line["from"], line["level"]) == ("PythonRunner", "INFO")
    assert (await instance.get_health()).healthy is False
    await instance.kill()
    await instance.wait("ended", timeout=SECONDS)


async def test_a_topic_connects_two_programs(programs: AsyncPrograms, tmp_path: Path) -> None:
    topic = uuid.uuid4().hex  # a new one each time, because a topic ends with its producer
    for name in ("by_hand_consumer", "by_hand_producer"):
        shutil.copytree(SEQUENCES / name, tmp_path / name)
        main = tmp_path / name / "main.py"
        main.write_text(main.read_text("utf-8").replace("names-by-hand", topic), "utf-8")
    consumer = await programs.start(tmp_path / "by_hand_consumer")
    await programs.start(tmp_path / "by_hand_producer")
    async with consumer.get_stream("output", idle_timeout=SECONDS) as output:
        lines = output.iter_lines()
        assert [await anext(lines), await anext(lines)] == ["Hello, Ada!", "Hello, Grace!"]
