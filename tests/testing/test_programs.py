"""Programs on the fake hub: their input, their output, their context and their end."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest

from scramjet_facade import (
    BadParametersError,
    HostClient,
    InstanceFailedError,
    RequestError,
    RequestTimeoutError,
)
from scramjet_facade.body.package import pack
from scramjet_facade.testing import FakeHub
from tests.conftest import SEQUENCES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from scramjet_facade import InstanceClient
    from scramjet_facade.testing import Context

SECONDS = 10


@pytest.fixture
def host(fake_hub: FakeHub) -> Iterator[HostClient]:
    with HostClient(fake_hub.url) as client:
        yield client


def start(host: HostClient, hub: FakeHub, program: Any, **options: Any) -> InstanceClient:
    topics = {name: options.pop(name) for name in ("provides", "requires") if name in options}
    sequence = hub.add_sequence("a-program", program, **topics)
    return host.get_sequence_client(sequence).start(**options)


def output(instance: InstanceClient) -> bytes:
    with instance.get_stream("output", idle_timeout=SECONDS) as stream:
        return b"".join(stream)


def kinds(values: Iterator[Any]) -> Iterator[str]:
    for value in values:
        yield f"{type(value).__name__} {value!r}\n"


@pytest.mark.parametrize(
    ("content_type", "data", "received"),
    [
        ("text/plain", "żółw".encode(), "str 'żółw'\n"),
        ("application/octet-stream", b"\xff\x00", "bytes b'\\xff\\x00'\n"),
        ("application/x-ndjson", b'{"a":1}\n\n[2]', "dict {'a': 1}\nlist [2]\n"),
        ("text/x-ndjson", b"null\n", "NoneType None\n"),
    ],
)
def test_a_program_receives_values_according_to_the_content_type(
    host: HostClient, fake_hub: FakeHub, content_type: str, data: bytes, received: str
) -> None:
    instance = start(host, fake_hub, kinds)
    instance.send_input(data, content_type)
    assert output(instance).decode() == received


def test_an_unknown_content_type_is_accepted_but_not_delivered(
    host: HostClient, fake_hub: FakeHub
) -> None:
    instance = start(host, fake_hub, kinds)
    # Sent with httpx, because this client rejects it.
    url = f"{fake_hub.url}/instance/{instance.id}/input"
    headers = {"content-type": "image/png"}
    assert httpx.post(url, content=b"a", headers=headers, trust_env=False).is_success
    with instance.get_log_stream(idle_timeout=SECONDS) as log:
        assert any(
            line["msg"] == "Error while reading input stream headers:" for line in log.iter_json()
        )
    assert instance.get_info().status == "running"


def yield_values(_: object) -> Iterator[Any]:
    yield from (b"bytes\n", "text ż\n", {"ż": 1}, [1, 2], 3, None, bytearray(b"more\n"))


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (yield_values, 'bytes\ntext ż\n{"ż":1}\n[1,2]\n3\nnull\nmore\n'),
        (lambda: ["no", "parameter"], "noparameter"),
        (lambda: "a text", "a text"),
        (lambda: {"a": 1}, '{"a":1}\n'),
        (lambda: 5, "5\n"),
        (lambda: None, ""),
        (lambda *nothing: str(len(nothing)), "0"),
        (lambda context, args: [context.args, args], "[]\n[]\n"),
    ],
)
def test_the_values_of_a_program_become_its_output(
    host: HostClient, fake_hub: FakeHub, program: Callable[..., Any], expected: str
) -> None:
    instance = start(host, fake_hub, program)
    assert output(instance).decode() == expected
    ended = instance.wait_ended(SECONDS).to_dict()
    assert ended["status"] == "completed"
    assert ended["terminated"] == {"exitcode": -1, "reason": "Instance completed"}


async def double_stream(values: AsyncIterator[Any], context: Context) -> AsyncIterator[Any]:
    context.log("asynchronous")
    async for value in values:
        await asyncio.sleep(0)
        yield 2 * value


async def double(value: int) -> int:
    return 2 * value


@pytest.mark.parametrize("program", [double_stream, double])
def test_a_program_may_be_asynchronous(host: HostClient, fake_hub: FakeHub, program: Any) -> None:
    instance = start(host, fake_hub, program)
    instance.send_input("1\n2\n3\n", "application/x-ndjson")
    assert output(instance) == b"2\n4\n6\n"
    assert instance.wait_ended(SECONDS).status == "completed"


def test_a_function_is_called_once_per_record(host: HostClient, fake_hub: FakeHub) -> None:
    def add(value: int, *, args: list[int], context: Context) -> int | None:
        context.logger.info("adding to %s", value)
        return None if value == context.config["skip"] else value + args[0]

    instance = start(host, fake_hub, add, app_config={"skip": 2}, args=[10])
    instance.send_input("1\n2\n3\n", "application/x-ndjson")
    assert output(instance) == b"11\n13\n"
    with instance.get_log_stream(idle_timeout=SECONDS) as log:
        line = next(line for line in log.iter_json() if line["from"] == "Sequence")
    assert (line["msg"], line["level"]) == ("adding to 1", "INFO")


def test_callbacks_receive_events(host: HostClient, fake_hub: FakeHub) -> None:
    def program(context: Context) -> None:
        context.set_health_check(lambda: {"healthy": False})
        context.on("ping", lambda message: context.emit("pong", message))
        context.sleep(3600)

    instance = start(host, fake_hub, program)
    with instance.get_event_stream("pong", idle_timeout=SECONDS) as events:
        instance.send_event("ping", {"a": 1})
        assert next(events.iter_json()) == {"a": 1}
    assert not instance.get_health().healthy


def test_a_killed_asynchronous_program_cleans_up(host: HostClient, fake_hub: FakeHub) -> None:
    started, cleaned = threading.Event(), threading.Event()

    async def wait(_: object) -> AsyncIterator[str]:
        try:
            started.set()
            await asyncio.sleep(3600)
            yield "never"
        finally:
            cleaned.set()

    instance = start(host, fake_hub, wait)
    assert started.wait(SECONDS)
    instance.kill()
    assert instance.wait_ended(SECONDS).terminated
    assert cleaned.wait(SECONDS)


def test_an_asynchronous_program_can_be_killed_as_soon_as_it_has_started(
    host: HostClient, fake_hub: FakeHub
) -> None:
    async def wait(context: Any) -> None:
        del context
        await asyncio.Event().wait()

    sequence = host.get_sequence_client(fake_hub.add_sequence("waits", wait))
    for _ in range(30):
        sequence.start().kill()  # otherwise leaving the hub's block fails


def test_the_context_has_the_options_and_the_streams(host: HostClient, fake_hub: FakeHub) -> None:
    def use_context(_: object, context: Context) -> Iterator[Any]:
        print("out", "put", file=context.stdout)
        print("error", file=context.stderr)
        context.log("a line", "WARN")
        yield [context.instance_id, context.app_config, context.args]
        yield b"".join(context.stdin)

    instance_id = str(uuid4())
    instance = start(
        host, fake_hub, use_context, app_config={"k": 1}, args=["a", 2], instance_id=instance_id
    )
    instance.send_stdin(b"to stdin")
    assert output(instance).decode() == f'["{instance_id}",{{"k":1}},["a",2]]\nto stdin'
    with instance.get_stream("stdout") as stdout, instance.get_stream("stderr") as stderr:
        assert (b"".join(stdout), b"".join(stderr)) == (b"out put\n", b"error\n")
    with instance.get_log_stream(idle_timeout=SECONDS) as log:
        line = next(line for line in log.iter_json() if line["from"] == "Sequence")
    assert (line["msg"], line["level"]) == ("a line", "WARN")


def test_a_program_that_raises_has_failed(host: HostClient, fake_hub: FakeHub) -> None:
    def crash(_: object) -> Iterator[str]:
        yield "something\n"
        raise ValueError("it is broken")

    instance = start(host, fake_hub, crash)
    assert output(instance) == b"something\n"
    ended = instance.wait_ended(SECONDS).to_dict()
    assert ended["status"] == "errored"
    assert ended["terminated"] == {"exitcode": 23, "reason": "Sequence failed during execution"}
    with instance.get_stream("stderr") as stderr:
        assert [*stderr.iter_lines()][-1] == "ValueError: it is broken"


def test_run_raises_the_error_of_a_failed_program(host: HostClient, fake_hub: FakeHub) -> None:
    def crash(values: Iterator[str]) -> Iterator[str]:
        for _ in values:
            yield "something\n"
        raise ValueError("it is broken")

    sequence = host.get_sequence_client(fake_hub.add_sequence("crash", crash))
    with (
        pytest.raises(InstanceFailedError) as caught,
        sequence.run("a", "text/plain", idle_timeout=SECONDS) as stream,
    ):
        assert list(stream.iter_lines()) == ["something"]
    assert caught.value.exitcode == 23
    assert "ValueError: it is broken" in str(caught.value.stderr)


def test_a_program_with_invalid_json_as_input_has_failed(
    host: HostClient, fake_hub: FakeHub
) -> None:
    instance = start(host, fake_hub, kinds)
    instance.send_input("{bad\n", "application/x-ndjson")
    assert instance.wait_ended(SECONDS).status == "errored"


def test_a_program_that_exits_has_failed(host: HostClient, fake_hub: FakeHub) -> None:
    instance = start(host, fake_hub, lambda: sys.exit(7))
    ended = instance.wait_ended(SECONDS).to_dict()
    assert ended["terminated"] == {"exitcode": 213, "reason": "Runner failed"}


def test_a_killed_program_cleans_up(host: HostClient, fake_hub: FakeHub) -> None:
    cleaned = threading.Event()

    def read(values: Iterator[Any]) -> Iterator[Any]:
        try:
            yield from values
        finally:
            cleaned.set()

    instance = start(host, fake_hub, read)
    instance.send_input("a", "text/plain", end=False)
    with instance.get_stream("output", idle_timeout=SECONDS) as stream:
        assert next(stream.iter_text()) == "a"
        instance.kill()
    ended = instance.wait_ended(SECONDS).to_dict()
    assert ended["terminated"] == {"exitcode": 137, "reason": "Instance killed"}
    assert cleaned.is_set()


def test_a_program_that_does_not_end_is_named_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.testing.hub.hub._END_SECONDS", 0.2)
    released = threading.Event()
    with (
        pytest.raises(RuntimeError, match=r"do not end: stubborn; .*context\.sleep"),
        FakeHub() as hub,
        HostClient(hub.url) as host,
    ):
        sequence = hub.add_sequence("stubborn", lambda: released.wait(60))
        instance = host.get_sequence_client(sequence).start()
        instance.kill()
        assert instance.wait_ended(SECONDS).ended
    released.set()
    for thread in threading.enumerate():
        if thread.name == "program stubborn":
            thread.join(SECONDS)


def test_a_stop_handler_receives_the_timeout(host: HostClient, fake_hub: FakeHub) -> None:
    calls: list[tuple[int, bool]] = []

    def program(_: object, context: Context) -> Iterator[str]:
        context.on_stop(lambda timeout, may: calls.append((timeout, may)))
        yield "ready"
        context.sleep(3600)

    instance = start(host, fake_hub, program)
    with instance.get_stream("output", idle_timeout=SECONDS) as stream:
        assert next(stream.iter_text()) == "ready"
    start_time = time.monotonic()
    assert instance.stop().status == "stopping"  # the default: 7 s on a real hub
    assert time.monotonic() - start_time < 5
    assert calls == [(7000, False)]
    ended = instance.wait_ended(SECONDS).to_dict()
    assert ended["terminated"] == {"exitcode": 138, "reason": "Instance stopped"}
    # A real hub does the same.
    assert instance.stop(0).status == "stopping"
    assert instance.get_info().status == "stopping"


def test_keep_alive_delays_a_stop(host: HostClient, fake_hub: FakeHub) -> None:
    def program(_: object, context: Context) -> Iterator[str]:
        context.keep_alive()
        yield "ready"
        for message in context.events("continue"):
            yield str(message)

    instance = start(host, fake_hub, program)
    with instance.get_stream("output", idle_timeout=SECONDS) as stream:
        texts = stream.iter_text()
        assert next(texts) == "ready"
        instance.stop(100, can_call_keepalive=True)
        instance.send_event("continue", "still running")
        assert next(texts) == "still running"
        with pytest.raises(BadParametersError, match="Instance not running"):
            instance.kill()
        instance.stop(0)
        assert list(texts) == []
    assert instance.wait_ended(SECONDS).ended


# The responses for an event, by its payload: the next event, the last one, and a line of all.
MISSING = object()
PAYLOADS: list[tuple[Any, Any, Any, str]] = [
    ({"a": 1}, {"a": 1}, {"a": 1}, '{"a": 1}'),
    ([1, 2], [1, 2], [1, 2], "[1, 2]"),
    ([], [], [], "[]"),
    ("text", "text", "text", '"text"'),
    (5, None, None, "5"),
    (True, None, None, "true"),
    ({}, None, None, "{}"),
    (0, None, MISSING, "{}"),
    (False, None, MISSING, "{}"),
    ("", None, MISSING, "{}"),
    (None, None, MISSING, "{}"),
]


def repeat_pings(context: Context) -> None:
    for message in context.events("ping"):
        context.emit("pong", message)


@pytest.mark.parametrize("case", PAYLOADS, ids=lambda case: repr(case[0]))
def test_events_have_the_payloads_of_a_real_hub(
    host: HostClient, fake_hub: FakeHub, case: tuple[Any, Any, Any, str]
) -> None:
    payload, following, last, line = case
    instance = start(host, fake_hub, repeat_pings)
    with instance.get_event_stream("pong", idle_timeout=SECONDS) as stream:
        instance.send_event("ping", payload)
        assert next(stream.iter_lines()) == line
    if last is MISSING:
        with pytest.raises(RequestTimeoutError):
            instance.get_event("pong", timeout=0.1)
    else:
        assert instance.get_event("pong", timeout=SECONDS) == last
    received: list[Any] = []
    waiting = threading.Thread(
        target=lambda: received.append(instance.get_next_event("pong", timeout=SECONDS))
    )
    waiting.start()
    while waiting.is_alive():
        instance.send_event("ping", payload)
        waiting.join(0.05)
    assert received == [following]


def test_an_emitted_event_is_received_by_other_programs(
    host: HostClient, fake_hub: FakeHub
) -> None:
    def yield_pongs(_: object, context: Context) -> Iterator[str]:
        for message in context.events("pong"):
            yield str(message)

    one, other = start(host, fake_hub, repeat_pings), start(host, fake_hub, yield_pongs)
    one.send_event("ping", "for all")
    with other.get_stream("output", idle_timeout=SECONDS) as stream:
        assert next(stream.iter_text()) == "for all"
    with pytest.raises(RequestTimeoutError):
        other.get_event("pong", timeout=0.1)  # another program emitted the event
    other.send_event("ping", "for itself")
    with pytest.raises(RequestTimeoutError):
        one.get_next_event("pong", timeout=0.1)


def test_an_ended_program_accepts_only_one_stdin(host: HostClient, fake_hub: FakeHub) -> None:
    instance = start(host, fake_hub, lambda: None)
    instance.wait_ended(SECONDS)
    for name, is_accepted in (("input", False), ("stdin", True), ("stdin", False)):
        url = f"{fake_hub.url}/instance/{instance.id}/{name}"
        headers = {"content-type": "application/octet-stream"}
        if is_accepted:
            assert httpx.post(url, content=b"a", headers=headers, trust_env=False).is_success
        else:
            with pytest.raises(httpx.ReadTimeout):
                httpx.post(url, content=b"a", headers=headers, timeout=0.2, trust_env=False)


def test_topics_connect_programs_and_clients(host: HostClient, fake_hub: FakeHub) -> None:
    numbers = ("numbers", "application/x-ndjson")
    doubler = start(
        host,
        fake_hub,
        lambda value: 2 * value,
        requires=numbers,
        provides=("doubles", "application/x-ndjson"),
    )
    assert (doubler.get_info().requires, doubler.get_info().provides) == ("numbers", "doubles")
    with pytest.raises(RequestError, match="405 Input provided in other way"):
        doubler.send_input(b"1", "application/x-ndjson")
    with host.get_topic("doubles", idle_timeout=SECONDS) as stream:
        host.send_topic("numbers", "1\n2")  # the hub adds the last newline
        host.send_topic("numbers", "3\n")
        values = stream.iter_json()
        assert [next(values), next(values), next(values)] == [2, 4, 6]
    assert {topic.topic for topic in host.get_topics()} == {"numbers", "doubles"}


@pytest.mark.parametrize("version", ["1.0.1", "0.18.7"])
def test_old_hubs_ignore_the_topic_of_a_start(version: str) -> None:
    with FakeHub(version) as hub, HostClient(hub.url) as host:
        program = hub.add_sequence("x", lambda n: 2 * n, requires=("", "application/x-ndjson"))
        with (
            host.get_sequence_client(program).start(input_topic="numbers") as instance,
            instance.get_stream("output", idle_timeout=0.5) as stream,
        ):
            host.send_topic("numbers", "1\n")
            values = stream.iter_json()
            if version == "0.18.7":
                with pytest.raises(RequestTimeoutError):
                    next(values)
            else:
                assert next(values) == 2


def test_a_package_runs_the_program_with_its_name(host: HostClient, fake_hub: FakeHub) -> None:
    sequence = host.send_sequence(b"".join(pack(SEQUENCES / "echo")))
    with pytest.raises(BadParametersError, match=r"no program is registered for '@scramjet-.*echo"):
        sequence.start()
    fake_hub.add_program("@scramjet-facade/echo", lambda values: values)
    instance = sequence.start()
    instance.send_input("a", "text/plain")
    assert output(instance) == b"a"


def test_a_package_without_a_program_on_an_old_hub_is_an_error() -> None:
    with FakeHub("0.18.7") as hub, HostClient(hub.url) as host:
        sequence = host.send_sequence(SEQUENCES / "echo")
        with pytest.raises(Exception, match="501 no program is registered"):
            sequence.start()


def test_a_log_ends_for_all_readers_when_one_disconnects(
    host: HostClient, fake_hub: FakeHub
) -> None:
    instance = start(host, fake_hub, repeat_pings)
    with instance.get_log_stream(idle_timeout=SECONDS) as log:
        assert next(log.iter_json())["msg"] == "Instance started"
    instance.kill()
    instance.wait_ended(SECONDS)
    with instance.get_log_stream(idle_timeout=0.2) as log, pytest.raises(RequestTimeoutError):
        next(log.iter_bytes())


def test_a_stopped_program_of_an_old_hub_has_time_to_report_its_completion() -> None:
    stopped, completed = threading.Event(), threading.Event()

    def stop(_timeout: int, _can_call_keepalive: bool) -> None:
        stopped.set()
        assert completed.wait(SECONDS)

    def program(_: Iterator[Any], context: Context) -> Iterator[str]:
        context.on_stop(stop)
        yield "running"
        assert stopped.wait(SECONDS)

    with (
        FakeHub("0.18.7") as hub,
        HostClient(hub.url) as host,
        host.get_sequence_client(hub.add_sequence("program", program)).run() as output,
    ):
        chunks = output.iter_bytes()
        assert next(chunks) == b"running"
        other = host.get_instance_client(output.instance.id)
        stopping = threading.Thread(target=other.stop, args=(SECONDS * 1000,))
        stopping.start()
        assert stopped.wait(SECONDS)
        with other.get_stream("log") as log:
            assert any(one["msg"].startswith("Sequence completed") for one in log.iter_json())
        completed.set()
        stopping.join(SECONDS)
        assert other.get_info().id == other.id
        assert list(chunks) == []
