"""The faults that a test can request."""

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
    """A fault that affects the matching requests.

    Attributes:
        times: The number of requests that the fault still affects; None: all.
        status: The status of the response to a failing request.
        body: The JSON body of the response to a failing request.
        seconds: The delay of a request or of its response.
        done: Whether only the response is delayed, and not the handling of the request.
        after: The number of bytes after which the connection is closed.
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
        """Return whether the fault affects a request."""
        pattern = self.path if self.path.startswith("/") else f"*/{self.path}"
        return self.kind == kind and self.method in {"*", method} and fnmatchcase(path, pattern)


class Faults:
    """The faults of a server; tests add them from other threads."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Add a fault, which takes effect immediately."""
        if fault.times is not None and fault.times < 1:
            raise ValueError(f"times must be at least 1, or None for all requests: {fault.times}")
        with self._lock:
            self._faults.append(fault)

    def take(self, kind: Kind, method: str, path: str) -> Fault | None:
        """Return the first fault that affects a request, and count the request."""
        with self._lock:
            for fault in self._faults:
                if fault.matches(kind, method, path):
                    if fault.times is not None:
                        fault.times -= 1
                        if not fault.times:
                            self._faults.remove(fault)
                    return fault
        return None
