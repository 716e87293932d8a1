"""The multi manager of the stand-in platform, which starts managers."""

from __future__ import annotations

from aiohttp import web

from tests.platform import endless
from tests.platform.manager import LOAD
from tests.platform.spaces import Space, Spaces


class MultiManager:
    """The endpoints of the multi manager."""

    def __init__(self, spaces: Spaces) -> None:
        self._spaces = spaces

    def add_routes(self, app: web.Application, base: str) -> None:
        """Serve the endpoints below a path."""
        app.add_routes(
            [
                web.post(f"{base}/start", self._start_manager),
                web.get(f"{base}/list", self._list_managers),
                web.get(f"{base}/version", self._version),
                web.get(f"{base}/load", self._load),
                web.get(f"{base}/info", self._info),
                web.get(f"{base}/log", endless.log),
            ]
        )

    async def _start_manager(self, request: web.Request) -> web.Response:
        config = (await request.json()).get("manager")
        if not config or not config.get("id"):
            raise web.HTTPBadRequest(text="No manager id is given")
        if config["id"] in self._spaces:
            raise web.HTTPConflict(text=f"Manager {config['id']} is running")
        self._spaces[config["id"]] = Space(config["id"])
        return web.json_response({"id": config["id"]})

    async def _list_managers(self, request: web.Request) -> web.Response:
        return web.json_response([{"id": space_id} for space_id in self._spaces])

    async def _version(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "service": "@scramjet/multi-manager",
                "apiVersion": "v1",
                "version": "1.0.0",
                "build": "stand-in",
            }
        )

    async def _load(self, request: web.Request) -> web.Response:
        return web.json_response(LOAD)

    async def _info(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "id": "multi-manager",
                "apiBase": "/api/v1",
                "apiPort": request.url.port,
                "managersCount": len(self._spaces),
            }
        )
