"""What a request looks like on the wire."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from .way import Way

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_ZONE = re.compile(rb"%[^\]]*")
LAST_CHUNK = b"0\r\n\r\n"


def on_wire(request: httpx.Request, way: Way, content: bytes = b"") -> memoryview:
    """Return a request's head and what follows it, as a view: no traceback shows what is in it.

    Raises:
        httpx.LocalProtocolError: A part of the head can't be sent.
    """
    method, headers = request.method.encode(), request.headers.raw
    for word in (method, *[name for name, _ in headers]):
        _check_token(word)
    url = request.url
    target = url.raw_path
    if way.is_forwarded:
        target = b"%b://%b%b" % (url.raw_scheme, _ZONE.sub(b"", url.netloc), target)
    lines = [b"%b %b HTTP/1.1" % (method, target)]
    lines += [
        # The zone of an address means something on this machine only.
        name + b": " + (_ZONE.sub(b"", value) if name == b"Host" else value)
        for name, value in headers
    ]
    if way.is_forwarded and way.authorization is not None:
        lines.append(b"Proxy-Authorization: " + way.authorization)
    head = b"\r\n".join(lines)
    is_sound = head.count(b"\n") == head.count(b"\r") == len(lines) - 1 and b"\0" not in head
    view = memoryview(head + b"\r\n\r\n" + content)
    lines.clear()  # from here on no traceback shows what they hold
    headers.clear()
    del head
    if not is_sound:
        raise httpx.LocalProtocolError("a header can't hold a line break")
    return view


def is_chunked(request: httpx.Request) -> bool:
    """Tell whether a body goes out in chunks, its length being unknown."""
    return "content-length" not in request.headers


def has_body(request: httpx.Request) -> bool:
    """Tell whether there is a body, which may turn out to be empty."""
    headers = request.headers
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def chunk_of(block: bytes) -> bytes:
    """Return a block, which is not empty, as a chunk."""
    return b"%x\r\n%b\r\n" % (len(block), block)


@lru_cache(maxsize=256)
def _check_token(token: bytes) -> None:
    if not _TOKEN.fullmatch(token):
        raise httpx.LocalProtocolError(f"{token!r} can't be a method or the name of a header")
