"""Work that goes on beside a test: in a task, or in a thread for the synchronous twin."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tests.scripted_server import ScriptedServer

T = TypeVar("T")

SECONDS = 20.0  # that anything may take


def begun_threads() -> list[threading.Thread]:
    """List the threads of the package that run.

    Python lists one for ever that never began since the handler of a signal raised.
    """
    return [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith("scramjet-") and thread.is_alive()
    ]


def at_work() -> list[object]:
    """List the threads of the package that run, and the tasks beside the present one."""
    try:
        return [*begun_threads(), *(asyncio.all_tasks() - {asyncio.current_task()})]
    except RuntimeError:  # no loop runs in this thread
        return [*begun_threads()]


async def async_all_done() -> None:
    """Wait for the end of all threads of the package, and of all tasks beside the present one."""
    if begun_threads():
        await asyncio.to_thread(sync_all_done)
    if tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks, timeout=SECONDS)


def sync_all_done() -> None:
    """Wait for the end of all threads of the package."""
    for thread in begun_threads():
        thread.join(SECONDS)


def connections_to(server: ScriptedServer | str) -> int:
    """Count the connections that clients in this process have to a server, or to a URL."""
    port = urlsplit(server if isinstance(server, str) else server.origin).port
    return sum(
        bool(connection.raddr) and connection.raddr.port == port
        for connection in psutil.Process().net_connections("tcp")
    )


class AsyncBeside:
    """Runs a function of the test beside it, and waits for its end when the block is left."""

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
        """Wait for what it returns or raises."""
        async with asyncio.timeout(SECONDS):
            return await asyncio.shield(self._task)


class Beside:
    """Runs a function of the test beside it, and waits for its end when the block is left."""

    def __init__(self, work: Callable[..., Any], *arguments: Any) -> None:
        self._work = work
        self._arguments = arguments
        self._outcome: Future[Any] = Future()
        self._thread = threading.Thread(target=self._run, name="beside", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()

    def result(self) -> Any:
        """Wait for what it returns or raises."""
        return self._outcome.result(SECONDS)

    def _run(self) -> None:
        try:
            self._outcome.set_result(self._work(*self._arguments))
        except BaseException as error:  # noqa: BLE001 (the test is to see it, whatever it is)
            self._outcome.set_exception(error)


async def async_at_once(count: int, work: Callable[[], Coroutine[Any, Any, T]]) -> list[T]:
    """Run a function of the test so many times at once; return what it returns."""
    async with asyncio.timeout(SECONDS):
        return await asyncio.gather(*(work() for _ in range(count)))


def sync_at_once(count: int, work: Callable[[], T]) -> list[T]:
    """Run a function of the test so many times at once; return what it returns."""
    with ExitStack() as stack:
        workers = [stack.enter_context(Beside(work)) for _ in range(count)]
        return [worker.result() for worker in workers]
