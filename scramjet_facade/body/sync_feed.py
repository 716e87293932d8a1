"""What an upload's source gives, on its way to the request that sends it."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterable
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from ..concurrency import timing
from ..concurrency.cancel_token import current_token, sync_cancellable
from ..concurrency.sync_flavor import CancelToken, sync_close
from ..concurrency.threads import Bell, Thread
from ..errors import BadParametersError, ClientError
from .source import AHEAD, PART, to_bytes, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .source import Source

T = TypeVar("T")


class Feed:
    """Gives a source's blocks to a request; parts that are there at the same time go together.

    A source that may be waited for is asked in the thread that makes the call, where its locks and
    its connection to a database are. Meanwhile another thread sends, so that nothing is held back.

    Attributes:
        failure: What the source raised.
    """

    def __init__(
        self, source: Source, progress: Callable[[int, int | None], object] | None = None
    ) -> None:
        """Take the source, and what is told how many bytes of how many were sent."""
        self._source = source
        self._progress = progress
        self._filled = Bell()
        self._emptied = Bell()
        self._parts: deque[bytes] = deque()
        self._sent = self._told = 0
        self._is_fed = self._is_hungry = self._is_all = self._is_broken = self._is_over = False
        self._outcome: Any = None
        self._error: BaseException | None = None
        self.failure: Exception | None = None

    def again(self) -> Feed | None:
        """Return another feed of the same data, if there can be one."""
        again = self._source.again
        return None if again is None else Feed(again(), self._progress)

    def run(self, call: Callable[[], T]) -> T:
        """Return what a call returns that sends a request with this as its body."""
        if not self._source.waits:
            return call()
        self._is_fed = True
        cancel_token, outer = CancelToken(), current_token()
        sender = Thread("sender", copy_context().run, self._send, call, cancel_token)
        if outer is not None:
            outer.add_callback(cancel_token.cancel)
        try:
            sender.start()
            sync_cancellable(None, self._fetch)  # the source may make requests of its own
        except BaseException as error:
            if isinstance(error, Exception):
                self.failure = error
            self._is_broken = True
            cancel_token.cancel()
            self._filled.ring()
            raise
        finally:
            if sender.is_alive():  # else it may never have begun
                sender.join(timing.REQUEST_CLOSE_TIMEOUT)
            if outer is not None:
                outer.remove_callback(cancel_token.cancel)
        if (caught := self._error) is not None:
            self._error = None  # else it and its traceback would hold each other
            raise caught
        outcome: T = self._outcome
        return outcome

    def close(self) -> None:
        """End the source, if it is a generator."""
        sync_close(self._source)

    def __iter__(self) -> Iterator[bytes]:
        if self._is_fed:
            for block in self._taken():
                yield block
                self._sent += len(block)
                if self._progress is not None:  # else nobody waits to tell it
                    self._emptied.ring()
            return
        try:
            for block in map(to_bytes, self._checked()):
                yield block
                self._sent += len(block)
                self._tell()
        except Exception as error:
            self.failure = error
            raise
        finally:
            self.close()

    def _checked(self) -> Iterable[bytes | str]:
        if isinstance(self._source.blocks, AsyncIterable):
            raise BadParametersError("an async iterable needs the asynchronous client")
        return self._source.blocks

    def _fetch(self) -> None:
        """Get the source's parts, and wait until they are sent and the call has ended."""
        size = 0  # at most, of what is not taken yet
        parts = self._parts
        for part in self._checked():
            block = part if type(part) is bytes else to_bytes(part)
            parts.append(block)
            size += len(block) + PART
            # Not at each part, which would take longer than all else.
            if self._is_hungry or self._is_over or size >= AHEAD:
                self._filled.ring()
                while size >= AHEAD and parts and not self._is_over:
                    self._emptied.wait()
                if not parts:
                    size = 0
                if self._is_over:
                    return
                self._tell()
        self._is_all = True
        while not self._is_over:
            self._filled.ring()
            if self._sent == self._told and not self._is_over:
                self._emptied.wait()
            self._tell()

    def _send(self, call: Callable[[], Any], cancel_token: CancelToken) -> None:
        try:
            self._outcome = sync_cancellable(cancel_token, call)
        except BaseException as error:  # noqa: BLE001 (it is raised where the call was made)
            self._error = error
        self._is_over = True
        self._emptied.ring()

    def _taken(self) -> Iterator[bytes]:
        """Take all that is there, again and again."""
        while True:
            self._is_hungry = True
            while not (self._parts or self._is_all or self._is_broken):
                self._filled.wait()
            self._is_hungry = False
            taken = [self._parts.popleft() for _ in range(len(self._parts))]
            self._emptied.ring()
            if self._is_broken:
                raise ClientError("the data's source failed")
            if not taken:
                return
            yield from together(taken)

    def _tell(self) -> None:
        if self._told != self._sent:
            self._told = self._sent
            if self._progress is not None:
                self._progress(self._told, self._source.size)
