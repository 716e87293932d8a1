"""The base of the clients that have an id: of sequences and of instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from .base_client import AsyncBaseClient

if TYPE_CHECKING:
    from .session import AsyncSession


class AsyncEntityClient(AsyncBaseClient):
    """The client of a sequence or of an instance.

    Attributes:
        id: The id of the sequence or instance.
    """

    def __init__(self, session: AsyncSession, id: str) -> None:
        self._session = session
        self.id = id

    def _over(self, session: AsyncSession) -> Self:
        """Return this client over another session."""
        return type(self)(session, self.id)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} at {self.base_url}>"
