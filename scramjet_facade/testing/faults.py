"""Faults that tests ask for."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["fail", "delay", "cut"]


@dataclass
class Fault:
    """A fault that happens to matching requests.

    Attributes:
        times: The number of requests that are left; None: all.
        status: The status of a failure.
        body: The JSON of a failure.
        seconds: How long a request or its response is delayed.
        done: Whether only the response is delayed, and not the request.
        after: After how many bytes the connection is closed.
    """

    kind: Kind
    method: str
    path: str
    times: int | None
    status: int = 0
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0.0
    done: bool = False
    after: int = 0

    def matches(self, kind: Kind, method: str, path: str) -> bool:
        """Return whether the fault applies to a request."""
        pattern = self.path if self.path.startswith("/") else f"*/{self.path}"
        return self.kind == kind and self.method in {"*", method} and fnmatchcase(path, pattern)


class Faults:
    """The faults of a server; tests add them from their own threads."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Apply a fault from now on."""
        if fault.times is not None and fault.times < 1:
            raise ValueError(f"times must be a number from 1, or None for always: {fault.times}")
        with self._lock:
            self._faults.append(fault)

    def take(self, kind: Kind, method: str, path: str) -> Fault | None:
        """Return the first fault that applies to a request, and count the request."""
        with self._lock:
            for fault in self._faults:
                if fault.matches(kind, method, path):
                    if fault.times is not None:
                        fault.times -= 1
                        if not fault.times:
                            self._faults.remove(fault)
                    return fault
        return None
