"""What a program knows of its instance, and can do."""

from __future__ import annotations

import io
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from ..kept_stream import KeptStream
    from .instance import Instance
    from .program import ProgramThread

_NOTHING = object()


class Values:
    """Values as they come, for a program's ``for`` or ``async for``."""

    def __init__(
        self, thread: ProgramThread, more: Callable[[], Coroutine[Any, Any, list[Any]]]
    ) -> None:
        self._thread = thread
        self._more = more
        self._waiting = deque[Any]()

    def __iter__(self) -> Values:
        return self

    def __next__(self) -> Any:
        if not self._waiting:
            self._waiting.extend(self._thread.ask(self._more()))
        if not self._waiting:
            raise StopIteration
        return self._waiting.popleft()

    def __aiter__(self) -> Values:
        return self

    async def __anext__(self) -> Any:
        if not self._waiting:
            self._waiting.extend(await self._thread.ask_async(self._more()))
        if not self._waiting:
            raise StopAsyncIteration
        return self._waiting.popleft()


class Context:
    """A program's second parameter, if it takes one.

    Attributes:
        instance_id: The instance's id.
        app_config: What it was started with.
        args: What it was started with.
        stdout: A text file to write to: ``print("ready", file=context.stdout)``.
        stderr: Another.
        stdin: What is sent to the instance's stdin, in pieces of bytes as they come.
    """

    def __init__(self, instance: Instance, thread: ProgramThread) -> None:
        self._instance = instance
        self._thread = thread
        self.instance_id = instance.id
        self.app_config: Any = {} if instance.app_config is None else instance.app_config
        self.args: Any = [] if instance.args is None else instance.args
        self.stdout = _TextOutput(thread, instance.stdout)
        self.stderr = _TextOutput(thread, instance.stderr)
        self.stdin = Values(thread, instance.read_stdin)

    def log(self, message: str, level: str = "INFO") -> None:
        """Write a line to the instance's log."""
        self._thread.ask(self._instance.log_of_program(message, level))

    def emit(self, name: str, message: object = _NOTHING) -> None:
        """Send an event: to clients that wait for it, and to the hub's other instances.

        Args:
            name: The event's name.
            message: Any JSON value; None is sent as null, leaving it out sends none.
        """
        message = {} if message is _NOTHING else {"message": message}
        self._thread.ask(self._instance.emit({"eventName": name, **message}))

    def events(self, name: str) -> Values:
        """Return the messages of all events with a name, for ever; also those that came before.

        Args:
            name: The event's name.

        Returns:
            An iterator, synchronous and asynchronous; None for an event without a message.
        """
        return Values(self._thread, lambda: self._instance.next_messages(name))

    def on_stop(self, handler: Callable[[int, bool], object]) -> None:
        """Call a function, in a thread of its own, when the instance is asked to stop.

        Args:
            handler: Gets the milliseconds that it has, and whether it may call ``keep_alive``.
                The instance ends when it returns.
        """
        self._instance.stop_handlers.append(handler)

    def keep_alive(self) -> None:
        """Ask to be left running when the instance is asked to stop, if that is allowed then."""
        self._instance.wants_to_live = True

    def sleep(self, seconds: float) -> None:
        """Wait; but end the program as soon as the instance is to end."""
        self._thread.sleep(seconds)


class _TextOutput(io.TextIOBase):
    """A text file whose text goes to one of an instance's streams, at once."""

    def __init__(self, thread: ProgramThread, stream: KeptStream) -> None:
        super().__init__()
        self._thread = thread
        self._stream = stream

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str, /) -> int:
        """Write a text."""
        self._thread.ask(self._stream.write(text.encode()))
        return len(text)
