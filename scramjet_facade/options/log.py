"""The package's logger."""

from __future__ import annotations

import logging
import os

_LEVELS = ("debug", "info", "warning", "error")


def set_up() -> None:
    """Write the log to stderr if ``SCRAMJET_LOG`` names a level; otherwise write nothing."""
    log = logging.getLogger("scramjet_facade")
    log.addHandler(logging.NullHandler())  # without a handler, Python writes warnings to stderr
    level = os.environ.get("SCRAMJET_LOG", "").strip().lower()
    if not level:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    if level in _LEVELS:
        log.setLevel(level.upper())
    else:
        log.warning("SCRAMJET_LOG is %r: use one of %s", level, ", ".join(_LEVELS))


def report_leftover(error: BaseException, note: str) -> None:
    """Add a note to an error and log the note, because code that cancels a task sees no notes."""
    error.add_note(note)
    logging.getLogger("scramjet_facade").warning("%s", note)
