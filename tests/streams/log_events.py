"""Log messages of the package as events that a test can wait for."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger("scramjet_facade")


@contextmanager
def message_logged(text: str) -> Iterator[threading.Event]:
    """Yield an event that is set when a message with this text is logged."""
    event = threading.Event()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if text in record.getMessage():
                event.set()

    listener, level = Listener(), _log.level
    _log.addHandler(listener)
    _log.setLevel(logging.DEBUG)
    try:
        yield event
    finally:
        _log.removeHandler(listener)
        _log.setLevel(level)
