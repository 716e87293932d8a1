"""Runs a function as the program of an instance, in a separate thread."""

from __future__ import annotations

import asyncio
import codecs
import inspect
import json
import threading
import traceback
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Coroutine, Iterable, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ...body.python_adapter import Program, Reader
from .context import Context, Values
from .instance import COMPLETED, RUNNER_FAILED, End

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator

    from .instance import Instance

Function = Callable[..., Any]
T = TypeVar("T")

# The program waits after this much output. Waiting after each part would take long.
_UNCONFIRMED_BYTES = 65536
_FAILED = End("errored", 23, "Sequence failed during execution")
_FAILED_ON_START = End("errored", 22, "Sequence failed on start")

# Messages that runners log if the package is broken.
_START_ERRORS = {SyntaxError: "Sequence syntax error.", ImportError: "Sequence error:"}


class KilledError(BaseException):
    """The instance was killed, so the program must end."""


class ProgramThread:
    """The thread of a program, and its calls into the hub's event loop."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name=f"program {name}", daemon=True)
        self._calls: set[Future[Any]] = set()
        self._killed = threading.Event()
        self._task: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None
        self.ended: asyncio.Event = asyncio.Event()
        self.error: BaseException | None = None

    def start(self, work: Callable[[], None]) -> None:
        """Start the thread, which calls a function."""
        self._work = work
        self._thread.start()

    def kill(self) -> None:
        """Make the program end when it next calls a method of this class."""
        self._killed.set()
        for call in list(self._calls):
            call.cancel()
        if self._task is not None:
            loop, task = self._task
            with suppress(RuntimeError):  # the program has just ended
                loop.call_soon_threadsafe(task.cancel)

    def sleep(self, seconds: float) -> None:
        """Wait, and end the program if it is killed during this time."""
        if self._killed.wait(seconds):
            raise KilledError

    def call_soon(self, function: Callable[..., object], *args: object) -> None:
        """Call a function in the hub's event loop, in order, without waiting for it."""
        if self._killed.is_set():
            raise KilledError
        self._loop.call_soon_threadsafe(function, *args)

    def hub_result(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the hub's event loop, and wait for its result."""
        call = self._submit(coroutine)
        try:
            return call.result()
        except CancelledError:
            raise KilledError from None
        finally:
            self._calls.discard(call)

    async def hub_result_async(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the hub's event loop, and await it in the program's event loop."""
        call = self._submit(coroutine)
        try:
            return await asyncio.wrap_future(call)
        finally:
            self._calls.discard(call)

    def run_async(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run an asynchronous program in this thread, in its own event loop."""

        async def run() -> None:
            task = asyncio.ensure_future(coroutine)
            self._task = asyncio.get_running_loop(), task
            if self._killed.is_set():  # kill() was called before the task existed
                task.cancel()
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
        call = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        self._calls.add(call)
        if self._killed.is_set():  # kill() was called after the first check
            call.cancel()
        return call

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 (a program may raise anything)
            self.error = error
        with suppress(RuntimeError):  # the hub's event loop is closed
            self._loop.call_soon_threadsafe(self._finish)

    def _finish(self) -> None:
        self._thread.join()  # returns immediately: this is the last call of the thread
        self.ended.set()


class FunctionRunner:
    """Runs a function as a program of an instance."""

    only_end: End | None = None  # None: hubs report how a JavaScript program ended

    def __init__(self, function: Function, instance: Instance) -> None:
        self._function = function
        self._instance = instance
        self._thread = ProgramThread(instance.sequence.name)
        self._unconfirmed = 0

    async def run(self) -> End:
        """Run the function to its end."""
        self._thread.start(self._work)
        await self._thread.ended.wait()
        match self._thread.error:
            case None:
                return COMPLETED
            case SyntaxError() | ImportError():
                return _FAILED_ON_START
            case Exception():
                return _FAILED
            case _:
                return RUNNER_FAILED

    async def kill(self) -> None:
        """End the function, and wait until its thread has ended."""
        self._thread.kill()
        await self._thread.ended.wait()

    async def stop(self, milliseconds: float, can_call_keepalive: bool) -> None:
        """Call the function's stop handlers, and wait for them."""
        handlers = [
            asyncio.create_task(_in_thread(handler, milliseconds, can_call_keepalive))
            for handler in self._instance.stop_handlers
        ]
        if handlers:
            _, late = await asyncio.wait(handlers, timeout=milliseconds / 1000)
            for handler in late:
                handler.cancel()

    def _work(self) -> None:
        instance = self._instance
        values = Values(self._thread, _decoded(instance))
        result: object = None
        try:
            result = _call(self._function, values, Context(instance, self._thread))
            if inspect.iscoroutine(result) or isinstance(result, AsyncIterable):
                self._thread.run_async(self._send_async(cast("Any", result)))
            else:
                with closing(_items(result)) as items:
                    for item in items:
                        self._send(_as_bytes(item))
        except Exception as error:
            is_exported_generator = isinstance(result, AsyncGenerator)
            self._thread.call_soon(self._report, error, is_exported_generator)
            if not is_exported_generator:
                raise
        line = "Sequence completed. Waiting 10000ms with exit."
        self._thread.call_soon(instance.write_log, line, "Runner", "TRACE")
        self._thread.call_soon(instance.end_output)

    def _send(self, data: bytes) -> None:
        """Send output; wait for its readers once per 64 KiB."""
        self._unconfirmed += len(data)
        if not self._instance.provides and self._unconfirmed < _UNCONFIRMED_BYTES:
            self._thread.call_soon(self._instance.outputs["output"].put, data)
        else:
            self._unconfirmed = 0
            self._thread.hub_result(self._instance.write_output(data))

    async def _send_async(self, result: Any) -> None:
        async for item in _async_items(await result if inspect.iscoroutine(result) else result):
            await self._thread.hub_result_async(self._instance.write_output(_as_bytes(item)))

    def _report(self, error: Exception, is_exported_generator: bool) -> None:
        """Report an error to stderr and to the log, as a runner of this hub version does."""
        instance = self._instance
        stack = "".join(traceback.format_exception(error))
        instance.outputs["stderr"].put(stack.encode())
        if is_exported_generator:
            # Runners treat the error as the end of the output, and the program as completed.
            instance.write_log("Error during output data stream", "Runner", "ERROR", [stack])
        elif not instance.hub.is_old:
            of_package = [text for kind, text in _START_ERRORS.items() if isinstance(error, kind)]
            message = [*of_package, "Error occurred during Sequence execution: "][0]
            instance.write_log(message, "Runner", "ERROR", [stack])


def _call(function: Function, values: Values, context: Context) -> Any:
    """Call a function with the arguments that ``python_program`` would pass."""
    options = {"context": context, "args": context.args}
    try:
        program = Program(function)
    except TypeError:  # the function has no parameter for records
        names = inspect.signature(function).parameters
        return function(**{name: options[name] for name in options if name in names})
    return program.call(values, {name: options[name] for name in program.options})


def _items(result: object) -> Generator[object]:
    match result:
        case None:
            return
        case bytes() | bytearray() | memoryview() | str() | Mapping():
            yield cast("object", result)
        case Iterable():
            yield from cast("Iterable[object]", result)
        case _:
            yield result


async def _async_items(result: object) -> AsyncIterator[object]:
    if isinstance(result, AsyncIterable):
        async for item in cast("AsyncIterable[object]", result):
            yield item
    else:
        for item in _items(result):
            yield item


def _as_bytes(item: object) -> bytes:
    """Return the bytes of an output: bytes and text are unchanged, other values become JSON."""
    match item:
        case bytes() | bytearray() | memoryview():
            return bytes(cast("bytes", item))
        case str():
            return item.encode()
        case _:
            return json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


async def _decoded(instance: Instance) -> AsyncIterator[list[Any]]:
    """Yield lists of input values, decoded as by JavaScript runners: text, bytes or JSON values."""
    content_type = await instance.wait_for_input_type()
    make = next((one for name, one in _READERS.items() if content_type.endswith(name)), None)
    if make is None:
        instance.write_log("Error while reading input stream headers:", "Runner", "ERROR")
        await asyncio.Event().wait()  # without an end: the program receives nothing
        return
    reader = make()
    async for part in instance.input.open():
        if values := [*reader.feed(part)]:
            yield values
    yield [*reader.end()]


class _TextReader:
    """Decodes bytes to text as they arrive, without waiting for complete lines."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def feed(self, block: bytes) -> Iterator[str]:
        if text := self._decode(block):
            yield text

    def end(self) -> Iterator[str]:
        if text := self._decode(b"", True):
            yield text


_READERS: dict[str, Callable[[], Reader | _TextReader]] = {
    "text/plain": _TextReader,
    "application/octet-stream": partial(Reader, "bytes"),
    "x-ndjson": partial(Reader, "json"),
}


async def _in_thread(function: Callable[..., object], *args: object) -> None:
    """Call a function in a separate thread, and wait for it."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def run() -> None:
        try:
            function(*args)
        finally:
            loop.call_soon_threadsafe(done.set)

    threading.Thread(target=run, name="stop handler", daemon=True).start()
    await done.wait()
