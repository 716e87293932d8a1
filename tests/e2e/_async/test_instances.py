"""Instances on hubs: streams, events, stop and kill."""

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
from tests.e2e._async.readiness import SECONDS, wait_until_listening, wait_until_reading
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


async def test_input_may_be_text_bytes_a_file_or_an_iterable(
    programs: AsyncPrograms, tmp_path: Path
) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Grace\n")
    instance = await programs.start("greeter")
    await wait_until_reading(instance)
    for data in ("Ada\n", b"Alan\n", file, ["Barb", "ara\n"]):
        await instance.send_input(data, "text/plain", end=False)
    with file.open("rb") as opened:
        await instance.send_input(opened, "text/plain", end=True)
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        greeted = [line async for line in output.iter_lines()]
    assert greeted == [f"Hello, {name}!" for name in ("Ada", "Alan", "Grace", "Barbara", "Grace")]


async def test_input_may_be_json_lines(programs: AsyncPrograms) -> None:
    instance = await programs.start("greeter")
    await wait_until_reading(instance)
    await instance.send_input('{"name": "Ada"}\n{"name": "Alan"}\n', "application/x-ndjson")
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        text = "".join([piece async for piece in output.iter_text()])
    assert text == "Hello, Ada!\nHello, Alan!\n"


async def test_stdout_and_stderr_can_be_read(programs: AsyncPrograms) -> None:
    instance = await programs.start("greeter")
    async with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        assert await anext(stream.iter_lines()) == "greeter: ready"
    async with instance.get_stream("stderr", idle_timeout=SECONDS) as stream:
        assert await anext(stream.iter_lines()) == "greeter: waiting for names"


async def test_data_can_be_sent_to_stdin(programs: AsyncPrograms, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "reads-stdin", "main": "x.js"}')
    (tmp_path / "x.js").write_text(STDIN_READER)
    instance = await programs.start(tmp_path)
    async with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        lines = stream.iter_lines()
        for line in ("one", "two"):
            # Each line is sent after the last answer: hub 0.18.7 would change the order.
            await instance.send_stdin(f"{line}\n", end=line == "two")
            assert await anext(lines) == f"out: {line}"
    async with instance.get_stream("stderr", idle_timeout=SECONDS) as stream:
        assert await anext(stream.iter_lines()) == "err: one"


async def test_the_log_of_an_instance_is_lines_of_json(programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker")
    async with instance.get_log_stream(idle_timeout=SECONDS) as log:
        assert {"level", "msg", "ts"} <= (await anext(log.iter_json())).keys()


async def test_closing_a_stream_early_does_not_affect_the_instance(
    host: AsyncHostClient, hub: Hub, programs: AsyncPrograms
) -> None:
    instance = await programs.start("ticker", app_config={"interval": 20})
    lines = []
    for _ in range(3):
        async with instance.get_stream("output", idle_timeout=SECONDS) as output:
            async for line in output.iter_lines():
                lines.append(line)
                if len(lines) % 3 == 0:
                    break
        assert (await host.get_version()).version == hub.version
        assert (await instance.get_health()).healthy is True
    assert lines[:3] == ["tick 0", "tick 1", "tick 2"]
    assert len(set(lines)) == 9


async def test_a_silent_output_may_exceed_the_timeout_of_requests(
    host: AsyncHostClient, programs: AsyncPrograms
) -> None:
    started = await programs.start("ticker", args=[1500])
    instance = host.with_options(timeout=0.3).get_instance_client(started.id)
    async with instance.get_stream("output") as output:
        lines = output.iter_lines()
        assert [await anext(lines), await anext(lines)] == ["tick 0", "tick 1"]


async def test_idle_timeout_ends_a_silent_stream(programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker", args=[60_000])
    async with instance.get_stream("output", idle_timeout=0.5) as output:
        lines = output.iter_lines()
        assert await anext(lines) == "tick 0"
        with pytest.raises(ClientError):
            await anext(lines)
    assert (await instance.get_health()).healthy is True


async def test_a_crashed_instance_has_ended(hub: Hub, programs: AsyncPrograms) -> None:
    instance = await programs.start("crasher")
    async with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        assert await anext(stream.iter_lines()) == "crasher: about to fail"
    await instance.send_stdin("fail\n")
    ended = await instance.wait("ended", timeout=SECONDS)
    assert ended.id == instance.id
    if hub.version == OLD:
        with pytest.raises(NotFoundError):
            await instance.get_info()  # deleted immediately
    else:
        assert (await instance.get_info()).to_dict()["terminated"] == {
            "exitcode": 23,
            "reason": "Sequence failed during execution",
        }


async def test_waiting_for_a_state_times_out(programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker")
    assert (await instance.wait("running", timeout=SECONDS)).id == instance.id
    assert (await instance.wait("healthy", timeout=SECONDS)).id == instance.id
    with pytest.raises(RequestTimeoutError, match=r"is not ended after 0\.2 s"):
        await instance.wait("ended", timeout=0.2)


async def test_stop_ends_an_instance(programs: AsyncPrograms) -> None:
    instance = await programs.start("ticker")
    stopped = await instance.stop(1000)
    assert stopped.id == instance.id
    await instance.wait("ended", timeout=SECONDS)


async def test_stop_may_exceed_the_timeout_of_requests(
    host: AsyncHostClient, programs: AsyncPrograms
) -> None:
    instance = await programs.start("ticker")
    client = host.with_options(timeout=1).get_instance_client(instance.id)
    await client.stop(2000)  # a real hub waits for all of it
    await instance.wait("ended", timeout=SECONDS)


async def test_kill_of_an_instance_that_does_not_run_is_an_error() -> None:
    """Hub 0.18.7 has no such response; this is that of 1.0.1."""
    refusal = answer(b'{"error":"Instance not running"}', 400, "Bad Request")
    with ScriptedServer(always(refusal)) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(BadParametersError, match=r"400 Instance not running$") as caught:
                await host.get_instance_client("i").kill()
    assert caught.value.code == "BAD_PARAMETERS"
    assert [request.target for request in server.requests] == ["/api/v1/instance/i/_kill"]


async def test_a_killed_instance_cannot_be_killed_again(hub: Hub, programs: AsyncPrograms) -> None:
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


async def test_events_are_answered(hub: Hub, programs: AsyncPrograms) -> None:
    instance = await programs.start("events")
    await wait_until_listening(instance)
    async with instance.get_event_stream("pong", idle_timeout=SECONDS) as stream:
        pongs = stream.iter_json()
        for message in ("one", "two"):
            await instance.send_event("ping", message)
            pong = event(hub, "pong", {"got": message})
            assert await anext(pongs) == pong
            assert await instance.get_event("pong", timeout=SECONDS) == pong


async def test_get_next_event_waits_for_an_event(
    host: AsyncHostClient, hub: Hub, programs: AsyncPrograms
) -> None:
    instance = await programs.start("events")
    await wait_until_listening(instance)
    with pytest.raises(RequestTimeoutError):
        await instance.get_next_event("pong", timeout=0.2)

    received = Event()

    def keep_sending() -> None:
        # Repeated, because nothing shows when the hub starts to wait for the event.
        with HostClient(host.base_url) as other:
            while not received.wait(0.05):
                other.get_instance_client(instance.id).send_event("ping", "next")

    with ThreadPoolExecutor() as pool:
        sender = pool.submit(keep_sending)
        try:
            next_event = await instance.get_next_event("pong", timeout=SECONDS)
        finally:
            received.set()
    sender.result()
    assert next_event == event(hub, "pong", {"got": "next"})
