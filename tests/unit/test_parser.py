"""The response parser returns the same head and body however the network splits the data."""

from __future__ import annotations

from itertools import pairwise

import httpx
import pytest
from attrs import frozen
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scramjet_facade.http11.parser import MAX_HEAD, ResponseParser

LINE = st.text("abcXYZ 0123ü;=/", max_size=12).map(str.strip)


@frozen
class Sent:
    """A response as a server sends it, and the expected result."""

    data: bytes
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    ends_with_connection: bool


@st.composite
def responses(draw: st.DrawFn) -> Sent:
    """Generate valid responses, including unusual but tolerated ones."""
    end = draw(st.sampled_from([b"\r\n", b"\n"]))
    fold = draw(st.sampled_from([b"", end + b" ", end + b"\t "]))
    before = draw(st.sampled_from([b"", b"\r\n", b"\n\r\n"]))
    informational = draw(
        st.lists(
            st.sampled_from([b"HTTP/1.1 100 Continue", b"HTTP/1.1 102 P" + end + b"connection: X"]),
            max_size=2,
        )
    )
    status = draw(st.sampled_from([200, 201, 204, 304, 404, 503, 999]))
    headers = [
        (b"x-%d" % number, value.encode())
        for number, value in enumerate(draw(st.lists(LINE, max_size=3)))
    ]
    pieces = draw(st.lists(st.binary(min_size=1, max_size=20), max_size=4))
    framing = draw(st.sampled_from(["length", "twice", "list", "chunked", "connection"]))
    has_body = status not in {204, 304}
    body = b"".join(pieces) if has_body else b""
    length = b"%d" % len(body)
    wire, trailer = body, b""
    lines = [name + b":" + fold + b" " + value for name, value in headers]
    match framing:
        case "length":
            lines.append(b"Content-Length: " + length)
        case "twice":
            lines += [b"content-length:" + length, b"Content-Length: " + length]
        case "list":
            lines.append(b"content-length: %b, %b" % (length, length))
        case "chunked":
            lines.append(b"Transfer-Encoding: Chunked")
            trailer = draw(st.sampled_from([b"", b"x-after: it\r\n"]))
            chunks = [b"%x;a=b\r\n%b\r\n" % (len(piece), piece) for piece in pieces]
            wire = b"".join([*chunks, b"0\r\n", trailer, b"\r\n"]) if has_body else b""
        case _:
            pass
    head = b"HTTP/1.1 %d Reason" % status
    return Sent(
        data=before
        + b"".join(one + end + end for one in informational)
        + end.join([head, *lines, b"", wire]),
        status=status,
        headers=headers,
        body=body,
        ends_with_connection=has_body and framing == "connection",
    )


def parse(pieces: list[bytes]) -> ResponseParser:
    response = ResponseParser("GET")
    for piece in pieces:
        response.feed(piece)
    return response


def split(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({cut % (len(data) + 1) for cut in cuts} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(places)]


@settings(max_examples=200, deadline=None)
@given(responses(), st.lists(st.integers(0, 1000), max_size=8), st.booleans())
@example(Sent(b"HTTP/1.1 200 \r\n\r\nbody", 200, [], b"body", True), [], True)
def test_a_response_is_parsed_however_it_is_split(
    sent: Sent, cuts: list[int], byte_by_byte: bool
) -> None:
    data = sent.data
    pieces = [data[at : at + 1] for at in range(len(data))] if byte_by_byte else split(data, cuts)
    response = parse(pieces)
    assert response.has_head
    assert response.is_complete is not sent.ends_with_connection
    if sent.ends_with_connection:
        response.end()
        assert response.is_complete
        assert response.must_close
    assert response.status == sent.status
    assert [(name, value) for name, value in response.headers if name.startswith(b"x-")] == (
        sent.headers
    )
    assert response.take() == sent.body
    assert response.take() == b""


@settings(max_examples=100, deadline=None)
@given(responses(), st.integers(0, 1000))
def test_an_incomplete_response_is_an_error(sent: Sent, at: int) -> None:
    data = sent.data[: at % max(len(sent.data), 1)]
    response = parse([data])
    if response.is_complete:
        # Only the end of an empty body is missing.
        assert sent.body == response.take()
        return
    if sent.ends_with_connection and response.has_head:
        response.end()  # without a length, the missing data cannot be noticed
        assert sent.body.startswith(response.take())
        return
    with pytest.raises(httpx.ReadError):
        response.end()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.lists(st.integers(0, 1000), max_size=4))
@example(b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", [3])
@example(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n", [])
@example(b"RTSP/1.0 200 OK\r\n\r\n", [])
@example(b"HTTP/2.0 200 OK\r\n\r\n", [])
@example(b"HTTP/1.1 099 No\r\n\r\n", [])
def test_invalid_data_raises_a_protocol_error(data: bytes, cuts: list[int]) -> None:
    response = ResponseParser("GET")
    try:
        for piece in split(data, cuts):
            response.feed(piece)
        response.take()
    except httpx.RemoteProtocolError as error:
        assert str(error).isprintable()  # noqa: PT017
    assert not response.has_head


@pytest.mark.parametrize("informational", [b"", b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n"])
@pytest.mark.parametrize("step", [1000, MAX_HEAD * 2])
def test_the_size_of_a_head_is_limited(informational: bytes, step: int) -> None:
    def data_of(size: int) -> list[bytes]:
        start = informational + b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\nx: "
        data = start + b"y" * (size - len(start) - 4) + b"\r\n\r\n" + b"1"
        return [data[at : at + step] for at in range(0, len(data), step)]

    assert parse(data_of(MAX_HEAD)).is_complete
    with pytest.raises(httpx.RemoteProtocolError, match="more than 65536 bytes"):
        parse(data_of(MAX_HEAD + 1))


def test_data_after_a_response_closes_the_connection() -> None:
    complete = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1"
    assert not parse([complete]).must_close
    for more in (complete, b"junk", b"HTTP"):
        assert parse([complete, more]).must_close
        assert parse([complete + more]).must_close


def test_the_connection_header_of_an_informational_response_is_ignored() -> None:
    response = parse(
        [b"HTTP/1.1 103 Early\r\nconnection: close\r\n\r\n", b"HTTP/1.1 204 No\r\n\r\n"]
    )
    assert response.is_complete
    assert not response.must_close


def test_a_response_to_head_has_no_body() -> None:
    response = ResponseParser("HEAD")
    response.feed(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n")
    assert response.is_complete
    assert response.must_close  # the parser would read the next response as the body
    response = ResponseParser("HEAD")
    response.feed(b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n")
    assert response.is_complete


@pytest.mark.parametrize("start", [b"0\r\nx: ", b"0\r\n", b"2;x="])
@pytest.mark.parametrize("step", [1000, MAX_HEAD * 2])
def test_the_size_of_trailers_and_chunk_extensions_is_limited(start: bytes, step: int) -> None:
    response = parse([b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n" + start])
    block = b"x: y\r\n" * step if start == b"0\r\n" else b"y" * step
    assert response.take() == b"a"
    for _ in range(MAX_HEAD // step):
        response.feed(block[:step])
    response.feed(block)
    with pytest.raises(httpx.RemoteProtocolError, match="of chunk extensions or trailers"):
        response.take()


def test_the_number_of_line_breaks_before_a_head_is_limited() -> None:
    response = ResponseParser("GET")
    with pytest.raises(httpx.RemoteProtocolError, match="more than 65536 bytes"):
        for _ in range(MAX_HEAD):
            response.feed(b"\r\n")


def test_conflicting_lengths_are_rejected() -> None:
    for lines in (b"content-length: 2\r\ncontent-length: 3", b"content-length: 2, 3"):
        with pytest.raises(httpx.RemoteProtocolError, match="conflicting Content-Length"):
            parse([b"HTTP/1.1 200 OK\r\n%b\r\n\r\nabc" % lines])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"HTTP/1.1 099 No\r\n\r\n", "invalid status 99"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "unsupported transfer encoding"),
    ],
)
def test_a_response_is_refused_while_another_exception_is_handled(
    data: bytes, message: str
) -> None:
    """The parser of httptools then loses what its callbacks raise."""
    try:
        list[int]().pop()
    except IndexError:
        with pytest.raises(httpx.RemoteProtocolError, match=message):
            ResponseParser("GET").feed(data)


def test_what_a_signal_handler_raises_in_a_callback_is_never_replaced_by_another_exception(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(_parser: ResponseParser, _reason: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ResponseParser, "on_status", interrupted)
    data = b"HTTP/1.1 200 OK\r\n\r\n"
    with pytest.raises(KeyboardInterrupt):
        ResponseParser("GET").feed(data)
    try:
        list[int]().pop()
    except IndexError:
        with pytest.raises(httpx.RemoteProtocolError, match="signal handler"):
            ResponseParser("GET").feed(data)
