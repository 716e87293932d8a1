"""Encodes the heads of requests."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from .target import Target

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_ZONE = re.compile(rb"%[^\]]*")
LAST_CHUNK = b"0\r\n\r\n"


def head_of(request: httpx.Request, target: Target, content: bytes = b"") -> memoryview:
    """Return a request's head and content as a memoryview, whose data no traceback shows.

    Raises:
        httpx.LocalProtocolError: The head is invalid.
    """
    method, headers = request.method.encode(), request.headers.raw
    for word in (method, *[name for name, _ in headers]):
        _check_token(word)
    url = request.url
    path = url.raw_path
    if target.is_forwarded:
        path = b"%b://%b%b" % (url.raw_scheme, _ZONE.sub(b"", url.netloc), path)
    lines = [b"%b %b HTTP/1.1" % (method, path)]
    lines += [
        # The zone of an IPv6 address has a meaning only on this machine.
        name + b": " + (_ZONE.sub(b"", value) if name == b"Host" else value)
        for name, value in headers
    ]
    if target.is_forwarded and target.authorization is not None:
        lines.append(b"Proxy-Authorization: " + target.authorization)
    head = b"\r\n".join(lines)
    is_sound = head.count(b"\n") == head.count(b"\r") == len(lines) - 1 and b"\0" not in head
    view = memoryview(head + b"\r\n\r\n" + content)
    lines.clear()  # from here on, no traceback shows the headers
    headers.clear()
    del head
    if not is_sound:
        raise httpx.LocalProtocolError("a header contains a line break")
    return view


def is_chunked(request: httpx.Request) -> bool:
    """Return whether a body is sent in chunks because its length is unknown."""
    return "content-length" not in request.headers


def has_body(request: httpx.Request) -> bool:
    """Return whether the request has a body, which may be empty."""
    headers = request.headers
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


@lru_cache(maxsize=256)
def _check_token(token: bytes) -> None:
    if not _TOKEN.fullmatch(token):
        raise httpx.LocalProtocolError(f"{token!r} is not a valid method or header name")
