"""What the clients of one service share: its address, options and transport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve

from ..http11.bindings import Bindings
from ..http11.settings import timeouts
from ..options.options import NOT_GIVEN, join_base_url
from .http_client import AsyncHttpClient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from ..http11 import Timeouts
    from ..options.options import NotGiven, Options
    from ..options.retries import Retries
    from ..options.token import AsyncTokenFunction


class AsyncSession:
    """What the clients of one service share; those of services behind it share its transport."""

    def __init__(
        self,
        base_url: str,
        options: Options,
        transport: httpx.AsyncBaseTransport,
        *,
        owner: bool = False,
    ) -> None:
        self.base_url = base_url
        self.options: Options = options
        self._transport = transport
        self._owns_transport = owner
        self.bindings: Bindings = Bindings(base_url)
        self.bindings.set_async_httpx_client(AsyncHttpClient(base_url, options, transport))

    def __reduce__(self) -> tuple[Any, ...]:
        # Where it is unpickled, nobody else would close the transport.
        return _unpickled, (type(self), self.base_url, self.options, self._transport)

    def set_token_source(self, source: Callable[[], str | None]) -> None:
        """Set the function that reads the token again after unpickling."""
        self.options = evolve(self.options, token_source=source)

    def below(self, *segments: str) -> AsyncSession:
        """Return the session of a service behind this one."""
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
        return AsyncSession(self.base_url, options, self._transport)

    def timeouts(self, *, answer: float | None) -> Timeouts:
        """Return the time limits of one call; ``answer``: seconds to wait for its response."""
        return timeouts(connect=self.options.connect_timeout, answer=answer)

    async def aclose(self) -> None:
        """Close the transport, if it belongs to this session."""
        if self._owns_transport:
            await self._transport.aclose()


def _unpickled(
    kind: type[AsyncSession], base_url: str, options: Options, transport: httpx.AsyncBaseTransport
) -> AsyncSession:
    """Return the session that was pickled."""
    return kind(base_url, options, transport, owner=True)
