"""How instances end, as their hubs tell it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scramjet_bindings.host.models import Instance

_ENDED = {"completed", "errored", "gone"}
_KILLED = 137
_WELL = {-1, 138}  # it has done its work, or was asked to stop
_PYTHON_ENDED = 213  # whatever the end of a program in Python was
_MOST_LINES = 20
_RUNNERS_OWN = "Error: Application Error Occurred"  # what the program threw is told beside it
_BROKEN_OUTPUT = "Error during output data stream"


def has_ended(info: Instance) -> bool:
    """Tell whether it has ended."""
    return info.status in _ENDED or bool(info.ended)


def was_killed(info: Instance) -> bool:
    """Tell whether it was killed, or is just being killed."""
    return info.status == "killing" or _exitcode(info) == _KILLED


def is_python(info: Instance) -> bool:
    """Tell whether its program is in Python."""
    sequence: Any = info.sequence
    config: Any = getattr(sequence, "config", None) or None
    engines: Any = getattr(config, "engines", None) or {}
    language: Any = getattr(config, "language", None) or ""
    return "python3" in engines or language.startswith("py")


def failure(info: Instance) -> tuple[int | None, str] | None:
    """Return the exit code and the reason of one that has failed; None if it is well."""
    exitcode, reason = _exitcode(info), "killed"
    if info.terminated:
        reason = info.terminated.reason or "no reason given"
    is_well = exitcode in _WELL or (exitcode is None and info.status == "completed")
    if is_well or (exitcode == _PYTHON_ENDED and is_python(info)):
        return None
    return exitcode, reason


def looks_complete(info: Instance) -> bool:
    """Tell whether it is taken for complete, as those are whose exported generator has thrown."""
    return info.status == "completed" and _exitcode(info) in {-1, None} and not is_python(info)


def broken_output(line: str) -> str:
    """Return what a line of its log says of an output that broke off, or an empty string."""
    return _BROKEN_OUTPUT if _runners_error(line).get("msg") == _BROKEN_OUTPUT else ""


def caught(line: str) -> str:
    """Return the program's exception that a line of its log tells of, or an empty string."""
    match _runners_error(line).get("data"):
        case [*_, str(text)]:
            lines = [] if text.startswith(_RUNNERS_OWN) else text.splitlines()
            return "\n".join(lines[:_MOST_LINES])
        case _:
            return ""


def _exitcode(info: Instance) -> int | None:
    return info.terminated.exitcode or None if info.terminated else None


def _runners_error(line: str) -> dict[str, Any]:
    """Return what its runner has logged as an error, if a line is such a thing."""
    try:
        entry: dict[str, Any] = json.loads(line)
        if entry["level"] == "ERROR" and entry["from"] == "Runner":
            return entry
    except (ValueError, LookupError, TypeError):
        pass  # it is something else
    return {}
