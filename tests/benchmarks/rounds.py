"""Measurements: all clients take turns in each round, so that a slow period affects all."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from .processes import Worker
from .workloads import LONG

if TYPE_CHECKING:
    from .workloads import Workload


@dataclass(frozen=True)
class Measurement:
    """A value that is measured once in each round."""

    values: list[float]

    @property
    def median(self) -> float:
        return median(self.values)

    def ratio_to(self, other: Measurement) -> float:
        """Return the ratio to another measurement.

        The rounds are compared one by one, so that slow periods do not matter.
        """
        return median(mine / its for mine, its in zip(self.values, other.values, strict=True))


@dataclass(frozen=True)
class Result:
    """The measurements of one client for a workload.

    Attributes:
        work: The key of the workload.
        contender: The key of the client.
        point: The point on the curve of the workload; 0 without a curve.
        amount: The amount per round.
        cpu: Seconds of processor time for one unit.
        wall: Seconds for one unit.
        growth: Maximum increase of memory in bytes.
        held: Increase of memory at the end, in bytes for one unit.
    """

    work: str
    contender: str
    point: int
    amount: int
    cpu: Measurement
    wall: Measurement
    growth: float
    held: float


class _Run:
    """One client at one point of a workload's curve."""

    def __init__(self, work: Workload, contender: str, point: int, worker: Worker) -> None:
        """Warm up the client, and find out the amount that fits into a round."""
        self._work, self._contender, self._point, self._worker = work, contender, point, worker
        self._rounds: list[dict[str, float]] = []
        self._order: dict[str, Any] = {"work": work.order, "tasks": work.tasks, "beside": 0}
        if work.curve is not None:
            self._order[work.curve.variable] = point
        seconds = worker.do({**self._order, "amount": work.min_amount})["wall"]
        fits = int(work.min_amount * work.seconds / seconds) // work.step * work.step
        amount = max(work.min_amount, min(work.max_amount, fits)) * (
            10 if contender.endswith(LONG) else 1
        )
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
            Measurement([one["cpu"] / units for one in rounds]),
            Measurement([one["wall"] / units for one in rounds]),
            max(one["growth"] for one in rounds),
            median(one["held"] for one in rounds) / units,
        )


def measure(work: Workload, contenders: list[str], url: str) -> list[Result]:
    """Run a workload with all contenders in turn."""
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
