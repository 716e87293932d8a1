"""What an upload is made from: whatever a caller has at hand, as blocks of bytes."""

# What callers pass is checked here, so its types can't be known before.
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Iterator, Mapping
from io import TextIOBase
from pathlib import Path
from typing import IO, Any, TypeAlias

from attrs import frozen

from ..errors import BadParametersError
from .packing import DEFAULT_EXCLUDE, pack

Data: TypeAlias = (
    bytes
    | bytearray
    | memoryview
    | str
    | os.PathLike[str]
    | IO[bytes]
    | Iterable[bytes]
    | Iterable[str]
)
AsyncData: TypeAlias = Data | AsyncIterable[bytes] | AsyncIterable[str]
Package: TypeAlias = bytes | bytearray | memoryview | os.PathLike[str] | IO[bytes] | Iterable[bytes]
AsyncPackage: TypeAlias = Package | AsyncIterable[bytes]

BLOCK = 256 * 1024
"""Bytes read from a file at once."""


@frozen
class Source:
    """Where the bytes of one upload come from.

    Attributes:
        blocks: The bytes, or text to be sent as UTF-8, in blocks.
        size: How many bytes there are, if that is known.
        blocking: Whether getting a block may wait for a disk, so that it belongs in a thread.
        small: All of it, if it is at hand and goes into one block.
    """

    blocks: Iterable[bytes | str] | AsyncIterable[bytes | str]
    size: int | None = None
    blocking: bool = False
    small: bytes | None = None


def data_source(data: Any, what: str = "data") -> Source:
    """Return the source for any data, or refuse what can't be sent."""
    match data:
        case str():
            return _memory(_encode(data))
        case bytes() | bytearray() | memoryview():
            return _memory(data)
        case os.PathLike():
            return _file(_path(data), what)
        case Mapping():
            raise BadParametersError(
                f"{what} can't be a mapping: send JSON as text, for example json.dumps(…)"
            )
        case TextIOBase():
            raise BadParametersError(f"{what} must be a file opened in binary mode")
        case _ if hasattr(data, "read"):
            return Source(_read(data, what), size=None, blocking=True)
        case Iterable() | AsyncIterable():
            return Source(data)
        case _:
            raise BadParametersError(
                f"{what} must be bytes, str, a path, a binary file or an iterable of bytes or str, "
                f"not {type(data).__name__}"
            )


def package_source(package: Any, exclude: Any = DEFAULT_EXCLUDE) -> Source:
    """Return the source for a sequence's package: a tar.gz, or the directory to make it from."""
    if isinstance(exclude, str) or not isinstance(exclude, Iterable):
        raise BadParametersError(
            f"exclude must be a list of patterns, not one {type(exclude).__name__}"
        )
    patterns: list[Any] = [*exclude]
    if not all(isinstance(pattern, str) for pattern in patterns):
        raise BadParametersError("exclude must be a list of str: patterns for names or paths")
    if isinstance(package, str):
        raise BadParametersError(
            "a package can't be a str, which may be a path or the content: "
            "pass pathlib.Path(…) or bytes"
        )
    if isinstance(package, os.PathLike) and (directory := _path(package)).is_dir():
        if not (directory / "package.json").is_file():
            raise BadParametersError(f"the directory {directory} has no package.json: no package")
        return Source(pack(directory, patterns), blocking=True)
    return data_source(package, "a package")


def to_bytes(block: Any) -> bytes:
    """Return one block of an iterable as bytes."""
    match block:
        case bytes():
            return block
        case str():
            return _encode(block)
        case bytearray() | memoryview():
            return bytes(block)
        case _:
            raise BadParametersError(
                f"an upload's iterable must give bytes or str, not {type(block).__name__}"
            )


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise BadParametersError(
            f"character {error.start} of the text can't be sent as UTF-8: {error.reason}"
        ) from None


def _path(path: os.PathLike[Any]) -> Path:
    return Path(os.fsdecode(path))


def _memory(data: bytes | bytearray | memoryview) -> Source:
    view = memoryview(data)
    view = (view if view.c_contiguous else memoryview(view.tobytes())).cast("B")

    def blocks() -> Iterator[bytes]:
        for start in range(0, len(view), BLOCK):
            yield bytes(view[start : start + BLOCK])

    small = bytes(view) if len(view) <= BLOCK else None
    return Source(blocks(), size=len(view), small=small)


def _file(path: Path, what: str) -> Source:
    if not path.is_file():
        state = "is a directory" if path.is_dir() else "does not exist or is no file"
        raise BadParametersError(f"{what} can't be read: {path} {state}")
    if not os.access(path, os.R_OK):
        raise BadParametersError(f"{what} can't be read: no permission for {path}")

    def blocks() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from _read(file, what)

    return Source(blocks(), size=path.stat().st_size, blocking=True)


def _read(file: Any, what: str) -> Iterator[bytes]:
    while True:
        block = file.read(BLOCK)
        if not isinstance(block, bytes):  # None, too: a file that doesn't wait for its data
            raise BadParametersError(
                f"{what} must be a file opened in binary mode: "
                f"its read() gave {type(block).__name__}, not bytes"
            )
        if not block:
            return
        yield block
