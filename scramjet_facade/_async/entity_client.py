"""What the clients of things on a hub have in common: an id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scramjet_bindings.host.api import instances

from ..body.source import data_source
from ..options.arguments import check_input_type, check_seconds
from .base_client import AsyncBaseClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..body.source import AsyncData
    from .exchange import AsyncExchange
    from .instance_client import AsyncInstanceClient
    from .session import AsyncSession


class AsyncEntityClient(AsyncBaseClient):
    """A client of one thing on a hub; a host client makes it.

    Attributes:
        id: The thing's id.
    """

    def __init__(self, session: AsyncSession, id: str) -> None:
        self._session = session
        self.id = id

    def _over(self, session: AsyncSession) -> Self:
        """Return this client over another session."""
        return type(self)(session, self.id)

    def _new_exchange(
        self,
        start: Callable[[], Awaitable[AsyncInstanceClient]],
        data: AsyncData | None,
        content_type: str | None,
        *,
        idle_timeout: float | None,
        progress: Callable[[int, int | None], object] | None,
        is_owner: bool = False,
    ) -> AsyncExchange:
        """Return the exchange with an instance that is yet to be started, or reached."""
        from .exchange import AsyncExchange  # noqa: PLC0415 (only few programs use it)

        check_seconds("idle_timeout", idle_timeout)
        check_input_type(content_type)
        upload = None
        if data is not None:
            # The hub takes the last bytes when the program has read enough, however long it takes.
            patient = self.with_options(timeout=None)
            upload = patient._new_upload(  # noqa: SLF001
                data_source(data), content_type, progress, idle_timeout=idle_timeout
            )
        timeouts = self._session.timeouts(answer=idle_timeout)
        return AsyncExchange(
            start,
            lambda instance: instances.get_instance_output.asyncio_stream(
                instance.id, client=instance.bindings, timeout=timeouts
            ),
            upload,
            is_owner=is_owner,
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} at {self.base_url}>"
