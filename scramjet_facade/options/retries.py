"""The rules for sending a request again."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from attrs import frozen

from ..concurrency import timing
from ..errors import (
    BadParametersError,
    CannotConnectError,
    ClientError,
    RequestTimeoutError,
    StreamInterrupted,
)
from .arguments import check_count, check_seconds

# DELETE is not included: after an unnoticed success, a second DELETE would fail with 404.
_IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "PUT"}
_BUSY = {419, 429, 502, 503, 504, 507}
_REFUSED = 300  # All statuses below this number report a success.
_FROM_PROXY = {502, 504}  # A proxy reports that it received no response.
_TOO_MANY = 429  # The status of a request that the server ignored.
_MAX_DOUBLINGS = 30  # This limit avoids a float overflow.


@frozen
class Retries:
    """The number of retries, and the pauses between them, for requests that are safe to repeat.

    A request that did not reach the server is always safe to repeat. A request that was refused
    with 429 is safe to repeat if its body can be sent again. GET and PUT are also safe to repeat
    after a broken connection and after the statuses 419, 502, 503, 504 and 507. The PUT of a store
    item without an id is treated like a POST. A request that timed out is never repeated. The
    request of a stream is not repeated after a part of its response has arrived, because the server
    sends the stream's data only once.

    Attributes:
        count: The number of retries; 0 disables retries.
        longest_pause: The longest pause in seconds. If the server's ``Retry-After`` is longer, the
            request is not repeated.
    """

    count: int = 2
    longest_pause: float = timing.LONGEST_RETRY_PAUSE

    def __attrs_post_init__(self) -> None:
        check_count("retries", self.count)
        check_seconds("longest_pause", self.longest_pause)
        if self.longest_pause is None:  # pyright: ignore[reportUnnecessaryComparison]
            raise BadParametersError("longest_pause must be a number of seconds")

    def pause(
        self, error: ClientError, *, method: str, attempts: int, replayable: bool
    ) -> float | None:
        """Return the pause in seconds before the next attempt; None if no attempt may follow."""
        if attempts > self.count or not self._may_repeat(error, method, replayable):
            return None
        wanted = _retry_after(error.headers.get("retry-after"))
        if wanted is not None:
            return wanted if wanted <= self.longest_pause else None
        doublings = min(attempts - 1, _MAX_DOUBLINGS)
        pause = min(timing.FIRST_RETRY_PAUSE * 2**doublings, self.longest_pause)
        return random.uniform(pause / 2, pause)  # noqa: S311 (so that clients spread out)

    def without_put(self) -> Retries:
        """Return rules that treat every PUT like a POST, because the PUT is not idempotent."""
        return _RetriesWithoutPut(self.count, self.longest_pause)

    def _may_repeat(self, error: ClientError, method: str, replayable: bool) -> bool:
        if isinstance(error, RequestTimeoutError):
            return False
        if isinstance(error, CannotConnectError) and not error.may_have_arrived:
            return not error.is_final
        if not replayable:
            return False
        return error.status == _TOO_MANY or (method in _IDEMPOTENT and is_transient(error))


class _RetriesWithoutPut(Retries):
    def _may_repeat(self, error: ClientError, method: str, replayable: bool) -> bool:
        return super()._may_repeat(error, "POST" if method == "PUT" else method, replayable)


def is_transient(error: ClientError) -> bool:
    """Return whether an error may be temporary: a broken connection or a busy server."""
    if isinstance(error, CannotConnectError | StreamInterrupted):
        return not error.is_final
    return error.status in _BUSY


def is_worth_repeating(error: ClientError) -> bool:
    """Return whether an error is temporary and the request may have reached the server."""
    return is_transient(error) and error.may_have_arrived


def may_have_acted(error: BaseException) -> bool:
    """Return whether the server may have acted on a request that received no valid response."""
    if isinstance(error, ClientError):
        status = error.status or 0
        return error.may_have_arrived and (status < _REFUSED or status in _FROM_PROXY)
    return not isinstance(error, Exception)  # the wait for the response was interrupted


def _retry_after(value: str | None) -> float | None:
    """Return the seconds in a Retry-After header; None if the header is missing or invalid."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return None
