"""Python packages on the fake hub follow the rules of the platform's runner."""

from __future__ import annotations

import io
import json
import tarfile
import time
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest

from scramjet_facade import HostClient, NotFoundError, RequestTimeoutError
from scramjet_facade.testing import FakeHub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scramjet_facade import InstanceClient

SECONDS = 10
OLD = "0.18.7"

STREAMED = """
from scramjet.streams import Stream

provides = {"provides": "", "contentType": "application/x-ndjson"}
output_type = "application/x-ndjson"

async def run(context, input, *args):
    return Stream.read_from(work(context, input, *args))
"""
KINDS = """
async def work(context, input, *args):
    yield [context.config, list(args)]
    async for value in input:
        yield [type(value).__name__, value if isinstance(value, str) else len(value)]
"""
FAILS_LATER = """
async def work(context, input, *args):
    yield 1
    raise ValueError("on purpose")
"""
FAILS_IMMEDIATELY = """
async def work(context, input, *args):
    raise ValueError("on purpose")
    yield 1
"""
HANDLES_EVENTS = """
import asyncio, sys

async def work(context, input, *args):
    pings, stopped = asyncio.Queue(), asyncio.Event()
    context.on("ping", pings.put_nowait)

    async def stop(*_):
        print("stopping", file=sys.stderr)
        await pings.put(None)

    context.set_stop_handler(stop)
    print((await anext(aiter(sys.stdin))).strip())
    while (ping := await pings.get()) is not None:
        context.emit("pong", ping)
        yield ping
"""


@pytest.fixture(params=["1.0.1", OLD])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeHub]:
    with FakeHub(request.param) as running:
        yield running


@pytest.fixture
def host(fake: FakeHub) -> Iterator[HostClient]:
    with HostClient(fake.url) as client:
        yield client


def start(host: HostClient, folder: Path, program: str, **options: Any) -> InstanceClient:
    package = {"name": "by-hand", "main": "main.py", "engines": {"python3": ">=3.8"}}
    (folder / "package.json").write_text(json.dumps(package))
    (folder / "main.py").write_text(STREAMED + program)
    return host.send_sequence(folder).start(**options)


def send(fake: FakeHub, instance: InstanceClient, data: bytes, content_type: str) -> None:
    """Send an input of any type, because the client rejects some."""
    url = f"{fake.url}/instance/{instance.id}/input"
    response = httpx.post(
        url, content=data, headers={"content-type": content_type}, trust_env=False
    )
    assert response.is_success


@pytest.mark.parametrize(
    ("content_type", "received"),
    [
        ("text/plain", [["str", "ż\n"], ["str", "b"]]),
        ("application/octet-stream", [["bytes", 4]]),
    ],
)
def test_a_package_receives_values_according_to_the_content_type(
    host: HostClient, fake: FakeHub, tmp_path: Path, content_type: str, received: list[Any]
) -> None:
    instance = start(host, tmp_path, KINDS, app_config={"k": 1}, args=["a"])
    send(fake, instance, "ż\nb".encode(), content_type)
    with (
        instance.get_log_stream(idle_timeout=SECONDS) as log,
        instance.get_stream("output", idle_timeout=SECONDS) as output,
    ):
        assert list(output.iter_json()) == [[{"k": 1}, ["a"]], *received]
        line = next(line for line in log.iter_json() if line["msg"] == "Finished.")
    assert line["from"] == "PythonRunner"


def test_json_lines_are_never_delivered(host: HostClient, fake: FakeHub, tmp_path: Path) -> None:
    instance = start(host, tmp_path, KINDS, args=[])
    send(fake, instance, b"1\n", "application/x-ndjson")
    with instance.get_stream("output", idle_timeout=SECONDS) as output:
        assert next(output.iter_json()) == [{}, []]
    with (
        instance.get_stream("output", idle_timeout=0.5) as output,
        pytest.raises(RequestTimeoutError),
    ):
        next(output.iter_json())
    assert instance.get_health().healthy


def test_a_generator_that_raises_never_ends(host: HostClient, tmp_path: Path) -> None:
    instance = start(host, tmp_path, FAILS_LATER)
    with instance.get_stream("stderr", idle_timeout=SECONDS) as stderr:
        assert any("ValueError: on purpose" in line for line in stderr.iter_lines())
    with (
        instance.get_stream("output", idle_timeout=0.5) as output,
        pytest.raises(RequestTimeoutError),
    ):
        list(output.iter_json())
    assert instance.get_health().healthy


def test_a_failure_before_the_first_value_ends_the_program(
    host: HostClient, fake: FakeHub, tmp_path: Path
) -> None:
    instance = start(host, tmp_path, FAILS_IMMEDIATELY)
    with instance.get_stream("output", idle_timeout=SECONDS) as output:
        assert list(output.iter_json()) == []
    ended = instance.wait_ended(SECONDS)
    if fake.version == OLD:
        with pytest.raises(NotFoundError):
            instance.get_info()
    else:
        assert (ended.status, ended.terminated.to_dict()) == (
            "errored",
            {"exitcode": 213, "reason": "Runner failed"},
        )


def test_a_package_that_cannot_be_unpacked_has_failed(tmp_path: Path) -> None:
    package = {"name": "p", "version": "1.0.0", "main": "main.py", "engines": {"python3": "3"}}
    (tmp_path / "package.json").write_text(json.dumps(package))
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        tar.add(tmp_path / "package.json", "package.json")
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/outside"
        tar.addfile(link)
    with FakeHub() as hub, HostClient(hub.url) as host:
        instance = host.send_sequence(archive.getvalue()).start()
        with instance.get_stream("stderr", idle_timeout=SECONDS) as stream:
            assert b"cannot unpack the package: 'link' is a link to" in b"".join(stream)
        assert instance.wait_ended(SECONDS).status == "errored"


def test_a_package_handles_events_stdin_and_stop(host: HostClient, tmp_path: Path) -> None:
    instance = start(host, tmp_path, HANDLES_EVENTS)
    instance.send_stdin("from stdin\n")
    with instance.get_stream("stdout", idle_timeout=SECONDS) as stdout:
        assert next(stdout.iter_lines()) == "from stdin"
    with instance.get_event_stream("pong", idle_timeout=SECONDS) as events:
        instance.send_event("ping", "a")
        pong = next(events.iter_json())
        assert pong in ("a", {"eventName": "pong", "message": "a"})
    with (
        instance.get_stream("output", idle_timeout=SECONDS) as output,
        instance.get_stream("stderr", idle_timeout=SECONDS) as stderr,
    ):
        instance.stop(1000)
        assert list(output.iter_json()) == ["a"]
        assert list(stderr.iter_lines()) == ["stopping"]


def test_a_killed_package_leaves_no_process(host: HostClient, tmp_path: Path) -> None:
    instance = start(host, tmp_path, KINDS)
    with instance.get_stream("output", idle_timeout=SECONDS) as output:
        next(output.iter_json())
    process = psutil.Process(int(instance.get_health().to_dict()["processId"]))
    started = time.monotonic()
    instance.kill()
    instance.wait_ended(SECONDS)
    process.wait(SECONDS)
    assert time.monotonic() - started < SECONDS
