"""Runs one function as a program; the packages of ``python_program`` contain a copy of this file.

The hub's Python runner calls the function ``run(context, input, *args)`` of a package's main file.
``make_run`` in this file creates that function. This file needs Python 3.8 and no other package.

The adapter adds features to the runner. The adapter reads input of any content type and lines of
any length. It runs a blocking generator in a thread, waits while the hub accepts no output, and
reports exceptions.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import io
import json
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

    Write = Callable[[bytes], Awaitable[object]]

BLOCK = 64 * 1024  # Bytes in one read.
HIGH_WATER = 256 * 1024  # The generator waits while more bytes than this are unsent.
EXIT_DELAY = 10.0  # Seconds for which the log stays readable after the output has ended.
COMPLETED = "Sequence completed."
FAILED = "Sequence failed:"
KINDS = ("json", "text", "bytes")

_write_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class Program:
    """A function, and the kinds of its records.

    A plain or asynchronous generator function receives all input records as one iterable, and
    yields output records. Any other function is called once per input record, and returns an output
    record, or None for no record.

    Attributes:
        input: The kind of an input record: "json", "text" or "bytes".
        options: The function's parameters that are named ``context`` or ``args``.
    """

    def __init__(
        self, function: Callable[..., Any], input: str = "json", output: str = "json"
    ) -> None:
        """Check a function; ``input`` and ``output`` are "json", "text" or "bytes".

        Raises:
            TypeError: The function has parameters that would receive no value.
        """
        self.input = input
        self._output = output
        self._function = function
        self._name = getattr(function, "__name__", repr(function))
        self._is_generator = inspect.isgeneratorfunction(function)
        self._is_async_generator = inspect.isasyncgenfunction(function)
        self._is_async = self._is_async_generator or inspect.iscoroutinefunction(function)
        self.options: list[str]
        self._takes_records, self.options = self._read_parameters()
        self._closed = False
        self._close: Callable[[], object] | None = None

    async def convert(
        self,
        source: AsyncIterator[bytes],
        write: Write,
        context: Any = None,
        args: Sequence[Any] = (),
    ) -> None:
        """Run the function until it ends, and raise its exceptions; ``sys.exit()`` is a normal end.

        Args:
            source: An asynchronous iterator over the input, in blocks of bytes of any size.
            write: A coroutine function that sends bytes, and returns when there is room for more.
            context: The value of the function's parameter ``context``.
            args: The value of the function's parameter ``args``: the arguments of the start.
        """
        values = {"context": context, "args": list(args)}
        options = {name: values[name] for name in self.options}
        if self._is_async:
            work = asyncio.ensure_future(_error_of(self._run_in_loop, source, write, options))
            self._close = work.cancel
        else:
            worker = _Worker(self, source, options)
            work = asyncio.ensure_future(_error_of(worker.run, write))
            self._close = worker.close
        if self._closed:
            self._close()
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError:
            if not self._closed:
                work.cancel()
                raise
            return
        error = asyncio.CancelledError() if work.cancelled() else work.result()
        is_stopped = self._closed and isinstance(error, asyncio.CancelledError)
        is_exit = isinstance(error, SystemExit) and not error.code
        if error is None or is_stopped or is_exit:
            return
        if isinstance(error, (Exception, SystemExit)):
            raise error
        # The hub's runner does not report other exceptions, such as CancelledError.
        raise RuntimeError(f"{self._name} raised {type(error).__name__}") from error

    def close(self) -> None:
        """Close the generator, so that its ``finally`` blocks run; ``convert`` then returns."""
        self._closed = True
        if self._close is not None:
            self._close()

    def call(self, records: Any, options: dict[str, Any]) -> Any:
        """Return an iterator over the results; it is asynchronous for asynchronous functions."""
        if self._is_generator or self._is_async_generator:
            given = (records,) if self._takes_records else ()
            return self._function(*given, **options)
        each = self._await_each if self._is_async else self._call_each
        return each(records, options)

    def encode(self, value: Any) -> bytes:
        """Encode one result for the output."""
        if self._output == "json":
            try:
                return (_write_json(value) + "\n").encode()
            except (TypeError, ValueError) as error:
                raise TypeError(
                    f"{self._name} returned a value that is not JSON: {error}"
                ) from None
        if self._output == "text" and isinstance(value, str):
            return value.encode()
        if self._output == "bytes" and isinstance(value, (bytes, bytearray)):
            return bytes(value)
        raise TypeError(
            f"{self._name} must return {self._output} because output is {self._output!r}, "
            f"not {type(value).__name__}"
        )

    def _call_each(self, records: Iterator[Any], options: dict[str, Any]) -> Iterator[Any]:
        for record in records:
            result = self._function(record, **options)
            if result is not None:
                yield result

    async def _await_each(
        self, records: AsyncIterator[Any], options: dict[str, Any]
    ) -> AsyncIterator[Any]:
        async for record in records:
            result = await self._function(record, **options)
            if result is not None:
                yield result

    async def _run_in_loop(
        self, source: AsyncIterator[bytes], write: Write, options: dict[str, Any]
    ) -> None:
        async def read() -> AsyncIterator[Any]:
            reader = Reader(self.input)
            async for block in source:
                for record in reader.feed(block):
                    yield record
                await asyncio.sleep(0)  # lets other tasks run, even if the function never waits
            for record in reader.end():
                yield record

        results = self.call(read(), options)
        try:
            async for value in results:
                await write(self.encode(value))
        finally:
            await results.aclose()

    def _read_parameters(self) -> tuple[bool, list[str]]:
        """Return whether the function accepts records, and which options it accepts."""
        parameters = list(inspect.signature(self._function).parameters.values())
        positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        first = parameters[0] if parameters else None
        takes_records = (
            first is not None and first.kind in positional and first.name not in ("context", "args")
        )
        options: list[str] = []
        for parameter in parameters[1:] if takes_records else parameters:
            named = parameter.kind in (
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                inspect.Parameter.KEYWORD_ONLY,
            )
            if named and parameter.name in ("context", "args"):
                options.append(parameter.name)
            elif parameter.default is inspect.Parameter.empty and (
                parameter.kind is not inspect.Parameter.VAR_KEYWORD
            ):
                raise TypeError(
                    f"{self._name} has the parameter {str(parameter)!r}, which receives no value: "
                    "the first parameter receives the records, others must be context or args"
                )
        if not takes_records and not (self._is_generator or self._is_async_generator):
            raise TypeError(
                f"{self._name} needs a first parameter for the record: only a generator function "
                "(with yield) may omit this parameter"
            )
        return takes_records, options


async def _error_of(work: Callable[..., Awaitable[None]], *arguments: Any) -> Any:
    """Return a coroutine's exception, or None: SystemExit in a task would end the event loop."""
    try:
        await work(*arguments)
    except BaseException as error:  # noqa: BLE001 (the caller raises it)
        return error
    return None


class Reader:
    """Splits bytes into records: JSON values, lines of text with their line ends, or blocks."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._start: list[bytes] = []  # the beginning of an incomplete line
        self._line = 0

    def feed(self, block: bytes) -> Iterator[Any]:
        """Yield the records that a block completes."""
        if self._kind == "bytes":
            if block:
                yield bytes(block)
            return
        first, *others = block.split(b"\n")
        self._start.append(first)
        for part in others:
            line, self._start = b"".join(self._start) + b"\n", [part]
            yield from self._read(line)

    def end(self) -> Iterator[Any]:
        """Yield the last record if the input's last line has no line end."""
        line, self._start = b"".join(self._start), []
        if line:
            yield from self._read(line)

    def _read(self, line: bytes) -> Iterator[Any]:
        self._line += 1
        if self._kind == "text":
            yield line.decode()
        elif not line.isspace():
            try:
                value = json.loads(line.decode())
            except ValueError as error:
                raise ValueError(f"line {self._line} of the input is not JSON: {error}") from error
            yield value


class _Worker:
    """Runs a blocking generator in a thread; the event loop handles its input and output."""

    def __init__(
        self, program: Program, source: AsyncIterator[bytes], options: dict[str, Any]
    ) -> None:
        self._program = program
        self._source = source
        self._options = options
        self._loop = asyncio.get_running_loop()
        self._changed = threading.Condition()
        self._output: list[bytes] = []
        self._size = 0
        self._ready = asyncio.Event()  # Set when there is output, and when the thread has ended.
        self._is_noticed = False  # The event loop was notified of the output.
        self._reading: Any = None
        self._closed = False
        self._ended = False
        self._error: BaseException | None = None

    async def run(self, write: Write) -> None:
        """Start the thread, and send what its generator yields until the thread has ended."""
        # A generator that waits forever must not keep the process alive, so the thread is a daemon.
        threading.Thread(target=self._work, name="program", daemon=True).start()
        ended = False
        while not ended:
            await self._ready.wait()
            self._ready.clear()
            with self._changed:
                output, self._output, self._size = self._output, [], 0
                ended, self._is_noticed = self._ended, False
                self._changed.notify()
            if output:
                await write(b"".join(output))
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Make the generator end when it waits for input or reaches its next ``yield``."""
        with self._changed:
            self._closed = True
            if self._reading is not None:
                self._reading.cancel()
            self._changed.notify()

    def _work(self) -> None:
        try:
            results = self._program.call(self._records(), self._options)
            try:
                for value in results:
                    self._put(self._program.encode(value))
                    if self._closed:
                        break
            finally:
                results.close()
        except BaseException as error:  # noqa: BLE001 (it is raised in the event loop)
            if not (self._closed and isinstance(error, GeneratorExit)):
                self._error = error
        with self._changed:
            self._ended = True
        self._notice()

    def _put(self, data: bytes) -> None:
        with self._changed:
            while self._size > HIGH_WATER and not self._closed:
                self._changed.wait()
            self._output.append(data)
            self._size += len(data)
            is_noticed, self._is_noticed = self._is_noticed, True
        if not is_noticed:
            self._notice()

    def _notice(self) -> None:
        self._loop.call_soon_threadsafe(self._ready.set)

    def _records(self) -> Iterator[Any]:
        reader = Reader(self._program.input)
        while True:
            block = self._next_block()
            if block is None:
                break
            yield from reader.feed(block)
        yield from reader.end()

    def _next_block(self) -> bytes | None:
        """Wait for a block of the input; return None at the end of the input."""

        async def read() -> bytes | None:
            try:
                return await self._source.__anext__()
            except StopAsyncIteration:
                return None

        with self._changed:
            if self._closed:
                raise GeneratorExit
            self._reading = asyncio.run_coroutine_threadsafe(read(), self._loop)
        try:
            block: bytes | None = self._reading.result()
        except BaseException:
            if self._closed:
                raise GeneratorExit from None
            raise
        return block


class Context:
    """The value of a function's parameter ``context``; any thread may use it.

    Attributes:
        config: The ``app_config`` that the instance was started with, a dict.
        logger: Writes to the instance's log: ``context.logger.info("…")``.
    """

    def __init__(self, context: Any) -> None:
        self.config: dict[str, Any] = context.config
        self.logger: logging.Logger = context.logger
        self._context = context
        self._loop = asyncio.get_running_loop()

    def emit(self, event_name: str, message: Any = "") -> None:
        """Send an event to the clients of the instance."""
        self._loop.call_soon_threadsafe(self._context.emit, event_name, message)

    def on(self, event_name: str, callback: Callable[[Any], object]) -> None:
        """Call a function, which must not block, with the message of each event of this name."""
        self._loop.call_soon_threadsafe(self._context.on, event_name, callback)

    def set_health_check(self, check: Callable[[], dict[str, Any]]) -> None:
        """Set the function that reports the instance's health as ``{"healthy": …}``."""
        self._loop.call_soon_threadsafe(self._context.set_health_check, check)


def make_run(
    module: str, name: str, input: str = "json", output: str = "json"
) -> Callable[..., Awaitable[Any]]:
    """Return a function ``run`` for the hub's runner, which runs a function of the package."""

    async def run(context: Any, stream: Any, *args: Any) -> Any:
        _write_from_threads(context.logger)
        channels = getattr(getattr(context, "runner", None), "streams", {})
        by_name = {channel.name: channel for channel in channels}
        if "OUT" not in by_name:  # an unknown runner
            return _stream(lambda write: work(context, _blocks(stream), write, args))
        # The runner has not read the input's content type yet.
        channels[by_name["IN"]] = _AnyInput(channels[by_name["IN"]])
        writer = channels[by_name["OUT"]]
        writer.transport.set_write_buffer_limits(0)  # drain() then waits until all data is sent

        async def write(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        is_complete = await work(context, _blocks(stream), write, args)
        writer.close()
        await asyncio.sleep(EXIT_DELAY)
        if not is_complete:
            sys.exit(1)
        return None

    async def work(
        context: Any, blocks: AsyncIterator[bytes], write: Write, args: Sequence[Any]
    ) -> bool:
        """Run the program, report how it has ended, and return whether it has completed."""
        finished = asyncio.get_running_loop().create_future()
        try:
            program = Program(_load(module, name), input, output)

            # Hubs from version 1.0 on pass the remaining seconds. Older hubs pass nothing, and
            # wait for the end of the program themselves.
            async def stop(timeout: float = 0.0, _: bool = False) -> None:
                program.close()
                await asyncio.wait([finished], timeout=timeout)

            context.set_stop_handler(stop)
            await program.convert(blocks, write, Context(context), args)
        except (Exception, SystemExit) as error:  # noqa: BLE001 (it is reported)
            text = describe(error)
            sys.stderr.write(text)
            context.logger.error("%s %s", FAILED, text)  # noqa: TRY400 (readers expect one line)
            return False
        else:
            context.logger.info(COMPLETED)
            return True
        finally:
            finished.set_result(None)

    return run


def describe(error: BaseException) -> str:
    """Return an exception's traceback without the calls in this file at its beginning."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace or error.__traceback__))


def _load(module: str, name: str) -> Any:
    folder = Path(__file__).resolve().parent
    sys.path[:0] = [str(folder), str(folder / "__pypackages__")]
    return getattr(importlib.import_module(module), name)


async def _blocks(stream: Any) -> AsyncIterator[bytes]:
    async for chunk in stream:
        yield chunk.encode() if isinstance(chunk, str) else chunk


class _AnyInput:
    """Reads the input, but always reports the content type ``application/octet-stream``.

    The runner fails at unknown content types and at lines of more than 64 KiB.
    """

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    async def readuntil(self, separator: bytes) -> bytes:
        await self._reader.readuntil(separator)
        return b"Content-Type: application/octet-stream" + separator

    async def read(self, _: int) -> bytes:
        return await self._reader.read(BLOCK)


class _ThreadSafe(io.TextIOBase):
    """A text stream of the event loop that other threads may write to."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()

    def write(self, text: str) -> int:
        if threading.get_ident() == self._thread:
            self._stream.write(text)
        else:
            self._loop.call_soon_threadsafe(self._stream.write, text)
        return len(text)


def _write_from_threads(logger: logging.Logger) -> None:
    sys.stdout, sys.stderr = _ThreadSafe(sys.stdout), _ThreadSafe(sys.stderr)
    handlers: list[Any] = logger.handlers
    for handler in handlers:
        if hasattr(handler, "stream"):
            handler.stream = _ThreadSafe(handler.stream)


def _stream(work: Callable[[Write], Awaitable[object]]) -> Any:
    """Return a stream of the output, for runners whose connections are unknown."""
    stream: Any = importlib.import_module("scramjet.streams").Stream()
    stream.provides = ""
    stream.content_type = "application/octet-stream"

    async def run() -> None:
        try:
            await work(stream.write)
        finally:
            stream.end()

    stream.task = asyncio.ensure_future(run())
    return stream
