"""How the package's threads begin, and how they wait for each other."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from ..errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable


class Thread(threading.Thread):
    """A thread that keeps no program from ending."""

    def __init__(self, name: str, target: Callable[..., object], *args: object) -> None:
        super().__init__(target=target, args=args, name=f"scramjet-{name}", daemon=True)

    def start(self) -> None:
        """Begin.

        Raises:
            ClientError: There are too many threads, or the interpreter is about to end.
            BaseException: What a signal's handler raised meanwhile; the thread may have begun.
        """
        outer = sys.exception()
        try:
            super().start()
        except RuntimeError as error:
            # One of Python's own locks, which what the handler raised has found open.
            if (raised := error.__context__) is not None and raised is not outer:
                raise raised from None
            raise ClientError(f"this needs another thread: {error}") from error


class Bell:
    """Wakes a thread that waits for it, or that is going to.

    Conditions and events make a RuntimeError of what the handler of a signal raises while somebody
    waits for them. This lets it through.
    """

    def __init__(self) -> None:
        self._silence = threading.Lock()
        self._silence.acquire()

    def ring(self) -> None:
        """Wake it; as often as one likes until it wakes."""
        with suppress(RuntimeError):  # it rings already
            self._silence.release()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it rings, or for so many seconds."""
        self._silence.acquire(timeout=-1 if seconds is None else max(0, seconds))
