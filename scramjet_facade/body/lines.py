"""Split chunks of bytes into text, lines and JSON values; a chunk may end anywhere."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import BadParametersError, InvalidResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_SHOWN = 40  # bytes of a line that an error quotes

# json.loads takes nearly twice as long for a short line.
_read_json = json.JSONDecoder().raw_decode


class LineSplitter:
    """Splits chunks into lines at ``\\n`` only, in linear time, and drops a ``\\r`` before it.

    Other Unicode line ends are data, because JSON strings may contain them.
    """

    def __init__(self) -> None:
        self._begun: list[bytes] = []

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the lines that the next chunk completes."""
        lines = chunk.split(b"\n")
        self._begun.append(lines[0])
        if len(lines) == 1:
            return []
        lines[0] = b"".join(self._begun)
        self._begun = [lines.pop()]
        if b"\r" in chunk or lines[0].endswith(b"\r"):
            return [line.removesuffix(b"\r") for line in lines]
        return lines

    def end(self) -> list[bytes]:
        """Return the last line if it has no line end, else nothing."""
        last = b"".join(self._begun)
        return [last] if last else []


class TextDecoder:
    """Decodes chunks that may end in the middle of a character."""

    def __init__(self, encoding: str) -> None:
        try:
            self._decoder = codecs.getincrementaldecoder(encoding)()
            self._decoder.decode(b"").encode()  # some codecs do not return text
        except (LookupError, TypeError, ValueError, AttributeError):
            raise BadParametersError(f"{encoding!r} is not a text encoding") from None
        self._encoding = encoding
        self._decoded = 0

    def feed(self, chunk: bytes, *, final: bool = False) -> str:
        """Return the text that the next chunk completes."""
        held = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeError as error:
            place, reason = 0, str(error)  # a byte order mark is missing
            if isinstance(error, UnicodeDecodeError):
                place, reason = self._decoded - held + error.start, error.reason
            raise InvalidResponseError(
                f"byte {place} of the stream is not {self._encoding}: {reason}"
            ) from error
        self._decoded += len(chunk)
        return text


def decode_line(line: bytes, number: int) -> str:
    """Decode a line; errors contain the line's number, which counts from 1."""
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise InvalidResponseError(
            f"line {number} of the stream is not UTF-8 at its byte {error.start}: {error.reason}"
        ) from error


def parse_lines(
    lines: list[bytes], before: int, loads: Callable[[bytes], T] | None = None
) -> Iterable[T]:
    """Parse lines of JSON, and skip empty lines; ``before`` is the number of earlier lines."""
    return _parse_json(lines, before) if loads is None else _load_lines(lines, before, loads)


def _parse_json(lines: list[bytes], before: int) -> Iterator[Any]:
    for number, line in enumerate(lines, before + 1):
        value: Any = None
        try:
            text = line.decode()
            value, end = _read_json(text)
            is_whole = end == len(text)
        except (ValueError, RecursionError):
            is_whole = False
        if not is_whole:  # The line is invalid, or has white space around its value.
            if not line.strip():
                continue
            value = parse_line(line, number)
        yield value


def _load_lines(lines: list[bytes], before: int, loads: Callable[[bytes], T]) -> Iterator[T]:
    for number, line in enumerate(lines, before + 1):
        if not line.strip():
            continue
        try:
            value = loads(line)
        except Exception as error:
            raise InvalidResponseError(
                f"loads failed on line {number} of the stream: {error}"
            ) from error
        yield value


def parse_line(line: bytes, number: int) -> Any:
    """Parse a line as JSON; errors contain the line's number, which counts from 1."""
    try:
        # Some programs write a byte order mark first.
        return json.loads(decode_line(line, number).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        begin = line[:_SHOWN].decode(errors="replace")
        raise InvalidResponseError(
            f"line {number} of the stream is not JSON: {error}; it starts with {begin!r}"
        ) from error
