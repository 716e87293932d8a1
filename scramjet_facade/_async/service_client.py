"""What the clients of services have in common: an address, options, connections."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ..concurrency import timing
from ..http11.async_client import AsyncPool, async_transport
from ..options.arguments import check_headers
from ..options.options import (
    DEFAULT_MAX_BODY,
    Options,
    environment_token,
    read_base_url,
    read_retries,
    read_token,
)
from ..options.retries import Retries
from ..options.route import Route
from ..options.secret import hide
from .base_client import AsyncBaseClient
from .session import AsyncSession

if TYPE_CHECKING:
    import os
    import ssl
    from collections.abc import Callable, Mapping

    from ..options.attempt import Attempt
    from ..options.token import AsyncTokenFunction

_Client = TypeVar("_Client", bound="AsyncServiceClient")


def derive_client(kind: type[_Client], session: AsyncSession) -> _Client:
    """Make a client that uses the connections of another: how navigation works."""
    client = kind.__new__(kind)
    client._session = session  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return client


class AsyncServiceClient(AsyncBaseClient):
    """A client of one service.

    Args:
        base_url: The service's base URL; ``SCRAMJET_API_URL`` if it is left out.
        token: The access token, sent to this URL's origin only; ``SCRAMJET_TOKEN`` if it is left
            out. Or a function without parameters that returns it, or it and the number of seconds
            it is good for: it is called when a request first needs a token, when those seconds are
            nearly over, when a server answers 401, whereupon the request is sent once more, and a
            minute after it answered 403. It is called beside all else, and by one request for all
            that need a token. In asynchronous clients it may be a coroutine function.
        headers: Headers for every request.
        timeout: Seconds to wait for an answer, None for ever. Streams may be silent for longer,
            and connecting never takes longer than 10 s.
        retries: How many times a request may be sent again where that can't act twice, or a
            Retries; 0: never.
        verify: Whether the server's certificate is checked, or what it is checked against: a file
            or folder of certificates, or an SSLContext.
        cert: This client's own certificate: a file, or a file and its key's file.
        proxy: The URL of a proxy; that of the environment if it is left out.
        trust_env: Whether the environment is asked for a proxy (``HTTPS_PROXY``, ``HTTP_PROXY``,
            ``ALL_PROXY``, but none to what ``NO_PROXY`` names: hosts, domains, addresses, networks
            or ``*``) and for certificates (``SSL_CERT_FILE``, ``SSL_CERT_DIR``).
        follow_redirects: Whether a GET goes on to where the same server sends it. Another server
            is never gone to.
        max_body: Bytes that an answer other than a stream may have, decompressed.
        transport: What requests go to in place of the network: any transport of httpx, such as
            ``httpx.MockTransport``. It is the caller's: closing the client does not close it.
        on_attempt: Called with an Attempt after each attempt of each request, in the thread or the
            event loop that makes it. What it raises is logged, and changes nothing.

    Raises:
        BadParametersError: There is no usable base URL, or another argument can't be used.
    """

    def __init__(
        self,
        base_url: str | None = None,
        *,
        token: str | AsyncTokenFunction | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = timing.DEFAULT_TIMEOUT,
        retries: int | Retries = Retries(),  # noqa: B008 (it is immutable)
        verify: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        cert: str | tuple[str, str] | None = None,
        proxy: str | None = None,
        trust_env: bool = True,
        follow_redirects: bool = False,
        max_body: int = DEFAULT_MAX_BODY,
        transport: Any = None,
        on_attempt: Callable[[Attempt], object] | None = None,
    ) -> None:
        # From here on no traceback shows them, whatever is wrong with the other arguments.
        token, headers, proxy = hide(token), hide(headers), hide(proxy)
        options = Options(
            headers=check_headers(headers or {}),
            token=read_token(token),
            environment_token=environment_token(),
            timeout=timeout,
            retries=read_retries(retries),
            follow_redirects=follow_redirects,
            max_body=max_body,
            on_attempt=on_attempt,
        )
        url = read_base_url(base_url)
        route = Route(verify=verify, cert=cert, proxy=proxy, trust_env=trust_env)
        replaced = async_transport(transport)
        pool = AsyncPool(partial(route.way_to, url), type(self).__name__, replaced)
        self._session = AsyncSession(url, options, pool, owner=True)

    def _over(self, session: AsyncSession) -> Self:
        """Return this client over another session."""
        return derive_client(type(self), session)

    async def aclose(self) -> None:
        """Close all connections, those of clients reached from this one too.

        Closing a client that was itself reached from another closes nothing.
        """
        await self._session.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        made = hasattr(self, "_session")  # not so in a traceback of __init__
        return f"<{type(self).__name__} {self.base_url if made else 'not made'}>"


# Where help() of a client looks for what its options mean.
AsyncServiceClient.__init__.__doc__ = AsyncServiceClient.__doc__
