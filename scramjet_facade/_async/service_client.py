"""What the clients of services have in common: an address, options, connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ..arguments import check_headers
from ..options import DEFAULT_TIMEOUT, Options, environment_token, read_base_url
from .base_client import AsyncBaseClient
from .connection import AsyncConnection

if TYPE_CHECKING:
    from collections.abc import Mapping


class AsyncServiceClient(AsyncBaseClient):
    """A client of one service.

    Args:
        base_url: The service's base URL; ``SCRAMJET_API_URL`` if it is left out.
        token: The access token, sent to this URL's origin only; ``SCRAMJET_TOKEN`` if it is left
            out.
        headers: Headers for every request.
        timeout: Seconds to wait for an answer, None for ever. Streams may be silent for longer,
            and connecting never takes longer than 10 s.

    Raises:
        BadParametersError: There is no usable base URL, or another argument can't be used.

    """

    def __init__(
        self,
        base_url: str | None = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
    ) -> None:
        options = Options(
            headers=check_headers(headers or {}),
            token=token,
            environment_token=environment_token(),
            timeout=timeout,
        )
        self.connection = AsyncConnection(read_base_url(base_url), options)

    @classmethod
    def reached(cls, connection: AsyncConnection) -> Self:
        """Make a client that uses the connections of another: how navigation works."""
        client = cls.__new__(cls)
        client.connection = connection
        return client

    def over(self, connection: AsyncConnection) -> Self:
        """Return this client over another connection."""
        return self.reached(connection)

    async def aclose(self) -> None:
        """Close all connections, those of clients reached from this one too.

        Closing a client that was itself reached from another closes nothing.
        """
        await self.connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: Any) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.base_url}>"
