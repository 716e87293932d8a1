"""The multi manager of a fake platform, which starts managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..call import empty_answer, json_answer, route
from ..hub import facts
from . import endless
from .spaces import Space, Spaces, refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from ..call import Call

    Handler = Callable[[Call], Awaitable[web.StreamResponse]]


class MultiManager:
    """The endpoints of the multi manager."""

    def __init__(self, spaces: Spaces) -> None:
        self._spaces = spaces
        self._handlers: dict[str, Handler] = {
            "POST start": self._start_manager,
            "GET list": self._list_managers,
            "GET version": self._version,
            "GET load": self._load,
            "GET info": self._info,
            "GET log": endless.log,
        }

    async def answer(self, call: Call, segments: list[str]) -> web.StreamResponse:
        """Answer a request to the multi manager."""
        handler = self._handlers.get(route(call.method, segments))
        return empty_answer(404) if handler is None else await handler(call)

    async def _start_manager(self, call: Call) -> web.Response:
        config = (await call.options()).get("manager")
        if not config or not config.get("id"):
            raise refusal(400, "No manager id is given")
        if config["id"] in self._spaces:
            raise refusal(409, f"Manager {config['id']} is running")
        self._spaces[config["id"]] = Space(config["id"])
        return json_answer({"id": config["id"]})

    async def _list_managers(self, _: Call) -> web.Response:
        return json_answer([{"id": space_id} for space_id in self._spaces])

    async def _version(self, _: Call) -> web.Response:
        return json_answer(
            {
                "service": "@scramjet/multi-manager",
                "apiVersion": "v1",
                "version": "1.0.0",
                "build": "fake",
            }
        )

    async def _load(self, _: Call) -> web.Response:
        return json_answer(facts.LOAD)

    async def _info(self, call: Call) -> web.Response:
        return json_answer(
            {
                "id": "multi-manager",
                "apiBase": "/api/v1",
                "apiPort": call.request.url.port,
                "managersCount": len(self._spaces),
            }
        )
