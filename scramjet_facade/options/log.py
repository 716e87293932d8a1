"""This package's log."""

from __future__ import annotations

import logging
import os

_LEVELS = ("debug", "info", "warning", "error")


def set_up() -> None:
    """Keep silent, unless ``SCRAMJET_LOG`` names a level: then write to stderr."""
    log = logging.getLogger("scramjet_facade")
    log.addHandler(logging.NullHandler())  # else Python itself would write warnings to stderr
    level = os.environ.get("SCRAMJET_LOG", "").strip().lower()
    if not level:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    if level in _LEVELS:
        log.setLevel(level.upper())
    else:
        log.warning("SCRAMJET_LOG is %r: there are %s", level, ", ".join(_LEVELS))


def tell_what_is_left(error: BaseException, note: str) -> None:
    """Add a note to an error, and log it: who cancels a task sees no notes."""
    error.add_note(note)
    logging.getLogger("scramjet_facade").warning("%s", note)
