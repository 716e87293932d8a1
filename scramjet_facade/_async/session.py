"""The base URL, options and transport that the clients of one service share."""

from __future__ import annotations

import math
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve

from ..concurrency import timing
from ..errors import ClientError, NotFoundError, RequestTimeoutError
from ..http11.bindings import Bindings
from ..options.base_url import join_base_url
from ..options.options import NOT_GIVEN
from .http_client import AsyncHttpClient
from .transport import AsyncGivenTransport, AsyncHTTPTransport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..options.options import NotGiven, Options
    from ..options.retries import Retries
    from ..options.token import AsyncTokenFunction


class _HubState:
    """What the client knows about a hub; all sessions of the hub share this object.

    Attributes:
        request_limit: The hub's time limit for one request in seconds; None: no limit.
        is_limit_known: Whether the limit is known.
        silent_at: When a clean-up gave up because the hub did not respond.
    """

    def __init__(self) -> None:
        self.request_limit: float | None = None
        self.is_limit_known = False
        self.silent_at = -math.inf


class AsyncSession:
    """The state that the clients of one service share.

    The clients of services behind this service use the same transport.
    """

    def __init__(
        self,
        base_url: str,
        options: Options,
        transport: AsyncHTTPTransport | AsyncGivenTransport,
        *,
        owner: bool = False,
    ) -> None:
        self.base_url = base_url
        self.options: Options = options
        self._hub = _HubState()
        self._transport = transport
        self._owns_transport = owner
        self.bindings: Bindings = Bindings(base_url)
        self.bindings.set_async_httpx_client(AsyncHttpClient(base_url, options, transport))

    def __reduce__(self) -> tuple[Any, ...]:
        # An unpickled session owns its transport, because nobody else would close the transport.
        return _unpickled, (type(self), self.base_url, self.options, self._transport)

    def set_token_source(self, source: Callable[[], str | None]) -> None:
        """Set the function that reads the token again after unpickling."""
        self.options = evolve(self.options, token_source=source)

    def below(self, *segments: str) -> AsyncSession:
        """Return the session of a service behind this service."""
        return AsyncSession(join_base_url(self.base_url, *segments), self.options, self._transport)

    def changed(
        self,
        *,
        headers: Mapping[str, str] | None,
        token: str | AsyncTokenFunction | None,
        timeout: float | Literal[NotGiven.NOT_GIVEN] | None = NOT_GIVEN,
        retries: int | Retries | None = None,
    ) -> AsyncSession:
        """Return a session of the same service with other options."""
        options = self.options.changed(
            headers=headers, token=token, timeout=timeout, retries=retries
        )
        session = AsyncSession(self.base_url, options, self._transport)
        session._hub = self._hub
        return session

    def until(self, end: float) -> AsyncSession:
        """Return a session whose requests wait for a response until the time ``end``.

        The last attempt has at least ``timing.NEXT_CLEANUP_TIMEOUT``. The timeout of a shorter
        attempt would hide the failure before it.
        """
        remaining = max(round(end - monotonic(), 3), timing.NEXT_CLEANUP_TIMEOUT)
        if self.options.timeout is not None:
            remaining = min(remaining, self.options.timeout)
        return self.changed(headers=None, token=None, timeout=remaining)

    def end_of_cleanup(self) -> float:
        """Return the time at which a clean-up gives up if the hub does not respond."""
        now, soon = monotonic(), timing.NEXT_CLEANUP_TIMEOUT
        return now + (soon if now < self._hub.silent_at + soon else timing.CLEANUP_TIMEOUT)

    def note_failed_cleanup(self, error: ClientError) -> None:
        """Record that a clean-up has given up; if the hub was silent, the next one is short."""
        if isinstance(error, RequestTimeoutError):
            self._hub.silent_at = monotonic()

    @property
    def has_request_limit(self) -> bool | None:
        """Whether the hub ends requests after some time; None if this is not known yet."""
        return self._hub.request_limit is not None if self._hub.is_limit_known else None

    def set_request_limit(self, seconds: float | None) -> None:
        """Set the hub's time limit for one request in seconds; None: no limit."""
        self._hub.request_limit = seconds
        self._hub.is_limit_known = True

    async def request_limit(self) -> float | None:
        """Return the hub's time limit for one request in seconds; None: no limit.

        The first call requests the hub's version. With ``transport=``, the version is not
        requested, because the transport may be a mock. If this request fails, the next call
        repeats it. After a timeout, this method assumes a limit, which harms no upload.
        """
        from scramjet_bindings.host.api import hub  # noqa: PLC0415 (few programs need it)

        from ..hub import versions  # noqa: PLC0415

        if not self._hub.is_limit_known:
            limit = None
            if isinstance(self._transport, AsyncHTTPTransport):
                session = self.changed(headers=None, token=None, retries=0)
                try:
                    version = await hub.get_version.asyncio(
                        client=session.bindings,
                        timeout=self.options.timeouts(answer=timing.VERSION_TIMEOUT),
                    )
                    limit = versions.request_limit(version)
                except RequestTimeoutError:
                    return timing.REQUEST_LIMIT
                except ClientError as error:
                    if not isinstance(error, NotFoundError):
                        return None
            self.set_request_limit(limit)
        return self._hub.request_limit

    async def aclose(self) -> None:
        """Close the transport, if it belongs to this session."""
        if self._owns_transport:
            await self._transport.aclose()


def _unpickled(
    kind: type[AsyncSession],
    base_url: str,
    options: Options,
    transport: AsyncHTTPTransport | AsyncGivenTransport,
) -> AsyncSession:
    """Return an unpickled session, which owns its transport."""
    return kind(base_url, options, transport, owner=True)
