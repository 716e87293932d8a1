"""The way to a service: what is connected to, and what is said there before the first request."""

from __future__ import annotations

import ssl
from base64 import b64encode
from typing import TYPE_CHECKING, TypeAlias

import httpx

from .channel import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from .channel import Channel

Steps: TypeAlias = "Generator[bytes | memoryview | None, bytes | None, None]"
"""What is to be sent, and None for what is to be received, which is sent into it."""

_PORTS = {"http": 80, "https": 443}


class _End:
    """A server that can be connected to."""

    def __init__(self, url: httpx.URL) -> None:
        self.host = url.raw_host.decode("ascii").strip("[]")
        self.port = url.port or _PORTS[url.scheme]
        self.is_secure = url.scheme == "https"

    @property
    def name(self) -> str:
        """The name in its certificate: no zone of an address, no dot at the end."""
        return self.host.partition("%")[0].rstrip(".")


class Way:
    """The way to a service, perhaps by a proxy.

    Attributes:
        base_url: The service's base URL.
        proxy: The proxy's URL, if there is one.
        ssl_context: Makes the context for TLS, or returns the one made before.
        host: What to connect to.
        port: Where.
        is_forwarded: Whether requests go to a proxy, which sends each on.
        authorization: What such a proxy wants to see with each request, if anything.
    """

    def __init__(
        self, base_url: str, *, proxy: str | None, ssl_context: Callable[[], ssl.SSLContext]
    ) -> None:
        self.base_url = base_url
        self.proxy = proxy
        self._service = _End(httpx.URL(base_url))
        self._proxy: _End | None = None
        self.ssl_context = ssl_context
        self.authorization: bytes | None = None
        if proxy is not None:
            url = httpx.URL(proxy)
            self._proxy = _End(url)
            if url.userinfo:
                login = f"{url.username}:{url.password}".encode()
                self.authorization = b"Basic " + b64encode(login)
        first = self._proxy or self._service
        self.host, self.port = first.host, first.port
        self.is_forwarded = self._proxy is not None and not self._service.is_secure

    def __repr__(self) -> str:
        return f"<Way to {self.base_url}>"

    def introduce(self, channel: Channel) -> Steps:
        """Say on a new connection what comes before its first request.

        Raises:
            httpx.ConnectError: The server isn't trusted, or leaves.
            httpx.ProxyError: The proxy refuses.
        """
        if self._proxy is not None and self._proxy.is_secure:
            yield from self._secure(channel, self._proxy)
        if self._proxy is not None and self._service.is_secure:
            yield from self._tunnel(channel)
        if self._service.is_secure:
            yield from self._secure(channel, self._service)

    def _secure(self, channel: Channel, end: _End) -> Steps:
        """Put TLS on top."""
        from .tls import Tls  # noqa: PLC0415 (only few programs need it at once)

        try:
            layer = Tls(self.ssl_context(), end.name)
            done, words = layer.shake_hands()
            while True:
                if words:
                    yield channel.encode(words)
                if done:
                    break
                done, words = layer.shake_hands((yield None) or b"")
        except ssl.SSLError as error:
            raise httpx.ConnectError(reason(error)) from error
        channel.layers.append(layer)

    def _tunnel(self, channel: Channel) -> Steps:
        """Ask the proxy for a connection to the service."""
        from .answers import Answer  # noqa: PLC0415

        host = f"[{self._service.host}]" if ":" in self._service.host else self._service.host
        target = f"{host}:{self._service.port}".encode("ascii")
        lines = [b"CONNECT %b HTTP/1.1" % target, b"Host: " + target]
        if self.authorization is not None:
            lines.append(b"Proxy-Authorization: " + self.authorization)
        words = memoryview(b"\r\n".join([*lines, b"", b""]))
        lines.clear()  # from here on no traceback shows the password
        yield channel.encode(words)
        answer = Answer("HEAD")  # what follows is none of the proxy's
        try:
            while not answer.has_head:
                answer.feed((yield None) or b"")
        except httpx.RemoteProtocolError as error:
            raise httpx.ProxyError(f"the proxy's answer is not HTTP: {error}") from error
        if not httpx.codes.is_success(answer.status):
            reason_given = answer.reason.decode("ascii", errors="replace")
            raise httpx.ProxyError(f"{answer.status} {reason_given}")
