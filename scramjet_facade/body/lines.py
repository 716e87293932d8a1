"""Text and lines from chunks of bytes, whatever the chunks' borders."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import BadParametersError, InvalidResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_SHOWN = 40  # bytes of a line that an error repeats
_DIVIDER = "\x7f"
_BETWEEN = b',"\x7f",'
_ESCAPED = rb"\u007"  # how else a string can have a divider in it

# json.loads takes nearly twice as long for a short line.
_read_json = json.JSONDecoder().raw_decode


class LineSplitter:
    """Splits at the byte ``\\n`` only, in time linear in the data; a ``\\r`` before it is dropped.

    Other characters that Unicode counts as line ends may stand inside a JSON string, as data.
    """

    def __init__(self) -> None:
        self._begun: list[bytes] = []

    def feed(self, chunk: bytes) -> list[bytes]:
        """Take the next chunk; return the lines that it ends."""
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
        """Return the last line, if it has no line end."""
        last = b"".join(self._begun)
        return [last] if last else []


class TextDecoder:
    """Decodes chunks that may end in the middle of a character."""

    def __init__(self, encoding: str) -> None:
        try:
            self._decoder = codecs.getincrementaldecoder(encoding)()
            self._decoder.decode(b"").encode()  # some codecs give no text
        except (LookupError, TypeError, ValueError, AttributeError):
            raise BadParametersError(f"there is no text encoding {encoding!r}") from None
        self._encoding = encoding
        self._taken = 0

    def feed(self, chunk: bytes, *, final: bool = False) -> str:
        """Take the next chunk; return the text that it completes."""
        held = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeError as error:
            place, reason = 0, str(error)  # a byte order mark is missing
            if isinstance(error, UnicodeDecodeError):
                place, reason = self._taken - held + error.start, error.reason
            raise InvalidResponseError(
                f"byte {place} of the stream is not {self._encoding}: {reason}"
            ) from error
        self._taken += len(chunk)
        return text


def decode_line(line: bytes, number: int) -> str:
    """Return a line as text; ``number`` counts from 1 and names it in the error."""
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise InvalidResponseError(
            f"line {number} of the stream is not UTF-8 at its byte {error.start}: {error.reason}"
        ) from error


def parse_lines(
    lines: list[bytes], before: int, loads: Callable[[bytes], T] | None = None
) -> Iterable[T]:
    """Give the values of lines that follow ``before`` others; empty ones are passed over."""
    if loads is not None:
        return _load_lines(lines, before, loads)
    together: list[Any] | None = _parse_together(lines) if len(lines) > 1 else None
    return _parse_each(lines, before) if together is None else together


def _parse_together(lines: list[bytes]) -> list[Any] | None:
    """Return the values of lines, in three quarters of the time; None if one isn't just a value.

    They are parsed as one list, with dividers between them that no line can have inside: where each
    other item is one, there is one value on each line.
    """
    data = b"[%b]" % _BETWEEN.join(lines)
    dividers = len(lines) - 1
    if data.count(_DIVIDER.encode()) != dividers or _ESCAPED in data:
        return None
    try:
        text = data.decode()
        items, end = _read_json(text)
    except (ValueError, RecursionError):
        return None
    if end != len(text) or len(items) != len(lines) + dividers:
        return None
    return items[::2] if items[1::2].count(_DIVIDER) == dividers else None


def _parse_each(lines: list[bytes], before: int) -> Iterator[Any]:
    for number, line in enumerate(lines, before + 1):
        value: Any = None
        try:
            text = line.decode()
            value, end = _read_json(text)
            is_whole = end == len(text)
        except (ValueError, RecursionError):
            is_whole = False
        if not is_whole:  # white space around it, or an error that parse_line can name
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
                f"line {number} of the stream can't be read by loads: {error}"
            ) from error
        yield value


def parse_line(line: bytes, number: int) -> Any:
    """Return a line's JSON value; ``number`` counts from 1 and names it in the error."""
    try:
        # Some programs begin what they write with a mark that is none of their data.
        return json.loads(decode_line(line, number).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        begin = line[:_SHOWN].decode(errors="replace")
        raise InvalidResponseError(
            f"line {number} of the stream is not JSON: {error}; it begins with {begin!r}"
        ) from error
