"""How instances end, as hubs report it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import languages

if TYPE_CHECKING:
    from scramjet_bindings.host.models import Instance

_ENDED = {"completed", "errored", "gone"}
_ALIVE = {"initializing", "starting", "running"}
_KILLED = 137
_SUCCEEDED = {-1, 138}  # it has completed, or was asked to stop
_PYTHON_ENDED = 213  # however a Python program ended


def is_alive(info: Instance) -> bool:
    """Return whether it runs or is about to; one that is stopping does not count."""
    return info.status in _ALIVE


def is_stopping(info: Instance) -> bool:
    """Return whether it was asked to stop; it keeps this status if it called keep-alive."""
    return info.status == "stopping"


def has_ended(info: Instance) -> bool:
    """Return whether it has ended."""
    return info.status in _ENDED or bool(info.ended)


def was_killed(info: Instance) -> bool:
    """Return whether it was killed, or is being killed."""
    return info.status == "killing" or _exitcode(info) == _KILLED


def is_python(info: Instance) -> bool:
    """Return whether its program is written in Python."""
    sequence: Any = info.sequence
    return languages.is_python(getattr(sequence, "config", None) or None)


def failure(info: Instance) -> tuple[int | None, str] | None:
    """Return the exit code and the reason of a failed instance; None if it did not fail."""
    exitcode, reason = _exitcode(info), "killed"
    if info.terminated:
        reason = info.terminated.reason or "no reason given"
    succeeded = exitcode in _SUCCEEDED or (exitcode is None and info.status == "completed")
    if succeeded or (exitcode == _PYTHON_ENDED and is_python(info)):
        return None
    return exitcode, reason


def looks_complete(info: Instance) -> bool:
    """Return whether it is reported as completed, as if its exported generator had not thrown."""
    return info.status == "completed" and _exitcode(info) in {-1, None} and not is_python(info)


def _exitcode(info: Instance) -> int | None:
    return info.terminated.exitcode or None if info.terminated else None
