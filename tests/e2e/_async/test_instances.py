"""Instances on the real hub: their streams, events and ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    ClientError,
    HostClient,
    NotFoundError,
    RequestTimeoutError,
)
from tests.e2e._async.readiness import SECONDS, until_it_listens, until_it_reads
from tests.hubs import OLD, event
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e._async.conftest import AsyncPrograms
    from tests.hubs import Hub

STDIN_READER = """
module.exports = function() {
    process.stdin.on("data", data => {
        process.stdout.write(`out: ${data}`);
        process.stderr.write(`err: ${data}`);
    });
    return new Promise(() => {});
};
"""


async def test_input_of_each_kind(programs: AsyncPrograms, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Grace\n")
    instance = await programs.start("greeter")
    await until_it_reads(instance)
    for data in ("Ada\n", b"Alan\n", file, ["Barb", "ara\n"]):
        await instance.send_input(data, "text/plain", end=False)
    with file.open("rb") as opened:
        await instance.send_input(opened, "text/plain", end=True)
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        greeted = [line async for line in output.iter_lines()]
    assert greeted == [f"Hello, {name}!" for name in ("Ada", "Alan", "Grace", "Barbara", "Grace")]


async def test_input_as_json(programs: AsyncPrograms) -> None:
    instance = await programs.start("greeter")
    await until_it_reads(instance)
    await instance.send_input('{"name": "Ada"}\n{"name": "Alan"}\n', "application/x-ndjson")
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        text = "".join([piece async for piece in output.iter_text()])
    assert text == "Hello, Ada!\nHello, Alan!\n"


async def test_stdout_and_stderr(programs: AsyncPrograms) -> None:
    instance = await programs.start("greeter")
    async with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        assert await anext(stream.iter_lines()) == "greeter: ready"
    async with instance.get_stream("stderr", idle_timeout=SECONDS) as stream:
        assert await anext(stream.iter_lines()) == "greeter: waiting for names"


async def test_stdin(programs: AsyncPrograms, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "reads-stdin", "main": "x.js"}')
    (tmp_path / "x.js").write_text(STDIN_READER)
    instance = await programs.start(tmp_path)
    async with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        lines = stream.iter_lines()
        for line in ("one", "two"):
            # Each after the answer to the last: version 0.18.7 would turn their order around.
            await instance.send_stdin(f"{line}\n", end=line == "two")
            assert await anext(lines) == f"out: {line}"
    async with instance.get_stream("stderr", idle_timeout=SECONDS) as stream:
        assert await anext(stream.iter_lines()) == "err: one"


async def test_the_log_is_lines_of_json(programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker")
    async with instance.get_log_stream(idle_timeout=SECONDS) as log:
        assert {"level", "msg", "ts"} <= (await anext(log.iter_json())).keys()


async def test_a_stream_that_is_left_disturbs_nothing(
    host: AsyncHostClient, hub: Hub, programs: AsyncPrograms
) -> None:
    instance = await programs.start("ticker", app_config={"interval": 20})
    seen = []
    for _ in range(3):
        async with instance.get_stream("output", idle_timeout=SECONDS) as output:
            async for line in output.iter_lines():
                seen.append(line)
                if len(seen) % 3 == 0:
                    break
        assert (await host.get_version()).version == hub.version
        assert (await instance.get_health()).healthy is True
    assert seen[:3] == ["tick 0", "tick 1", "tick 2"]
    assert len(set(seen)) == 9


async def test_an_output_may_be_silent_for_longer_than_an_answer(
    host: AsyncHostClient, programs: AsyncPrograms
) -> None:
    started = await programs.start("ticker", args=[1500])
    instance = host.with_options(timeout=0.3).get_instance_client(started.id)
    async with instance.get_stream("output") as output:
        lines = output.iter_lines()
        assert [await anext(lines), await anext(lines)] == ["tick 0", "tick 1"]


async def test_an_idle_timeout_ends_the_silence(programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker", args=[60_000])
    async with instance.get_stream("output", idle_timeout=0.5) as output:
        lines = output.iter_lines()
        assert await anext(lines) == "tick 0"
        with pytest.raises(ClientError):
            await anext(lines)
    assert (await instance.get_health()).healthy is True


async def test_a_crash_is_an_end(hub: Hub, programs: AsyncPrograms) -> None:
    instance = await programs.start("crasher")
    async with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        assert await anext(stream.iter_lines()) == "crasher: about to fail"
    ended = await instance.wait("ended", timeout=SECONDS)
    assert ended.id == instance.id
    if hub.version == OLD:
        with pytest.raises(NotFoundError):
            await instance.get_info()  # forgotten at once
    else:
        assert (await instance.get_info()).to_dict()["terminated"] == {
            "exitcode": 23,
            "reason": "Sequence failed during execution",
        }


async def test_waiting_for_what_does_not_come(programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker")
    assert (await instance.wait("running", timeout=SECONDS)).id == instance.id
    assert (await instance.wait("healthy", timeout=SECONDS)).id == instance.id
    with pytest.raises(RequestTimeoutError, match=r"is not ended after 0\.2 s"):
        await instance.wait("ended", timeout=0.2)


async def test_stop(programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker")
    stopped = await instance.stop(1000)
    assert stopped.id == instance.id
    await instance.wait("ended", timeout=SECONDS)


async def test_stop_takes_longer_than_an_answer(
    host: AsyncHostClient, programs: AsyncPrograms
) -> None:
    instance = await programs.start("ticker")
    impatient = host.with_options(timeout=1).get_instance_client(instance.id)
    await impatient.stop(2000)  # a real hub waits for all of it
    await instance.wait("ended", timeout=SECONDS)


async def test_kill_of_what_does_not_run() -> None:
    """Version 0.18.7 has no such answer; this is that of 1.0.1."""
    refusal = answer(b'{"error":"Instance not running"}', 400, "Bad Request")
    with ScriptedServer(always(refusal)) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(BadParametersError, match=r"400 Instance not running$") as caught:
                await host.get_instance_client("i").kill()
    assert caught.value.code == "BAD_PARAMETERS"
    assert [request.target for request in server.requests] == ["/api/v1/instance/i/_kill"]


async def test_a_killed_instance_is_unknown(hub: Hub, programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker")
    await instance.wait("running", timeout=SECONDS)
    await instance.kill()
    ended = await instance.wait("ended", timeout=SECONDS)
    if hub.version != OLD:
        assert ended.to_dict()["terminated"] == {"exitcode": 137, "reason": "Instance killed"}
        with pytest.raises(BadParametersError, match="Instance not running"):
            await instance.kill()
        return
    for call in (instance.get_info, instance.get_health, instance.kill, instance.stop):
        with pytest.raises(NotFoundError):
            await call()


async def test_events(hub: Hub, programs: AsyncPrograms) -> None:
    instance = await programs.start("events")
    await until_it_listens(instance)
    async with instance.get_event_stream("pong", idle_timeout=SECONDS) as stream:
        pongs = stream.iter_json()
        for message in ("one", "two"):
            await instance.send_event("ping", message)
            pong = event(hub, "pong", {"got": message})
            assert await anext(pongs) == pong
            assert await instance.get_event("pong", timeout=SECONDS) == pong


async def test_the_next_event(host: AsyncHostClient, hub: Hub, programs: AsyncPrograms) -> None:
    instance = await programs.start("events")
    await until_it_listens(instance)
    with pytest.raises(RequestTimeoutError):
        await instance.get_next_event("pong", timeout=0.2)

    came = Event()

    def keep_sending() -> None:
        # Again and again, since nothing tells when the hub has begun to wait for the event.
        with HostClient(host.base_url) as other:
            while not came.wait(0.05):
                other.get_instance_client(instance.id).send_event("ping", "next")

    with ThreadPoolExecutor() as pool:
        sender = pool.submit(keep_sending)
        try:
            came_next = await instance.get_next_event("pong", timeout=SECONDS)
        finally:
            came.set()
    sender.result()
    assert came_next == event(hub, "pong", {"got": "next"})
