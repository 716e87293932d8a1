"""What the synchronous and the asynchronous side have in common."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import httpx

from ..errors import BadParametersError
from ..version import __version__

ENCODINGS = "gzip"
"""The compression that servers may use: what this package undoes with a bound on memory."""


_BODILESS = {"GET", "DELETE"}
_MORE = ("content", "data", "files", "json", "params", "cookies")  # options that httpx understands


def check_url(url: str) -> str:
    """Return a base URL if requests can be made with it."""
    try:
        parsed = httpx.URL(url)
        for name in (parsed.host, parsed.raw_host.decode("ascii")):
            name.encode("idna")  # as the system does when it looks a name up
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadParametersError(f"base_url can't be used: {error}") from None
    return url


def user_agent() -> str:
    """Return what servers see as the client's name."""
    return f"scramjet-facade/{__version__}"


@lru_cache(maxsize=1024)
def joined(base_url: str, path: str) -> httpx.URL:
    """Return the URL of a path below a base URL, as httpx would join them."""
    return httpx.URL(f"{base_url.rstrip('/')}/{path.lstrip('/')}")


def timeouts(*, connect: float, answer: float | None) -> httpx.Timeout:
    """Return limits in seconds for connecting and for each wait on the peer."""
    return httpx.Timeout(connect=connect, read=answer, write=answer, pool=connect)


def upload_timeouts(
    *, connect: float, answer: float | None, idle: float | None = None
) -> httpx.Timeout:
    """Return the limits for a request with an upload.

    Args:
        connect: Seconds for connecting.
        answer: Seconds for the answer, from the upload's last byte.
        idle: Seconds for which the server may accept nothing; None: no limit.
    """
    return httpx.Timeout(connect=connect, read=answer, write=idle, pool=connect)


class PlainRequests:
    """Makes requests without a body; httpx itself goes over the headers of each five times."""

    def __init__(self, client: httpx.Client | httpx.AsyncClient) -> None:
        self._client = client
        self._raw: list[tuple[bytes, bytes]] | None = None
        self._headers = httpx.Headers()

    def make(self, method: str, url: httpx.URL, options: dict[str, Any]) -> httpx.Request | None:
        """Return a request to this client's server, or None if there is more to it."""
        method = method.upper()
        if method not in _BODILESS or any(map(options.get, _MORE)) or self._client.cookies:
            return None
        if self._raw != self._client.headers.raw:
            self._take_headers(url)
        headers = self._headers
        if own := options.get("headers"):
            headers = headers.copy()
            headers.update(own)
        timeout = options.get("timeout", httpx.USE_CLIENT_DEFAULT)
        if timeout is httpx.USE_CLIENT_DEFAULT:
            timeout = self._client.timeout
        elif not isinstance(timeout, httpx.Timeout):
            timeout = httpx.Timeout(timeout)
        extensions: dict[str, Any] = {"timeout": timeout.as_dict()}
        extensions.update(options.get("extensions") or {})
        request = httpx.Request(
            method, url, headers=headers, stream=httpx.ByteStream(b""), extensions=extensions
        )
        request.read()
        return request

    def _take_headers(self, url: httpx.URL) -> None:
        headers = self._client.headers
        raw = headers.raw
        host = [] if "Host" in headers else [(b"Host", url.netloc)]
        # In this order: another thread may come between.
        self._headers = httpx.Headers([*host, *raw])
        self._raw = raw
