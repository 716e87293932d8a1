"""Converts the data of an upload, of any kind, into blocks of bytes."""

# Callers may pass anything: this module checks it.
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import json
import logging
import os
from collections import deque
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
    Mapping,
)
from functools import cache, partial
from inspect import iscoroutinefunction
from io import BufferedRandom, BufferedReader, FileIO, TextIOBase
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias

from attrs import frozen

from ..errors import BadParametersError
from .ndjson import JsonLines
from .package import BLOCK, DEFAULT_EXCLUDE, check_patterns, pack, read_exactly
from .program_package import PythonProgram

Data: TypeAlias = (
    bytes
    | bytearray
    | memoryview
    | str
    | os.PathLike[str]
    | IO[bytes]
    | Iterable[bytes]
    | Iterable[str]
    | JsonLines
)
"""Data for synchronous clients: bytes, text, a path, a binary file, an iterable, or ndjson(…)."""


class AsyncReadable(Protocol):
    """A file with an asynchronous ``read``: an asyncio.StreamReader or a file of aiofiles."""

    def read(self, size: int, /) -> Awaitable[bytes]:
        """Read at most this number of bytes."""
        ...


AsyncData: TypeAlias = Data | AsyncIterable[bytes] | AsyncIterable[str] | AsyncReadable
"""Data for asynchronous clients: ``Data``, asynchronous iterables and asynchronous files."""

Package: TypeAlias = (
    bytes
    | bytearray
    | memoryview
    | str
    | os.PathLike[str]
    | IO[bytes]
    | Iterable[bytes]
    | PythonProgram
)
"""A sequence's package: the path of a folder or a tar.gz, a tar.gz as data, or a function."""

AsyncPackage: TypeAlias = Package | AsyncIterable[bytes] | AsyncReadable
"""A package for asynchronous clients: ``Package``, asynchronous iterables and files."""

COALESCED = 64 * 1024
"""Small parts that are ready are sent together, up to about this number of bytes."""

HIGH_WATER = 256 * 1024
"""Bytes that a source may produce before they are sent, if its parts are small."""

LARGE_HIGH_WATER = 1024 * 1024
"""``HIGH_WATER`` for large parts: more memory costs less than more frequent switches."""

MANY_PARTS = 16
"""Parts are small if the buffer holds at least this number of parts."""

PART_OVERHEAD = 64
"""Bytes of memory that a part needs in addition to its content."""

BINARY = "application/octet-stream"
NDJSON = "application/x-ndjson"

_LONGEST_PATH = 4096  # longer text is not a path
_LONGEST_NAME = 255  # longer text is not the name of a file
_log = logging.getLogger("scramjet_facade")
_DICT: dict[Any, Any] = {}
_READY: Any = (
    *(list, tuple, deque, set, frozenset, range),
    *(type(_DICT.keys()), type(_DICT.values()), type(_DICT.items())),
)
"""Types whose iterators never wait for the next part."""


@frozen
class Source:
    """The data of one upload.

    Attributes:
        blocks: The bytes, or text to be sent as UTF-8, in blocks.
        size: The number of bytes, if it is known.
        blocking: Whether reading a block may take too long for an event loop.
        waits: Whether reading a block may take an unlimited time.
        small: All of the data, if it is in memory and fits into one block.
        content_type: The content type of the data, unless the caller passes one.
        is_ascii: Whether the data is known to be ASCII, which no hub damages.
        again: A function that returns a new source of the same data, if that is possible.
    """

    blocks: Iterable[bytes | str] | AsyncIterable[bytes | str]
    size: int | None = None
    blocking: bool = False
    waits: bool = False
    small: bytes | None = None
    content_type: str = BINARY
    is_ascii: bool = False
    again: Callable[[], Source] | None = None


def data_source(data: Any, what: str = "data") -> Source:
    """Return a source for data of any kind.

    Raises:
        BadParametersError: The data cannot be sent.
    """
    match data:
        case str():
            return _text(data)
        case bytes() | bytearray() | memoryview():
            return _memory(data)
        case os.PathLike():
            return _file(Path(os.fsdecode(data)), what)
        case Mapping():
            raise BadParametersError(
                f"{what} cannot be a mapping: send a line of JSON with ndjson([…]), "
                "or text with json.dumps(…)"
            )
        case JsonLines():
            return _records(data)
        case TextIOBase():
            raise BadParametersError(f"{what} must be a file opened in binary mode")
        case _ if hasattr(data, "read"):
            read = _async_read if _is_async_file(data) else _read
            return Source(read(data, what), waits=True)
        case _ if _is_ready(data):
            _check_parts(data)
            return Source(coalesce(map(to_bytes, data)), again=partial(data_source, data))
        case Iterable() | AsyncIterable():
            return Source(data, waits=True)
        case _:
            kinds = "bytes, str" if what == "data" else "bytes"
            remedy = ": use python_program(…)" if what != "data" and callable(data) else ""
            raise BadParametersError(
                f"{what} must be {kinds}, a path, a binary file or an iterable of bytes, "
                f"not {type(data).__name__}{remedy}"
            )


def package_source(package: Any, exclude: Any = DEFAULT_EXCLUDE) -> Source:
    """Return a source for a sequence's package: a tar.gz, a directory or a PythonProgram."""
    patterns = check_patterns("exclude", exclude)
    if isinstance(package, PythonProgram):
        return _memory(package.to_bytes())
    if isinstance(package, str):
        if not 0 < len(package) < _LONGEST_PATH:
            raise BadParametersError(
                "a package as a str must be a path: pass the content of a package as bytes"
            )
        package = Path(package)
    if isinstance(package, os.PathLike) and _is_directory(directory := Path(os.fsdecode(package))):
        _check_package(directory)
        again = partial(package_source, package, patterns)
        return Source(pack(directory, patterns), blocking=True, again=again)
    return data_source(package, "a package")


def _is_directory(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # data_source() reports this error
        return False


def _check_package(directory: Path) -> None:
    """Reject a directory without a package.json that hubs can read."""
    file = directory / "package.json"
    if not file.is_file():
        raise BadParametersError(f"{directory} is not a package: it has no package.json")
    try:
        content = json.loads(file.read_bytes().decode())
    except (OSError, ValueError) as error:
        raise BadParametersError(f"cannot read {file}: {error}") from error
    if not isinstance(content, dict):
        raise BadParametersError(f"{file} must contain a JSON object")


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
            raise _wrong_part(type(block))


def coalesce(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Join small parts into larger ones."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        if not held and len(part) >= COALESCED:
            yield part
            continue
        held.append(part)
        size += len(part)
        if size >= COALESCED:
            yield b"".join(held)
            held.clear()
            size = 0
    if held:
        yield b"".join(held)


def _is_ready(values: object) -> bool:
    return isinstance(values, _READY)


def _check_parts(parts: Iterable[Any]) -> None:
    """Reject parts that cannot be sent, before anything is sent."""
    for kind in set(map(type, parts)):
        if not issubclass(kind, bytes | bytearray | memoryview | str):
            raise _wrong_part(kind)


def _wrong_part(kind: type) -> BadParametersError:
    return BadParametersError(
        f"the iterable of an upload must return bytes or str, not {kind.__name__}: "
        "use ndjson(…) to send any values as lines of JSON"
    )


def _records(data: JsonLines) -> Source:
    details: dict[str, Any] = {"content_type": NDJSON, "is_ascii": data.is_ascii}
    if isinstance(data.values, AsyncIterable) and not isinstance(data.values, Iterable):
        return Source(data.async_lines(), waits=True, **details)
    if not _is_ready(data.values):
        return Source(data.lines(), waits=True, **details)
    # The caller's ``dumps`` function may be slow.
    is_blocking = not data.is_ascii
    again = partial(_records, data)
    return Source(coalesce(data.lines()), blocking=is_blocking, again=again, **details)


def _text(text: str) -> Source:
    is_short = 0 < len(text) <= _LONGEST_NAME and "\n" not in text
    if is_short and os.path.isfile(text):  # noqa: PTH113 (unlike Path.is_file, it never raises)
        _warn_of_name(text)
    return _memory(_encode(text))


@cache
def _warn_of_name(name: str) -> None:
    _log.warning(
        "The text %r is sent as it is, although it is the name of a file: "
        "to send the file's content, pass Path(%r)",
        name,
        name,
    )


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise BadParametersError(
            f"character {error.start} of the text cannot be sent as UTF-8: {error.reason}"
        ) from None


def _memory(data: bytes | bytearray | memoryview) -> Source:
    view = memoryview(data)
    view = (view if view.c_contiguous else memoryview(view.tobytes())).cast("B")

    def blocks() -> Iterator[bytes]:
        for start in range(0, len(view), BLOCK):
            yield bytes(view[start : start + BLOCK])

    small = bytes(view) if len(view) <= BLOCK else None
    is_ascii = small is not None and small.isascii()
    again = partial(_memory, view)
    return Source(blocks(), size=len(view), small=small, is_ascii=is_ascii, again=again)


def _file(path: Path, what: str) -> Source:
    try:
        is_pipe = path.is_fifo()  # for example /dev/stdin or a file in /dev/fd
        is_readable = path.is_file() or is_pipe
    except OSError as error:
        raise BadParametersError(f"cannot read {what}: {path}: {error.strerror}") from error
    if not is_readable:
        state = "is a directory" if path.is_dir() else "does not exist or is not a file"
        raise BadParametersError(f"cannot read {what}: {path} {state}")
    if not os.access(path, os.R_OK):
        raise BadParametersError(f"cannot read {what}: no permission for {path}")
    # Files in /proc have content, but report no size.
    size = None if is_pipe else path.stat().st_size or None

    def blocks() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from _read(file, what) if size is None else read_exactly(file, size, path)

    if is_pipe:
        return Source(blocks(), waits=True)
    again = partial(_file, path, what)
    return Source(blocks(), size=size, blocking=True, again=again)


def _read(file: Any, what: str) -> Iterator[bytes]:
    """Read a file block by block; from a pipe, read only the available data."""
    if (end := _end(file)) is not None:
        yield from read_exactly(file, end - file.tell(), file.name)
        return
    read_some = getattr(file, "read1", file.read)
    while True:
        block = read_some(BLOCK)
        if not block and read_some is not file.read and not _waits(file):
            block = file.read(BLOCK)  # read() returns None if there is no data yet
        if not _check_block(block, what):
            break
        yield block


async def _async_read(file: Any, what: str) -> AsyncIterator[bytes]:
    """Read an asynchronous file block by block."""
    read_some = getattr(file, "read1", file.read)
    while _check_block(block := await read_some(BLOCK), what):
        yield block


def _check_block(block: Any, what: str) -> bool:
    """Return whether a block contains data; reject a block that is not bytes."""
    if block is None:
        raise BadParametersError(f"{what} must be a blocking file: its read() returned None")
    if not isinstance(block, bytes):
        raise BadParametersError(
            f"{what} must be a file opened in binary mode: "
            f"its read() returned {type(block).__name__}, not bytes"
        )
    return bool(block)


def _is_async_file(file: Any) -> bool:
    """Return whether a file has an asynchronous ``read``."""
    read: Any = file.read
    if iscoroutinefunction(read) or iscoroutinefunction(type(read).__call__):
        return True
    return isinstance(file, AsyncIterable) and not isinstance(file, Iterable)


def _end(file: Any) -> int | None:
    """Return the position of the end of a file on a disk; None for anything else."""
    raw = getattr(file, "raw", file)
    if not isinstance(file, BufferedReader | BufferedRandom | FileIO) or type(raw) is not FileIO:
        return None
    # Files in /proc have content, but report no size.
    return (os.fstat(raw.fileno()).st_size or None) if file.seekable() else None


def _waits(file: Any) -> bool:
    """Return whether reading a file waits for data instead of returning nothing."""
    try:
        return os.get_blocking(file.fileno())
    except (AttributeError, OSError, ValueError):  # the file has no descriptor
        return True
