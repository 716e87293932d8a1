"""Single flight: one caller, the leader, makes a call; all others wait for its result."""

from __future__ import annotations

from time import monotonic
from typing import Generic, TypeVar

from .future import Future

Key = TypeVar("Key")
Result = TypeVar("Result")


class Flight(Generic[Result]):
    """A call in progress: the leader makes the call, and others wait for its result."""

    def __init__(self) -> None:
        self.started_at: float = monotonic()
        self.result: Future[Result] = Future()


# There is no lock, because each access to the flights is atomic. A lock could stay locked in a
# forked process, or a signal handler could acquire it twice.


def join(
    flights: dict[Key, Flight[Result]], key: Key, max_age: float
) -> tuple[Flight[Result], bool]:
    """Return the call in progress, and whether the caller is its leader.

    A call without a result after ``max_age`` seconds is replaced by a new one.
    """
    new = Flight[Result]()
    flight = flights.setdefault(key, new)
    if new.started_at - flight.started_at > max_age:
        flight = flights[key] = new
    return flight, flight is new


def finish(
    flights: dict[Key, Flight[Result]], key: Key, flight: Flight[Result], result: Result
) -> None:
    """Pass a call's result to its waiters; later callers start a new call."""
    if flights.get(key) is flight:
        flights.pop(key, None)
    flight.result.set_result(result)
