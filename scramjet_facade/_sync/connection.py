# Generated from scramjet_facade/_async/connection.py
"""A service's address, the options in force, and the connections that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve

from ..network.bindings import Bindings
from ..network.settings import timeouts
from ..settings.options import NOT_GIVEN, join_base_url
from .transport import Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..network import Timeouts
    from ..network.sync_client import Pool
    from ..settings.options import NotGiven, Options
    from ..settings.retries import Retries
    from ..settings.token import TokenFunction


class Connection:
    """What clients of one service share; clients of services behind it share its pool."""

    def __init__(self, base_url: str, options: Options, pool: Pool, *, owner: bool = False) -> None:
        self.base_url = base_url
        self.options = options
        self._pool = pool
        self._owns_pool = owner
        self.bindings = Bindings(base_url)
        self.bindings.set_httpx_client(Transport(base_url, options, self._pool))

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrived, (type(self), self.base_url, self.options, self._pool)

    def take_token_from(self, source: Callable[[], str | None]) -> None:
        """Note what gave the token, for other processes."""
        self.options = evolve(self.options, token_from=source)

    def below(self, *segments: str) -> Connection:
        """Return the connection to a service behind this one."""
        return Connection(join_base_url(self.base_url, *segments), self.options, self._pool)

    def changed(
        self,
        *,
        headers: Mapping[str, str] | None,
        token: str | TokenFunction | None,
        timeout: float | Literal[NotGiven.NOT_GIVEN] | None = NOT_GIVEN,
        retries: int | Retries | None = None,
    ) -> Connection:
        """Return a connection to the same service with other options."""
        options = self.options.changed(
            headers=headers, token=token, timeout=timeout, retries=retries
        )
        return Connection(self.base_url, options, self._pool)

    def timeouts(self, *, answer: float | None) -> Timeouts:
        """Return a call's own time limits: seconds to wait for its answer, None for ever."""
        return timeouts(connect=self.options.connect_timeout, answer=answer)

    def close(self) -> None:
        """Close the pool, if it is this connection's own."""
        if self._owns_pool:
            self._pool.close()


def _arrived(kind: type[Connection], base_url: str, options: Options, pool: Pool) -> Connection:
    """Make a connection of what came out of a pickle."""
    return kind(base_url, options, pool, owner=True)
