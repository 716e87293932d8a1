"""When a request is sent again."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from attrs import frozen

from ..concurrency import timing
from ..errors import CannotConnectError, ClientError, RequestTimeoutError, StreamInterrupted
from .arguments import check_count, check_seconds

# DELETE is not among them: a second one that says 404 would hide that the first one worked.
_IDEMPOTENT = {"GET", "HEAD", "OPTIONS", "PUT"}
_BUSY = {419, 429, 502, 503, 504, 507}
_TOO_MANY = 429  # which has acted on nothing
_MOST_DOUBLINGS = 30  # more make a pause of years, and at last no number


@frozen
class Retries:
    """How often and how patiently a request is sent again, where that can't act twice.

    A request that provably did not reach the server is sent again whatever it is, and so is one
    that was answered with 429, if its body can be sent twice. After broken connections and the
    answers 419, 502, 503, 504 and 507, GET and PUT are. What timed out is not: the caller's
    patience is over.

    Attributes:
        count: How many times a request may be sent again; 0: never.
        longest_pause: Seconds that a pause may last; a server that asks for more gets no retry.
    """

    count: int = 2
    longest_pause: float = timing.LONGEST_RETRY_PAUSE

    def __attrs_post_init__(self) -> None:
        check_count("retries", self.count)
        check_seconds("longest_pause", self.longest_pause)

    def pause(
        self, error: ClientError, *, method: str, attempts: int, replayable: bool
    ) -> float | None:
        """Return the seconds to wait before the next attempt; None: there is none."""
        if attempts > self.count or not self._may_repeat(error, method, replayable):
            return None
        wanted = _retry_after(error.headers.get("retry-after"))
        if wanted is not None:
            return wanted if wanted <= self.longest_pause else None
        doublings = min(attempts - 1, _MOST_DOUBLINGS)
        pause = min(timing.FIRST_RETRY_PAUSE * 2**doublings, self.longest_pause)
        return random.uniform(pause / 2, pause)  # noqa: S311 (so that clients don't come in step)

    def _may_repeat(self, error: ClientError, method: str, replayable: bool) -> bool:
        if isinstance(error, RequestTimeoutError):
            return False
        if isinstance(error, CannotConnectError) and not error.may_have_arrived:
            return not error.is_final
        if not replayable:
            return False
        return error.status == _TOO_MANY or (method in _IDEMPOTENT and may_pass(error))


def may_pass(error: ClientError) -> bool:
    """Tell whether what made a request fail may pass by itself: a break, or a busy server."""
    if isinstance(error, CannotConnectError | StreamInterrupted):
        return not error.is_final
    return error.status in _BUSY


def may_be_repeated(error: ClientError) -> bool:
    """Tell whether a call that may act twice is worth another try; if nobody is there, none is."""
    return may_pass(error) and error.may_have_arrived


def may_have_acted(error: BaseException) -> bool:
    """Tell whether what was asked for may have been done, though no answer came."""
    if isinstance(error, ClientError):
        return error.status is None and error.may_have_arrived
    return not isinstance(error, Exception)  # the wait for it was cut off


def _retry_after(value: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for; None if there is no usable one."""
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
