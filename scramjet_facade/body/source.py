"""What an upload is made from: whatever a caller has at hand, as blocks of bytes."""

# What callers pass is checked here, so its types can't be known before.
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping
from functools import partial
from io import TextIOBase
from pathlib import Path
from typing import IO, Any, TypeAlias

from attrs import frozen

from ..errors import BadParametersError
from .ndjson import JsonLines
from .package import DEFAULT_EXCLUDE, check_patterns, pack
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
"""What synchronous clients send: bytes, text, a path, a binary file, an iterable, or ndjson(…)."""

AsyncData: TypeAlias = Data | AsyncIterable[bytes] | AsyncIterable[str]
"""What asynchronous clients send: the same, and asynchronous iterables."""

Package: TypeAlias = (
    bytes | bytearray | memoryview | os.PathLike[str] | IO[bytes] | Iterable[bytes] | PythonProgram
)
"""A sequence's package: the path of a folder or of a tar.gz, the bytes of one, or a function."""

AsyncPackage: TypeAlias = Package | AsyncIterable[bytes]
"""The same for asynchronous clients, which take asynchronous iterables, too."""

BLOCK = 256 * 1024
"""Bytes read from a file at once."""

TOGETHER = 64 * 1024
"""Bytes of small parts that go out together, if they are at hand."""

AHEAD = 256 * 1024
"""Bytes that a source is ahead, at most, of what is being sent, but for a part."""

PART = 64
"""What a part takes beside its bytes, empty ones too."""

BINARY = "application/octet-stream"
NDJSON = "application/x-ndjson"

_LONGEST_PATH = 4096  # what is longer is no path
_DICT: dict[Any, Any] = {}
_AT_HAND: Any = (
    *(list, tuple, deque, set, frozenset, range),
    *(type(_DICT.keys()), type(_DICT.values()), type(_DICT.items())),
)
"""What gives its next part without waiting for anything."""


@frozen
class Source:
    """Where the bytes of one upload come from.

    Attributes:
        blocks: The bytes, or text to be sent as UTF-8, in blocks.
        size: How many bytes there are, if that is known.
        blocking: Whether getting a block may wait for a disk, so that it belongs in a thread.
        waits: Whether the next block may be long in coming, so that none waits for it.
        small: All of it, if it is at hand and goes into one block.
        content_type: The type of the data, unless the caller knows better.
        is_ascii: Whether it is known to be ASCII, which arrives as it is everywhere.
        again: Gives the same once more, if it can be had twice.
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
                f"{what} can't be a mapping: send a line of JSON with ndjson([…]), "
                "or text with json.dumps(…)"
            )
        case JsonLines():
            return _records(data)
        case TextIOBase():
            raise BadParametersError(f"{what} must be a file opened in binary mode")
        case _ if hasattr(data, "read"):
            return Source(_read(data, what), size=None, blocking=True)
        case _ if _is_at_hand(data):
            _check_parts(data)
            return Source(together(map(to_bytes, data)), again=partial(data_source, data))
        case Iterable() | AsyncIterable():
            return Source(data, waits=True)
        case _:
            kinds = "bytes, str" if what == "data" else "bytes"
            raise BadParametersError(
                f"{what} must be {kinds}, a path, a binary file or an iterable of bytes, "
                f"not {type(data).__name__}"
            )


def package_source(package: Any, exclude: Any = DEFAULT_EXCLUDE) -> Source:
    """Return the source for a sequence's package: a tar.gz, or the directory to make it from."""
    patterns = check_patterns("exclude", exclude)
    if isinstance(package, PythonProgram):
        return _memory(package.to_bytes())
    if isinstance(package, str):
        if len(package) < _LONGEST_PATH and os.path.exists(package):  # noqa: PTH110
            raise BadParametersError(f"a package can't be a str: pass pathlib.Path({package!r})")
        raise BadParametersError(
            "a package can't be a str, which may be a path or the content: "
            "pass pathlib.Path(…) or bytes"
        )
    if isinstance(package, os.PathLike) and (directory := _path(package)).is_dir():
        _check_package(directory)
        again = partial(package_source, package, patterns)
        return Source(pack(directory, patterns), blocking=True, again=again)
    return data_source(package, "a package")


def _check_package(directory: Path) -> None:
    """Refuse a directory without a package.json that hubs can read."""
    file = directory / "package.json"
    if not file.is_file():
        raise BadParametersError(f"the directory {directory} has no package.json: no package")
    try:
        content = json.loads(file.read_bytes().decode())
    except (OSError, ValueError) as error:
        raise BadParametersError(f"{file} can't be read: {error}") from error
    if not isinstance(content, dict):
        raise BadParametersError(f"{file} must hold a JSON object")


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
            raise _no_part(type(block))


def together(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Join parts that are at hand."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= TOGETHER:
            yield b"".join(held)
            held.clear()
            size = 0
    if held:
        yield b"".join(held)


def _is_at_hand(values: object) -> bool:
    return isinstance(values, _AT_HAND)


def _check_parts(parts: Iterable[Any]) -> None:
    """Refuse what can't be sent before anything is."""
    for kind in set(map(type, parts)):
        if not issubclass(kind, bytes | bytearray | memoryview | str):
            raise _no_part(kind)


def _no_part(kind: type) -> BadParametersError:
    return BadParametersError(
        f"an upload's iterable must give bytes or str, not {kind.__name__}: "
        "write ndjson(…) to send any values as lines of JSON"
    )


def _records(data: JsonLines) -> Source:
    values, waits, again = data.values, True, None
    blocks: Iterable[bytes] | AsyncIterable[bytes]
    if isinstance(values, AsyncIterable):
        blocks = data.async_lines()
    elif _is_at_hand(values):
        blocks, waits, again = together(data.lines()), False, partial(_records, data)
    else:
        blocks = data.lines()
    return Source(blocks, waits=waits, content_type=NDJSON, is_ascii=data.is_ascii, again=again)


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
    is_ascii = small is not None and small.isascii()
    again = partial(_memory, view)
    return Source(blocks(), size=len(view), small=small, is_ascii=is_ascii, again=again)


def _file(path: Path, what: str) -> Source:
    # What another program writes while it is read; also behind /dev/stdin and /dev/fd.
    is_live = path.is_fifo()
    if not (path.is_file() or is_live):
        state = "is a directory" if path.is_dir() else "does not exist or is no file"
        raise BadParametersError(f"{what} can't be read: {path} {state}")
    if not os.access(path, os.R_OK):
        raise BadParametersError(f"{what} can't be read: no permission for {path}")

    def blocks() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from _read(file, what)

    if is_live:
        return Source(blocks(), blocking=True)
    again = partial(_file, path, what)
    return Source(blocks(), size=path.stat().st_size, blocking=True, again=again)


def _read(file: Any, what: str) -> Iterator[bytes]:
    """Give what a file has at hand, block by block: of a pipe, no more than has come."""
    read_some = getattr(file, "read1", file.read)
    while True:
        block = read_some(BLOCK)
        if not block and read_some is not file.read and not _waits(file):
            block = file.read(BLOCK)  # which tells "nothing yet" from the end
        if block is None:
            raise BadParametersError(
                f"{what} must be a file that waits for its data: its read() gave None"
            )
        if not isinstance(block, bytes):
            raise BadParametersError(
                f"{what} must be a file opened in binary mode: "
                f"its read() gave {type(block).__name__}, not bytes"
            )
        if not block:
            return
        yield block


def _waits(file: Any) -> bool:
    """Tell whether a file waits for its data, instead of giving nothing."""
    try:
        return os.get_blocking(file.fileno())
    except (AttributeError, OSError, ValueError):  # there is no descriptor behind it
        return True
