"""The fake platform."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from ..call import error_answer
from ..hub.fake_hub import FakeHub
from ..server import FakeServer
from .manager import Manager
from .middleware import Middleware
from .proxy import Proxy
from .spaces import Hub, Space, Spaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from ..call import Call, HubError, Routes

_MULTI_MANAGER_BASE = "/multi/api/v1"
_MANAGER_BASES = ("/api/v1/space/{space}/api/v1", f"{_MULTI_MANAGER_BASE}/cpm/{{space}}/api/v1")
_SPACE = "org-11111111-2222-3333-4444-555555555555-manager"
_HUB = "sth-0"


class FakePlatform(FakeServer):
    """A fake platform for tests: a middleware, managers and a multi manager in front of hubs.

    Attributes:
        hubs: The fake hubs by their ids.
    """

    def __init__(
        self,
        spaces: Mapping[str, Mapping[str, FakeHub | str]] | None = None,
        *,
        token: str = "fake-token",  # noqa: S107 (a fake token)
    ) -> None:
        """Create a platform, which starts when its ``with`` block is entered.

        Args:
            spaces: A mapping of space ids to spaces, which are mappings of hub ids to hubs. A hub
                is a FakeHub, or the base URL of another hub. None: one space with one fake hub,
                ``sth-0``.
            token: The token that requests must contain.
        """
        super().__init__(token)
        self._given = {_SPACE: {_HUB: FakeHub()}} if spaces is None else spaces
        self._spaces = Spaces()
        self._proxy = Proxy()
        self._middleware = Middleware(self._spaces)
        self._manager = Manager(self._spaces, self._proxy)
        self.hubs: dict[str, FakeHub] = {
            hub_id: hub
            for hubs in self._given.values()
            for hub_id, hub in hubs.items()
            if isinstance(hub, FakeHub)
        }

    @property
    def hub(self) -> FakeHub:
        """The first fake hub of the platform."""
        return next(iter(self.hubs.values()))

    @property
    def token(self) -> str:
        """The token that requests must contain now."""
        assert self._token is not None
        return self._token

    @property
    def space_ids(self) -> list[str]:
        """The ids of the spaces that the platform had when it was created."""
        return list(self._given)

    @property
    def multi_manager_url(self) -> str:
        """The base URL to pass to a MultiManagerClient."""
        return self._address() + _MULTI_MANAGER_BASE

    def __enter__(self) -> Self:
        with ExitStack() as started:
            for hub in self.hubs.values():
                if not hub.is_served:
                    started.enter_context(hub)
            for space_id, hubs in self._given.items():
                urls = {
                    hub_id: hub.url if isinstance(hub, FakeHub) else hub
                    for hub_id, hub in hubs.items()
                }
                found = {hub_id: Hub(hub_id, url.rstrip("/")) for hub_id, url in urls.items()}
                self._spaces[space_id] = Space(space_id, found)
            super().__enter__()
            self._started = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        with self._started:
            super().__exit__()

    def _routes(self) -> Routes:
        own = {self._base: self._middleware.routes()}
        own[_MULTI_MANAGER_BASE] = self._middleware.multi_manager_routes()
        routes = {
            route.replace(" ", f" {base}"): handler
            for base, handlers in own.items()
            for route, handler in handlers.items()
        }
        for base in _MANAGER_BASES:
            routes |= self._manager.routes(base)
        return routes

    def _report(self, call: Call, error: HubError) -> web.Response:
        del call
        return error_answer(error.message, error.status)

    async def _close(self) -> None:
        await self._proxy.close()
