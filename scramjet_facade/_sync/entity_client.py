# Generated from scramjet_facade/_async/entity_client.py
"""What the clients of things on a hub have in common: an id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scramjet_bindings.host.api import instances

from ..data.sources import data_source
from ..settings.arguments import check_input_type, check_seconds
from .base_client import BaseClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..data.sources import Data
    from .connection import Connection
    from .exchange import Exchange
    from .instance_client import InstanceClient


class EntityClient(BaseClient):
    """A client of one thing on a hub; a host client makes it.

    Attributes:
        id: The thing's id.
    """

    def __init__(self, connection: Connection, id: str) -> None:
        self._connection = connection
        self.id = id

    def _over(self, connection: Connection) -> Self:
        """Return this client over another connection."""
        return type(self)(connection, self.id)

    def _new_exchange(
        self,
        start: Callable[[], InstanceClient],
        data: Data | None,
        content_type: str | None,
        *,
        idle_timeout: float | None,
        progress: Callable[[int, int | None], object] | None,
        is_owner: bool = False,
    ) -> Exchange:
        """Return the exchange with an instance that is yet to be started, or reached."""
        from .exchange import Exchange  # noqa: PLC0415 (only few programs use it)

        check_seconds("idle_timeout", idle_timeout)
        check_input_type(content_type)
        upload = None
        if data is not None:
            patient = self.with_options(timeout=None)
            upload = patient._new_upload(  # noqa: SLF001
                data_source(data), content_type, progress, idle_timeout=idle_timeout
            )
        timeouts = self._connection.timeouts(answer=idle_timeout)
        return Exchange(
            start,
            lambda instance: instances.get_instance_output.stream(
                instance.id, client=instance.bindings, timeout=timeouts
            ),
            upload,
            is_owner=is_owner,
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} at {self.base_url}>"
