"""Every fault of matrix.yaml with every kind of request.

Without slow tests, each fault is tested with one kind of request for each of its outcomes.
"""

from __future__ import annotations

from typing import Any

import pytest

import scramjet_facade
from scramjet_facade import AsyncHostClient, ClientError, Retries
from tests.faults import faults
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_wait

from .operations import call_operation

pytestmark = pytest.mark.usefixtures("close_soon")
EXPECTED_RESULTS = {"get": "1.0.1", "download": faults.DATA, "duplex": faults.DATA}


CELLS = [
    pytest.param(
        name,
        operation,
        marks=[] if (name, operation) in faults.REPRESENTATIVES else pytest.mark.slow,
    )
    for name in faults.NAMES
    for operation in faults.OPERATIONS
]


@pytest.mark.parametrize(("name", "operation"), CELLS)
async def test_the_outcome_of_each_fault_is_as_in_the_matrix(name: str, operation: str) -> None:
    row = faults.MATRIX[name]
    outcome, request_count, *attempts = row[operation]
    with faults.start_faulty_server(name) as faulty:
        client = AsyncHostClient(
            faulty.base_url,
            verify=faulty.verify,
            timeout=row.get("timeout", 5),
            retries=Retries(longest_pause=0.01),
            max_body=100_000,
            follow_redirects=row.get("follow_redirects", False),
            trust_env=False,
        )
        async with AsyncWatchdog(10, faulty.disconnect_clients), client as host:
            if row.get("after_first_call"):
                await host.get_version()
                assert await async_wait(faulty.idle_closed, 5)
            result: Any = None
            error: Exception | None = None
            try:
                result = await call_operation(operation, host, row.get("timeout", 5))
            except Exception as caught:  # noqa: BLE001 (any error is compared)
                error = caught
            actual = "result" if error is None else type(error).__name__
            actual_attempts = [error.attempts] if isinstance(error, ClientError) else []
            assert (actual, faulty.request_count, actual_attempts) == (
                outcome,
                request_count,
                attempts,
            ), repr(error)
            if error is None:
                if not row.get("unchecked_result"):
                    assert result == EXPECTED_RESULTS.get(operation, "the-id")
            else:
                assert type(error) is getattr(scramjet_facade, actual)
                assert str(error)
            if faulty.server is not None and faulty.base_url.startswith("http:"):
                # The fault does not affect the next call.
                faulty.is_healthy = True
                assert (await host.get_version()).version == "1.0.1"
        if faulty.other_server is not None:
            assert faulty.other_server.connections == 0


def test_the_matrix_is_complete() -> None:
    assert set(faults.MATRIX) == set(faults.NAMES)
    assert all(set(faults.OPERATIONS) <= set(row) for row in faults.MATRIX.values())
