"""Spans of OpenTelemetry, recorded by its SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from scramjet_facade import (
    AsyncHostClient,
    NotFoundError,
    Retries,
    StreamInterrupted,
    ndjson,
)
from scramjet_facade.testing import FakeHub
from tests.conftest import SEQUENCES
from tests.faults.faults import valid_response
from tests.scripted_server import (
    Peer,
    Request,
    ScriptedServer,
    always,
    answer,
    head,
    interrupted_once,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.sdk.trace import ReadableSpan

    from tests.hub.real_hub import RealHub

FAST_RETRIES = Retries(longest_pause=0.001)
BUSY = answer(b'{"error": "busy"}', 503, "Busy")
SECONDS = 10


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Set up tracing for one test."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    yield exporter
    provider.shutdown()


def spans(exporter: InMemorySpanExporter) -> list[ReadableSpan]:
    return list(exporter.get_finished_spans())


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def sent_trace(request: Request) -> str:
    """Return the ids of the trace and the span in the headers of a request."""
    return str(request.header("traceparent"))[: len("00-") + 32 + len("-") + 16]


def ids(span: ReadableSpan) -> str:
    assert span.context is not None
    return f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}"


async def test_calls_and_streams_of_a_real_hub_have_spans(
    hub: RealHub, exported: InMemorySpanExporter
) -> None:
    with trace.get_tracer("test").start_as_current_span("all"):
        async with (
            AsyncHostClient(hub.api_base) as host,
            await host.send_sequence(SEQUENCES / "ticker") as sequence,
            await sequence.start() as instance,
            instance.get_stream("output", idle_timeout=SECONDS) as output,
        ):
            lines = output.iter_lines()
            assert [await anext(lines), await anext(lines)] == ["tick 0", "tick 1"]
    found = spans(exported)
    root = found[-1]
    assert {span.kind for span in found[:-1]} == {SpanKind.CLIENT}
    assert {span.parent.span_id for span in found[:-1] if span.parent} == {
        root.get_span_context().span_id
    }
    names = [span.name for span in found]
    assert names[:3] == [
        "POST /sequence",
        "POST /sequence/{id}/start",
        "GET /instance/{id}/output",
    ]
    assert names[3] == "POST /instance/{id}/_kill"
    assert "DELETE /sequence/{id}" in names
    sent, _, output_span = found[:3]
    port = int(hub.api_base.split(":")[2].split("/")[0])
    assert attributes(sent) == {
        "http.request.method": "POST",
        "url.full": f"{hub.api_base}/sequence",
        "url.template": "/sequence",
        "server.address": "127.0.0.1",
        "server.port": port,
        "http.response.status_code": 200,
    }
    assert attributes(output_span)["scramjet.stream.end"] == "left"
    assert attributes(output_span)["http.response.body.size"] >= len("tick 0\ntick 1\n")
    assert (output_span.end_time or 0) > (found[1].end_time or 0)
    assert sent.status.status_code is StatusCode.UNSET


async def test_the_ids_of_a_span_are_sent_to_the_server(exported: InMemorySpanExporter) -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()
            async with host.get_log_stream() as stream:
                assert [chunk async for chunk in stream]
    assert [sent_trace(request) for request in server.requests] == [
        ids(span) for span in spans(exported)
    ]


async def test_retries_are_events_of_one_span(exported: InMemorySpanExporter) -> None:
    replies = [BUSY, BUSY]
    with ScriptedServer(
        always(lambda request: replies.pop(0) if replies else valid_response(request))
    ) as server:
        async with AsyncHostClient(server.base_url, retries=FAST_RETRIES) as host:
            await host.get_version()
    (span,) = spans(exported)
    assert [event.name for event in span.events] == ["retry", "retry"]
    for event in span.events:
        found = dict(event.attributes or {})
        assert 0 <= found.pop("scramjet.pause") < 1  # type: ignore[operator]
        assert found == {"http.response.status_code": 503, "error.type": "503"}
    assert attributes(span)["http.request.resend_count"] == 2
    assert attributes(span)["http.response.status_code"] == 200
    assert "error.type" not in attributes(span)
    assert span.status.status_code is StatusCode.UNSET
    assert len({sent_trace(request) for request in server.requests}) == 1


async def test_a_failure_is_an_error(exported: InMemorySpanExporter) -> None:
    with ScriptedServer(always(answer(b'{"error": "none"}', 404, "Not Found"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(NotFoundError):
                await host.get_sequence("s")
            with pytest.raises(NotFoundError):
                async with host.get_log_stream():
                    pass
    for span in spans(exported):
        assert span.status.status_code is StatusCode.ERROR
        assert attributes(span)["http.response.status_code"] == 404
        assert attributes(span)["error.type"] == "404"
    assert [span.name for span in spans(exported)] == ["GET /sequence/{id}", "GET /log"]


@pytest.mark.parametrize("how", ["complete", "left", "cancelled", "interrupted"])
async def test_the_span_of_a_stream_contains_the_kind_of_its_end(
    how: str, exported: InMemorySpanExporter
) -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is None:
            return
        peer.send(head(transfer_encoding="chunked"))
        peer.send_chunk(b"1\n")
        if how == "complete":
            peer.send(b"0\r\n\r\n")
        if how != "interrupted":
            peer.wait_until_closed()

    async def read(host: AsyncHostClient) -> None:
        async with host.get_log_stream() as stream:
            async for _ in stream:
                if how == "left":
                    break
                if how == "cancelled":
                    stream.cancel()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            if how in {"complete", "left"}:
                await read(host)
            else:
                with pytest.raises(StreamInterrupted):
                    await read(host)
    (span,) = spans(exported)
    assert attributes(span)["scramjet.stream.end"] == how
    assert attributes(span)["http.response.body.size"] == 2
    failed = how in {"cancelled", "interrupted"}
    assert attributes(span).get("error.type") == ("StreamInterrupted" if failed else None)
    assert (span.status.status_code is StatusCode.ERROR) == failed


async def test_a_reconnected_stream_has_one_span(
    exported: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.001)

    with ScriptedServer(interrupted_once(b"1\n")) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_log_stream(on_gap=print) as stream,
        ):
            assert [value async for value in stream.iter_json()] == [1, 1]
    (span,) = spans(exported)
    assert [event.name for event in span.events] == ["gap"]
    assert attributes(span)["scramjet.stream.end"] == "complete"
    assert attributes(span)["http.response.body.size"] == 4
    assert {sent_trace(request) for request in server.requests} == {ids(span)}


async def test_no_secret_is_in_a_span(exported: InMemorySpanExporter) -> None:
    secret = "s3cret-that-must-not-be-shown"
    with ScriptedServer(always(BUSY)) as server:
        options: Any = {
            "token": lambda: secret,
            "headers": {"X-Key": secret},
            "retries": FAST_RETRIES,
        }
        async with AsyncHostClient(server.base_url, **options) as host:
            with pytest.raises(Exception, match="busy"):
                await host.get_version()
            http = host.bindings.get_async_httpx_client()
            with pytest.raises(Exception, match="busy"):
                await http.get(f"/version?key={secret}")
    assert len(spans(exported)) == 2
    assert not [span for span in spans(exported) if secret in span.to_json()]


async def test_background_requests_belong_to_the_same_trace(
    exported: InMemorySpanExporter,
) -> None:
    """Inputs are sent and instances polled in other threads or tasks."""
    with FakeHub() as hub:
        sequence_id = hub.add_sequence("echo", lambda data: data)
        async with AsyncHostClient(hub.url) as host:
            with trace.get_tracer("mine").start_as_current_span("job") as job:
                run = host.get_sequence_client(sequence_id).run(ndjson([1]))
                async with run as results:
                    assert [result async for result in results.iter_json()] == [1]
                instance = await host.get_sequence_client(sequence_id).start()
                await instance.send_input(ndjson([1]), until_ended=True)
                async with instance.get_stream("output", until_ended=True) as output:
                    assert [result async for result in output.iter_json()] == [1]
    names = {str(attributes(span).get("url.template")) for span in spans(exported)}
    assert "/instance/{id}/input" in names
    parent = job.get_span_context()
    for span in spans(exported):
        if span.name != "job":
            assert span.parent is not None, span.name
            assert span.parent.trace_id == parent.trace_id
