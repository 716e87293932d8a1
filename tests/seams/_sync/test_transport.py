# Generated from tests/seams/_async/test_transport.py
"""What stands in the network's place: transport=, and what libraries for tests put into httpx."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx
import vcr

from scramjet_facade import (
    Attempt,
    BadParametersError,
    CannotConnectError,
    HostClient,
    NotFoundError,
    Retries,
)
from scramjet_facade._sync import stream as streams
from tests.faults.faults import good
from tests.flavor import sync_source
from tests.scripted_server import ScriptedServer, always
from tests.seams.echo import Echo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpx import HTTPXMock

URL = "http://hub.example/api/v1"
VERSION = {"version": "1.0.1"}


class Script:
    """Plays a hub inside the process."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str]] = []
        self.body = b""
        self.busy = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append((request.method, request.url.path))
        self.body = request.content
        if self.busy:
            self.busy -= 1
            return httpx.Response(503, json={"error": "busy"})
        match request.url.path.removeprefix("/api/v1"):
            case "/version":
                return httpx.Response(200, json=VERSION)
            case "/sequence":
                return httpx.Response(200, json={"id": "the-id"})
            case "/log":
                return httpx.Response(200, content=b'{"msg": 1}\n{"msg": 2}\n')
            case "/status":
                raise httpx.ConnectError("nobody there", request=request)
            case _:
                return httpx.Response(404, json={"error": "unknown"})


@pytest.fixture
def script() -> Script:
    return Script()


def test_calls_uploads_streams_errors_and_retries(script: Script) -> None:
    told: list[Attempt] = []
    options: Any = {
        "transport": httpx.MockTransport(script),
        "retries": Retries(2, longest_pause=0.001),
        "on_attempt": told.append,
        "token": "a-token",
    }
    with HostClient(URL, **options) as host:
        assert (host.get_version()).version == "1.0.1"
        assert (host.send_sequence(b"package")).id == "the-id"
        assert script.body == b"package"
        assert (host.send_sequence(sync_source(iter([b"pack", b"age"])))).id == "the-id"
        assert script.body == b"package"
        with host.get_log_stream() as stream:
            assert [value for value in stream.iter_json()] == [{"msg": 1}, {"msg": 2}]
        with pytest.raises(NotFoundError, match="404 unknown"):
            host.get_sequence("s")
        with pytest.raises(CannotConnectError, match="nobody there"):
            host.get_status()
        script.requests.clear()
        script.busy = 2
        host.get_version()
        assert len(script.requests) == 3
    assert [attempt.status for attempt in told[-3:]] == [503, 503, 200]


def test_clients_that_are_reached_use_it_too(script: Script) -> None:
    with HostClient(URL, transport=httpx.MockTransport(script)) as host:
        with pytest.raises(NotFoundError):
            host.get_manager_client().get_version()
        host.with_options(timeout=5).get_version()
    assert script.requests == [("GET", "/api/v1/cpm/api/v1/version"), ("GET", "/api/v1/version")]


def echoed(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"<" + request.content + b">")


def refused(request: httpx.Request) -> httpx.Response:
    return httpx.Response(404, json={"error": "unknown"})


class OwnError(Exception):
    """The user's own exception."""


def test_both_ways_at_once() -> None:
    """MockTransport takes all of an upload, and then it answers."""

    def fails() -> Iterator[bytes]:
        yield b"one"
        raise OwnError

    with HostClient(URL, transport=httpx.MockTransport(echoed)) as host:
        instance = host.get_instance_client("i")
        for source in (b"onetwo", [b"one", b"two"], sync_source(iter([b"one", b"two"]))):
            with instance.inout(source) as stream:
                assert b"".join([chunk for chunk in stream]) == b"<onetwo>"
        with pytest.raises(OwnError):
            instance.inout(sync_source(fails())).__enter__()
    with HostClient(URL, transport=httpx.MockTransport(refused)) as host:
        for source in (b"one", sync_source(iter([b"one"]))):
            with pytest.raises(NotFoundError, match="404 unknown"):
                host.get_instance_client("i").inout(source).__enter__()


def test_a_conversation_through_a_transport_that_can() -> None:
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()

    def talk() -> Iterator[str]:
        yield "0\n"
        for number in range(1, 5):
            assert heard.get(timeout=5) == str(number - 1)
            yield f"{number}\n"

    with HostClient(URL, transport=Echo()) as host:
        said: list[str] = []
        with host.get_instance_client("i").inout(sync_source(talk())) as stream:
            for line in stream.iter_lines():
                said.append(line)
                heard.put(line)
        assert said == [str(number) for number in range(5)]


def test_an_output_in_many_parts_is_given_no_time_to_come_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def pause(seconds: float) -> None:
        assert seconds != streams._PAUSE

    def program(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/output"):
            return httpx.Response(200, content=sync_source(iter([b"part"] * 100)))
        return httpx.Response(200, json={"id": "i", "status": "completed"})

    monkeypatch.setattr(streams, "sync_sleep", pause)
    with HostClient(URL, transport=httpx.MockTransport(program)) as host:
        instance = host.get_instance_client("i")
        with instance.exchange(b"data") as stream:
            assert [chunk for chunk in stream] == [b"part"] * 100


@pytest.mark.parametrize("wrong", ["http://hub", 5, object()])
def test_what_is_no_transport_is_refused(wrong: Any) -> None:
    with pytest.raises(BadParametersError, match="transport must be"):
        HostClient(URL, transport=wrong)


def test_respx() -> None:
    with respx.mock(base_url=URL) as router:
        router.get("/version").respond(json=VERSION)
        router.get("/log").respond(content=b"1\n2\n")
        with HostClient(URL, retries=0) as host:
            assert (host.get_version()).version == "1.0.1"
            with host.get_log_stream() as stream:
                assert [value for value in stream.iter_json()] == [1, 2]


def test_pytest_httpx(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=f"{URL}/version", json=VERSION)
    httpx_mock.add_response(url=f"{URL}/log", content=b"1\n2\n")
    with HostClient(URL, retries=0) as host:
        assert (host.get_version()).version == "1.0.1"
        with host.get_log_stream() as stream:
            assert [value for value in stream.iter_json()] == [1, 2]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(good)) as running:
        yield running


def test_vcrpy(server: ScriptedServer, tmp_path: Path) -> None:
    cassette = str(tmp_path / "cassette.yaml")
    for _ in range(2):
        with vcr.use_cassette(cassette):
            with HostClient(server.base_url, retries=0) as host:
                assert (host.get_version()).version == "1.0.1"
    assert len(server.requests) == 1
