"""The clients of the near machine: runs all cases concurrently, and prints each outcome as JSON.

Usage: python -m tests.namespaces.client ROUTES. ROUTES is JSON with options for peers and routes.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from tests.namespaces._async import calls as async_calls
from tests.namespaces._sync import calls as sync_calls
from tests.namespaces.kinds import CASES, SILENCE, Case

if TYPE_CHECKING:
    from tests.namespaces._async.calls import Outcome

_never = threading.Event()
_silence_over = threading.Event()


def print_outcome(case: Case, outcome: Outcome) -> None:
    print(json.dumps([str(case), *outcome]), flush=True)


async def run(case: Case, options: dict[str, Any]) -> None:
    over = _silence_over if case.peer == "silent" else _never
    if case.flavour == "sync":
        outcome = await asyncio.to_thread(sync_calls.outcome, case.kind, options, over)
    else:
        outcome = await async_calls.outcome(case.kind, options, over)
    print_outcome(case, outcome)


async def main(routes: dict[str, dict[str, dict[str, Any]]]) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(len(CASES) * 2))
    loop.call_later(SILENCE, _silence_over.set)
    async with asyncio.TaskGroup() as tasks:
        for case in CASES:
            tasks.create_task(run(case, routes[case.peer][case.route]))
    _never.set()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
    os._exit(0)
