"""What the synchronous and the asynchronous side have in common."""

from __future__ import annotations

import os
import ssl
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import httpx

from ..errors import BadParametersError

if TYPE_CHECKING:
    from ..settings.route import Route

ABORT = "scramjet_abort"
"""The response extension that breaks an answer off from any thread."""

ALL_SENT = "scramjet_all_sent"
"""The response extension that waits for the request's end, and tells whether all of it was sent."""

KEEPALIVE_SECONDS = 4.0
"""How long an idle connection is kept: hubs close theirs after 5 s."""

ENCODINGS = "gzip"
"""The compression that servers may use: what this package undoes with a bound on memory."""


@cache
def default_ssl_context(trust_env: bool) -> ssl.SSLContext:
    """Return the context of all clients without settings of their own: making one takes long."""
    return httpx.create_ssl_context(trust_env=trust_env)


def own_ssl_context(route: Route) -> ssl.SSLContext | None:
    """Return the context for a route that has settings of its own, else None."""
    if route.verify is True and route.cert is None:
        return None
    return ssl_context(route)


def context_between(
    route: Route, own: ssl.SSLContext | None, base_url: str, proxy: str | None
) -> ssl.SSLContext:
    """Return the context for the way to a service."""
    if own is not None:
        return own
    if any(httpx.URL(url).scheme == "https" for url in (base_url, proxy) if url is not None):
        return ssl_context(route)
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used, and it trusts nobody


def ssl_context(route: Route) -> ssl.SSLContext:
    """Return the context for a route."""
    if isinstance(route.verify, ssl.SSLContext):
        context = route.verify
    elif route.verify is True and route.cert is None:
        return default_ssl_context(route.trust_env)
    elif isinstance(route.verify, bool):
        context = httpx.create_ssl_context(verify=route.verify, trust_env=route.trust_env)
    else:
        path = os.fspath(route.verify)
        try:
            context = ssl.create_default_context(
                cafile=None if os.path.isdir(path) else path,  # noqa: PTH112
                capath=path if os.path.isdir(path) else None,  # noqa: PTH112
            )
        except OSError as error:
            raise BadParametersError(f"verify: {path} holds no certificates: {error}") from error
    if route.cert is not None:
        files = (route.cert,) if isinstance(route.cert, str) else route.cert
        try:
            context.load_cert_chain(*files)
        except OSError as error:
            raise BadParametersError(f"cert can't be used: {error}") from error
    return context


def check_url(url: str) -> str:
    """Return a base URL if requests can be made with it."""
    try:
        parsed = httpx.URL(url)
        for name in (parsed.host, parsed.raw_host.decode("ascii")):
            name.encode("idna")  # as the system does when it looks a name up
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadParametersError(f"base_url can't be used: {error}") from None
    return url


@cache
def user_agent() -> str:
    """Return what servers see as the client's name."""
    from importlib.metadata import version  # noqa: PLC0415 (costs 4 ms)

    return f"scramjet-facade/{version('scramjet-facade')}"


@lru_cache(maxsize=1024)
def joined(base_url: str, path: str) -> httpx.URL:
    """Return the URL of a path below a base URL, as httpx would join them."""
    return httpx.URL(f"{base_url.rstrip('/')}/{path.lstrip('/')}")


def timeouts(*, connect: float, answer: float | None) -> httpx.Timeout:
    """Return limits in seconds for connecting and for each wait on the peer."""
    return httpx.Timeout(connect=connect, read=answer, write=answer, pool=connect)
