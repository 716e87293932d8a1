"""Lines, text and JSON from chunks: the boundaries of chunks never change the result."""

from __future__ import annotations

import json
import tracemalloc
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scramjet_facade import BadParametersError, InvalidResponseError
from scramjet_facade.body.lines import (
    LineSplitter,
    TextDecoder,
    decode_line,
    parse_line,
    parse_lines,
)
from tests.unit import bounded

if TYPE_CHECKING:
    from collections.abc import Iterable

# Short data of the relevant bytes finds more errors than long data of all bytes.
PIECES = st.sampled_from(
    [b"a", b"\n", b"\r", b"\r\n", b"{}", b"\x00", b"\xff", "\u2028".encode(), "\u0085".encode()]
)
LINED = st.lists(PIECES, max_size=12).map(b"".join)
CUTS = st.lists(st.integers(0, 60), max_size=8)

TRICKY = "aé\u0085\u2028\ufeff\U0001f600\r\n\0"
TEXT = st.text(st.one_of(st.sampled_from(TRICKY), st.characters(codec="utf-8")), max_size=20)
LATIN = st.text(st.characters(codec="latin-1"), max_size=20)
# All kinds of invalid UTF-8: stray and missing bytes, overlong forms, surrogates.
INVALID_UTF_8 = st.lists(
    st.sampled_from([*(bytes([byte]) for byte in b"a\x80\xbf\xc0\xc3\xe0\xe2\xed\xf0\xf4\xf5\xff")])
    | st.sampled_from([character.encode() for character in TRICKY]),
    max_size=10,
).map(b"".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def cut(data: bytes, places: Iterable[int]) -> list[bytes]:
    """Cut data at some places; a repeated place results in an empty chunk."""
    borders = [0, *sorted(min(place, len(data)) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(borders)]


def split(chunks: Iterable[bytes]) -> list[bytes]:
    splitter = LineSplitter()
    lines = [line for chunk in chunks for line in splitter.feed(chunk)]
    return lines + splitter.end()


def decode(chunks: Iterable[bytes], encoding: str) -> str:
    decoder = TextDecoder(encoding)
    return "".join(decoder.feed(chunk) for chunk in chunks) + decoder.feed(b"", final=True)


@bounded
@given(LINED, CUTS)
@example(b"a\r\nb", [2])
@example(b"\n\n", [1])
def test_lines_do_not_depend_on_the_chunks(data: bytes, cuts: list[int]) -> None:
    *ended, last = data.split(b"\n")
    expected = [line.removesuffix(b"\r") for line in ended] + ([last] if last else [])
    assert split(cut(data, cuts)) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"\n", [b""]),
        (b"a", [b"a"]),
        (b"a\n\nb\n", [b"a", b"", b"b"]),
        (b"a\r\nb\r", [b"a", b"b\r"]),
        (b"a\r\r\nb\rc\n", [b"a\r", b"b\rc"]),
        ("a\u2028b\u0085c\x0bd\x0ce\x1cf\n".encode(), ["a\u2028b\u0085c\x0bd\x0ce\x1cf".encode()]),
    ],
)
def test_lines_are_split_at_newlines_only(data: bytes, expected: list[bytes]) -> None:
    assert split([data]) == expected
    assert split(bytes([byte]) for byte in data) == expected


def test_each_line_is_returned_as_soon_as_it_ends() -> None:
    splitter = LineSplitter()
    assert splitter.feed(b"a\nb") == [b"a"]
    assert splitter.feed(b"c\nd\ne") == [b"bc", b"d"]
    assert splitter.feed(b"\n") == [b"e"]
    assert splitter.end() == []


class Counted(bytes):
    """A chunk that counts how many of its bytes are scanned."""

    scanned = 0

    def split(self, *arguments: Any, **options: Any) -> list[bytes]:
        Counted.scanned += len(self)
        return super().split(*arguments, **options)


def test_a_long_line_is_scanned_once_and_joined_once() -> None:
    chunk, count = Counted(b"x" * 1000), 2000
    splitter = LineSplitter()
    splitter.feed(chunk)
    Counted.scanned = 0
    tracemalloc.start()
    try:
        for _ in range(count):
            assert splitter.feed(chunk) == []
        held, peak = tracemalloc.get_traced_memory()
        assert Counted.scanned == count * len(chunk)
        # If the line were joined at each chunk, the old and the new one would exist together.
        assert peak - held < 5 * len(chunk)
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        (line,) = splitter.feed(b"\n")
        size = (count + 1) * len(chunk)
        assert len(line) == size
        assert tracemalloc.get_traced_memory()[1] - before < 1.1 * size
    finally:
        tracemalloc.stop()
    assert splitter.end() == []


@bounded
@given(TEXT, CUTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"]))
def test_text_does_not_depend_on_the_chunks(text: str, cuts: list[int], encoding: str) -> None:
    data = text.encode(encoding)
    assert decode(cut(data, cuts), encoding) == data.decode(encoding)


@bounded
@given(LATIN, CUTS)
def test_text_in_a_single_byte_encoding_is_decoded(text: str, cuts: list[int]) -> None:
    assert decode(cut(text.encode("latin-1"), cuts), "latin-1") == text


@bounded
@given(INVALID_UTF_8, CUTS)
@example(b"ok\xe2\x82", [4])  # an incomplete character
@example("é".encode() * 3 + b"\xff", [1, 3, 5])
@example(b"a\xed\xa0\x80", [2, 3])  # half of a surrogate pair
def test_the_error_for_invalid_utf_8_names_the_byte(data: bytes, cuts: list[int]) -> None:
    chunks = cut(data, cuts)
    try:
        expected = data.decode()
    except UnicodeDecodeError as error:
        place = rf"byte {error.start} of the stream is not utf-8: {error.reason}"
        with pytest.raises(InvalidResponseError, match=f"^{place}$"):
            decode(chunks, "utf-8")
    else:
        assert decode(chunks, "utf-8") == expected


@bounded
@given(st.text(st.sampled_from("a\U0001f600"), max_size=6), CUTS)
def test_the_error_for_incomplete_utf_16_names_the_byte(text: str, cuts: list[int]) -> None:
    valid = text.encode("utf-16-le")
    data = valid + "\U0001f600".encode("utf-16-le")[:3]
    with pytest.raises(InvalidResponseError, match=f"^byte {len(valid)} of the stream"):
        decode(cut(data, cuts), "utf-16-le")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_text_without_the_byte_order_mark_of_its_encoding_is_rejected(encoding: str) -> None:
    with pytest.raises(InvalidResponseError, match=f"byte 0 of the stream is not {encoding}"):
        decode([b"abcdefgh"], encoding)


@pytest.mark.parametrize("encoding", ["none", "", "hex", "rot13", "undefined", "\0"])
def test_an_encoding_that_is_not_for_text_is_rejected(encoding: str) -> None:
    with pytest.raises(BadParametersError, match="is not a text encoding"):
        TextDecoder(encoding)


def test_an_encoding_must_be_a_str() -> None:
    nothing: Any = None
    with pytest.raises(BadParametersError, match="None is not a text encoding"):
        TextDecoder(nothing)


@bounded
@given(st.lists(JSON, max_size=5), CUTS, st.sampled_from([b"\n", b"\r\n", b"\n\n"]), st.booleans())
def test_json_values_are_parsed_unchanged(
    values: list[Any], cuts: list[int], line_end: bytes, complete: bool
) -> None:
    lines = [json.dumps(value, ensure_ascii=False).encode() for value in values]
    data = line_end.join(lines) + (line_end if complete else b"")
    read = [
        parse_line(line, number)
        for number, line in enumerate(split(cut(data, cuts)), 1)
        if line.strip()
    ]
    assert read == values


@pytest.mark.parametrize("line", [b"1,2", b"1],[2", b"1 2", b"[1"])
def test_a_line_with_several_values_is_rejected(line: bytes) -> None:
    values = iter(parse_lines([b"1", b"", b" 2 ", line, b"3"], 7))
    assert [next(values), next(values)] == [1, 2]
    with pytest.raises(InvalidResponseError, match=r"^line 11 of the stream is not JSON"):
        next(values)


def test_unicode_line_separators_do_not_split_json() -> None:
    value = {"text": "a\u2028b\u2029c\u0085d"}
    line = json.dumps(value, ensure_ascii=False).encode()
    assert split([line + b"\n"]) == [line]
    assert parse_line(line, 1) == value


def test_a_byte_order_mark_before_the_first_value_is_ignored() -> None:
    assert parse_line('\ufeff{"a": 1}'.encode(), 1) == {"a": 1}


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"'a'", b"[1,]", b"1 2", b"1\x00", b"[" * 100_000, b"1" * 5000],
    ids=["empty", "open", "quotes", "comma", "two", "utf-16", "deep", "huge"],
)
def test_the_error_for_invalid_json_names_the_line(line: bytes) -> None:
    with pytest.raises(
        InvalidResponseError, match=r"^line 7 of the stream is not JSON: "
    ) as caught:
        parse_line(line, 7)
    assert caught.value.message.endswith(f"; it starts with {line.decode()[:40]!r}")


@pytest.mark.parametrize("read", [decode_line, parse_line])
@pytest.mark.parametrize("wrong", [b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xe2\x82"])
def test_the_error_for_a_line_of_invalid_utf_8_names_the_line_and_the_byte(
    read: Any, wrong: bytes
) -> None:
    with pytest.raises(InvalidResponseError, match=r"^line 7 of the stream is not UTF-8 at"):
        read(b'"' + wrong + b'"', 7)
    with pytest.raises(InvalidResponseError, match="at its byte 3: "):
        read(b'"ab' + wrong + b'"', 7)
