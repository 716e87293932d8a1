"""One Python client in a process of its own, doing what it is told.

python -m tests.benchmarks.worker CONTENDER URL

An order is a line of JSON on stdin, ``{"work": "download", "amount": 1048576, "tasks": 1}``. So is
the answer on stdout: seconds of wall and processor time, and bytes of memory beyond those before.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import time
from contextlib import AsyncExitStack, ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")


def memory(name: str) -> int:
    """Return bytes of resident memory: ``VmRSS`` now, ``VmHWM`` at most so far."""
    if not _STATUS.exists():  # no Linux: what it was at most is all there is
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


class Meter:
    """What a piece of work takes."""

    def start(self) -> None:
        gc.collect()
        self._memory = memory("VmRSS")
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def read(self) -> dict[str, float]:
        return {
            "wall": time.perf_counter() - self._wall,
            "cpu": time.process_time() - self._cpu,
            "growth": memory("VmHWM") - self._memory,
            "held": memory("VmRSS") - self._memory,
        }


def work(contender: Any, order: dict[str, Any]) -> dict[str, float]:
    """Do an order with a synchronous client."""
    meter, do, amount = Meter(), getattr(contender, order["work"]), order["amount"]
    with ExitStack() as stack:
        meter.start()
        if order["work"] == "hold":
            do(amount, stack)
        elif order["work"] in {"call", "instances"}:
            for _ in range(amount):
                do()
        else:
            do(amount)
        return meter.read()


async def async_work(contender: Any, order: dict[str, Any]) -> dict[str, float]:
    """Do an order with an asynchronous client."""
    meter, do, amount = Meter(), getattr(contender, order["work"]), order["amount"]
    async with AsyncExitStack() as stack:
        meter.start()
        if order["work"] == "hold":
            await do(amount, stack)
        elif order["work"] in {"call", "instances"}:
            left = iter(range(amount))

            async def repeat() -> None:
                for _ in left:
                    await do()

            await asyncio.gather(*(repeat() for _ in range(order["tasks"])))
        else:
            await do(amount)
        return meter.read()


def serve(contender: Any, answers: int) -> None:
    """Do orders until stdin ends."""
    for line in sys.stdin:
        os.write(answers, f"{json.dumps(work(contender, json.loads(line)))}\n".encode())
    contender.close()


async def async_serve(module: Any, url: str, answers: int) -> None:
    """Do orders until stdin ends."""
    contender = module.AsyncContender(url)
    # Meanwhile the loop runs, and sees connections that the server closes.
    while line := await asyncio.to_thread(sys.stdin.readline):
        answer = await async_work(contender, json.loads(line))
        os.write(answers, f"{json.dumps(answer)}\n".encode())
    await contender.close()


def main() -> None:
    """Load the client, and do what comes."""
    _, name, url = sys.argv
    answers = os.dup(1)
    # One of the clients prints what it sends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module = import_module(f".contenders.{name}", __package__)
    if hasattr(module, "Contender"):
        serve(module.Contender(url), answers)
    else:
        asyncio.run(async_serve(module, url, answers))


if __name__ == "__main__":
    main()
