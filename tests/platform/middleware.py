"""The middleware of the stand-in platform: the spaces of a user, and their access keys."""

from __future__ import annotations

import secrets
import time

from aiohttp import web

from tests.platform import endless
from tests.platform.spaces import AccessKey, Spaces


class Middleware:
    """The endpoints of the middleware."""

    def __init__(self, spaces: Spaces) -> None:
        self._spaces = spaces

    def add_routes(self, app: web.Application, base: str) -> None:
        """Serve the endpoints below a path."""
        keys = f"{base}/space/{{space_id}}/apikey"
        app.add_routes(
            [
                web.get(f"{base}/spaces", self._list_spaces),
                web.get(f"{base}/version", self._version),
                web.get(f"{base}/audit", endless.audit),
                web.get(keys, self._list_keys),
                web.post(keys, self._create_key),
                web.delete(keys, self._revoke_keys),
            ]
        )

    async def _list_spaces(self, request: web.Request) -> web.Response:
        return web.json_response([{"id": space_id} for space_id in self._spaces])

    async def _version(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "service": "@scramjet/middleware",
                "apiVersion": "v1",
                "version": "1.0.0",
                "build": "stand-in",
            }
        )

    async def _list_keys(self, request: web.Request) -> web.Response:
        keys = self._spaces.space_of(request).access_keys
        return web.json_response(
            {
                "accessKeys": [
                    {"created": key.created, "description": key.description} for key in keys
                ]
            }
        )

    async def _create_key(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        asked = await request.json()
        key = AccessKey(
            key=secrets.token_urlsafe(24),
            created=time.time_ns() // 1_000_000,
            description=asked.get("description", ""),
        )
        space.access_keys.append(key)
        return web.json_response(
            {"accessKey": key.key, "created": key.created, "description": key.description}
        )

    async def _revoke_keys(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        revoked = request.headers.get("x-revoke")
        if request.headers.get("x-revoke-all") == "true":
            kept = []
        elif revoked is None:
            raise web.HTTPBadRequest(text="Neither x-revoke nor x-revoke-all is given")
        else:
            kept = [key for key in space.access_keys if key.key != revoked]
            if len(kept) == len(space.access_keys):
                raise web.HTTPNotFound(text="Access key not found")
        count = len(space.access_keys) - len(kept)
        space.access_keys = kept
        return web.json_response({"message": "Access keys revoked", "keysRevoked": count})
