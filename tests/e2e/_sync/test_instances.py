# Generated from tests/e2e/_async/test_instances.py
"""Instances on the real hub: their streams, events and ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    BadParametersError,
    ClientError,
    HostClient,
    NotFoundError,
    RequestTimeoutError,
)
from tests.e2e._sync.readiness import SECONDS, until_it_listens, until_it_reads
from tests.hubs import OLD, event
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e._sync.conftest import Programs
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


def test_input_of_each_kind(programs: Programs, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Grace\n")
    instance = programs.start("greeter")
    until_it_reads(instance)
    for data in ("Ada\n", b"Alan\n", file, ["Barb", "ara\n"]):
        instance.send_input(data, "text/plain", end=False)
    with file.open("rb") as opened:
        instance.send_input(opened, "text/plain", end=True)
    with instance.get_stream("output", idle_timeout=SECONDS) as output:
        greeted = [line for line in output.iter_lines()]
    assert greeted == [f"Hello, {name}!" for name in ("Ada", "Alan", "Grace", "Barbara", "Grace")]


def test_input_as_json(programs: Programs) -> None:
    instance = programs.start("greeter")
    until_it_reads(instance)
    instance.send_input('{"name": "Ada"}\n{"name": "Alan"}\n', "application/x-ndjson")
    with instance.get_stream("output", idle_timeout=SECONDS) as output:
        text = "".join([piece for piece in output.iter_text()])
    assert text == "Hello, Ada!\nHello, Alan!\n"


def test_stdout_and_stderr(programs: Programs) -> None:
    instance = programs.start("greeter")
    with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        assert next(stream.iter_lines()) == "greeter: ready"
    with instance.get_stream("stderr", idle_timeout=SECONDS) as stream:
        assert next(stream.iter_lines()) == "greeter: waiting for names"


def test_stdin(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "reads-stdin", "main": "x.js"}')
    (tmp_path / "x.js").write_text(STDIN_READER)
    instance = programs.start(tmp_path)
    with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        lines = stream.iter_lines()
        for line in ("one", "two"):
            instance.send_stdin(f"{line}\n", end=line == "two")
            assert next(lines) == f"out: {line}"
    with instance.get_stream("stderr", idle_timeout=SECONDS) as stream:
        assert next(stream.iter_lines()) == "err: one"


def test_the_log_is_lines_of_json(programs: Programs) -> None:
    instance = programs.start("ticker")
    with instance.get_log_stream(idle_timeout=SECONDS) as log:
        assert {"level", "msg", "ts"} <= (next(log.iter_json())).keys()


def test_a_stream_that_is_left_disturbs_nothing(
    host: HostClient, hub: Hub, programs: Programs
) -> None:
    instance = programs.start("ticker", app_config={"interval": 20})
    seen = []
    for _ in range(3):
        with instance.get_stream("output", idle_timeout=SECONDS) as output:
            for line in output.iter_lines():
                seen.append(line)
                if len(seen) % 3 == 0:
                    break
        assert (host.get_version()).version == hub.version
        assert (instance.get_health()).healthy is True
    assert seen[:3] == ["tick 0", "tick 1", "tick 2"]
    assert len(set(seen)) == 9


def test_an_output_may_be_silent_for_longer_than_an_answer(
    host: HostClient, programs: Programs
) -> None:
    started = programs.start("ticker", args=[1500])
    instance = host.with_options(timeout=0.3).get_instance_client(started.id)
    with instance.get_stream("output") as output:
        lines = output.iter_lines()
        assert [next(lines), next(lines)] == ["tick 0", "tick 1"]


def test_an_idle_timeout_ends_the_silence(programs: Programs) -> None:
    instance = programs.start("ticker", args=[60_000])
    with instance.get_stream("output", idle_timeout=0.5) as output:
        lines = output.iter_lines()
        assert next(lines) == "tick 0"
        with pytest.raises(ClientError):
            next(lines)
    assert (instance.get_health()).healthy is True


def test_a_crash_is_an_end(hub: Hub, programs: Programs) -> None:
    instance = programs.start("crasher")
    with instance.get_stream("stdout", idle_timeout=SECONDS) as stream:
        assert next(stream.iter_lines()) == "crasher: about to fail"
    ended = instance.wait("ended", timeout=SECONDS)
    assert ended.id == instance.id
    if hub.version == OLD:
        with pytest.raises(NotFoundError):
            instance.get_info()
    else:
        assert (instance.get_info()).to_dict()["terminated"] == {
            "exitcode": 23,
            "reason": "Sequence failed during execution",
        }


def test_waiting_for_what_does_not_come(programs: Programs) -> None:
    instance = programs.start("ticker")
    assert (instance.wait("running", timeout=SECONDS)).id == instance.id
    assert (instance.wait("healthy", timeout=SECONDS)).id == instance.id
    with pytest.raises(RequestTimeoutError, match=r"is not ended after 0\.2 s"):
        instance.wait("ended", timeout=0.2)


def test_stop(programs: Programs) -> None:
    instance = programs.start("ticker")
    stopped = instance.stop(1000)
    assert stopped.id == instance.id
    instance.wait("ended", timeout=SECONDS)


def test_stop_takes_longer_than_an_answer(host: HostClient, programs: Programs) -> None:
    """The slowest test there is: an instance has 7 s to stop, and the hub waits for all of them."""
    started = programs.start("ticker")
    instance = host.with_options(timeout=2).get_instance_client(started.id)
    instance.stop()
    instance.wait("ended", timeout=SECONDS)


def test_kill_of_what_does_not_run() -> None:
    """Version 0.18.7 has no such answer; this is that of 1.0.1."""
    refusal = answer(b'{"error":"Instance not running"}', 400, "Bad Request")
    with ScriptedServer(always(refusal)) as server:
        with HostClient(server.base_url) as host:
            with pytest.raises(BadParametersError, match=r"400 Instance not running$") as caught:
                host.get_instance_client("i").kill()
    assert caught.value.code == "BAD_PARAMETERS"
    assert [request.target for request in server.requests] == ["/api/v1/instance/i/_kill"]


def test_a_killed_instance_is_unknown(hub: Hub, programs: Programs) -> None:
    instance = programs.start("ticker")
    instance.wait("running", timeout=SECONDS)
    instance.kill()
    ended = instance.wait("ended", timeout=SECONDS)
    if hub.version != OLD:
        assert ended.to_dict()["terminated"] == {"exitcode": 137, "reason": "Instance killed"}
        with pytest.raises(BadParametersError, match="Instance not running"):
            instance.kill()
        return
    for call in (instance.get_info, instance.get_health, instance.kill, instance.stop):
        with pytest.raises(NotFoundError):
            call()


def test_events(hub: Hub, programs: Programs) -> None:
    instance = programs.start("events")
    until_it_listens(instance)
    with instance.get_event_stream("pong", idle_timeout=SECONDS) as stream:
        pongs = stream.iter_json()
        for message in ("one", "two"):
            instance.send_event("ping", message)
            pong = event(hub, "pong", {"got": message})
            assert next(pongs) == pong
            assert instance.get_event("pong", timeout=SECONDS) == pong


def test_the_next_event(host: HostClient, hub: Hub, programs: Programs) -> None:
    instance = programs.start("events")
    until_it_listens(instance)
    with pytest.raises(RequestTimeoutError):
        instance.get_next_event("pong", timeout=0.2)

    came = Event()

    def keep_sending() -> None:
        with HostClient(host.base_url) as other:
            while not came.wait(0.05):
                other.get_instance_client(instance.id).send_event("ping", "next")

    with ThreadPoolExecutor() as pool:
        sender = pool.submit(keep_sending)
        try:
            came_next = instance.get_next_event("pong", timeout=SECONDS)
        finally:
            came.set()
    sender.result()
    assert came_next == event(hub, "pong", {"got": "next"})
