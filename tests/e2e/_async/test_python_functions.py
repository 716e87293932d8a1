"""Functions packed by python_program, on real hubs and on fakes."""

from __future__ import annotations

import json
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import InstanceFailedError, ndjson, python_program
from tests.conftest import SEQUENCES
from tests.e2e._async.readiness import SECONDS
from tests.flavor import async_wait
from tests.hubs import OLD, Hub, event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from scramjet_facade import AsyncExchange, AsyncHostClient, AsyncSequenceClient
    from tests.e2e._async.conftest import AsyncPrograms

FUNCTIONS = SEQUENCES / "functions" / "functions.py"
EVERY_KIND = ("echo", "echo_async", "per_record", "per_record_async")
VALUES: list[Any] = [1, "Zoë \u2028 \U0001f600", {"a": [True, 2.5]}, [], "", 0, False]


class AsyncFunctions:
    """Sends functions to a hub, and runs them."""

    def __init__(self, programs: AsyncPrograms) -> None:
        self._programs = programs

    async def send(self, name: str, **options: Any) -> AsyncSequenceClient:
        return await self._programs.send(python_program(FUNCTIONS, name, **options))

    async def run(self, name: str, *arguments: Any, **options: Any) -> AsyncExchange:
        sequence = await self.send(name)
        return sequence.run(*arguments, idle_timeout=SECONDS, **options)

    async def values(self, name: str, *arguments: Any, **options: Any) -> list[Any]:
        async with await self.run(name, *arguments, **options) as output:
            return [value async for value in output.iter_json()]


@pytest.fixture
def functions(programs: AsyncPrograms) -> AsyncFunctions:
    return AsyncFunctions(programs)


@pytest.mark.parametrize("name", EVERY_KIND)
async def test_records_pass_through_every_kind_of_function(
    functions: AsyncFunctions, name: str
) -> None:
    assert await functions.values(name, ndjson(VALUES)) == VALUES


async def test_records_are_passed_unchanged(functions: AsyncFunctions) -> None:
    sequence = await functions.send("echo")
    large = "Zoë" * 400_000
    unescaped = json.dumps(large, ensure_ascii=False)
    for data, expected in (
        (ndjson([]), []),
        ("\n\n", []),
        ('{"no": "end é"}', [{"no": "end é"}]),
        (unescaped, [large]),
    ):
        content_type = None if not isinstance(data, str) else "text/plain"
        async with sequence.run(data, content_type, idle_timeout=SECONDS) as output:
            assert [value async for value in output.iter_json()] == expected


async def test_text_is_passed_unchanged(functions: AsyncFunctions) -> None:
    sequence = await functions.send("upper", input="text", output="text")
    text = "zoë ☃ \u2028\n\r\n" * 20_000 + "no end é"
    async with sequence.run(text, "text/plain", idle_timeout=SECONDS) as output:
        assert b"".join([block async for block in output]) == text.upper().encode()


async def test_bytes_are_passed_unchanged_if_the_hub_supports_it(
    functions: AsyncFunctions, hub: Hub
) -> None:
    sequence = await functions.send("echo", input="bytes", output="bytes")
    # Hubs of version 0.18.7 decode and encode all data as UTF-8.
    data = ("\0é☃" * 100_000).encode() if hub.version == OLD else bytes(range(256)) * 4096
    async with sequence.run(data, idle_timeout=SECONDS) as output:
        assert b"".join([block async for block in output]) == data


@pytest.mark.parametrize("name", ["echo", "echo_async"])
async def test_each_record_is_answered_before_the_next_is_sent(
    functions: AsyncFunctions, name: str
) -> None:
    answered = Event()

    async def source() -> AsyncIterator[dict[str, int]]:
        for number in range(5):
            yield {"number": number}
            assert await async_wait(answered, SECONDS)
            answered.clear()

    answers = []
    async with await functions.run(name, ndjson(source())) as output:
        async for answer in output.iter_json():
            answers.append(answer)
            answered.set()
    assert answers == [{"number": number} for number in range(5)]


async def test_the_function_receives_the_options_of_the_start(functions: AsyncFunctions) -> None:
    config = {"rate": 2, "name": "Zoë"}
    async with await functions.run("report", app_config=config, args=["x", 5]) as output:
        (report,) = [value async for value in output.iter_json()]
        assert (report["config"], report["args"]) == (config, ["x", 5])
        for name, text in (("stdout", "printed é"), ("stderr", "an error")):
            async with output.instance.get_stream(name, idle_timeout=SECONDS) as stream:
                assert await anext(stream.iter_lines()) == text


async def test_the_log_of_a_function_is_the_instance_log(
    functions: AsyncFunctions, programs: AsyncPrograms
) -> None:
    sequence = await functions.send("report")
    instance = await programs.start_sequence(sequence)
    async with instance.get_log_stream(idle_timeout=SECONDS) as log:
        async for line in log.iter_json():
            if line["msg"] == "logged []":
                break
    assert line["level"] == "INFO"


async def test_events_are_received_and_emitted(
    functions: AsyncFunctions, programs: AsyncPrograms, hub: Hub
) -> None:
    instance = await programs.start_sequence(await functions.send("answer_pings"))
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        records = output.iter_json()
        assert await anext(records) == "ready"
        await instance.wait("healthy", timeout=SECONDS)  # from then on it receives events
        await instance.send_event("ping", "hello")
        assert await anext(records) == {"ping": "hello"}
        pong = await instance.get_event("pong", timeout=SECONDS)
        assert pong == event(hub, "pong", {"got": "hello"})


@pytest.mark.parametrize("name", ["remember", "remember_async"])
async def test_stop_closes_the_generator(
    functions: AsyncFunctions, programs: AsyncPrograms, name: str, tmp_path: Path
) -> None:
    file = tmp_path / "closed"
    sequence = await functions.send(name)
    instance = await programs.start_sequence(sequence, app_config={"file": str(file)})
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        records = output.iter_json()
        assert await anext(records) == "running"
        await instance.stop(1000)
        assert [value async for value in records] == []
    assert file.read_text() == "closed"
    await instance.wait("ended", timeout=SECONDS)


async def test_an_instance_with_a_blocking_function_is_healthy_and_can_be_killed(
    functions: AsyncFunctions, programs: AsyncPrograms
) -> None:
    instance = await programs.start_sequence(await functions.send("sleep"))
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        assert await anext(output.iter_json()) == "sleeping"
    assert (await instance.get_health()).healthy is True
    await instance.kill()
    await instance.wait("ended", timeout=SECONDS)


async def test_records_arrive_while_the_function_pauses(functions: AsyncFunctions) -> None:
    async with await functions.run("ticker", app_config={"pause": 0.2}) as output:
        records = output.iter_json()
        assert [await anext(records) for _ in range(3)] == [{"tick": tick} for tick in range(3)]


@pytest.mark.parametrize(
    ("name", "yielded", "message"),
    [
        ("fail", VALUES[:1], "RuntimeError: failed on purpose: ☃"),
        ("fail_async", VALUES[:1], "RuntimeError: failed on purpose: ☃"),
        ("not_json", [], "not_json returned a value that is not JSON"),
    ],
)
async def test_a_function_that_raises_has_failed(
    functions: AsyncFunctions, name: str, yielded: list[Any], message: str
) -> None:
    values = []
    async with await functions.run(name, ndjson(VALUES)) as output:
        with pytest.raises(InstanceFailedError, match=message):
            async for value in output.iter_json():
                values += [value]
    assert values == yielded


@pytest.mark.parametrize(
    ("name", "expected"), [("echo", VALUES), ("fail", VALUES[:1]), ("fail_async", VALUES[:1])]
)
async def test_an_exchange_reports_the_result(
    functions: AsyncFunctions, programs: AsyncPrograms, name: str, expected: list[Any]
) -> None:
    instance = await programs.start_sequence(await functions.send(name))
    values = []
    error = None
    async with instance.exchange(ndjson(VALUES), idle_timeout=SECONDS) as output:
        try:
            async for value in output.iter_json():
                values += [value]
        except InstanceFailedError as raised:
            error = raised
    assert values == expected
    assert (error is None) == (name == "echo")
    assert error is None or "RuntimeError: failed on purpose: ☃" in error.log


async def test_memory_use_is_constant(host: AsyncHostClient, functions: AsyncFunctions) -> None:
    """40 MB are enough to notice a leak. In a manual test, 1 GiB in both directions used 40 MiB."""

    async def last_value(name: str, *arguments: Any, **options: Any) -> Any:
        last = None
        async with await functions.run(name, *arguments, **options) as output:
            async for value in output.iter_json():
                last = value
        return last

    few = await last_value("measure", app_config={"count": 1000})
    assert await last_value("measure", app_config={"count": 40_000}) < few + 20_000
    assert await last_value("count", ndjson(["x" * 1000 for _ in range(40_000)])) < few + 30_000
