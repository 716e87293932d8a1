"""Work in the background of a test: in a task, or in a thread for the synchronous twin."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from tests.scripted_server import ScriptedServer

T = TypeVar("T")

SECONDS = 20.0  # the longest wait


def running_threads() -> list[threading.Thread]:
    """List the running threads of the package.

    Python also lists threads that never started because a signal handler raised.
    """
    return [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith("scramjet-") and thread.is_alive()
    ]


def join_threads(threads: Iterable[threading.Thread]) -> None:
    """Wait until threads have ended.

    The package's own ``join`` would prevent the work of a thread that has not begun, and return
    while that thread is still alive.
    """
    for thread in threads:
        threading.Thread.join(thread, SECONDS)


def running_work() -> list[object]:
    """List the running threads of the package, and all tasks except the current one."""
    try:
        return [*running_threads(), *(asyncio.all_tasks() - {asyncio.current_task()})]
    except RuntimeError:  # no loop runs in this thread
        return [*running_threads()]


async def async_wait_for_all() -> None:
    """Wait for all threads of the package, and for all tasks except the current one."""
    if running_threads():
        await asyncio.to_thread(sync_wait_for_all)
    if tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks, timeout=SECONDS)


def sync_wait_for_all() -> None:
    """Wait for all threads of the package."""
    join_threads(running_threads())


def connections_to(server: ScriptedServer | str) -> int:
    """Count the connections of clients in this process to a server or URL."""
    port = urlsplit(server if isinstance(server, str) else server.origin).port
    return sum(
        bool(connection.raddr) and connection.raddr.port == port
        for connection in psutil.Process().net_connections("tcp")
    )


class AsyncBackground:
    """Runs a function in the background, and waits for it on exit."""

    def __init__(self, work: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any) -> None:
        self._work = work(*arguments)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._work)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await asyncio.wait([self._task], timeout=SECONDS)
        assert self._task.done()
        self._task.exception()

    async def result(self) -> Any:
        """Wait for the result, and return it or raise its exception."""
        async with asyncio.timeout(SECONDS):
            return await asyncio.shield(self._task)


class Background:
    """Runs a function in the background, and waits for it on exit."""

    def __init__(self, work: Callable[..., Any], *arguments: Any) -> None:
        self._work = work
        self._arguments = arguments
        self._outcome: Future[Any] = Future()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()

    def result(self) -> Any:
        """Wait for the result, and return it or raise its exception."""
        return self._outcome.result(SECONDS)

    def _run(self) -> None:
        try:
            self._outcome.set_result(self._work(*self._arguments))
        except BaseException as error:  # noqa: BLE001 (the test checks the exception)
            self._outcome.set_exception(error)


async def async_concurrently(count: int, work: Callable[[], Coroutine[Any, Any, T]]) -> list[T]:
    """Run a function several times concurrently, and return the results."""
    async with asyncio.timeout(SECONDS):
        return await asyncio.gather(*(work() for _ in range(count)))


def sync_concurrently(count: int, work: Callable[[], T]) -> list[T]:
    """Run a function several times concurrently, and return the results."""
    with ExitStack() as stack:
        workers = [stack.enter_context(Background(work)) for _ in range(count)]
        return [worker.result() for worker in workers]
