"""Advance the data sources of synchronous clients, in the thread of the caller."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterable, Iterable
from contextvars import copy_context
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..concurrency import timing
from ..concurrency.cancel_token import sync_cancellable
from ..concurrency.threads import Event, Thread
from ..errors import BadParametersError, ClientError
from .buffer import Buffer, fill
from .closing import closed_with, source_failure
from .source import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..concurrency.cancel_token import BaseCancelToken
    from .source import Source

T = TypeVar("T")


class Producer:
    """Produces the blocks of a source.

    If a source may wait, ``run()`` advances the source in the thread of the caller. This thread may
    own locks and database connections of the source. Another thread sends the blocks at the same
    time. If a source does not wait, the thread that takes the blocks advances the source.
    """

    def __init__(self, source: Source) -> None:
        """Create the producer; nothing is read from the source yet."""
        if isinstance(source.blocks, AsyncIterable) and not isinstance(source.blocks, Iterable):
            raise BadParametersError("an asynchronous source needs the asynchronous client")
        self._source = source
        self._iterator: Iterator[bytes | str] | None = None
        self._thread = 0  # the thread that advances the iterator
        self._data, self._room = Event(), Event()
        self._buffer: Buffer | None = None
        self._outcome: Any = None
        self._error: BaseException | None = None
        self._is_over = False
        self.failure: Exception | None = None

    def run(
        self,
        call: Callable[[], T],
        cancel_token: BaseCancelToken,
        report: Callable[[], object],
    ) -> T:
        """Call a function that sends the blocks, and advance the source at the same time.

        Args:
            call: The function.
            cancel_token: The token that is cancelled if the source fails.
            report: A function that is called from time to time in this thread, and once at the end.
        """
        if not self._source.waits:
            return sync_cancellable(cancel_token, call)
        self._buffer = buffer = Buffer(self._data.set, self._room.set)
        self._thread = threading.get_ident()
        sender = Thread("sender", copy_context().run, self._send, call, cancel_token)
        try:
            sender.start()
            # The source may make requests of its own, which the token must not cancel.
            sync_cancellable(None, lambda: self._advance(buffer, report))
        except BaseException as error:
            self.failure = source_failure(error)
            buffer.end(ClientError("the data source failed"))
            cancel_token.cancel()
            raise
        finally:
            sender.join(timing.REQUEST_CLOSE_TIMEOUT)
        if (raised := self._error) is not None:
            self._error = None  # breaks a reference cycle with the traceback
            raise raised
        outcome: T = self._outcome
        return outcome

    def take(self, deadline: float | None) -> list[bytes] | None:
        """Return the blocks that are ready; if there are none, wait for the first one.

        Args:
            deadline: The time at which to stop waiting, by ``time.monotonic()``.

        Returns:
            The blocks; an empty list at the end of the source; None at the deadline.
        """
        buffer = self._buffer
        if buffer is None:
            return self._take_next()
        while not buffer.has_data():
            seconds = None if deadline is None else deadline - monotonic()
            if seconds is not None and seconds <= 0:
                return None
            self._data.wait(seconds)
        return buffer.read()

    def report(self, report: Callable[[], object]) -> None:
        """Call a function in the thread of the caller."""
        if self._buffer is None:
            report()
        else:
            self._room.set()

    def abandon(self) -> None:
        """Close the iterator; only the thread that advances the iterator may call this."""
        iterator, self._iterator = self._iterator, None
        with closed_with(iterator):
            pass

    def close(self) -> None:
        """End the source; if another thread advances the source, only that thread closes it."""
        if self._thread in {0, threading.get_ident()}:
            iterator = self._source.blocks if self._iterator is None else self._iterator
            self._iterator = None
            with closed_with(iterator):
                pass

    def _take_next(self) -> list[bytes]:
        if self._iterator is None:
            self._iterator = iter(cast("Iterable[bytes | str]", self._source.blocks))
            self._thread = threading.get_ident()
        try:
            for part in self._iterator:
                if block := to_bytes(part):
                    return [block]
        except Exception as error:
            self.failure = error
            raise
        return []

    def _advance(self, buffer: Buffer, report: Callable[[], object]) -> None:
        fill(self._source, buffer, self._room.wait, report)
        buffer.end()
        while not self._is_over:
            self._room.wait()
            report()
        report()  # the request may have ended before the first check

    def _send(self, call: Callable[[], Any], cancel_token: BaseCancelToken) -> None:
        try:
            self._outcome = sync_cancellable(cancel_token, call)
        except BaseException as error:  # noqa: BLE001 (it is raised in the thread of the caller)
            self._error = error
        self._is_over = True
        assert self._buffer is not None
        self._buffer.close()
