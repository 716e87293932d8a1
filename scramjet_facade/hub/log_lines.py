"""Reads the lines of an instance's log that report the result of its program."""

from __future__ import annotations

import json
from collections import deque
from typing import Any

_MAX_LINES = 20  # The number of lines of a stack that are kept.
_STREAM_FILES = ("streams.py", "pyfca.py", "runner.py")  # Files of the Python runner.
_RUNNERS_OWN_ERROR = "Error: Application Error Occurred"  # This is not an error of the program.
_BROKEN_OUTPUT = "Error during output data stream"
_COMPLETED = "Sequence completed."
_PYTHON_FINISHED = "Finished."
_PYTHON_FAILED = "Sequence failed: "  # python_program's adapter also logs the traceback.
_FAILED: dict[str, tuple[int | None, str]] = {
    "Sequence syntax error.": (22, "Sequence failed on start"),
    "Sequence error:": (22, "Sequence failed on start"),
    "Error occurred during Sequence execution:": (23, "Sequence failed during execution"),
}
"""The exit code and the reason that the hub reports about a second after such a line."""


class PythonErrors:
    """Searches the stderr of a Python runner for an exception that leaves the output open.

    Attributes:
        lines: The last lines.
        has_trace: Whether the lines contained a traceback.
    """

    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=_MAX_LINES)
        self.has_trace: bool = False
        self._is_lost = False  # an unhandled exception of the runner's own tasks
        self._is_trace = False

    def take(self, line: str) -> bool:
        """Read a line; return whether it is the last line of a traceback.

        Only the tracebacks of exceptions that leave the output open count.
        """
        self.lines.append(line)
        if line.startswith("future: "):
            self._is_lost = any(name in line for name in _STREAM_FILES)
        elif line.startswith("Traceback "):
            self._is_trace = True
        elif self._is_trace and line[:1].strip():
            self._is_trace, self.has_trace = False, True
            return self._is_lost
        return False


class ProgramLog:
    """Searches the lines of an instance's log, in order, for the end of its program.

    Hubs log that a program has completed when its output ends. If a program fails, hubs of version
    1.0.1 log an error shortly before the end of its output. Hubs of version 0.18.7 log no error,
    and remove the instance immediately.

    Attributes:
        has_begun: Whether the lines contained a line of the runner. Such lines are missing if the
            log has had other readers.
        completed: Whether the program has completed.
        failure: The exit code and the reason of a failed program; None if it has not failed.
        stack: The program's exception, or an empty string.
    """

    def __init__(self) -> None:
        self.has_begun: bool = False
        self.completed: bool = False
        self.failure: tuple[int | None, str] | None = None
        self.stack: str = ""

    @property
    def has_result(self) -> bool:
        """Whether the lines so far report the end of the program."""
        return self.completed or self.failure is not None

    def take(self, line: str) -> bool:
        """Read a line; return whether the end of the program is known now."""
        entry = _runner_entry(line)
        self.has_begun = self.has_begun or bool(entry)
        message = entry.get("msg")
        if not isinstance(message, str):
            message = ""
        if entry.get("from") == "PythonRunner":
            self._take_from_python(message)
        elif message.startswith(_COMPLETED):
            # If an exported generator throws, hubs log an error first, and then also this line.
            self.completed = self.failure is None
        elif entry.get("level") == "ERROR":
            self.stack = self.stack or _stack(entry)
            if message == _BROKEN_OUTPUT:
                self.failure = None, "its output broke off"
            for start, failure in _FAILED.items():
                if message.startswith(start):
                    self.failure = failure
        return self.has_result

    def _take_from_python(self, message: str) -> None:
        if message.startswith(_PYTHON_FAILED):
            self.failure = None, "Sequence failed during execution"
            lines = message[len(_PYTHON_FAILED) :].splitlines()
            self.stack = "\n".join(lines[-_MAX_LINES:])
        elif message in {_PYTHON_FINISHED, _COMPLETED}:
            self.completed = self.failure is None


def _stack(entry: dict[str, Any]) -> str:
    match entry.get("data"):
        case [*_, str(text)] if not text.startswith(_RUNNERS_OWN_ERROR):
            return "\n".join(text.splitlines()[:_MAX_LINES])
        case _:
            return ""


def _runner_entry(line: str) -> dict[str, Any]:
    """Return the runner's entry in a line of the log; an empty dict for other lines."""
    try:
        entry: dict[str, Any] = json.loads(line)
        if entry["level"] and entry["from"] in {"Runner", "PythonRunner"}:
            return entry
    except (ValueError, LookupError, TypeError, RecursionError):
        pass  # the line is not an entry of the runner
    return {}
