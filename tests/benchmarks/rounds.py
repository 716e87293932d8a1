"""Measuring: all clients in turn, again and again, so that a slow moment hits all of them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from .processes import Worker
from .works import LONG

if TYPE_CHECKING:
    from .works import Work


@dataclass(frozen=True)
class Figure:
    """Something that was measured once a round."""

    values: list[float]

    @property
    def median(self) -> float:
        return median(self.values)

    def times(self, other: Figure) -> float:
        """Return how many times another figure this one is.

        The rounds are compared one by one: what slows all down for a while then doesn't count.
        """
        return median(mine / its for mine, its in zip(self.values, other.values, strict=True))


@dataclass(frozen=True)
class Result:
    """What a piece of work took one client.

    Attributes:
        work: The work's key.
        contender: The client's key.
        point: Where on the work's curve; 0 for work without one.
        amount: How much was done in a round.
        cpu: Seconds of processor time for one unit.
        wall: Seconds for one unit.
        growth: Bytes of memory at most during the work beyond those before it.
        held: Bytes of memory at the end of the work beyond those before it, for one unit.
    """

    work: str
    contender: str
    point: int
    amount: int
    cpu: Figure
    wall: Figure
    growth: float
    held: float


class _Run:
    """One client at one point of a work's curve."""

    def __init__(self, work: Work, contender: str, point: int, worker: Worker) -> None:
        """Warm it up, and see how much of the work fits into a round."""
        self._work, self._contender, self._point, self._worker = work, contender, point, worker
        self._rounds: list[dict[str, float]] = []
        self._order: dict[str, Any] = {"work": work.order, "tasks": work.tasks, "beside": 0}
        if work.curve is not None:
            self._order[work.curve.along] = point
        seconds = worker.do({**self._order, "amount": work.least})["wall"]
        fits = int(work.least * work.seconds / seconds) // work.step * work.step
        amount = max(work.least, min(work.most, fits)) * (10 if contender.endswith(LONG) else 1)
        self._order.setdefault("amount", amount)

    def round(self) -> None:
        self._rounds.append(self._worker.do(self._order))

    def result(self) -> Result:
        amount, rounds = self._order["amount"], self._rounds
        units = amount / self._work.unit[1]
        return Result(
            self._work.key,
            self._contender,
            self._point,
            amount,
            Figure([one["cpu"] / units for one in rounds]),
            Figure([one["wall"] / units for one in rounds]),
            max(one["growth"] for one in rounds),
            median(one["held"] for one in rounds) / units,
        )


def measure(work: Work, contenders: list[str], url: str) -> list[Result]:
    """Have a piece of work done by all contenders in turn."""
    points = (0,) if work.curve is None else work.curve.points
    with ExitStack() as stack:
        runs = [
            _Run(work, name, point, stack.enter_context(Worker(name, url)))
            for name in contenders
            for point in points
        ]
        for number in range(work.rounds):
            first = number % len(runs)
            for run in runs[first:] + runs[:first]:
                run.round()
    return [run.result() for run in runs]
