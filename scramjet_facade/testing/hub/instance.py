"""An instance of a fake hub."""

from __future__ import annotations

import asyncio
import codecs
import json
import os
import threading
import time
import traceback
from collections import defaultdict
from contextlib import closing, suppress
from datetime import UTC, datetime
from inspect import isasyncgen, iscoroutine
from typing import TYPE_CHECKING, Any

from ..kept_stream import KeptStream, SilencedStream
from .context import Context, Values
from .events import Events
from .program import KilledError, ProgramThread, as_bytes, async_items, call, items

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Callable

    from ..kept_stream import Reader
    from .hub import Hub
    from .program import RegisteredProgram
    from .sequence import Sequence
    from .topic import Topic

KEPT_BYTES = 8 * 1024 * 1024  # in the input, and in the output; real hubs keep some 17 MB in all
_UNTOLD_BYTES = 65536  # that a program gives before it waits: waiting for each takes its time
_FAILED_ON_START = {SyntaxError: "Sequence syntax error.", ImportError: "Sequence error:"}
_KILL_SECONDS = 1.0  # that a program has to end


class Instance:
    """A program that runs, or has run.

    Attributes:
        wants_to_live: Whether the program has called keep-alive.
        remove_at_end: Whether the hub forgets the instance when it has ended.
    """

    def __init__(
        self,
        hub: Hub,
        sequence: Sequence,
        registered: RegisteredProgram,
        instance_id: str,
        options: dict[str, Any],
    ) -> None:
        self._hub = hub
        self._registered = registered
        self.id = instance_id
        self.sequence = sequence
        self.app_config = options.get("appConfig")
        self.args = options.get("args")
        self._provides_type = registered.provides[1] if registered.provides else None
        self._requires_type = registered.requires[1] if registered.requires else None
        self.provides: str = options.get("outputTopic") or (registered.provides or ("",))[0]
        self.requires: str = options.get("inputTopic") or (registered.requires or ("",))[0]
        self.created = self.started = now()
        self.ended: str | None = None
        self.status = "running"
        self.terminated: dict[str, Any] | None = None

        self.output = KeptStream(KEPT_BYTES)
        self.stdout = KeptStream(KEPT_BYTES)
        self.stderr = KeptStream(KEPT_BYTES)
        self.log = SilencedStream() if hub.log_falls_silent else KeptStream()
        self.input = KeptStream(KEPT_BYTES)
        self.input_type: str | None = None
        self.stdin = KeptStream(KEPT_BYTES)
        self._stdin_reader: Reader | None = None
        self.events = Events()
        self._messages: defaultdict[str, asyncio.Queue[Any]] = defaultdict(asyncio.Queue)

        self.stop_handlers: list[Callable[[int, bool], object]] = []
        self.wants_to_live = False
        self.remove_at_end = hub.forgets_what_ended
        self.process_id = os.getpid()
        self.over = asyncio.Event()
        self._ending = False
        self._given_type = asyncio.Event()
        self._decoder: _Decoder | None = None
        self._untold = 0
        self._thread = ProgramThread(registered.name, asyncio.get_running_loop())
        self._topic: Topic | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def name(self) -> str:
        """The name of its program."""
        return self._registered.name

    @property
    def has_ended(self) -> bool:
        """Whether the program runs no more."""
        return self.ended is not None

    @property
    def thread_ended(self) -> asyncio.Event:
        """Set when its thread has ended."""
        return self._thread.ended

    # The beginning and the end

    def start(self) -> None:
        """Begin to run the program."""
        self.write_log("Instance started", "CSIController")
        if self.requires and self._requires_type:
            topic = self._hub.topics.of(self.requires, self._requires_type)
            self._tasks.append(asyncio.create_task(self._feed(topic, self._requires_type)))
        if self.provides and self._provides_type:
            self._topic = self._hub.topics.of(self.provides, self._provides_type)
        self._thread.start(self._work)
        self._watcher = asyncio.create_task(self._watch())

    async def stop(self, milliseconds: float, can_call_keepalive: bool) -> None:
        """Ask the program to stop, and return when it has, or goes on as it may."""
        self.status = "stopping"
        if self._ending:
            return
        handlers = [
            asyncio.create_task(_in_thread(handler, milliseconds, can_call_keepalive))
            for handler in self.stop_handlers
        ]
        if handlers:
            _, late = await asyncio.wait(handlers, timeout=milliseconds / 1000)
            for handler in late:
                handler.cancel()
        if not (can_call_keepalive and self.wants_to_live):
            await self.end("completed", 138, "Instance stopped")

    async def end(self, status: str, exitcode: int, reason: str) -> None:
        """End the program, if it runs still, and everything around it."""
        if self._ending:
            await self.over.wait()
            return
        self._ending = True
        self._thread.kill()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._thread.ended.wait(), _KILL_SECONDS)
        for task in self._tasks:
            task.cancel()
        self.ended = now()
        self.status = status
        self.terminated = {"exitcode": exitcode, "reason": reason}
        if self._topic is not None:
            self._topic.leave_turn(self.id)
        self.write_log(f"Instance ended: {reason}", "CSIController")
        for stream in (self.output, self.stdout, self.stderr):
            stream.end()
        if self._hub.forgets_what_ended:
            self.log.end()
        if self.requires and self._requires_type:
            self._hub.topics.renew(self.requires)
        self.over.set()
        self._hub.has_ended(self)

    async def _watch(self) -> None:
        """See the program's own end."""
        await self._thread.ended.wait()
        error = self._thread.error
        if self.status == "stopping":
            await self.end("completed", 138, "Instance stopped")
        elif error is None:
            await asyncio.sleep(self._hub.exit_delay)
            await self.end("completed", -1, "Instance completed")
        elif isinstance(error, SystemExit):
            await self.end("errored", 213, "Runner failed")
        elif self._failed_on_start(error):
            await self.end("errored", 22, "Sequence failed on start")
        elif not isinstance(error, KilledError):
            await self.end("errored", 23, "Sequence failed during execution")

    # In the program's thread

    def _work(self) -> None:
        values = Values(self._thread, self._more_input)
        result: object = None
        try:
            result = call(self._registered.program, values, Context(self, self._thread))
            if iscoroutine(result) or hasattr(result, "__aiter__"):
                self._thread.run_async(self._drain(result))
            else:
                with closing(items(result)) as given:
                    for item in given:
                        self._give(as_bytes(item))
        except Exception as error:
            self._thread.ask(self._fail(error, is_exported_generator=isasyncgen(result)))
            if not isasyncgen(result):
                raise
        self._thread.ask(self._complete())

    def _give(self, data: bytes) -> None:
        """Give some output, and wait every now and then until there is room for it."""
        self._untold += len(data)
        if self._topic is None and self._untold < _UNTOLD_BYTES:
            self._thread.tell(self.output.put, data)
        else:
            self._untold = 0
            self._thread.ask(self._put_out(data))

    async def _drain(self, result: Any) -> None:
        given: AsyncIterable[object] = async_items(await result if iscoroutine(result) else result)
        async for item in given:
            await self._thread.ask_async(self._put_out(as_bytes(item)))

    # In the hub's loop, for the program

    async def _put_out(self, data: bytes) -> None:
        if self._topic is not None:
            await self._topic.take_turn(self.id)
            await self._topic.stream.write(data)
        await self.output.write(data)

    async def _complete(self) -> None:
        self.write_log("Sequence completed. Waiting 10000ms with exit.", "Runner", "TRACE")
        if self._topic is not None:
            self._topic.leave_turn(self.id)
        self.output.end()

    async def _fail(self, error: Exception, *, is_exported_generator: bool) -> None:
        """Write the error where a runner of the hub's version writes it."""
        stack = "".join(traceback.format_exception(error))
        self.stderr.put(stack.encode())
        if is_exported_generator:
            # Runners take it for the end of the output, and the program for completed.
            self.write_log("Error during output data stream", "Runner", "ERROR", [stack])
        elif self._hub.logs_failures:
            message = self._failed_on_start(error) or "Error occurred during Sequence execution: "
            self.write_log(message, "Runner", "ERROR", [stack])

    def _failed_on_start(self, error: BaseException) -> str:
        """Return what is logged of an error that a package has before it runs; else nothing."""
        is_of_package = (
            message for kind, message in _FAILED_ON_START.items() if isinstance(error, kind)
        )
        return next(is_of_package, "")

    async def _more_input(self) -> list[Any]:
        await self._given_type.wait()
        if self._decoder is None:
            self._decoder = _decoder(self.input_type or "", self.input.open())
            if self._decoder is None:
                self.write_log("Error while reading input stream headers:", "Runner", "ERROR")
        if self._decoder is None:
            await asyncio.Event().wait()  # it never gets anything
            raise AssertionError
        return await self._decoder.more()

    async def read_stdin(self) -> list[bytes]:
        """Return what comes next; nothing at the end."""
        if self._stdin_reader is None:
            self._stdin_reader = self.stdin.open()
        part = await self._stdin_reader.next()
        return [] if part is None else [part]

    async def emit(self, event: dict[str, Any]) -> None:
        """Let an event of the program be known."""
        self.events.put(event)
        self._hub.tell_others(event, self)

    async def next_messages(self, name: str) -> list[Any]:
        """Wait for the next event with a name that is sent to the program."""
        return [await self._messages[name].get()]

    async def log_of_program(self, message: str, level: str) -> None:
        """Write a line of the program's own to the log."""
        self.write_log(message, "Sequence", level)

    # In the hub's loop, for clients

    def take_type(self, content_type: str) -> None:
        """Give the program the type of its first input; later ones don't count."""
        if not self._given_type.is_set():
            self.input_type = content_type
            self._given_type.set()

    def tell(self, event: dict[str, Any]) -> None:
        """Send an event to the program."""
        self._messages[event["eventName"]].put_nowait(event.get("message"))

    def write_log(
        self, message: str, source: str, level: str = "INFO", data: list[Any] | None = None
    ) -> None:
        """Write a line to the log, and to the hub's."""
        line: dict[str, Any] = {"msg": message, "level": level, "ts": milliseconds()}
        line |= {"from": source} | ({} if data is None else {"data": data})
        self.log.put(_json_line({**line, source: {"id": self.id}}))
        self._hub.write_log({**line, source: {"id": self.id}, "Host": {}})

    async def _feed(self, topic: Topic, content_type: str) -> None:
        self.take_type(content_type)
        with topic.stream.reader() as reader:
            async for part in reader:
                await self.input.write(part)


class _Decoder:
    """Makes of an input what a program gets: pieces of bytes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def more(self) -> list[Any]:
        """Return what comes next; nothing at the end."""
        while (part := await self._reader.next()) is not None:
            if found := self.decode(part):
                return found
        return self.rest()

    def decode(self, part: bytes) -> list[Any]:
        """Return what a part holds."""
        return [part]

    def rest(self) -> list[Any]:
        """Return what is left at the end."""
        return []


class _TextDecoder(_Decoder):
    """Pieces of text."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")

    def decode(self, part: bytes) -> list[Any]:
        text = self._utf8.decode(part)
        return [text] if text else []

    def rest(self) -> list[Any]:
        text = self._utf8.decode(b"", final=True)
        return [text] if text else []


class _JsonDecoder(_Decoder):
    """The values of lines of JSON."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._line = b""

    def decode(self, part: bytes) -> list[Any]:
        *lines, self._line = (self._line + part).split(b"\n")
        return [json.loads(line) for line in lines if line.strip()]

    def rest(self) -> list[Any]:
        line, self._line = self._line, b""
        return [json.loads(line)] if line.strip() else []


def _decoder(content_type: str, reader: Reader) -> _Decoder | None:
    """Return the one for a type; None for a type that no runner knows."""
    if content_type == "text/plain":
        return _TextDecoder(reader)
    if content_type == "application/octet-stream":
        return _Decoder(reader)
    return _JsonDecoder(reader) if content_type.endswith("x-ndjson") else None


async def _in_thread(function: Callable[..., object], *args: object) -> None:
    """Call a function in a thread of its own."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def run() -> None:
        try:
            function(*args)
        finally:
            loop.call_soon_threadsafe(done.set)

    threading.Thread(target=run, name="stop handler", daemon=True).start()
    await done.wait()


def now() -> str:
    """Return the present time as hubs write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds() -> int:
    """Return the present time as hubs write it in logs."""
    return time.time_ns() // 1_000_000


def _json_line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
