"""The real hub for the tests: installs, starts and stops it."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.hub.python_runner import path_for_hub
from tests.node import is_installed, node_and_npm, npm_ci

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

_FOLDER = Path(__file__).parent
_STOP_SECONDS = 10.0


def install() -> None:
    """Install Node and the hub if they are missing."""
    print(f"The hub is installed, and runs on {npm_ci(_FOLDER)}", flush=True)


class RealHub:
    """A hub on a free port; leaving the block stops it and every process that it started."""

    api_base: str
    pid: int

    def __init__(
        self,
        command: Sequence[str] = (),
        version: str = "0.18.7",
        *,
        start_seconds: float = 30.0,
        request_timeout: float = 0.0,
    ) -> None:
        """Set the command and the version of another hub than the default hub.

        Args:
            command: The command that starts the hub.
            version: The version of the hub.
            start_seconds: How long the hub may take to start.
            request_timeout: Seconds after which the default hub ends a request; 0: as in Node.
        """
        self.version = version
        self._request_timeout = str(round(request_timeout * 1000))
        self._command = command
        self._start_seconds = start_seconds

    def __enter__(self) -> Self:
        tools = node_and_npm()
        if tools is None or not is_installed(_FOLDER):
            raise RuntimeError("No hub to test against; run: python -m tests.hub.real_hub")
        # A file, because a full pipe would block the hub.
        self._log = tempfile.TemporaryFile()
        self._folder = tempfile.mkdtemp(prefix="scramjet-hub-")
        self._python = tempfile.mkdtemp(prefix="scramjet-python-")
        # The hub runs in a new session. So Ctrl-C reaches only this process, which stops the hub.
        # If this process is killed, the hub's stdin is closed and the hub exits.
        self._process = subprocess.Popen(
            self._command
            or [tools[0], str(_FOLDER / "start.mjs"), self._folder, self._request_timeout],
            cwd=self._folder,  # The Python runner writes a file there.
            # Variables of the developer (DEVELOPMENT, NODE_OPTIONS) must not change the hub.
            env={
                "PATH": path_for_hub(Path(self._python)),
                "HOME": os.environ.get("HOME", self._folder),
            },
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
        # A test may kill the hub; any other exit before it is stopped is a crash.
        if self._process.poll() in (None, -signal.SIGKILL):
            self._stop()
        else:
            log = self.log()
            self._stop()
            raise RuntimeError(f"The hub crashed ({self._process.returncode}):\n{log}")

    def log(self, last_bytes: int = 8192) -> str:
        """Return the last bytes of the hub's log."""
        size = os.fstat(self._log.fileno()).st_size
        # pread instead of seek and read, because the hub writes at the same file position.
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
            # This closes the pipes too.
            with self._process:
                self._log.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            shutil.rmtree(self._python, ignore_errors=True)

    def _kill_group(self) -> None:
        """Kill the remaining processes of the hub and its runners, and wait until they exit."""
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except (
                ProcessLookupError,
                PermissionError,
            ):  # PermissionError: dead processes on macOS
                return
            self._process.poll()
            time.sleep(0.01)
        raise RuntimeError(f"Processes of the hub are still running: process group {self.pid}")


if __name__ == "__main__":
    install()
