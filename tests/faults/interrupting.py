"""Interrupts a function at each point at which the handler of a signal can raise.

CPython runs the handler of a signal only at some bytecodes: where a function or generator begins or
continues, after the call of a C function, and before the next round of a loop. A trace function
that raises would also raise at other places, for example between the end of a function and the
assignment of its result. No program can protect itself there. So in this module, a signal is
pending at every bytecode, and CPython decides where the handler runs.

These points are left out, because no Python program can protect them:

* the first point of ``__enter__`` and ``__exit__``, before any of their own code has run;
* finalizers and callbacks of weak references, because Python only reports their exceptions.

A point that the same path through the code reaches again, as in a loop, counts once. Of other
packages, only the modules that manage threads and locks count.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import ctypes
import dis
import gc
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from zlib import crc32

import scramjet_bindings

import scramjet_facade

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType

Point: TypeAlias = "tuple[tuple[CodeType, int], ...]"
"""The stack: the code of each function, and where in its bytecode it is."""

_PACKAGES = tuple(
    str(Path(module.__file__ or "").parent)
    for module in (scramjet_facade, scramjet_bindings, concurrent.futures)
)
_MODULES = frozenset(module.__file__ for module in (contextlib, queue, threading))
_FINALIZERS = frozenset({"__del__", "_remove"})
_RESUME = dis.opmap["RESUME"]

# Makes SIGINT pending, as the system does. This is a trace function that ignores its three
# arguments. It contains no bytecode at which the handler could run.
_interrupt: Any = ctypes.PYFUNCTYPE(None, *[ctypes.py_object] * 3)(
    ("PyErr_SetInterrupt", ctypes.pythonapi)
)


class Interrupter:
    """Interrupts calls of a function, each at another point.

    Attributes:
        points: The points at which further calls are not interrupted.
    """

    def __init__(
        self, error: type[BaseException] | None, part: int = 0, number_of_parts: int = 1
    ) -> None:
        """Create an interrupter that raises an error at one part of all points.

        Without an error, it only collects points.
        """
        self._error = error
        self._part, self._number_of_parts = part, number_of_parts
        self._has_raised = False
        self._tracer = self._trace  # the interpreter calls it after it has forgotten it
        self.points: set[Point] = set()

    def interrupts(self, work: Callable[[], object]) -> bool:
        """Call a function, and interrupt it; return whether there was a new point.

        Raises:
            AssertionError: The exception of the handler did not reach the caller.
        """
        self._has_raised = False
        before = signal.signal(signal.SIGINT, self._handle)
        gc.disable()  # it may run finalizers anywhere, such as those of a server in this process
        try:
            sys.settrace(self._tracer)
            try:
                work()
            finally:
                sys.settrace(None)
        except BaseException as error:
            if self._error is None or type(error) is not self._error:
                raise
        else:
            assert not self._has_raised, "the exception was lost"
        finally:
            gc.enable()
            signal.signal(signal.SIGINT, before)
        return self._has_raised

    def _trace(self, frame: FrameType, _event: str, _argument: object) -> Any:
        if not _counts(frame.f_code):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return _interrupt

    def _handle(self, _signal: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_code is self._tracer.__code__:
            frame = frame.f_back
        if self._has_raised or frame is None or not _counts(frame.f_code) or _is_beginning(frame):
            return
        stack = list[tuple[Any, int]]()
        outer: FrameType | None = frame
        while outer is not None and outer.f_code is not Interrupter.interrupts.__code__:
            if outer.f_code.co_name in _FINALIZERS:
                return
            stack.append((outer.f_code, outer.f_lasti))
            outer = outer.f_back
        point = tuple(stack)
        if point in self.points or _number(point) % self._number_of_parts != self._part:
            return
        self.points.add(point)
        if self._error is not None:
            self._has_raised = True
            sys.settrace(None)
            raise self._error


def _number(point: Point) -> int:
    """Return a number of a point that is the same in all processes."""
    place = [(code.co_filename, code.co_firstlineno, offset) for code, offset in point]
    return crc32(repr(place).encode())


def _counts(code: CodeType) -> bool:
    return code.co_filename.startswith(_PACKAGES) or code.co_filename in _MODULES


def _is_beginning(frame: FrameType) -> bool:
    code = frame.f_code
    is_block = code.co_name in {"__enter__", "__exit__"} and code.co_filename.startswith(_PACKAGES)
    return is_block and code.co_code[frame.f_lasti] == _RESUME
