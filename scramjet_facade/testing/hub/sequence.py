"""A sequence of a fake hub, and its package."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from dataclasses import dataclass
from typing import Any, cast

_OPTIONAL_TEXTS = ("name", "version", "author", "description")
_COPIED = ("description", "author", "keywords", "args", "repository")


class BadPackageError(Exception):
    """A package is invalid, so hubs refuse it."""

    def __init__(self, error: object) -> None:
        super().__init__()
        self.error = error


@dataclass
class Sequence:
    """A program that is stored on a fake hub.

    Attributes:
        package: The content of the package's ``package.json``.
        data: The package as a tar.gz archive; empty for a function.
    """

    id: str
    package: dict[str, Any]
    data: bytes

    @property
    def name(self) -> str:
        """The package's name, which may be empty."""
        return str(self.package.get("name", ""))

    @property
    def is_python(self) -> bool:
        """Whether the sequence is a Python package, and not a function of a test."""
        return "python3" in self.package.get("engines", {}) and bool(self.data)

    @property
    def is_function(self) -> bool:
        """Whether ``python_program`` made the package."""
        return self.is_python and self.package["main"] == "scramjet_main.py"

    def config(self) -> dict[str, Any]:
        """Return the hub's information about the package."""
        package = self.package
        engines = package.get("engines", {})
        return {
            "type": "process",
            "engines": engines,
            "entrypointPath": package["main"],
            "version": package.get("version", ""),
            "name": self.name,
            "id": self.id,
            "sequenceDir": f"/fake-hub/{self.id}",
            **{name: package[name] for name in _COPIED if name in package},
            "language": "py" if "python3" in engines else "js",
            "packageSize": len(self.data),
        }


def read_package(data: bytes) -> dict[str, Any]:
    """Return the ``package.json`` of a package.

    Raises:
        BadPackageError: The package is invalid.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data))) as archive:
            names = {name.removeprefix("./"): name for name in archive.getnames()}
            found = names.get("package.json")
            file = archive.extractfile(found) if found else None
            text = file.read() if file else None
    except (tarfile.TarError, EOFError, OSError, zlib.error):
        error = {"code": "PRERUNNER_ERROR", "data": "Invalid pkg tar.gz archive"}
        raise BadPackageError(error) from None
    if text is None:
        missing = {"errno": -2, "code": "ENOENT", "syscall": "open", "path": "package.json"}
        raise BadPackageError(missing)
    return _checked(text)


def _checked(text: bytes) -> dict[str, Any]:
    try:
        package: object = json.loads(text)
    except ValueError:
        raise BadPackageError({}) from None
    if not isinstance(package, dict):
        raise BadPackageError({})
    given = cast("dict[str, Any]", package)
    known = {name: value for name, value in given.items() if value is not None}
    for name in ("main", *_OPTIONAL_TEXTS):
        if (name == "main" or name in known) and not isinstance(known.get(name), str):
            shown = _shown(given[name]) if name in given else "undefined"
            raise _refused(name, f"{shown} is not a valid string")
    engines = known.get("engines", {})
    if not isinstance(engines, dict):
        raise _refused("engines", f"{_shown(engines)} is not a valid dictionary")
    for name, version in cast("dict[str, Any]", engines).items():
        if not isinstance(version, str):
            failed = f'<EnginesDecoder> dictionary decoder failed at key "{name}"'
            why = f"{failed} with error: {_shown(version)} is not a valid string"
            raise _refused("engines", why)
    return known


def _refused(name: str, why: str) -> BadPackageError:
    return BadPackageError(
        f'<SequencePackageJSON> decoder failed at key "{name}" with error: {why}'
    )


def _shown(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
