"""A program that makes calls while its interpreter exits; its arguments: URL, flavour, when."""

from __future__ import annotations

import asyncio
import atexit
import sys
import threading

from tests.faults._async import exiting_calls as async_calls
from tests.faults._sync import exiting_calls as sync_calls

_, url, flavour, when = sys.argv


def make_calls() -> None:
    if flavour == "async":
        asyncio.run(async_calls.main(url))
    else:
        sync_calls.main(url)


def outlive() -> None:
    """Make the calls after the end of the main thread."""
    threading.main_thread().join()
    make_calls()


if when == "thread":
    threading.Thread(target=outlive).start()
else:
    atexit.register(make_calls)
