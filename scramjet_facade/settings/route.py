"""How a client's connections are made: certificates and proxies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from attrs import field, frozen

from ..errors import BadParametersError
from .secret import Secret

if TYPE_CHECKING:
    import ssl


@frozen(kw_only=True)
class Route:
    """What leads to a service.

    Attributes:
        verify: Whether the server's certificate is checked, or what it is checked against: a file
            or folder of certificates, or an SSLContext.
        cert: This client's own certificate: a file, or a file and its key's file.
        proxy: The proxy's URL; the environment's (``HTTPS_PROXY`` and the like) if there is none.
        trust_env: Whether the environment is asked for a proxy and for certificates.
    """

    verify: bool | str | os.PathLike[str] | ssl.SSLContext = True
    cert: str | tuple[str, str] | None = None
    proxy: str | None = field(default=None, repr=False)
    trust_env: bool = True

    def __attrs_post_init__(self) -> None:
        if isinstance(self.verify, str | os.PathLike) and not Path(self.verify).exists():
            raise BadParametersError(f"verify: there is no {self.verify}")
        if self.proxy is not None:
            check_proxy(self.proxy)

    def proxy_for(self, base_url: str) -> str | None:
        """Return the URL of the proxy on the way to a service, if there is one."""
        if self.proxy is not None or not self.trust_env:
            return self.proxy
        parts = urlsplit(base_url)
        if proxy_bypass(parts.netloc):
            return None
        proxies = getproxies()
        proxy = proxies.get(parts.scheme) or proxies.get("all")
        if proxy is None:
            return None
        return check_proxy(proxy if "://" in proxy else f"http://{proxy}")


def check_proxy(proxy: str) -> str:
    """Return a proxy's URL if it can be used; the error doesn't show it: it may hold a password."""
    proxy = Secret(proxy)
    if not _is_usable(proxy):
        raise BadParametersError("a proxy must be an http:// or https:// URL with a host")
    return proxy


def _is_usable(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
