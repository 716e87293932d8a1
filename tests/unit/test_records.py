"""ndjson() writes values as lines of JSON, and rejects values that JSON cannot represent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import BadParametersError, ndjson
from scramjet_facade._async.body_iterator import AsyncBodyIterator
from scramjet_facade._sync.body_iterator import BodyIterator
from scramjet_facade.body.source import data_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

VALUES: list[Any] = [{"a": 1}, [1, 2.5], "zażółć\n\u2028\ud83d", None, True, 2**70, {}, ""]
ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)


def encode(values: Any, dumps: Callable[[Any], str | bytes] | None = None) -> bytes:
    return b"".join(BodyIterator(data_source(ndjson(values, dumps))))


async def one_by_one(values: list[Any]) -> AsyncIterator[Any]:
    for value in values:
        yield value


def generated(values: list[Any]) -> Iterator[Any]:
    yield from values


@pytest.mark.parametrize("kind", [list, tuple, generated, iter])
def test_each_value_becomes_one_line(kind: Any) -> None:
    data = encode(kind(VALUES))
    assert data.isascii(), "a chunk may end anywhere"
    assert data.endswith(b"\n")
    assert [json.loads(line) for line in data.splitlines()] == VALUES


async def test_an_async_iterable_needs_the_asynchronous_client() -> None:
    body = AsyncBodyIterator(data_source(ndjson(one_by_one(VALUES))))
    assert b"".join([block async for block in body]) == encode(VALUES)
    with pytest.raises(BadParametersError, match="needs the asynchronous client"):
        encode(one_by_one(VALUES))


def test_an_empty_iterable_becomes_no_lines() -> None:
    assert encode([]) == encode(iter([])) == b""


def test_the_content_type_is_that_of_ndjson() -> None:
    assert data_source(ndjson([])).content_type == "application/x-ndjson"
    assert data_source(ndjson(iter([]))).content_type == "application/x-ndjson"
    assert data_source(ndjson(one_by_one([]))).content_type == "application/x-ndjson"
    assert data_source([b""]).content_type == "application/octet-stream"


def test_a_list_can_be_sent_again() -> None:
    lines = ndjson([1, 2])
    for _ in range(2):
        assert b"".join(BodyIterator(data_source(lines))) == b"1\n2\n"


@pytest.mark.parametrize(
    "dumps",
    [
        lambda value: json.dumps(value, separators=(",", ":")),
        lambda value: json.dumps(value, separators=(",", ":")).encode(),
        lambda value: json.dumps(value, separators=(",", ":")) + "\n",
        lambda value: bytearray(json.dumps(value, separators=(",", ":")).encode()),
    ],
)
def test_dumps_may_return_text_or_bytes(dumps: Any) -> None:
    assert encode([{"a": 1}, 2], dumps) == b'{"a":1}\n2\n'


@dataclass
class Record:
    number: int


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Record(1), "Object of type Record is not JSON serializable"),
        ({1, 2}, "Object of type set is not JSON serializable"),
        (b"a", "Object of type bytes is not JSON serializable"),
        (float("nan"), "Out of range float values are not JSON compliant"),
        (ENDLESS, "Circular reference detected"),
        ({(1, 2): 3}, "keys must be str"),
    ],
)
@pytest.mark.parametrize("kind", [list, generated])
def test_the_error_for_an_invalid_value_names_its_index(
    kind: Any, value: object, message: str
) -> None:
    with pytest.raises(BadParametersError, match=f"cannot write value 2 as JSON: {message}"):
        encode(kind([0, 1, value, 3]))


async def test_the_error_for_an_invalid_value_of_an_async_iterable_names_its_index() -> None:
    body = AsyncBodyIterator(data_source(ndjson(one_by_one([0, b"a"]))))
    with pytest.raises(BadParametersError, match="cannot write value 1 as JSON"):
        assert [block async for block in body] == [b"0\n"]


@pytest.mark.parametrize(
    ("dumps", "message"),
    [
        (lambda _: "[\n1]", r"cannot send value 0: dumps must return one line, not b'\[\\n"),
        (lambda _: "", "cannot send value 0: dumps must return one line, not b''"),
        (lambda _: "\n", "cannot send value 0: dumps must return one line"),
        (lambda _: "\ud83d", "cannot write value 0 as JSON: .* surrogates not allowed"),
        (lambda _: None, "cannot write value 0 as JSON: memoryview: a bytes-like object is r"),
        (lambda value: {}[value], "cannot write value 0 as JSON: 1"),
    ],
)
def test_an_invalid_result_of_dumps_is_an_error(dumps: Any, message: str) -> None:
    with pytest.raises(BadParametersError, match=message):
        encode([1], dumps)


@pytest.mark.parametrize(
    "value", ["text", b"bytes", bytearray(), {"a": 1}, MappingProxyType({}), 5, None, Record(1)]
)
def test_a_single_value_is_rejected(value: Any) -> None:
    message = (
        rf"needs an iterable of values, not one {type(value).__name__}: .* ndjson\(\[value\]\)"
    )
    with pytest.raises(BadParametersError, match=message):
        ndjson(value)


def test_a_generator_of_values_is_closed_with_the_upload() -> None:
    ended: list[bool] = []

    def source() -> Iterator[int]:
        try:
            yield from range(100)
        finally:
            ended.append(True)

    values = source()
    body = BodyIterator(data_source(ndjson(values)))
    assert next(iter(body)) == b"0\n"
    body.close()
    assert ended


def test_a_function_instead_of_its_values_is_rejected() -> None:
    with pytest.raises(BadParametersError, match="not a function: call the function"):
        ndjson(lambda: [1])  # type: ignore[arg-type]
