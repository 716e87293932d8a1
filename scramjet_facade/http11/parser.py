"""Parses received bytes into the head and the body of a response. This module never waits."""

from __future__ import annotations

import re
import sys

import httpx
from httptools import (
    HttpParserCallbackError,
    HttpParserError,
    HttpParserUpgrade,
    HttpResponseParser,
)

MAX_HEAD = 64 * 1024
"""The largest size of a response's head in bytes, with informational responses before it."""

_ENOUGH = 1024 * 1024
_REFUSAL = 300
_HEAD_END = re.compile(rb"\n\r?\n")
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_BEGINNING = b"HTTP/1."
_CONTENT_LENGTH = b"content-length"
_LENGTH = b"\ncontent-length:"
_INFORMATIONAL = range(100, 200)
_BODILESS = {204, 304}


class ResponseParser:
    """The response to one request.

    Attributes:
        status: The status; 0 until the head has arrived.
        reason: The reason phrase.
        headers: The names and values of the headers, unchanged.
        has_head: Whether the head has arrived. Heads of informational responses do not count.
        is_complete: Whether the whole body has arrived.
        buffered: The number of bytes of the body that have arrived and were not taken yet.
        must_close: Whether the connection must be closed, for example after too much data.
    """

    def __init__(self, method: str) -> None:
        self._has_body = method != "HEAD"
        self._parser = HttpResponseParser(self)
        self._begun = b""
        self._head_size = 0
        self._framing_size = 0  # bytes of framing since the last data of the body
        self._ends_with_connection = False
        self.status: int = 0
        self.reason: bytes = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.has_head: bool = False
        self.is_complete: bool = False
        self.must_close: bool = False
        self._pieces: list[bytes] = []
        self._failure: httpx.RemoteProtocolError | None = None
        self._refused: str | None = None  # why a callback refuses the response
        self.buffered: int = 0

    def feed(self, data: bytes) -> None:
        """Parse received data.

        Raises:
            httpx.RemoteProtocolError: The head is not HTTP.
        """
        while data and not self.has_head:
            data = self._feed_head(data)
        if data and not self.is_complete and self._failure is None:
            before = self.buffered
            try:
                self._parse(data)
            except httpx.RemoteProtocolError as error:
                self._failure = error  # take() raises the error after the valid data.
            # The parser of httptools accepts endless chunk extensions and trailers.
            self._framing_size = 0 if self.buffered > before else self._framing_size + len(data)
            if self._framing_size > MAX_HEAD and not self.is_complete:
                what = f"more than {MAX_HEAD} bytes of chunk extensions or trailers"
                self._failure = self._failure or httpx.RemoteProtocolError(what)
            return
        if data:
            self.must_close = True  # the data belongs to no request

    def end(self) -> None:
        """Handle the regular end of the connection.

        Raises:
            httpx.ReadError: The response is not complete.
        """
        if self._failure is not None:
            return
        if self._ends_with_connection:
            self.is_complete = True
        if not self.is_complete:
            raise httpx.ReadError("the server closed the connection")

    def take(self) -> bytes:
        """Return the data of the body that was not taken yet; b"" if there is none.

        Raises:
            httpx.RemoteProtocolError: The data after the valid data is not HTTP.
        """
        if self._failure is not None and not self._pieces:
            raise self._failure
        pieces, self._pieces, self.buffered = self._pieces, [], 0
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    @property
    def is_in_head(self) -> bool:
        """Whether only a part of the head has arrived; data that is not HTTP does not count."""
        begun = self._begun[: len(_BEGINNING)]
        return bool(begun) and _BEGINNING.startswith(begun)

    @property
    def is_refusal(self) -> bool:
        """Whether the response means that the server does not want the rest of the request."""
        return self.has_head and self.status >= _REFUSAL

    @property
    def is_full(self) -> bool:
        """Whether the buffer is full, so that further data should stay in the system's buffers."""
        return self.buffered >= _ENOUGH

    def _feed_head(self, data: bytes) -> bytes:
        """Add data to the head; return the data that follows the head."""
        seen = max(0, len(self._begun) - 3)
        # Some servers send an additional line break at the end of the previous response.
        head = self._begun + data if self._begun else data.lstrip(b"\r\n")
        self._head_size += len(self._begun) + len(data) - len(head)
        end = _HEAD_END.search(head, seen)
        size = len(head) if end is None else end.end()
        if self._head_size + size > MAX_HEAD:
            raise httpx.RemoteProtocolError(f"the head has more than {MAX_HEAD} bytes")
        if end is None:
            self._begun = head
            return b""
        self._begun = b""
        self._head_size += size
        if not head.startswith(_BEGINNING):
            raise httpx.RemoteProtocolError("invalid status line")
        self._parse(_normalized(head[:size]))
        return head[size:]

    def _parse(self, data: bytes) -> None:
        outer = sys.exception()
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            raise httpx.RemoteProtocolError("unexpected change to another protocol") from None
        except HttpParserError as error:
            if isinstance(error, HttpParserCallbackError):
                # A signal handler raised an exception while a callback below was running. Usually
                # ``__context__`` is that exception. If the caller is handling another exception,
                # ``__context__`` is the caller's exception instead.
                raised = error.__context__
                if raised is not None and raised is not outer:
                    raise raised from None
                raise httpx.RemoteProtocolError("a signal handler interrupted parsing") from error
            if not self.is_complete:
                raise httpx.RemoteProtocolError(str(error)) from error
            self.must_close = True
        if self._refused is not None:
            if not self.is_complete:
                raise httpx.RemoteProtocolError(self._refused)
            self.must_close = True
        if self.is_complete:
            del self._parser  # breaks a reference cycle, which would remain as garbage

    # httptools calls these methods. These methods raise nothing, because an exception would be lost
    # while another exception is being handled.

    def on_message_begin(self) -> None:
        """Begin a response; if it is a second response, the connection must be closed."""
        if self.is_complete:
            self.must_close = True

    def on_status(self, reason: bytes) -> None:
        """Keep the reason phrase."""
        if not self.has_head:
            self.reason = reason

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; trailers after the body are ignored."""
        if not self.has_head:
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Determine how the body ends."""
        if self.has_head:
            return
        status = self._parser.get_status_code()
        if status in _INFORMATIONAL:
            self.reason = b""
            self.headers.clear()
            # The "connection" header of an informational response has no meaning.
            self._parser = HttpResponseParser(self)
            return
        if status < _INFORMATIONAL.start:
            self._refused = f"invalid status {status}"
            return
        self.status = status
        self.has_head = True
        self.must_close = not self._parser.should_keep_alive()
        if not self._has_body:
            self.is_complete = True
            self.must_close = True  # the parser still waits for a body
            return
        has_length = False
        for name, value in self.headers:
            lower = name.lower()
            has_length = has_length or lower == _CONTENT_LENGTH
            if lower == b"transfer-encoding":
                coding = value.strip().lower()
                if coding not in {b"chunked", b"identity"}:
                    self._refused = "unsupported transfer encoding"
                    return
                has_length = has_length or coding == b"chunked"
        if not has_length and status not in _BODILESS:
            self._ends_with_connection = True

    def on_body(self, piece: bytes) -> None:
        """Keep a part of the body."""
        if not self.is_complete:
            self._pieces.append(piece)
            self.buffered += len(piece)

    def on_message_complete(self) -> None:
        """End the response, unless it is informational."""
        if self.has_head:
            self.is_complete = True


def _normalized(head: bytes) -> bytes:
    """Rewrite parts of a head that the parser refuses although they are legal or common.

    Examples are lines that end only with a line feed, folded lines, and repeated Content-Length
    headers with the same value.
    """
    lower = head.lower()
    first = lower.find(_LENGTH)
    has_one_length = first < 0 or (
        lower.find(_LENGTH, first + 1) < 0
        and b"," not in lower[first : lower.find(b"\n", first + 1)]
    )
    is_plain = head.count(b"\n") == head.count(b"\r\n") and not _FOLDED.search(head)
    if has_one_length and is_plain:
        return head
    lines: list[bytes] = []
    lengths: set[bytes] = set()
    for line in _FOLDED.sub(b" ", head).split(b"\n"):
        name, _, value = line.removesuffix(b"\r").partition(b":")
        if name.lower() != _CONTENT_LENGTH:
            lines.append(line.removesuffix(b"\r"))
            continue
        found = {length.strip() for length in value.split(b",")}
        if len(lengths | found) > 1:
            raise httpx.RemoteProtocolError("conflicting Content-Length headers")
        if not lengths:
            lines.append(name + b": " + value.split(b",")[0].strip())
        lengths = found
    return b"\r\n".join(lines)
