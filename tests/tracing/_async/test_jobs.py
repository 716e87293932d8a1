"""Each job is one trace: ``run`` has a span whose children are its requests and streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode

from scramjet_facade import AsyncHostClient, InstanceFailedError, RequestTimeoutError, ndjson
from scramjet_facade.concurrency import timing
from scramjet_facade.testing import FakeHub
from tests.tracing._async.test_spans import attributes, exported, spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

__all__ = ["exported"]

RECORDS = [{"n": n} for n in range(3)]


def echo(data: Iterator[Any]) -> Iterator[Any]:
    yield from data


def failing_program(data: Iterator[Any]) -> Iterator[Any]:
    yield next(data)
    raise ValueError("on purpose")


async def run(hub: FakeHub, program: Any, *, last: int | None = None) -> None:
    sequence_id = hub.add_sequence("program", program)
    async with AsyncHostClient(hub.url) as host:
        stream = host.get_sequence_client(sequence_id).run(ndjson(RECORDS))
        async with stream:
            async for record in stream.iter_json():
                if record["n"] == last:
                    break


@pytest.mark.parametrize("version", ["1.0.1", "0.18.7"])
@pytest.mark.parametrize("has_caller", [False, True])
async def test_a_job_is_one_span_with_its_requests_below(
    exported: InMemorySpanExporter, version: str, has_caller: bool
) -> None:
    with FakeHub(version) as hub:
        if has_caller:
            with trace.get_tracer("mine").start_as_current_span("caller"):
                await run(hub, echo)
        else:
            await run(hub, echo)
    found = spans(exported)
    assert len({span.get_span_context().trace_id for span in found}) == 1
    (job,) = [span for span in found if span.name == "run"]
    children = [span for span in found if span.name not in {"run", "caller"}]
    assert sorted(span.name for span in children) == [
        "GET /instance/{id}/output",
        "POST /instance/{id}/_kill",
        "POST /instance/{id}/input",
        "POST /sequence/{id}/start",
    ]
    for span in children:
        assert span.parent is not None
        assert span.parent.span_id == job.get_span_context().span_id
        assert span.status.status_code is StatusCode.UNSET
        assert "error.type" not in attributes(span)
    assert (job.parent is not None) == has_caller
    assert job.kind is SpanKind.INTERNAL
    found_attributes = attributes(job)
    assert found_attributes.pop("scramjet.sequence.id")
    assert found_attributes.pop("scramjet.instance.id")
    assert found_attributes == {
        "scramjet.run.result": "completed",
        "scramjet.run.records_sent": 3,
        "scramjet.run.bytes_sent": 24,
        "scramjet.run.records_received": 3,
        "scramjet.run.bytes_received": 24,
    }
    assert job.end_time == max(span.end_time or 0 for span in found if span.name != "caller")


async def test_a_failed_job_is_an_error(exported: InMemorySpanExporter) -> None:
    with FakeHub() as hub, pytest.raises(InstanceFailedError):
        await run(hub, failing_program)
    (job,) = [span for span in spans(exported) if span.name == "run"]
    assert attributes(job)["scramjet.run.result"] == "failed"
    assert attributes(job)["error.type"] == "InstanceFailedError"
    assert job.status.status_code is StatusCode.ERROR
    assert "\n" not in str(job.status.description)


async def test_a_failed_job_is_an_error_although_the_error_is_caught_inside_the_block(
    exported: InMemorySpanExporter,
) -> None:
    with FakeHub() as hub:
        sequence_id = hub.add_sequence("program", failing_program)
        async with (
            AsyncHostClient(hub.url) as host,
            host.get_sequence_client(sequence_id).run(ndjson(RECORDS)) as stream,
        ):
            with pytest.raises(InstanceFailedError):
                async for _ in stream:
                    pass
    (job,) = [span for span in spans(exported) if span.name == "run"]
    assert attributes(job)["scramjet.run.result"] == "failed"
    assert attributes(job)["error.type"] == "InstanceFailedError"
    assert job.status.status_code is StatusCode.ERROR


async def test_a_job_whose_result_is_unknown_is_interrupted(
    exported: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "LOG_TIMEOUT", 0.1)
    with FakeHub("0.18.7") as hub:
        hub.delay("GET", "log", seconds=0.5)
        with pytest.raises(RequestTimeoutError, match="log"):
            await run(hub, echo)
    (job,) = [span for span in spans(exported) if span.name == "run"]
    assert attributes(job)["scramjet.run.result"] == "interrupted"


async def test_a_job_that_is_closed_early_is_no_error(exported: InMemorySpanExporter) -> None:
    with FakeHub() as hub:
        await run(hub, echo, last=0)
    (job,) = [span for span in spans(exported) if span.name == "run"]
    assert attributes(job)["scramjet.run.result"] == "left"
    assert job.status.status_code is StatusCode.UNSET


async def test_a_job_that_cannot_start_is_an_error(exported: InMemorySpanExporter) -> None:
    with FakeHub() as hub:
        hub.fail("POST", "start", status=507)
        with pytest.raises(Exception, match="507"):
            await run(hub, echo)
    (job,) = [span for span in spans(exported) if span.name == "run"]
    assert job.status.status_code is StatusCode.ERROR
    assert attributes(job)["http.response.status_code"] == 507


@pytest.mark.parametrize("version", ["1.0.1", "0.18.7"])
async def test_polls_have_no_spans_and_an_expected_404_is_no_error(
    exported: InMemorySpanExporter, version: str
) -> None:
    with FakeHub(version) as hub:
        sequence_id = hub.add_sequence("echo", echo)
        async with (
            AsyncHostClient(hub.url) as host,
            host.get_sequence_client(sequence_id) as sequence,
            await sequence.start() as instance,
        ):
            await instance.wait("healthy", timeout=10)
            await instance.kill()
            await instance.wait_ended(timeout=10)
    names = {span.name for span in spans(exported)}
    assert "GET /instance/{id}" not in names
    assert not [span.name for span in spans(exported) if "error.type" in attributes(span)]
    assert {span.status.status_code for span in spans(exported)} == {StatusCode.UNSET}
