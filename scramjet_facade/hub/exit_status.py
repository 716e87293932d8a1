"""Reads from the reports of hubs how instances have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import languages

if TYPE_CHECKING:
    from scramjet_bindings.host.models import Instance, SequenceConfig

_ENDED = {"completed", "errored", "gone"}
_ALIVE = {"initializing", "starting", "running"}
KILLED = 137, "Instance killed"
"""The exit code and the reason of a killed instance."""

_SUCCEEDED = {-1, 138}  # The program completed (-1), or was stopped (138).
_PYTHON_ENDED = 213  # Every Python program ends with this code.


def is_alive(info: Instance) -> bool:
    """Return whether an instance runs or is starting; a stopping instance does not count."""
    return info.status in _ALIVE


def is_stopping(info: Instance) -> bool:
    """Return whether an instance is stopping, even if it has called keep-alive."""
    return info.status == "stopping"


def has_ended(info: Instance) -> bool:
    """Return whether an instance has ended."""
    return info.status in _ENDED or bool(info.ended)


def was_killed(info: Instance) -> bool:
    """Return whether an instance was killed, or is being killed."""
    return info.status == "killing" or _exitcode(info) == KILLED[0]


def is_python(info: Instance) -> bool:
    """Return whether an instance's program is written in Python."""
    return languages.is_python(_config(info))


def is_function(info: Instance) -> bool:
    """Return whether ``python_program`` made an instance's program."""
    return languages.is_function(_config(info))


def failure(info: Instance, *, is_incomplete: bool = False) -> tuple[int | None, str] | None:
    """Return the exit code and the reason of a failed instance; None if it did not fail.

    Args:
        info: The hub's information about the instance.
        is_incomplete: Whether the log shows that a Python program has not completed. The exit code
            of a Python program does not show this.
    """
    if not info.terminated and info.status == "killing":
        return KILLED
    exitcode = _exitcode(info)
    succeeded = exitcode in _SUCCEEDED or (exitcode is None and info.status == "completed")
    if succeeded or (exitcode == _PYTHON_ENDED and is_python(info) and not is_incomplete):
        return None
    reason = info.terminated.reason if info.terminated else None
    return exitcode, reason or "no reason given"


def may_have_failed(info: Instance) -> bool:
    """Return whether an instance's log may report a failure that its exit code does not show.

    A JavaScript program that exports a generator counts as completed even if the generator threw.
    All Python programs have the same exit code, so the code does not show a failure.
    """
    if is_python(info):
        return _exitcode(info) == _PYTHON_ENDED
    return info.status == "completed" and _exitcode(info) in {-1, None}


def _config(info: Instance) -> SequenceConfig | None:
    sequence: Any = info.sequence
    return getattr(sequence, "config", None) or None


def _exitcode(info: Instance) -> int | None:
    return info.terminated.exitcode or None if info.terminated else None
