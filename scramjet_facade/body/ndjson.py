"""Write values as lines of JSON."""

from __future__ import annotations

import json
import reprlib
from collections.abc import AsyncIterable, Iterable, Mapping
from inspect import isfunction, ismethod
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..errors import BadParametersError
from .closing import async_closed_with, closed_with

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

T = TypeVar("T")

# ASCII is never damaged, even if a hub or a program decodes each chunk separately.
_write_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class JsonLines:
    """Values that are sent as lines of JSON; created by ``ndjson``.

    Attributes:
        values: The values.
        is_ascii: Whether all lines are known to be ASCII: no ``dumps`` function was passed.
    """

    def __init__(
        self,
        values: Iterable[Any] | AsyncIterable[Any],
        dumps: Callable[[Any], str | bytes] | None,
    ) -> None:
        self.values = values
        self.is_ascii: bool = dumps is None
        self._dumps = dumps or _write_json

    def __repr__(self) -> str:
        return f"ndjson({reprlib.repr(self.values)})"

    def lines(self) -> Iterator[bytes]:
        """Return the lines of an iterable."""
        values = iter(cast("Iterable[Any]", self.values))
        with closed_with(values):
            for index, value in enumerate(values):
                yield self._line(value, index)

    async def async_lines(self) -> AsyncIterator[bytes]:
        """Return the lines of an asynchronous iterable."""
        values = aiter(cast("AsyncIterable[Any]", self.values))
        index = 0
        async with async_closed_with(values):
            async for value in values:
                yield self._line(value, index)
                index += 1

    def _line(self, value: Any, index: int) -> bytes:
        try:
            text = self._dumps(value)
            line = text.encode() if isinstance(text, str) else bytes(memoryview(text))
        except Exception as error:
            raise BadParametersError(f"cannot write value {index} as JSON: {error}") from error
        line = line.removesuffix(b"\n")
        if not line or b"\n" in line:
            raise BadParametersError(
                f"cannot send value {index}: dumps must return one line, not {line!r:.200}"
            )
        return line + b"\n"


def ndjson(
    values: Iterable[T] | AsyncIterable[T],
    dumps: Callable[[T], str | bytes] | None = None,
) -> JsonLines:
    """Return values as newline-delimited JSON, for every parameter that accepts data.

    The default content type is ``application/x-ndjson``, or ``text/plain`` for the input of a
    Python program. If a value cannot be written, the upload fails with an error that contains
    the index of the value.

    Args:
        values: An iterable of JSON values, such as a list, a generator or a database cursor.
            Asynchronous clients also accept asynchronous iterables, and run blocking iterables in
            a thread.
        dumps: A function that writes one value as one line, such as ``orjson.dumps``,
            ``msgspec.json.encode`` or ``Record.model_dump_json`` of pydantic. By default, Python's
            ``json`` writes ASCII.

    Returns:
        The data for one upload.

    Raises:
        BadParametersError: ``values`` is not an iterable of values, or ``dumps`` is not a function.
    """
    given: Any = values
    kind = type(values).__name__
    if isfunction(given) or ismethod(given):
        raise BadParametersError(
            f"ndjson needs an iterable of values, not a {kind}: call the {kind}"
        )
    if dumps is not None and not callable(dumps):
        raise BadParametersError(f"dumps must be a function, not {type(dumps).__name__}")
    is_one = isinstance(given, str | bytes | bytearray | memoryview | Mapping)
    if is_one or not isinstance(given, Iterable | AsyncIterable):
        raise BadParametersError(
            f"ndjson needs an iterable of values, not one {kind}: use ndjson([value]) for one value"
        )
    return JsonLines(values, dumps)
