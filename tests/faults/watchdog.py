"""Watchdogs: a test that hangs fails instead of blocking the test run."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable


class AsyncWatchdog:
    """Fails if its block takes longer than a time limit."""

    def __init__(self, seconds: float, release: Callable[[], None]) -> None:
        self._seconds = seconds
        self._scope = asyncio.timeout(seconds)

    async def __aenter__(self) -> Self:
        await self._scope.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        try:
            await self._scope.__aexit__(*exc_info)  # type: ignore[arg-type]
        except TimeoutError:
            raise AssertionError(
                f"the test hangs: it did not finish within {self._seconds} s"
            ) from None


class Watchdog:
    """Fails if its block takes longer than a time limit; then ``release`` unblocks it."""

    def __init__(self, seconds: float, release: Callable[[], None]) -> None:
        self._seconds = seconds
        self._release = release
        self._done = threading.Event()
        self._timed_out = False
        self._watchdog = threading.Thread(target=self._watch, name="watchdog")

    def __enter__(self) -> Self:
        self._watchdog.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._done.set()
        self._watchdog.join()
        if self._timed_out:
            raise AssertionError(f"the test hangs: it did not finish within {self._seconds} s")

    def _watch(self) -> None:
        if self._done.wait(self._seconds):
            return
        self._timed_out = True
        self._release()
        while not self._done.wait(0.1):  # it may block again
            self._release()
