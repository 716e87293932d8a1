"""What the lines of an instance's log say about its program."""

from __future__ import annotations

import json
from typing import Any

_MAX_LINES = 20  # of a stack
_RUNNERS_OWN_ERROR = "Error: Application Error Occurred"  # the program's own is logged beside it
_BROKEN_OUTPUT = "Error during output data stream"


def broken_output(line: str) -> str:
    """Return what a line reports about an output that broke off, or an empty string."""
    return _BROKEN_OUTPUT if _runner_error(line).get("msg") == _BROKEN_OUTPUT else ""


def caught_exception(line: str) -> str:
    """Return the program's exception that a line reports, or an empty string."""
    match _runner_error(line).get("data"):
        case [*_, str(text)]:
            lines = [] if text.startswith(_RUNNERS_OWN_ERROR) else text.splitlines()
            return "\n".join(lines[:_MAX_LINES])
        case _:
            return ""


def _runner_error(line: str) -> dict[str, Any]:
    """Return the entry if a line is an error that the runner has logged."""
    try:
        entry: dict[str, Any] = json.loads(line)
        if entry["level"] == "ERROR" and entry["from"] == "Runner":
            return entry
    except (ValueError, LookupError, TypeError):
        pass  # it is something else
    return {}
