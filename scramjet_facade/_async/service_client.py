"""The base class of the clients of services: middleware, managers and hubs."""

from __future__ import annotations

from functools import partial
from types import FunctionType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ..concurrency import timing
from ..options.arguments import async_check_callback, check_headers
from ..options.base_url import read_base_url
from ..options.options import (
    DEFAULT_MAX_BODY,
    Options,
    environment_token,
    read_retries,
    read_token,
)
from ..options.retries import Retries
from ..options.route import Route
from ..options.secret import hide
from .base_client import AsyncBaseClient
from .session import AsyncSession
from .transport import AsyncGivenTransport, AsyncHTTPTransport

if TYPE_CHECKING:
    import os
    import ssl
    from collections.abc import Callable, Mapping

    from ..options.attempt import Attempt
    from ..options.tls import Cert
    from ..options.token import AsyncTokenFunction

_Client = TypeVar("_Client", bound="AsyncServiceClient")


def derive_client(kind: type[_Client], session: AsyncSession) -> _Client:
    """Return a client that uses an existing session."""
    client = kind.__new__(kind)
    client._session = session  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return client


class AsyncServiceClient(AsyncBaseClient):
    """A client of one service.

    Args:
        base_url: The service's base URL. The default base URL is in ``SCRAMJET_API_URL``.
        token: The access token, or a function that returns the token. The default token is in
            ``SCRAMJET_TOKEN``. The token is sent only to the origin of ``base_url``. The function
            has no parameters and returns a str, or a str and its lifetime in seconds. The client
            calls the function before the first request, shortly before the token expires, and after
            a 401 response. After a 401 response, the client also repeats the request once. After a
            403 response, the client uses the token for at most one more minute. All requests that
            wait for a token share one call. In asynchronous clients, the function may be a
            coroutine function.
        headers: Headers for every request.
        timeout: Seconds to wait for a response; None: no limit. The limit does not apply to
            a stream that is silent. The time limit for connecting is never longer than 10 s.
        retries: The number of retries for requests that are safe to repeat, or a Retries object; 0
            disables retries.
        verify: Whether to verify the server's certificate. Pass the path of a file or directory, or
            an SSLContext, to trust other certificates than the default ones.
        cert: The client's certificate: the path of one file, or a pair of paths for the certificate
            and its key.
        proxy: The URL of a proxy. The default proxy comes from the environment.
        trust_env: Whether to use the environment's proxy and certificates. ``HTTPS_PROXY``,
            ``HTTP_PROXY`` and ``ALL_PROXY`` set the proxy. ``NO_PROXY`` lists exceptions: hosts,
            domains, addresses, networks or ``*``. ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` set the
            certificates.
        follow_redirects: Whether a GET follows redirects. Redirects to another server are never
            followed.
        max_body: The largest size of a decompressed response in bytes; streams are not limited.
        transport: Any httpx transport, such as ``httpx.MockTransport``, to use instead of the
            network. Closing the client does not close the transport.
        on_attempt: A function that is called with an Attempt after each attempt to send a request.
            The function runs in the thread or event loop of the request. The function's exceptions
            are logged and otherwise ignored.

    Raises:
        BadParametersError: The base URL is missing, or an argument is invalid.
    """

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        # A TypeError for a wrong argument must contain the name of the class that the user called.
        inherited = cls.__init__
        if getattr(inherited, "__code__", None) is AsyncServiceClient.__init__.__code__:
            own = FunctionType(
                inherited.__code__, inherited.__globals__, "__init__", inherited.__defaults__
            )
            for name in ("__annotations__", "__doc__", "__kwdefaults__", "__module__"):
                setattr(own, name, getattr(inherited, name))
            own.__qualname__ = f"{cls.__qualname__}.__init__"
            type.__setattr__(cls, "__init__", own)

    def __init__(
        self,
        base_url: str | None = None,
        *,
        token: str | AsyncTokenFunction | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = timing.DEFAULT_TIMEOUT,
        retries: int | Retries = Retries(),  # noqa: B008 (it is immutable)
        verify: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        cert: Cert | None = None,
        proxy: str | None = None,
        trust_env: bool = True,
        follow_redirects: bool = False,
        max_body: int = DEFAULT_MAX_BODY,
        transport: Any = None,
        on_attempt: Callable[[Attempt], object] | None = None,
    ) -> None:
        # If another argument is invalid, the traceback must not show secrets.
        token, headers, proxy = hide(token), hide(headers), hide(proxy)
        async_check_callback("on_attempt", on_attempt)
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
        self._session = AsyncSession(
            url,
            options,
            AsyncHTTPTransport(partial(route.target, url), type(self).__name__)
            if transport is None
            else AsyncGivenTransport(transport),
            owner=True,
        )

    async def aclose(self) -> None:
        """Close all connections, including those of clients that were created from this client.

        Closing a client that was created from another client has no effect. If a start or an upload
        of a package has timed out, closing waits up to 5 s for the hub's response.
        """
        await self._session.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        try:
            await self.aclose()
        except BaseException:
            await self.aclose()  # a signal handler may have interrupted the first call
            raise

    def __repr__(self) -> str:
        is_ready = hasattr(self, "_session")  # False while __init__ runs: a traceback may show it
        return f"<{type(self).__name__} {self.base_url if is_ready else '(not initialized)'}>"


# help() of a client shows the docstring of its __init__.
AsyncServiceClient.__init__.__doc__ = AsyncServiceClient.__doc__
