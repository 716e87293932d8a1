"""The trace spans of requests; this module also works without OpenTelemetry."""

from __future__ import annotations

import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from ..concurrency.cancel_token import async_having
from ..concurrency.sync_flavor import is_cancelled
from ..errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .tracing import AsyncJobSpan

T = TypeVar("T")


CANCELLED = 0
"""A pseudo status for a request that this client has cancelled."""

_traced: ContextVar[bool] = ContextVar("traced", default=True)
_EXPECTED: frozenset[int] = frozenset()
_expected: ContextVar[frozenset[int]] = ContextVar("expected", default=_EXPECTED)


def is_traced() -> bool:
    """Return whether requests of this thread or task get spans."""
    return "opentelemetry.trace" in sys.modules and _traced.get()


def is_expected(error: BaseException) -> bool:
    """Return whether an error is expected; spans do not report expected errors."""
    expected = _expected.get()
    status = error.status if isinstance(error, ClientError) else None
    if status is not None:
        return status in expected
    return CANCELLED in expected and (is_cancelled() or not isinstance(error, Exception))


async def async_untraced(work: Callable[[], Awaitable[T]]) -> T:
    """Call a function, for example for status polls, without spans for its requests."""
    return await async_having(_traced, False, work)


async def async_expecting(statuses: frozenset[int], work: Callable[[], Awaitable[T]]) -> T:
    """Call a function; its spans do not report the given statuses as errors."""
    return await async_having(_expected, statuses, work)


async def async_within(job: AsyncJobSpan | None, work: Callable[[], Awaitable[T]]) -> T:
    """Call a function; its spans are children of the job's span."""
    return await (work() if job is None else job.around(work))
