"""The fake platform."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from ..call import ThrownError, below, empty_answer, error_answer
from ..hub.fake_hub import FakeHub
from ..server import FakeServer
from .manager import Manager
from .middleware import Middleware
from .multi_manager import MultiManager
from .proxy import Proxy
from .spaces import Hub, Space, Spaces

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from aiohttp import web

    from ..call import Call

_MULTI_MANAGER_BASE = "/multi/api/v1"
_MANAGER_BASE = ["api", "v1"]
_SPACE = "org-11111111-2222-3333-4444-555555555555-manager"
_HUB = "sth-0"


class FakePlatform(FakeServer):
    """A platform for tests: middleware, managers and a multi manager in front of hubs.

    Attributes:
        hubs: The fake hubs by their ids.
    """

    def __init__(
        self,
        spaces: Mapping[str, Mapping[str, FakeHub | str]] | None = None,
        *,
        token: str = "fake-token",  # noqa: S107 (it opens nothing)
    ) -> None:
        """Prepare a platform.

        Args:
            spaces: The hubs of each space, both by their ids: fake ones, or the base URLs of any
                others. None: one space with one fake hub, ``sth-0``.
            token: The token that requests need.
        """
        super().__init__(token)
        self._given = {_SPACE: {_HUB: FakeHub()}} if spaces is None else spaces
        self._spaces = Spaces()
        self._proxy = Proxy()
        self._middleware = Middleware(self._spaces)
        self._multi_manager = MultiManager(self._spaces)
        self._manager = Manager(self._proxy)
        self.hubs: dict[str, FakeHub] = {
            hub_id: hub
            for hubs in self._given.values()
            for hub_id, hub in hubs.items()
            if isinstance(hub, FakeHub)
        }

    @property
    def hub(self) -> FakeHub:
        """The fake hub, or the first of them."""
        return next(iter(self.hubs.values()))

    @property
    def token(self) -> str:
        """The token that requests need now."""
        assert self._token is not None
        return self._token

    @property
    def space_ids(self) -> list[str]:
        """The ids of the spaces that it was made with."""
        return list(self._given)

    @property
    def multi_manager_url(self) -> str:
        """The base URL for a MultiManagerClient."""
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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._started:
            super().__exit__(kind, error, traceback)

    async def _answer(self, call: Call) -> web.StreamResponse:
        try:
            return await self._routed(call)
        except ThrownError as error:
            return error_answer(error.message, error.status)

    async def _routed(self, call: Call) -> web.StreamResponse:
        if call.segments is not None:
            answer = await self._to_space(call, "space", call.segments)
            return answer or await self._middleware.answer(call, call.segments)
        segments = below(_MULTI_MANAGER_BASE, call.path)
        if segments is None:
            return empty_answer(404)
        answer = await self._to_space(call, "cpm", segments)
        return answer or await self._multi_manager.answer(call, segments)

    async def _to_space(
        self, call: Call, word: str, segments: list[str]
    ) -> web.StreamResponse | None:
        """Answer a request to a space's manager; None if it is for another."""
        depth = len([word, "id", *_MANAGER_BASE])
        if segments[0] != word or segments[2:depth] != _MANAGER_BASE or len(segments) == depth:
            return None
        space = self._spaces.of(segments[1])
        return await self._manager.answer(call, space, segments[depth:])

    async def _closed(self) -> None:
        await self._proxy.close()
