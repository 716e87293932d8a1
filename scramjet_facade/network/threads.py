"""How the package's threads begin."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Thread(threading.Thread):
    """A thread that keeps no program from ending."""

    def __init__(self, name: str, target: Callable[..., object], *args: object) -> None:
        super().__init__(target=target, args=args, name=f"scramjet-{name}", daemon=True)

    def start(self) -> None:
        """Begin.

        Raises:
            RuntimeError: There are too many threads, or the interpreter is about to end.
            BaseException: What a signal's handler raised meanwhile; the thread may have begun.
        """
        outer = sys.exception()
        try:
            super().start()
        except RuntimeError as error:
            # One of Python's own locks, which what the handler raised has found open.
            if (raised := error.__context__) is not None and raised is not outer:
                raise raised from None
            raise
