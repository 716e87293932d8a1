"""Runs workloads with one Python client, in its own process.

Usage: python -m tests.benchmarks.worker CONTENDER URL

An order is a line of JSON on stdin: ``{"work": "call", "amount": 1000, "tasks": 1, "beside": 0}``.
The result is a line of JSON on stdout: elapsed and processor time in seconds, and increases of
memory in bytes. ``tasks`` is the number of asynchronous tasks or threads. ``beside`` is the number
of streams that are open meanwhile.
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
    """Return resident memory in bytes: ``VmRSS`` is the current, ``VmHWM`` the maximum."""
    if not _STATUS.exists():  # not Linux: only the maximum is available
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


class Meter:
    """Measures time and memory."""

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
    """Run an order with a synchronous client."""
    meter, do, amount = Meter(), getattr(contender, order["work"]), order["amount"]
    if order["work"] in _EXCHANGES:
        contender.start_program()  # an instance supports one exchange
    with ExitStack() as stack:
        meter.start()
        if order["work"] == "hold":
            do(amount, stack)
        elif order["work"] in _CALLS:
            remaining = iter(range(amount))

            def repeat() -> None:
                for _ in remaining:
                    do()

            if order["tasks"] == 1:
                repeat()
            else:
                with ThreadPoolExecutor(order["tasks"]) as threads:
                    for future in [threads.submit(repeat) for _ in range(order["tasks"])]:
                        future.result()
        else:
            check(order, do(amount))
        return meter.read()


async def async_work(contender: Any, order: dict[str, Any]) -> dict[str, float]:
    """Run an order with an asynchronous client."""
    meter, do, amount = Meter(), getattr(contender, order["work"]), order["amount"]
    if order["work"] in _EXCHANGES:
        await contender.start_program()
    async with AsyncExitStack() as stack:
        meter.start()
        if order["work"] == "hold":
            await do(amount, stack)
        elif order["work"] in _CALLS:
            remaining = iter(range(amount))

            async def repeat() -> None:
                for _ in remaining:
                    await do()

            await asyncio.gather(*(repeat() for _ in range(order["tasks"])))
        else:
            check(order, await do(amount))
        return meter.read()


def check(order: dict[str, Any], count: int | None) -> None:
    """Raise an error if a client lost or repeated records."""
    if order["work"] in _EXCHANGES and count != order["amount"]:
        raise RuntimeError(
            f"{order['amount']} records were sent to the program, {count} were received"
        )


def serve(contender: Any, results: int) -> None:
    """Run orders until stdin is closed."""
    beside = 0
    with ExitStack() as streams:
        for line in sys.stdin:
            order = json.loads(line)
            if order["beside"] > beside:
                contender.hold(order["beside"] - beside, streams)
                beside = order["beside"]
            os.write(results, f"{json.dumps(work(contender, order))}\n".encode())
    contender.close()


async def async_serve(module: Any, url: str, results: int) -> None:
    """Run orders until stdin is closed."""
    contender = module.AsyncContender(url)
    beside = 0
    async with AsyncExitStack() as streams:
        # The loop runs meanwhile, and notices connections that the server closes.
        while line := await asyncio.to_thread(sys.stdin.readline):
            order = json.loads(line)
            if order["beside"] > beside:
                await contender.hold(order["beside"] - beside, streams)
                beside = order["beside"]
            measured = await async_work(contender, order)
            os.write(results, f"{json.dumps(measured)}\n".encode())
    await contender.close()


def main() -> None:
    """Load the client, and run its orders."""
    _, name, url = sys.argv
    results = os.dup(1)
    _, maximum = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (maximum, maximum))
    # One of the clients prints the data that it sends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module = import_module(f".contenders.{name}", __package__)
    if hasattr(module, "Contender"):
        serve(module.Contender(url), results)
    else:
        asyncio.run(async_serve(module, url, results))


if __name__ == "__main__":
    main()
