"""A program, and the thread that it runs in."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from collections.abc import AsyncIterable, Callable, Coroutine, Iterable, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

Program = Callable[..., Any]
T = TypeVar("T")


@dataclass(frozen=True)
class RegisteredProgram:
    """A program as it was given to a fake hub.

    Attributes:
        name: The name of the packages that it stands for.
        provides: The topic that its output goes to, and the topic's content type.
        requires: The topic that its input comes from, and the topic's content type.
    """

    name: str
    program: Program
    provides: tuple[str, str] | None
    requires: tuple[str, str] | None


class KilledError(BaseException):
    """The instance is over: the program has to end."""


class ProgramThread:
    """Runs one program; what it asks of the hub is done in the hub's loop."""

    def __init__(self, name: str, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._thread = threading.Thread(target=self._run, name=f"program {name}", daemon=True)
        self._asked: set[Future[Any]] = set()
        self._killed = threading.Event()
        self._task: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None
        self.ended = asyncio.Event()
        self.error: BaseException | None = None

    def start(self, work: Callable[[], None]) -> None:
        """Begin to do a program's work."""
        self._work = work
        self._thread.start()

    def kill(self) -> None:
        """Let the program end the next time it asks for something."""
        self._killed.set()
        for asked in list(self._asked):
            asked.cancel()
        if self._task is not None:
            loop, task = self._task
            loop.call_soon_threadsafe(task.cancel)

    def sleep(self, seconds: float) -> None:
        """Wait, or end with the program."""
        if self._killed.wait(seconds):
            raise KilledError

    def tell(self, function: Callable[..., object], *args: object) -> None:
        """Do something in the hub's loop, without waiting for it; it keeps its turn."""
        if self._killed.is_set():
            raise KilledError
        self._loop.call_soon_threadsafe(function, *args)

    def ask(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Do something in the hub's loop, and wait for it."""
        asked = self._submit(coroutine)
        try:
            return asked.result()
        except CancelledError:
            raise KilledError from None
        finally:
            self._asked.discard(asked)

    async def ask_async(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Do something in the hub's loop from the program's own."""
        asked = self._submit(coroutine)
        try:
            return await asyncio.wrap_future(asked)
        finally:
            self._asked.discard(asked)

    def run_async(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run an asynchronous program in a loop of its own, in this thread."""

        async def run() -> None:
            task = asyncio.ensure_future(coroutine)
            self._task = asyncio.get_running_loop(), task
            try:
                await task
            except asyncio.CancelledError:
                raise KilledError from None
            finally:
                self._task = None

        asyncio.run(run())

    def _submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        if self._killed.is_set():
            coroutine.close()
            raise KilledError
        asked = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        self._asked.add(asked)
        if self._killed.is_set():  # meanwhile
            asked.cancel()
        return asked

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 (a program may raise anything)
            self.error = error
        with suppress(RuntimeError):  # the hub has gone, without this thread
            self._loop.call_soon_threadsafe(self._has_ended)

    def _has_ended(self) -> None:
        self._thread.join()  # it has nothing left to do
        self.ended.set()


def call(program: Program, values: object, context: object) -> Any:
    """Call a program with as many of its two parameters as it takes."""
    parameters = inspect.signature(program).parameters.values()
    positional = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    count = sum(one.kind in positional for one in parameters)
    if any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters):
        count = 2
    return program(*[values, context][:count])


def items(result: object) -> Generator[object]:
    """Give what a program gives, one by one."""
    match result:
        case None:
            return
        case bytes() | bytearray() | memoryview() | str() | Mapping():
            yield cast("object", result)
        case Iterable():
            yield from cast("Iterable[object]", result)
        case _:
            yield result


async def async_items(result: object) -> AsyncIterator[object]:
    """Give what an asynchronous program gives, one by one."""
    if isinstance(result, AsyncIterable):
        async for item in cast("AsyncIterable[object]", result):
            yield item
    else:
        for item in items(result):
            yield item


def as_bytes(item: object) -> bytes:
    """Return what a program gives as it goes out: bytes and texts as they are, others as JSON."""
    match item:
        case bytes() | bytearray() | memoryview():
            return bytes(cast("bytes", item))
        case str():
            return item.encode()
        case _:
            return json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
