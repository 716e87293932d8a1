"""A function that is packed for a hub, together with its requirements."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadParametersError
from .package import find_files, pack_files

if TYPE_CHECKING:
    import os

_DEPENDENCIES = "__pypackages__"  # hubs from version 1.0 look for requirements here


class PythonProgram:
    """A function that is packed for a hub; ``python_program`` creates it.

    ``send_sequence`` and ``overwrite`` accept it as a package.

    Attributes:
        name: The name of both the function and the package.
    """

    def __init__(
        self,
        name: str,
        files: dict[str, bytes | Path],
        requirements: list[str],
        python_version: str | None,
    ) -> None:
        """Store the files by their paths in the package, and the arguments for pip."""
        self.name = name
        self._files = files
        self._requirements = requirements
        self._python_version = python_version
        self._packed: bytes | None = None
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<PythonProgram {self.name}: {', '.join(sorted(self._files))}>"

    def to_bytes(self) -> bytes:
        """Return the package as a tar.gz; the first call installs the requirements.

        Raises:
            BadParametersError: A requirement can't be installed.
            OSError: A file can't be read.
        """
        import tempfile  # noqa: PLC0415 (few programs pack)

        with self._lock:
            if self._packed is None:
                with tempfile.TemporaryDirectory(prefix="scramjet-program-") as folder:
                    files = {**self._files, **self._install(Path(folder))}
                    self._packed = b"".join(pack_files(files))
            return self._packed

    def write_to(self, folder: str | os.PathLike[str]) -> Path:
        """Write the package's files into a folder, to inspect them or to send them with ``si``.

        Args:
            folder: A folder that does not exist yet, or is empty.

        Returns:
            The folder.

        Raises:
            BadParametersError: The folder is not empty, or a requirement can't be installed.
        """
        import tempfile  # noqa: PLC0415 (few programs pack)

        root = Path(folder)
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise BadParametersError(f"{root} must be a new or empty folder")
        with tempfile.TemporaryDirectory(prefix="scramjet-program-") as temporary:
            for name, content in {**self._files, **self._install(Path(temporary))}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
        return root

    def _install(self, folder: Path) -> dict[str, bytes | Path]:
        """Install the requirements with pip, and return the installed files by their paths."""
        if not self._requirements:
            return {}
        import subprocess  # noqa: PLC0415 (few programs pack)

        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input"]
        command += ["--disable-pip-version-check", "--no-compile", f"--target={folder}"]
        if self._python_version is not None:
            command += [f"--python-version={self._python_version}", "--only-binary=:all:"]
        result = subprocess.run(  # noqa: S603 (the requirements are the user's own)
            [*command, *self._requirements], capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise BadParametersError(
                f"the requirements of {self.name} can't be installed; output of pip: "
                f"{' | '.join((result.stderr or result.stdout).splitlines())}"
            )
        # The scripts in bin contain the path of this machine's Python, and no hub runs them.
        found = find_files(folder, ["*"], ["/bin", "__pycache__"])
        return {f"{_DEPENDENCIES}/{name}": path for name, path in found.items()}
