"""Runs a Python package for a fake hub by the rules of the platform's runner.

This file runs as a separate program in isolated mode, with its options as a JSON argument. The
runner imports only the standard library and the package.
"""

# Programs may return values of any type.
# pyright: basic

from __future__ import annotations

import asyncio
import importlib.util
import inspect
import json
import logging
import os
import sys
import traceback
import types
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable

_BLOCK_BYTES = 65536
_HEALTH_SECONDS = 0.2  # The interval between two health reports.
_EXIT_SECONDS = 0.05  # The hub receives the last line of the log before the output ends.
_HEADER_END = b"\r\n\r\n"


class Channel:
    """The key of a connection to the hub."""

    def __init__(self, name: str) -> None:
        self.name = name


_IN, _OUT = Channel("IN"), Channel("OUT")


class Stream:
    """Replaces ``scramjet.streams.Stream`` if that package is not installed."""

    def __init__(self, values: Any = None) -> None:
        self._values = values
        self._written: asyncio.Queue[list[Any]] = asyncio.Queue()

    @classmethod
    def read_from(cls, values: Any) -> Stream:
        """Return a stream of the values of a plain or asynchronous iterable."""
        return cls(values)

    def write(self, value: Any) -> None:
        """Add a value to the stream."""
        self._written.put_nowait([value])

    def end(self) -> None:
        """End the stream."""
        self._written.put_nowait([])

    async def __aiter__(self) -> AsyncIterator[Any]:
        if hasattr(self._values, "__aiter__"):
            async for value in self._values:
                yield value
        for value in (
            [] if self._values is None or hasattr(self._values, "__aiter__") else self._values
        ):
            yield value
        while self._values is None and (written := await self._written.get()):
            yield written[0]


class _Lines:
    """An asynchronous iterable of the lines that a connection receives."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    async def __aiter__(self) -> AsyncIterator[str]:
        while line := await self._reader.readline():
            yield line.decode()


class Context:
    """The first parameter of ``run``.

    Attributes:
        config: The configuration of the instance's start.
        logger: A logger that writes to the instance's log.
        runner: The object that has the attribute ``streams``; here, the context itself.
        streams: The connections of the input and the output, by their channels.
    """

    def __init__(
        self, options: dict[str, Any], streams: dict[Channel, Any], control: asyncio.StreamWriter
    ) -> None:
        self.config: Any = options["config"]
        self.runner = self
        self.streams = streams
        self._control = control
        self._main: Any = asyncio.current_task()
        self._is_old = options["isOld"]
        self._exit_delay = options["exitDelay"]
        self._callbacks: dict[str, Callable[[Any], object]] = {}
        self._stop_handler: Callable[..., Any] = lambda *_: None
        self._is_kept_alive = False
        self.logger: logging.Logger = logging.getLogger("PythonRunner")
        self.logger.setLevel(logging.DEBUG)
        self.logger.addHandler(_LogHandler(self.send))

    def send(self, **message: Any) -> None:
        """Send a message to the hub."""
        self._control.write(json.dumps(message).encode() + b"\n")

    def emit(self, name: str, message: Any = "") -> None:
        """Send an event to clients and to other instances."""
        self.send(emit=name, message=message)

    def on(self, name: str, callback: Callable[[Any], object]) -> None:
        """Call a function with the message of each event with a name."""
        self._callbacks[name] = callback
        self.send(on=name)

    def set_stop_handler(self, handler: Callable[..., Any]) -> None:
        """Set the function that is called after a stop request."""
        self._stop_handler = handler

    def set_health_check(self, check: Callable[[], dict[str, Any]]) -> None:
        """Set the function that reports the program's health at regular intervals."""
        self.send(health=check())
        asyncio.get_running_loop().call_later(_HEALTH_SECONDS, self.set_health_check, check)

    def keep_alive(self, _: float = 0) -> None:
        """Let the program continue after a stop request that allows it."""
        self._is_kept_alive = True
        self.send(keepAlive=True)

    async def follow(self, control: asyncio.StreamReader) -> None:
        """Handle the messages of the hub."""
        async for line in control:
            match json.loads(line):
                case {"event": name, "message": message}:
                    self._callbacks[name](message)
                case {"kill": True}:
                    try:
                        sys.exit(1)
                    finally:
                        traceback.print_exc()  # the real runner also writes a traceback
                case {"stop": [milliseconds, can_call_keepalive]}:
                    given = () if self._is_old else (milliseconds / 1000, can_call_keepalive)
                    result = self._stop_handler(*given)
                    if inspect.isawaitable(result):
                        await result
                    if self._is_old:  # the real runner of this version waits for the whole timeout
                        await asyncio.sleep(min(milliseconds / 1000, self._exit_delay))
                    if not (can_call_keepalive and self._is_kept_alive):
                        self._main.cancel()


class _LogHandler(logging.Handler):
    def __init__(self, send: Callable[..., None]) -> None:
        super().__init__()
        self._send = send

    def emit(self, record: logging.LogRecord) -> None:
        self._send(log=self.format(record), level=record.levelname)


async def read_input(streams: dict[Channel, Any]) -> AsyncIterator[Any]:
    """Yield lines of text or blocks of bytes. For other content types, yield nothing and wait."""
    # A program may have replaced the connection in ``streams``.
    header = await streams[_IN].readuntil(_HEADER_END)
    content_type = header.decode().partition(": ")[2].strip()
    if content_type == "text/plain":
        while line := await streams[_IN].readline():
            yield line.decode()
    elif content_type == "application/octet-stream":
        while block := await streams[_IN].read(_BLOCK_BYTES):
            yield block
    else:
        # The real runner raises an error, but does not report it.
        await asyncio.Event().wait()


def _encoder(content_type: str) -> Callable[[Any], bytes]:
    if content_type == "application/x-ndjson":
        return lambda value: json.dumps(value).encode() + b"\n"
    return bytes if content_type == "application/octet-stream" else lambda value: value.encode()


async def send_output(values: AsyncIterable[Any], content_type: str, output: Any) -> None:
    """Send the output of a program; after an error, never return, so the output does not end."""
    encode, has_sent = _encoder(content_type), False
    try:
        async for value in values:
            output.write(encode(value))
            await output.drain()
            has_sent = True
    except Exception:
        if not has_sent:
            raise
        traceback.print_exc()
        await asyncio.Event().wait()


def load(main: Path) -> Any:
    """Import a package's main file."""
    sys.path.append(str(main.parent))
    try:
        importlib.import_module("scramjet.streams")
    except ImportError:
        package, module = types.ModuleType("scramjet"), types.ModuleType("scramjet.streams")
        module.Stream = Stream  # type: ignore[attr-defined]
        sys.modules.update({"scramjet": package, "scramjet.streams": module})
    spec = importlib.util.spec_from_file_location("sequence", main)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def main(options: dict[str, Any]) -> None:
    """Connect to the hub, and run a package."""

    async def connect(name: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", options["port"])
        writer.write(f"{options['secret']} {name}\n".encode())
        return reader, writer

    (source, _input), (_output, target) = await connect("input"), await connect("output")
    (stdin, _stdin), (control, control_writer) = await connect("stdin"), await connect("control")
    sys.stdin = _Lines(stdin)  # asynchronous, as in the real runner
    streams: dict[Channel, Any] = {_IN: source, _OUT: target}
    context = Context(options, streams, control_writer)
    following = asyncio.ensure_future(context.follow(control))
    path = Path(options["main"])
    if not options["isOld"]:
        sys.path.append(str(path.parent / "__pypackages__"))
    module = load(path)
    if adapter := sys.modules.get("scramjet_adapter"):
        adapter.EXIT_DELAY = options["exitDelay"]  # type: ignore[attr-defined]
    os.chdir(path.parent)
    for name in ("requires", "provides"):
        if (topic := getattr(module, name, {})).get(name):
            context.send(**topic)
    context.send(loaded=True)
    context.logger.info("Running instance...")
    result: Any = module.run(context, read_input(streams), *options["args"])
    if inspect.isawaitable(result):
        result = await result
    if result is not None:
        if options["isOld"] and not hasattr(result, "read_from"):
            raise AttributeError(
                f"{type(result).__name__!r} object is not a scramjet.streams.Stream"
            )
        produces = getattr(module, "provides", None) or {}
        content_type = produces.get("contentType") or "text/plain"
        if options["isOld"]:
            content_type = getattr(module, "output_type", "text/plain")
        await send_output(result, content_type, target)
    context.logger.info("Finished.")
    await control_writer.drain()
    await asyncio.sleep(_EXIT_SECONDS)
    following.cancel()


if __name__ == "__main__":
    with suppress(asyncio.CancelledError):  # the instance was stopped
        asyncio.run(main(json.loads(sys.argv[1])))
