"""Measuring: all clients in turn, again and again, so that a slow moment hits all of them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

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
        amount: How much was done in a round.
        cpu: Seconds of processor time for one unit.
        wall: Seconds for one unit.
        growth: Bytes of memory at most during the work beyond those before it.
        held: Bytes of memory at the end of the work beyond those before it, for one unit.
    """

    work: str
    contender: str
    amount: int
    cpu: Figure
    wall: Figure
    growth: float
    held: float


def measure(work: Work, contenders: list[str], url: str) -> list[Result]:
    """Have a piece of work done by all contenders in turn."""
    with ExitStack() as stack:
        workers = {name: stack.enter_context(Worker(name, url)) for name in contenders}
        amounts = {
            name: _amount(work, worker) * (10 if name.endswith(LONG) else 1)
            for name, worker in workers.items()
        }
        rounds: dict[str, list[dict[str, float]]] = {name: [] for name in workers}
        for number in range(work.rounds):
            first = number % len(contenders)
            for name in contenders[first:] + contenders[:first]:
                rounds[name].append(workers[name].do(work.order, amounts[name], work.tasks))
    return [_result(work, name, amounts[name], rounds[name]) for name in contenders]


def _amount(work: Work, worker: Worker) -> int:
    """Return how much of the work fits into a round."""
    seconds = worker.do(work.order, work.least, work.tasks)["wall"]
    fits = int(work.least * work.seconds / seconds) // work.step * work.step
    return max(work.least, min(work.most, fits))


def _result(work: Work, contender: str, amount: int, rounds: list[dict[str, float]]) -> Result:
    units = amount / work.unit[1]
    return Result(
        work.key,
        contender,
        amount,
        Figure([one["cpu"] / units for one in rounds]),
        Figure([one["wall"] / units for one in rounds]),
        max(one["growth"] for one in rounds),
        median(one["held"] for one in rounds) / units,
    )
