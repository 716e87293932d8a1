"""Requests that the client itself aborts are not reported as failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import Attempt, HostClient, InstanceFailedError, ndjson
from scramjet_facade.testing import FakeHub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def failing_program(values: Iterator[Any]) -> Iterator[Any]:
    yield next(values)
    raise RuntimeError("on purpose")


def endless() -> Iterator[dict[str, int]]:
    while True:
        yield {"a": 1}


def run_that_fails(host: HostClient, sequence_id: str) -> None:
    sequence = host.get_sequence_client(sequence_id)
    with sequence.run(ndjson(endless())) as results, pytest.raises(InstanceFailedError):
        [*results.iter_json()]


def run_that_is_closed_early(host: HostClient, sequence_id: str) -> None:
    with host.get_sequence_client(sequence_id).run(ndjson(endless())) as results:
        next(results.iter_json())


@pytest.mark.parametrize("use", [run_that_fails, run_that_is_closed_early])
def test_ending_a_run_reports_no_failed_request(
    use: Callable[[HostClient, str], None], caplog: pytest.LogCaptureFixture
) -> None:
    attempts: list[Attempt] = []
    with FakeHub() as hub, HostClient(hub.url, on_attempt=attempts.append) as host:
        sequence_id = hub.add_sequence("fails", failing_program)
        for _ in range(20):
            use(host, sequence_id)
    assert [one for one in attempts if one.status is None] == []
    assert [one.getMessage() for one in caplog.records if one.levelname == "WARNING"] == []
