"""An instance of a fake hub."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from ..streams import KeptStream
from .events import Events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from .function_runner import FunctionRunner
    from .hub import Hub
    from .package_runner import PackageRunner
    from .sequence import Sequence
    from .topic import Topic

_KEPT_BYTES = 8 * 1024 * 1024  # Per stream. Real hubs keep about 17 MB of all streams together.
_KILL_SECONDS = 1.0  # The time in which a killed program must end.
_HEALTH_SECONDS = 0.2  # The interval between two health checks of a program.


class End(NamedTuple):
    """The status with which an instance ends."""

    status: str
    exitcode: int
    reason: str


COMPLETED = End("completed", -1, "Instance completed")
RUNNER_FAILED = End("errored", 213, "Runner failed")
_KILLED = End("completed", 137, "Instance killed")
_STOPPED = End("completed", 138, "Instance stopped")


class Instance:
    """An instance: a program that runs or has ended.

    Attributes:
        outputs: The streams that clients read, by their names.
        stop_handlers: The functions that are called after a stop request.
        health: The latest health report of the program.
        wants_to_live: Whether the program has called keep-alive.
        remove_at_end: Whether the hub forgets the instance when the instance has ended.
        runner_ended: An event that is set when the program's thread or process has ended.
    """

    def __init__(
        self,
        hub: Hub,
        sequence: Sequence,
        instance_id: str,
        options: dict[str, Any],
        *,
        requires: tuple[str, str],
        provides: tuple[str, str],
    ) -> None:
        self.hub = hub
        self.id = instance_id
        self.sequence = sequence
        self.app_config: Any = options.get("appConfig")
        self.args: Any = options.get("args")
        topics = {} if hub.is_old else options  # hubs of version 0.18.7 ignore topics
        self.requires: str = topics.get("inputTopic", "")
        self.provides: str = topics.get("outputTopic", "")
        self._topics = requires, provides
        self._target: Topic | None = None
        self.created: str = timestamp()
        self.started: str = self.created
        self.ended: str | None = None
        self.status: str = "running"
        self.terminated: dict[str, Any] | None = None

        self.outputs: dict[str, KeptStream] = {
            name: KeptStream(_KEPT_BYTES) for name in ("output", "stdout", "stderr")
        }
        self.outputs["log"] = KeptStream(falls_silent=not hub.is_old)
        self.input: KeptStream = KeptStream(_KEPT_BYTES)
        self.stdin: KeptStream = KeptStream(_KEPT_BYTES)
        self.input_type: str | None = None
        self._has_type = asyncio.Event()
        self.events: Events = Events()
        self._messages: defaultdict[str, asyncio.Queue[Any]] = defaultdict(asyncio.Queue)
        self._callbacks: dict[str, Callable[[Any], object]] = {}

        self.stop_handlers: list[Callable[[int, bool], object]] = []
        self.health: dict[str, Any] = {"healthy": True}
        self.wants_to_live = False
        self.remove_at_end: bool = hub.is_old
        self.process_id: int = os.getpid()
        self.runner_ended: asyncio.Event = asyncio.Event()
        self._over = asyncio.Event()
        self._ending = False
        self._feeding: asyncio.Task[None] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether the program has ended."""
        return self.ended is not None

    # Start and end

    def start(self, runner: FunctionRunner | PackageRunner) -> None:
        """Start the program."""
        self._runner = runner
        self.write_log("Instance started", "CSIController")
        for (name, content_type), route in zip(
            self._topics, (self.read_from, self.write_to), strict=True
        ):
            if content_type:  # hubs ignore a topic without a content type
                route(name, content_type)
        self._work = asyncio.create_task(self._run())

    async def stop(self, milliseconds: float, can_call_keepalive: bool) -> None:
        """Ask the program to stop; return when it has stopped or may continue."""
        self.status = "stopping"
        if self._ending:
            return
        await self._runner.stop(milliseconds, can_call_keepalive)
        if self.hub.is_old and self.outputs["output"].ended:
            return  # on these hubs, a stop does not change how a completed program ends
        if not (can_call_keepalive and self.wants_to_live):
            await self._end(_STOPPED)

    async def kill(self) -> None:
        """Kill the program, if it is still running."""
        await self._end(_KILLED)

    async def _run(self) -> None:
        end = await self._runner.run()
        self.runner_ended.set()
        if end is COMPLETED and (self.status == "running" or self.hub.is_old):
            await asyncio.sleep(self.hub.exit_delay)
        await self._end(_STOPPED if self.status == "stopping" else end)

    async def _end(self, end: End) -> None:
        if self._ending:
            await self._over.wait()
            return
        self._ending = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self._runner.kill(), _KILL_SECONDS)
        if self._feeding is not None:
            self._feeding.cancel()
        end = self._runner.only_end or end
        self.ended = timestamp()
        self.status = end.status
        self.terminated = {"exitcode": end.exitcode, "reason": end.reason}
        self.write_log(f"Instance ended: {end.reason}", "CSIController")
        self.end_output()
        for name in ("stdout", "stderr", *(["log"] if self.hub.is_old else [])):
            self.outputs[name].end()
        if self._feeding is not None:
            # If a topic was deleted while a program read it, hubs create the topic again.
            self.hub.topics.of(self.requires, "")
        self._over.set()
        self.hub.has_ended(self)

    # For the program

    def read_from(self, topic: str, content_type: str) -> None:
        """Read the input from a topic, if the start or the program has named one."""
        self.requires = self.requires or topic
        if not self.requires:
            return
        source = self.hub.topics.of(self.requires, content_type)
        self._feeding = asyncio.create_task(self._feed(source))

    def write_to(self, topic: str, content_type: str) -> None:
        """Also write the output to a topic, if the start or the program has named one."""
        self.provides = self.provides or topic
        if not self.provides:
            return
        self._target = self.hub.topics.of(self.provides, content_type)

    async def write_output(self, data: bytes) -> None:
        """Write output, and wait until the readers have read enough of it."""
        if self._target is not None:
            await self._target.take_turn(self.id)
            await self._target.stream.write(data)
        await self.outputs["output"].write(data)

    def end_output(self) -> None:
        """End the output."""
        if self._target is not None:
            self._target.leave_turn(self.id)
        self.outputs["output"].end()

    async def wait_for_input_type(self) -> str:
        """Wait for the content type of the input, and return it."""
        await self._has_type.wait()
        return self.input_type or ""

    async def stdin_parts(self) -> AsyncIterator[list[bytes]]:
        """Yield the data that clients send to stdin."""
        async for part in self.stdin.open():
            yield [part]

    def emit(self, event: dict[str, Any]) -> None:
        """Send an event of the program to clients and to the hub's other instances."""
        self.events.put(event)
        for other in self.hub.instances.values():
            if other is not self and not other.has_ended:
                other.receive(event)

    async def messages(self, name: str) -> AsyncIterator[list[Any]]:
        """Yield the messages of the events that have this name and reach the program."""
        while True:
            yield [await self._messages[name].get()]

    def on_event(self, name: str, callback: Callable[[Any], object]) -> None:
        """Call a function with the message of each event with a name."""
        self._callbacks[name] = callback
        while not self._messages[name].empty():
            callback(self._messages[name].get_nowait())

    def check_health(self, check: Callable[[], dict[str, Any]]) -> None:
        """Update the health at regular intervals."""
        self.health = check()
        if not self.has_ended:
            asyncio.get_running_loop().call_later(_HEALTH_SECONDS, self.check_health, check)

    # For clients

    def set_input_type(self, content_type: str) -> None:
        """Set the content type of the first input; hubs ignore the types of later inputs."""
        if not self._has_type.is_set():
            self.input_type = content_type
            self._has_type.set()

    def receive(self, event: dict[str, Any]) -> None:
        """Send an event to the program."""
        name, message = event["eventName"], event.get("message")
        if name in self._callbacks:
            asyncio.get_running_loop().call_soon(self._callbacks[name], message)
        else:
            self._messages[name].put_nowait(message)

    def write_log(
        self, message: str, source: str, level: str = "INFO", data: list[Any] | None = None
    ) -> None:
        """Write a line to the instance's log and to the hub's log."""
        line: dict[str, Any] = {"msg": message, "level": level, "ts": milliseconds()}
        line |= {"data": data} if data else {}
        line |= {"from": source, source: {"id": self.id}}
        self.outputs["log"].put(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self.hub.write_log({**line, "Host": {}})

    async def _feed(self, topic: Topic) -> None:
        self.set_input_type(topic.content_type)
        with topic.stream.reader() as reader:
            async for part in reader:
                await self.input.write(part)


def timestamp() -> str:
    """Return the current time in the format of the API."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds() -> int:
    """Return the current time in the format of logs: milliseconds since 1970."""
    return time.time_ns() // 1_000_000
