"""The argument transport=: any httpx transport, also one that another library has patched."""

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
from tests.faults.faults import good
from tests.flavor import async_source
from tests.scripted_server import Peer, ScriptedServer, always, head
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


async def test_calls_uploads_streams_errors_and_retries(script: Script) -> None:
    told: list[Attempt] = []
    options: Any = {
        "transport": httpx.MockTransport(script),
        "retries": Retries(2, longest_pause=0.001),
        "on_attempt": told.append,
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
        with pytest.raises(CannotConnectError, match="nobody there"):
            await host.get_status()
        script.requests.clear()
        script.busy = 2
        await host.get_version()
        assert len(script.requests) == 3
    assert [attempt.status for attempt in told[-3:]] == [503, 503, 200]


async def test_clients_that_are_reached_use_it_too(script: Script) -> None:
    async with AsyncHostClient(URL, transport=httpx.MockTransport(script)) as host:
        with pytest.raises(NotFoundError):
            await host.get_manager_client().get_version()
        await host.with_options(timeout=5).get_version()
    assert script.requests == [("GET", "/api/v1/cpm/api/v1/version"), ("GET", "/api/v1/version")]


def echoed(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b"<" + request.content + b">")


def refused(request: httpx.Request) -> httpx.Response:
    return httpx.Response(404, json={"error": "unknown"})


class OwnError(Exception):
    """The user's own exception."""


async def test_both_ways_at_once() -> None:
    """MockTransport takes all of an upload, and then it answers."""

    def fails() -> Iterator[bytes]:
        yield b"one"
        raise OwnError

    async with AsyncHostClient(URL, transport=httpx.MockTransport(echoed)) as host:
        instance = host.get_instance_client("i")
        for source in (b"onetwo", [b"one", b"two"], async_source(iter([b"one", b"two"]))):
            async with instance.inout(source) as stream:
                assert b"".join([chunk async for chunk in stream]) == b"<onetwo>"
        with pytest.raises(OwnError):
            await instance.inout(async_source(fails())).__aenter__()
    async with AsyncHostClient(URL, transport=httpx.MockTransport(refused)) as host:
        for source in (b"one", async_source(iter([b"one"]))):
            with pytest.raises(NotFoundError, match="404 unknown"):
                await host.get_instance_client("i").inout(source).__aenter__()


async def test_a_conversation_through_a_transport_that_can() -> None:
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()

    def talk() -> Iterator[str]:
        yield "0\n"
        for number in range(1, 5):
            assert heard.get(timeout=5) == str(number - 1)
            yield f"{number}\n"

    async with AsyncHostClient(URL, transport=Echo()) as host:
        said: list[str] = []
        async with host.get_instance_client("i").inout(async_source(talk())) as stream:
            async for line in stream.iter_lines():
                said.append(line)
                heard.put(line)
        assert said == [str(number) for number in range(5)]


async def test_an_output_in_many_parts_is_given_no_time_to_come_together(
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
def test_what_is_no_transport_is_refused(wrong: Any) -> None:
    with pytest.raises(BadParametersError, match="transport must be"):
        AsyncHostClient(URL, transport=wrong)


async def test_respx() -> None:
    with respx.mock(base_url=URL) as router:
        router.get("/version").respond(json=VERSION)
        router.get("/log").respond(content=b"1\n2\n")
        async with (
            httpx.AsyncHTTPTransport() as transport,
            AsyncHostClient(URL, retries=0, transport=transport) as host,
        ):
            await check_version_and_log(host)


async def test_pytest_httpx(httpx_mock: HTTPXMock) -> None:
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
    with ScriptedServer(always(good)) as running:
        yield running


async def test_vcrpy(server: ScriptedServer, tmp_path: Path) -> None:
    cassette = str(tmp_path / "cassette.yaml")
    for _ in range(2):
        with vcr.use_cassette(cassette):
            async with (
                httpx.AsyncHTTPTransport() as transport,
                AsyncHostClient(server.base_url, retries=0, transport=transport) as host,
            ):
                assert (await host.get_version()).version == "1.0.1"
    assert len(server.requests) == 1  # the second time it was replayed


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """Instrument httpx, and give the spans that the instrumentation records."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        yield exporter
    finally:
        instrumentor.uninstrument()


async def test_opentelemetry_for_httpx(server: ScriptedServer, spans: InMemorySpanExporter) -> None:
    async with (
        httpx.AsyncHTTPTransport() as transport,
        AsyncHostClient(server.base_url, transport=transport) as host,
    ):
        await host.get_version()
    assert [span.name for span in spans.get_finished_spans()] == ["GET"]


@pytest.mark.parametrize("instrumented", ["before the first request", "after it"])
async def test_an_instrumented_process_without_transport_is_as_any_other(
    instrumented: str, request: pytest.FixtureRequest
) -> None:
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()

    def script(peer: Peer) -> None:
        while (received := peer.read_head()) is not None:
            if received.method == "GET":
                peer.send(good(received))
                continue
            peer.send(head(transfer_encoding="chunked"))
            for block in peer.body_blocks(received):
                peer.send_chunk(block)

    def talk() -> Iterator[str]:
        for number in range(3):
            yield f"{number}\n"
            assert heard.get(timeout=5) == str(number)
        assert heard.get(timeout=5) == "the end"

    with ScriptedServer(script) as server:
        if instrumented == "before the first request":
            request.getfixturevalue("spans")
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()
            if instrumented == "after it":
                request.getfixturevalue("spans")
            await host.get_version()
            assert server.connections == 1
            async with host.get_instance_client("i").inout(async_source(talk())) as stream:
                lines = stream.iter_lines()
                for number in range(3):
                    assert await anext(lines) == str(number)
                    heard.put(str(number))
                stream.cancel()
                with pytest.raises(StreamInterrupted):
                    await anext(lines)
                heard.put("the end")
            assert server.connections == 1
        assert request.getfixturevalue("spans").get_finished_spans() == ()
