"""The proxy that the environment or the system sets for a service."""

from __future__ import annotations

import ipaddress
import os
import re
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ..errors import BadParametersError
from ..http11 import URL, InvalidURL
from ..http11.target import port_of
from .secret import Secret, hide


def environment_proxy(base_url: str) -> tuple[str | None, str]:
    """Return the URL of a service's proxy, or None, and the name of the setting."""
    parts = urlsplit(base_url)
    proxies: dict[str, str] = hide(getproxies())
    exceptions = proxies.get("no")
    # Without NO_PROXY, the system may define exceptions.
    if _is_excepted(base_url, exceptions) if exceptions else proxy_bypass(parts.netloc):
        return None, ""
    for kind in (parts.scheme, "all"):
        if proxy := Secret(proxies.get(kind, "").strip()):
            whole = Secret(proxy if "://" in proxy else f"http://{proxy}")
            variable = _variable(kind)
            return check_proxy(whole, f"{variable}: the proxy"), variable
    return None, ""


def check_proxy(proxy: str, what: str = "a proxy") -> str:
    """Return a proxy's URL if it is valid; errors omit the URL, which may contain a password."""
    proxy = Secret(proxy)
    if not _is_usable(proxy):
        reason = ": SOCKS is not supported" if proxy.lower().startswith("socks") else ""
        raise BadParametersError(f"{what} must be an http:// or https:// URL with a host{reason}")
    return proxy


def _is_usable(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        URL(proxy)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except (ValueError, InvalidURL):
        return False


def _variable(kind: str) -> str:
    """Return the exact name of the environment variable that sets a proxy."""
    names = [name for name in os.environ if name.lower() == f"{kind}_proxy" and os.environ[name]]
    # Python also prefers the lower-case name.
    return max(names, key=str.islower, default="the system's settings")


def _is_excepted(base_url: str, exceptions: str) -> bool:
    """Return whether NO_PROXY covers a service by ``*``, a domain, an address or a network."""
    host = _plain(urlsplit(base_url).hostname or "")
    port = port_of(URL(base_url))
    return any(_covers(entry, host, port) for entry in re.split(r"[\s,]+", exceptions) if entry)


def _covers(entry: str, host: str, port: int) -> bool:
    if with_port := re.fullmatch(r"(\[.+\]|[^:]+):(\d+)", entry):
        entry = with_port[1]
        if int(with_port[2]) != port:
            return False
    address = _network(host)
    if (network := _network(entry)) is not None:
        return address is not None and address[0] in network
    domain = _plain(entry.removeprefix("*").removeprefix("."))
    if not domain:
        return entry == "*"
    return host == domain or (address is None and host.endswith(f".{domain}"))


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Parse an IP address or a network, without its zone; return None for a host name."""
    try:
        return ipaddress.ip_network(re.sub(r"[\[\]]|%[^/\]]*", "", text), strict=False)
    except ValueError:
        return None


def _plain(name: str) -> str:
    """Normalize a host name, so that it can be compared with other names."""
    name = name.lower().rstrip(".")
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return name
