"""What a server says in return, from bytes to a head and a body. Nothing waits here."""

from __future__ import annotations

import re

import httpx
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

MOST_HEAD = 64 * 1024
"""Bytes that an answer's head may have, those of informational answers before it included."""

_ENOUGH = 1024 * 1024
_REFUSAL = 300
_HEAD_END = re.compile(rb"\n\r?\n")
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_BEGINNING = b"HTTP/1."
_CONTENT_LENGTH = b"content-length"
_LENGTH = b"\ncontent-length:"
_INFORMATIONAL = range(100, 200)
_BODILESS = {204, 304}


class Answer:
    """One answer to one request.

    Attributes:
        status: The status, 0 until the head came.
        reason: The words after it.
        headers: Names and values as they came.
        has_head: Whether the head is there, and is no informational one.
        is_whole: Whether the body has come to its end.
        waiting: How many bytes of the body came and were not taken yet.
        is_last: Whether the connection can't be used again, or more came than an answer.
    """

    def __init__(self, method: str) -> None:
        self._has_body = method != "HEAD"
        self._parser = HttpResponseParser(self)
        self._begun = b""
        self._head_size = 0
        self._trailer_size = 0
        self._ends_with_connection = False
        self.status = 0
        self.reason = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.has_head = False
        self.is_whole = False
        self.is_last = False
        self._pieces: list[bytes] = []
        self._failure: httpx.RemoteProtocolError | None = None
        self.waiting = 0

    def feed(self, data: bytes) -> None:
        """Take what came.

        Raises:
            httpx.RemoteProtocolError: The head is not HTTP.
        """
        while data and not self.has_head:
            data = self._feed_head(data)
        if data and not self.is_whole and self._failure is None:
            try:
                self._parse(data)
            except httpx.RemoteProtocolError as error:
                self._failure = error  # for who reads the body, however its bytes came
            return
        if data:
            self.is_last = True  # it came unasked

    def end(self) -> None:
        """Take the end of the connection, which was in good order.

        Raises:
            httpx.ReadError: It came too early.
        """
        if self._failure is not None:
            return
        if self._ends_with_connection:
            self.is_whole = True
        if not self.is_whole:
            raise httpx.ReadError("the server closed it")

    def take(self) -> bytes:
        """Return what came of the body and was not taken yet; b"" if nothing did.

        Raises:
            httpx.RemoteProtocolError: What follows is not HTTP.
        """
        if self._failure is not None and not self._pieces:
            raise self._failure
        pieces, self._pieces, self.waiting = self._pieces, [], 0
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    @property
    def is_refusal(self) -> bool:
        """Whether it means that the rest of the request isn't wanted."""
        return self.has_head and self.status >= _REFUSAL

    @property
    def is_much(self) -> bool:
        """Whether so much waits for its reader that the rest should wait in the system."""
        return self.waiting >= _ENOUGH

    def _feed_head(self, data: bytes) -> bytes:
        """Take a part of the head; return what comes after its end."""
        seen = max(0, len(self._begun) - 3)
        # Some servers end the answer before with a line end too many.
        head = self._begun + data if self._begun else data.lstrip(b"\r\n")
        end = _HEAD_END.search(head, seen)
        size = len(head) if end is None else end.end()
        if self._head_size + size > MOST_HEAD:
            raise httpx.RemoteProtocolError(f"its head has more than {MOST_HEAD} bytes")
        if end is None:
            self._begun = head
            return b""
        self._begun = b""
        self._head_size += size
        if not head.startswith(_BEGINNING):
            raise httpx.RemoteProtocolError("its first line is none of HTTP 1")
        self._parse(_tidy(head[:size]))
        return head[size:]

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            raise httpx.RemoteProtocolError("it changes to another protocol, unasked") from None
        except HttpParserError as error:
            cause = error.__context__  # what one of the methods below raised, or a signal's handler
            if isinstance(cause, BaseException) and not isinstance(cause, Exception):
                raise cause from None
            if not self.is_whole:
                if isinstance(cause, httpx.RemoteProtocolError):
                    raise cause from None
                raise httpx.RemoteProtocolError(str(error)) from error
            self.is_last = True
        if self.is_whole:
            del self._parser  # which holds this answer: else garbage were left by each call

    # What the parser calls.

    def on_message_begin(self) -> None:
        """Begin an answer; one that comes after the real one was not asked for."""
        if self.is_whole:
            self.is_last = True

    def on_status(self, reason: bytes) -> None:
        """Take the words of the status line."""
        if not self.has_head:
            self.reason = reason

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header line, or one of those that may follow a body."""
        if not self.has_head:
            self.headers.append((name, value))
            return
        self._trailer_size += len(name) + len(value)
        if self._trailer_size > MOST_HEAD:
            raise httpx.RemoteProtocolError(f"more than {MOST_HEAD} bytes follow its body")

    def on_headers_complete(self) -> None:
        """Find out how the body ends."""
        if self.has_head:
            return
        status = self._parser.get_status_code()
        if status in _INFORMATIONAL:
            self.reason = b""
            self.headers.clear()
            self._parser = HttpResponseParser(self)  # whatever it said of the connection
            return
        if status < _INFORMATIONAL.start:
            raise httpx.RemoteProtocolError(f"it has status {status}")
        self.status = status
        self.has_head = True
        self.is_last = not self._parser.should_keep_alive()
        names: set[bytes] = set()
        for name, value in self.headers:
            lower = name.lower()
            names.add(lower)
            if lower == b"transfer-encoding" and value.strip().lower() not in {
                b"chunked",
                b"identity",
            }:
                raise httpx.RemoteProtocolError("it has a transfer encoding that was not asked for")
            if lower == b"transfer-encoding" and value.strip().lower() == b"chunked":
                names.add(_CONTENT_LENGTH)  # that is, its end is told
        if not self._has_body:
            self.is_whole = True
            self.is_last = True  # the parser would wait for a body
        elif _CONTENT_LENGTH not in names and status not in _BODILESS:
            self._ends_with_connection = True

    def on_body(self, piece: bytes) -> None:
        """Take a part of the body."""
        if not self.is_whole:
            self._pieces.append(piece)
            self.waiting += len(piece)

    def on_message_complete(self) -> None:
        """End an answer, if it is no informational one."""
        if self.has_head:
            self.is_whole = True


def _tidy(head: bytes) -> bytes:
    """Return a head without what is legal, or common, but too odd for the parser.

    That is: lines that end in a line feed only, folded lines, and one length told twice.
    """
    lower = head.lower()
    first = lower.find(_LENGTH)
    tells_once = first < 0 or (
        lower.find(_LENGTH, first + 1) < 0
        and b"," not in lower[first : lower.find(b"\n", first + 1)]
    )
    is_plain = head.count(b"\n") == head.count(b"\r\n") and not _FOLDED.search(head)
    if tells_once and is_plain:
        return head
    tidy: list[bytes] = []
    lengths: set[bytes] = set()
    for line in _FOLDED.sub(b" ", head).split(b"\n"):
        name, _, value = line.removesuffix(b"\r").partition(b":")
        if name.lower() != _CONTENT_LENGTH:
            tidy.append(line.removesuffix(b"\r"))
            continue
        found = {length.strip() for length in value.split(b",")}
        if len(lengths | found) > 1:
            raise httpx.RemoteProtocolError("it tells two lengths")
        if not lengths:
            tidy.append(name + b": " + value.split(b",")[0].strip())
        lengths = found
    return b"\r\n".join(tidy)
