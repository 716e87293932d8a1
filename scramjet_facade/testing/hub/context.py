"""The context that a function on a fake hub receives: settings, streams, log and events."""

from __future__ import annotations

import io
import logging
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from ..streams import KeptStream
    from .function_runner import ProgramThread
    from .instance import Instance


class _NotGiven(Enum):
    NOT_GIVEN = "not given"


_NOT_GIVEN: Final = _NotGiven.NOT_GIVEN


class Values:
    """An iterator of values as they arrive, for ``for`` and ``async for`` in a program."""

    def __init__(self, thread: ProgramThread, batches: AsyncIterator[list[Any]]) -> None:
        self._thread = thread
        self._batches = batches
        self._waiting = deque[Any]()

    async def _next_batch(self) -> list[Any]:
        return await anext(self._batches, list[Any]())

    def __iter__(self) -> Values:
        return self

    def __next__(self) -> Any:
        if not self._waiting:
            self._waiting.extend(self._thread.hub_result(self._next_batch()))
        if not self._waiting:
            raise StopIteration
        return self._waiting.popleft()

    def __aiter__(self) -> Values:
        return self

    async def __anext__(self) -> Any:
        if not self._waiting:
            self._waiting.extend(await self._thread.hub_result_async(self._next_batch()))
        if not self._waiting:
            raise StopAsyncIteration
        return self._waiting.popleft()


class Context:
    """The value of a program's parameter ``context``.

    The members ``config``, ``logger``, ``emit``, ``on`` and ``set_health_check`` of a context also
    exist on a real hub. The other members are for functions that replace JavaScript programs.

    Attributes:
        instance_id: The instance's id.
        config: The configuration of the instance: the ``app_config`` of its start.
        app_config: The same as ``config``.
        args: The arguments of the instance's start.
        logger: A logger that writes to the instance's log.
        stdout: The instance's standard output: ``print("ready", file=context.stdout)``.
        stderr: The instance's standard error, a text file like ``stdout``.
        stdin: The data sent to the instance's stdin, in blocks of bytes as they arrive.
    """

    def __init__(self, instance: Instance, thread: ProgramThread) -> None:
        self._instance = instance
        self._thread = thread
        self.instance_id: str = instance.id
        self.app_config: Any = {} if instance.app_config is None else instance.app_config
        self.config: Any = self.app_config
        self.args: Any = [] if instance.args is None else instance.args
        self.logger: logging.Logger = logging.Logger(instance.sequence.name)  # noqa: LOG001 (not one of this process)
        self.logger.addHandler(_LogHandler(self))
        self.stdout: io.TextIOBase = _TextOutput(thread, instance.outputs["stdout"])
        self.stderr: io.TextIOBase = _TextOutput(thread, instance.outputs["stderr"])
        self.stdin: Values = Values(thread, instance.stdin_parts())

    def log(self, message: str, level: str = "INFO") -> None:
        """Write a line to the instance's log."""
        self._thread.call_soon(self._instance.write_log, message, "Sequence", level)

    def emit(self, name: str, message: object = _NOT_GIVEN) -> None:
        """Send an event to clients and to the hub's other instances.

        Args:
            name: The event's name.
            message: Any JSON value; None is sent as null. By default, the event has no message.
        """
        event = {"eventName": name} | ({} if message is _NOT_GIVEN else {"message": message})
        self._thread.call_soon(self._instance.emit, event)

    def events(self, name: str) -> Values:
        """Return an endless iterator over the messages of all earlier and later events with a name.

        Args:
            name: The event's name.

        Returns:
            An iterator for ``for`` and ``async for``. An event without a message yields None.
        """
        return Values(self._thread, self._instance.messages(name))

    def on(self, name: str, callback: Callable[[Any], object]) -> None:
        """Call a function with the message of each event with a name.

        Args:
            name: The event's name.
            callback: The function, which must not block.
        """
        self._thread.call_soon(self._instance.on_event, name, callback)

    def on_stop(self, handler: Callable[[int, bool], object]) -> None:
        """Call a function in a separate thread when the instance receives a stop request.

        Args:
            handler: The function. The arguments are the remaining milliseconds, and whether the
                function may call ``keep_alive``. The instance ends when the function returns.
        """
        self._instance.stop_handlers.append(handler)

    def keep_alive(self) -> None:
        """Keep the instance running after a stop request that sets ``can_call_keepalive``."""
        self._instance.wants_to_live = True

    def set_health_check(self, check: Callable[[], dict[str, Any]]) -> None:
        """Set the function that reports the program's health.

        Args:
            check: A function that returns ``{"healthy": …}`` and does not block.
        """
        self._thread.call_soon(self._instance.check_health, check)

    def sleep(self, seconds: float) -> None:
        """Wait, and end the program if the instance is killed during this time."""
        self._thread.sleep(seconds)


class _LogHandler(logging.Handler):
    """A logging handler that writes to an instance's log."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line to the log."""
        self._context.log(self.format(record), record.levelname)


class _TextOutput(io.TextIOBase):
    """A text file without a buffer that writes to a stream of an instance."""

    def __init__(self, thread: ProgramThread, stream: KeptStream) -> None:
        super().__init__()
        self._thread = thread
        self._stream = stream

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str, /) -> int:
        """Write a text."""
        self._thread.hub_result(self._stream.write(text.encode()))
        return len(text)
