"""The option transport= accepts any httpx transport, also one that another library patches."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx
import vcr
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from scramjet_facade import (
    AsyncHostClient,
    Attempt,
    BadParametersError,
    CannotConnectError,
    NotFoundError,
    Retries,
    StreamInterrupted,
)
from scramjet_facade._async import stream as streams
from scramjet_facade.concurrency import timing
from tests.faults.faults import valid_response
from tests.flavor import async_source
from tests.scripted_server import Peer, ScriptedServer, always, head
from tests.transports.echo import Echo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_httpx import HTTPXMock

URL = "http://hub.example/api/v1"
VERSION = {"version": "1.0.1"}


class Script:
    """A scripted hub inside the process."""

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
                raise httpx.ConnectError("connection refused", request=request)
            case _:
                return httpx.Response(404, json={"error": "unknown"})


@pytest.fixture
def script() -> Script:
    return Script()


async def test_calls_uploads_streams_errors_and_retries_use_the_transport(script: Script) -> None:
    attempts: list[Attempt] = []
    options: Any = {
        "transport": httpx.MockTransport(script),
        "retries": Retries(2, longest_pause=0.001),
        "on_attempt": attempts.append,
        "token": "a-token",
    }
    async with AsyncHostClient(URL, **options) as host:
        assert (await host.get_version()).version == "1.0.1"
        assert (await host.send_sequence(b"package")).id == "the-id"
        assert script.body == b"package"
        assert (await host.send_sequence(async_source(iter([b"pack", b"age"])))).id == "the-id"
        assert script.body == b"package"
        async with host.get_log_stream() as stream:
            assert [value async for value in stream.iter_json()] == [{"msg": 1}, {"msg": 2}]
        with pytest.raises(NotFoundError, match="404 unknown"):
            await host.get_sequence("s")
        with pytest.raises(CannotConnectError, match="connection refused"):
            await host.get_status()
        script.requests.clear()
        script.busy = 2
        await host.get_version()
        assert len(script.requests) == 3
    assert [attempt.status for attempt in attempts[-3:]] == [503, 503, 200]


async def test_clients_of_other_services_use_the_transport(script: Script) -> None:
    async with AsyncHostClient(URL, transport=httpx.MockTransport(script)) as host:
        with pytest.raises(NotFoundError):
            await host.get_manager_client().get_version()
        await host.with_options(timeout=5).get_version()
    assert script.requests == [("GET", "/api/v1/cpm/api/v1/version"), ("GET", "/api/v1/version")]


async def test_the_transport_receives_the_time_limits_of_each_request() -> None:
    limits: list[Any] = []

    def respond(request: httpx.Request) -> httpx.Response:
        limits.append(request.extensions["timeout"])
        return httpx.Response(200, json=VERSION)

    async with AsyncHostClient(URL, transport=httpx.MockTransport(respond), timeout=2) as host:
        await host.get_version()
        async with host.get_log_stream(idle_timeout=3):
            pass
        await host.send_topic("t", b"data", idle_timeout=3)
        await host.send_topic("t", b"data")
    connecting = {"connect": 2, "pool": 2}
    assert limits == [
        {**connecting, "read": 2, "write": 2},
        {**connecting, "read": 3, "write": 3},
        {**connecting, "read": 2, "write": 3},
        {**connecting, "read": 2, "write": None},
    ]


def echo_body(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"<" + request.content + b">")


def respond_404(request: httpx.Request) -> httpx.Response:
    return httpx.Response(404, json={"error": "unknown"})


class OwnError(Exception):
    """The user's own exception."""


async def test_inout_works_with_a_transport_without_duplex() -> None:
    """MockTransport reads the complete upload before it responds."""

    def failing_source() -> Iterator[bytes]:
        yield b"one"
        raise OwnError

    async with AsyncHostClient(URL, transport=httpx.MockTransport(echo_body)) as host:
        instance = host.get_instance_client("i")
        for source in (b"onetwo", [b"one", b"two"], async_source(iter([b"one", b"two"]))):
            async with instance.inout(source) as stream:
                assert b"".join([chunk async for chunk in stream]) == b"<onetwo>"
        with pytest.raises(OwnError):
            await instance.inout(async_source(failing_source())).__aenter__()
    async with AsyncHostClient(URL, transport=httpx.MockTransport(respond_404)) as host:
        for source in (b"one", async_source(iter([b"one"]))):
            with pytest.raises(NotFoundError, match="404 unknown"):
                await host.get_instance_client("i").inout(source).__aenter__()


async def test_inout_works_with_a_transport_with_duplex() -> None:
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    def source() -> Iterator[str]:
        yield "0\n"
        for number in range(1, 5):
            assert answers.get(timeout=5) == str(number - 1)
            yield f"{number}\n"

    async with AsyncHostClient(URL, transport=Echo()) as host:
        lines: list[str] = []
        async with host.get_instance_client("i").inout(async_source(source())) as stream:
            async for line in stream.iter_lines():
                lines.append(line)
                answers.put(line)
        assert lines == [str(number) for number in range(5)]


async def test_the_output_of_another_transport_is_not_coalesced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def pause(seconds: float) -> None:
        assert seconds != timing.COALESCE_PAUSE

    def program(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/output"):
            return httpx.Response(200, content=async_source(iter([b"part"] * 100)))
        return httpx.Response(200, json={"id": "i", "status": "completed"})

    monkeypatch.setattr(streams, "async_sleep", pause)
    async with AsyncHostClient(URL, transport=httpx.MockTransport(program)) as host:
        instance = host.get_instance_client("i")
        async with instance.exchange(b"data") as stream:
            assert [chunk async for chunk in stream] == [b"part"] * 100


@pytest.mark.parametrize("wrong", ["http://hub", 5, object()])
def test_an_invalid_transport_is_rejected(wrong: Any) -> None:
    with pytest.raises(BadParametersError, match="transport must be"):
        AsyncHostClient(URL, transport=wrong)


async def test_respx_can_mock_responses() -> None:
    with respx.mock(base_url=URL) as router:
        router.get("/version").respond(json=VERSION)
        router.get("/log").respond(content=b"1\n2\n")
        async with (
            httpx.AsyncHTTPTransport() as transport,
            AsyncHostClient(URL, retries=0, transport=transport) as host,
        ):
            await check_version_and_log(host)


async def test_pytest_httpx_can_mock_responses(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(url=f"{URL}/version", json=VERSION)
    httpx_mock.add_response(url=f"{URL}/log", content=b"1\n2\n")
    async with (
        httpx.AsyncHTTPTransport() as transport,
        AsyncHostClient(URL, retries=0, transport=transport) as host,
    ):
        await check_version_and_log(host)


async def check_version_and_log(host: AsyncHostClient) -> None:
    assert (await host.get_version()).version == "1.0.1"
    async with host.get_log_stream() as stream:
        assert [value async for value in stream.iter_json()] == [1, 2]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(valid_response)) as running:
        yield running


async def test_vcrpy_can_replay_responses(server: ScriptedServer, tmp_path: Path) -> None:
    cassette = str(tmp_path / "cassette.yaml")
    for _ in range(2):
        with vcr.use_cassette(cassette):
            async with (
                httpx.AsyncHTTPTransport() as transport,
                AsyncHostClient(server.base_url, retries=0, transport=transport) as host,
            ):
                assert (await host.get_version()).version == "1.0.1"
    assert len(server.requests) == 1  # the second response was replayed


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Instrument httpx, and yield the exporter of the recorded spans."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        yield exporter
    finally:
        instrumentor.uninstrument()


async def test_opentelemetry_for_httpx_records_a_span(
    server: ScriptedServer, spans: InMemorySpanExporter
) -> None:
    async with (
        httpx.AsyncHTTPTransport() as transport,
        AsyncHostClient(server.base_url, transport=transport) as host,
    ):
        await host.get_version()
    assert [span.name for span in spans.get_finished_spans()] == ["GET"]


@pytest.mark.parametrize("instrumented", ["before the first request", "after the first request"])
async def test_instrumentation_without_transport_changes_nothing(
    instrumented: str, request: pytest.FixtureRequest
) -> None:
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    def script(peer: Peer) -> None:
        while (received := peer.read_head()) is not None:
            if received.method == "GET":
                peer.send(valid_response(received))
                continue
            peer.send(head(transfer_encoding="chunked"))
            for block in peer.body_blocks(received):
                peer.send_chunk(block)

    def source() -> Iterator[str]:
        for number in range(3):
            yield f"{number}\n"
            assert answers.get(timeout=5) == str(number)
        assert answers.get(timeout=5) == "the end"

    with ScriptedServer(script) as server:
        if instrumented == "before the first request":
            request.getfixturevalue("spans")
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()
            if instrumented == "after the first request":
                request.getfixturevalue("spans")
            await host.get_version()
            assert server.connections == 1
            async with host.get_instance_client("i").inout(async_source(source())) as stream:
                lines = stream.iter_lines()
                for number in range(3):
                    assert await anext(lines) == str(number)
                    answers.put(str(number))
                stream.cancel()
                with pytest.raises(StreamInterrupted):
                    await anext(lines)
                answers.put("the end")
            assert server.connections == 1
        assert request.getfixturevalue("spans").get_finished_spans() == ()
