"""One Python client in a process of its own, doing what it is told.

python -m tests.benchmarks.worker CONTENDER URL

An order is a line of JSON on stdin: ``{"work": "call", "amount": 1000, "tasks": 1, "beside": 0}``.
So is the answer on stdout: seconds of wall and processor time, and bytes of memory beyond those
before. ``tasks`` are asynchronous ones, or threads; ``beside`` so many open streams is it done.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")
_CALLS = {"call", "instances", "small_job"}
_EXCHANGES = {"exchange_records", "exchange_blocks"}


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
    if order["work"] in _EXCHANGES:
        contender.start_program()  # an instance takes one exchange
    with ExitStack() as stack:
        meter.start()
        if order["work"] == "hold":
            do(amount, stack)
        elif order["work"] in _CALLS:
            left = iter(range(amount))

            def repeat() -> None:
                for _ in left:
                    do()

            if order["tasks"] == 1:
                repeat()
            else:
                with ThreadPoolExecutor(order["tasks"]) as threads:
                    for done in [threads.submit(repeat) for _ in range(order["tasks"])]:
                        done.result()
        else:
            check(order, do(amount))
        return meter.read()


async def async_work(contender: Any, order: dict[str, Any]) -> dict[str, float]:
    """Do an order with an asynchronous client."""
    meter, do, amount = Meter(), getattr(contender, order["work"]), order["amount"]
    if order["work"] in _EXCHANGES:
        await contender.start_program()
    async with AsyncExitStack() as stack:
        meter.start()
        if order["work"] == "hold":
            await do(amount, stack)
        elif order["work"] in _CALLS:
            left = iter(range(amount))

            async def repeat() -> None:
                for _ in left:
                    await do()

            await asyncio.gather(*(repeat() for _ in range(order["tasks"])))
        else:
            check(order, await do(amount))
        return meter.read()


def check(order: dict[str, Any], done: int | None) -> None:
    """Refuse the figures of a client that lost records, or got some twice."""
    if order["work"] in _EXCHANGES and done != order["amount"]:
        raise RuntimeError(f"{order['amount']} records went to the program, {done} came back")


def serve(contender: Any, answers: int) -> None:
    """Do orders until stdin ends."""
    beside = 0
    with ExitStack() as streams:
        for line in sys.stdin:
            order = json.loads(line)
            if order["beside"] > beside:
                contender.hold(order["beside"] - beside, streams)
                beside = order["beside"]
            os.write(answers, f"{json.dumps(work(contender, order))}\n".encode())
    contender.close()


async def async_serve(module: Any, url: str, answers: int) -> None:
    """Do orders until stdin ends."""
    contender = module.AsyncContender(url)
    beside = 0
    async with AsyncExitStack() as streams:
        # Meanwhile the loop runs, and sees connections that the server closes.
        while line := await asyncio.to_thread(sys.stdin.readline):
            order = json.loads(line)
            if order["beside"] > beside:
                await contender.hold(order["beside"] - beside, streams)
                beside = order["beside"]
            answer = await async_work(contender, order)
            os.write(answers, f"{json.dumps(answer)}\n".encode())
    await contender.close()


def main() -> None:
    """Load the client, and do what comes."""
    _, name, url = sys.argv
    answers = os.dup(1)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # One of the clients prints what it sends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module = import_module(f".contenders.{name}", __package__)
    if hasattr(module, "Contender"):
        serve(module.Contender(url), answers)
    else:
        asyncio.run(async_serve(module, url, answers))


if __name__ == "__main__":
    main()
