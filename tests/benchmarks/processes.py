"""The processes of a run: the server, and one for each client."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scramjet_facade import HostClient
from tests.hub.real_hub import RealHub
from tests.node import is_installed, node_and_npm

from .workloads import LONG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

JAVASCRIPT = "official_js"
CONTENDERS = Path(__file__).parent / "contenders"
_ROOT = Path(__file__).parents[2]
OUTPUT = _ROOT / ".build" / "bench"
"""The folder for the results of a run."""


def is_available(contender: str) -> bool:
    """Return whether a client is installed; ``make bench`` installs the official ones."""
    if contender == JAVASCRIPT:
        return node_and_npm() is not None and is_installed(CONTENDERS)
    if contender == "official":
        return importlib.util.find_spec("client_utils") is not None
    return True


def node(program: str, *arguments: str) -> list[str]:
    """Return the command for a JavaScript program of these benchmarks."""
    tools = node_and_npm()
    assert tools is not None, "is_available() must be checked first"
    return [tools[0], str(CONTENDERS / program), *arguments]


class Process:
    """A process that reads and writes lines, and exits when its stdin is closed."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._in.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._out.close()

    def read(self) -> str:
        """Return the next line of output."""
        line = self._out.readline()
        if not line:
            raise RuntimeError(f"the process exited early: {self._process.args!r}")
        return line

    def write(self, line: str) -> None:
        self._in.write(f"{line}\n")
        self._in.flush()


class Server(Process):
    """The server, in its own process."""

    def __init__(self) -> None:
        super().__init__([sys.executable, "-m", "tests.benchmarks.server"])
        self.url = f"http://127.0.0.1:{int(self.read())}/api/v1"


@contextmanager
def hub() -> Iterator[str]:
    """Start a real hub with one program that answers each record; yield its URL."""
    with RealHub() as real, HostClient(real.api_base) as host:
        host.send_sequence(_ROOT / "tests" / "sequences" / "records")
        yield real.api_base


class Worker(Process):
    """A client, in its own process."""

    def __init__(self, contender: str, url: str) -> None:
        if contender == JAVASCRIPT:
            super().__init__(node(f"{contender}.mjs", url))
        else:
            module = contender.removesuffix(LONG)
            super().__init__([sys.executable, "-m", "tests.benchmarks.worker", module, url])

    def do(self, order: dict[str, Any]) -> dict[str, float]:
        """Run a workload; return its measurements."""
        self.write(json.dumps(order))
        measured: dict[str, Any] = json.loads(self.read())
        return measured
