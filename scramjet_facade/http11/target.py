"""The target of a connection: a service, possibly through a proxy."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable


def port_of(url: httpx.URL) -> int:
    """Return a URL's port, or the default port of its scheme."""
    return url.port or (443 if url.scheme == "https" else 80)


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Return the scheme, the host and the port of a URL; httpx omits default ports."""
    return url.scheme, url.host, url.port


class Server:
    """A server: the service itself, or a proxy.

    Attributes:
        host: The server's name or address; a zone of an IPv6 address is not percent-encoded.
        port: The server's port.
        is_secure: Whether connections to the server use TLS.
    """

    def __init__(self, url: httpx.URL) -> None:
        host, mark, zone = url.raw_host.decode("ascii").strip("[]").partition("%")
        self.host: str = host + mark + zone.removeprefix("25")
        self.port: int = port_of(url)
        self.is_secure: bool = url.scheme == "https"

    @property
    def name(self) -> str:
        """The name that the server's certificate must have, without a zone or a final dot."""
        return self.host.partition("%")[0].rstrip(".")

    @property
    def authority(self) -> str:
        """The host and the port as in a URL; a zone, which only this machine knows, is omitted."""
        host = self.host.partition("%")[0]
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"


class Target:
    """A service, and how connections to it are made.

    Attributes:
        base_url: The service's base URL.
        service: Its server.
        proxy: The proxy's server, if there is one.
        proxy_setting: The setting that names the proxy: a variable or an argument.
        first: The server to connect to.
        ssl_context: Returns the context for TLS; the first call creates it.
        is_forwarded: Whether requests are sent to a proxy that forwards each of them.
        authorization: The value of the header ``Proxy-Authorization``, if the proxy needs one.
    """

    def __init__(
        self,
        base_url: str,
        *,
        proxy: str | None,
        proxy_setting: str = "",
        ssl_context: Callable[[], ssl.SSLContext],
    ) -> None:
        url = httpx.URL(base_url)
        self.base_url = base_url
        self.service: Server = Server(url)
        self.proxy: Server | None = None
        self.proxy_setting = proxy_setting
        self.ssl_context = ssl_context
        self.authorization: bytes | None = None
        self._origin = origin(url)
        if proxy is not None:
            proxy_url = httpx.URL(proxy)
            self.proxy = Server(proxy_url)
            if proxy_url.userinfo:
                login = f"{proxy_url.username}:{proxy_url.password}".encode()
                self.authorization = b"Basic " + b64encode(login)
        self.first: Server = self.proxy or self.service
        self.is_forwarded: bool = self.proxy is not None and not self.service.is_secure

    def __repr__(self) -> str:
        return f"<Target {self.base_url}>"

    def contains(self, url: httpx.URL) -> bool:
        """Return whether a URL belongs to the service's origin."""
        return origin(url) == self._origin
