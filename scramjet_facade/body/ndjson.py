"""Values as lines of JSON: what programs take and give record by record."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, Iterable, Mapping
from inspect import isfunction, ismethod
from types import AsyncGeneratorType, GeneratorType
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import BadParametersError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

T = TypeVar("T")

# ASCII, which arrives whole even where a hub or a program takes bytes for text piece by piece.
_write_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class JsonLines:
    """Values that go out as lines of JSON; ``ndjson`` makes it.

    Attributes:
        values: The values.
        is_ascii: Whether nothing but ASCII comes of them.
    """

    def __init__(
        self,
        values: Iterable[Any] | AsyncIterable[Any],
        dumps: Callable[[Any], str | bytes] | None,
    ) -> None:
        self.values = values
        self.is_ascii = dumps is None
        self._dumps = dumps or _write_json

    def lines(self) -> Iterator[bytes]:
        """Give the lines of values that need no event loop."""
        values: Any = self.values
        try:
            for index, value in enumerate(values):
                yield self._line(value, index)
        finally:
            if isinstance(values, GeneratorType):
                values.close()

    async def async_lines(self) -> AsyncIterator[bytes]:
        """Give the lines of values that come from an async iterable."""
        values: Any = self.values
        index = 0
        try:
            async for value in values:
                yield self._line(value, index)
                index += 1
        finally:
            if isinstance(values, AsyncGeneratorType):
                await values.aclose()

    def _line(self, value: Any, index: int) -> bytes:
        try:
            text = self._dumps(value)
            line = text.encode() if isinstance(text, str) else bytes(memoryview(text))
        except Exception as error:
            raise BadParametersError(f"value {index} can't be written as JSON: {error}") from error
        line = line.removesuffix(b"\n")
        if not line or b"\n" in line:
            raise BadParametersError(
                f"value {index} can't be sent: dumps must write it as one line, not {line!r:.200}"
            )
        return line + b"\n"


def ndjson(
    values: Iterable[T] | AsyncIterable[T],
    dumps: Callable[[T], str | bytes] | None = None,
) -> JsonLines:
    """Return values as newline-delimited JSON, for every parameter that takes data.

    The data's type is then ``application/x-ndjson``, unless one is given. A value that can't be
    written breaks the upload off, with an error that names its index.

    Args:
        values: Any JSON values: a list, a generator, a database's cursor; for the asynchronous
            clients an async iterable, too.
        dumps: Writes one value as one line: ``orjson.dumps``, ``msgspec.json.encode``,
            ``Record.model_dump_json`` of pydantic. Left out, it is Python's json, in ASCII.

    Raises:
        BadParametersError: What was given is one value, not many.
    """
    given: Any = values
    kind = type(values).__name__
    if isfunction(given) or ismethod(given):
        raise BadParametersError(f"ndjson takes an iterable of values, not a {kind}: call it")
    if dumps is not None and not callable(dumps):
        raise BadParametersError(f"dumps must be a function, not {type(dumps).__name__}")
    is_one = isinstance(given, str | bytes | bytearray | memoryview | Mapping)
    if is_one or not isinstance(given, Iterable | AsyncIterable):
        raise BadParametersError(
            f"ndjson takes an iterable of values, not one {kind}: a single value is ndjson([value])"
        )
    return JsonLines(values, dumps)
