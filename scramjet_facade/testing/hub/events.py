"""The events that an instance's program sends."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

Event = dict[str, Any]  # with the keys "eventName" and, optionally, "message"


class Events:
    """The last event of each name, and the queues of the requests that wait for new events."""

    def __init__(self) -> None:
        self._last: dict[str, Event] = {}
        self._waiting: defaultdict[str, list[asyncio.Queue[Event]]] = defaultdict(list)

    def put(self, event: Event) -> None:
        """Add an event."""
        name = event["eventName"]
        self._last[name] = event
        for queue in self._waiting[name]:
            queue.put_nowait(event)

    def last(self, name: str) -> Event | None:
        """Return the last event with a name, unless its message is falsy in JavaScript."""
        event = self._last.get(name)
        return None if event is None or is_falsy(event.get("message")) else event

    @contextmanager
    def following(self, name: str) -> Generator[asyncio.Queue[Event]]:
        """Provide a queue of the later events with a name."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._waiting[name].append(queue)
        try:
            yield queue
        finally:
            self._waiting[name].remove(queue)

    async def next(self, name: str) -> Event:
        """Wait for the next event with a name."""
        with self.following(name) as queue:
            return await queue.get()


def is_falsy(value: object) -> bool:
    """Return whether a JSON value is falsy in JavaScript; an empty list or object is not."""
    return not value and not isinstance(value, list | dict)
