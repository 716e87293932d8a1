"""The middleware of a fake platform: the spaces of a user, and their access keys."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from ..call import empty_answer, json_answer, route
from . import endless
from .spaces import AccessKey, Spaces, refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from ..call import Call

    Handler = Callable[[Call, str], Awaitable[web.StreamResponse]]


class Middleware:
    """The endpoints of the middleware."""

    def __init__(self, spaces: Spaces) -> None:
        self._spaces = spaces
        self._handlers: dict[str, Handler] = {
            "GET spaces": self._list_spaces,
            "GET version": self._version,
            "GET audit": self._audit,
            "GET space/*/apikey": self._list_keys,
            "POST space/*/apikey": self._create_key,
            "DELETE space/*/apikey": self._revoke_keys,
        }

    async def answer(self, call: Call, segments: list[str]) -> web.StreamResponse:
        """Answer a request to the middleware."""
        handler = self._handlers.get(route(call.method, segments))
        if handler is None:
            return empty_answer(404)
        return await handler(call, segments[1] if len(segments) > 1 else "")

    async def _list_spaces(self, _: Call, __: str) -> web.Response:
        return json_answer([{"id": space_id} for space_id in self._spaces])

    async def _version(self, _: Call, __: str) -> web.Response:
        return json_answer(
            {
                "service": "@scramjet/middleware",
                "apiVersion": "v1",
                "version": "1.0.0",
                "build": "fake",
            }
        )

    async def _audit(self, call: Call, _: str) -> web.StreamResponse:
        return await endless.audit(call)

    async def _list_keys(self, _: Call, space_id: str) -> web.Response:
        keys = self._spaces.of(space_id).access_keys
        told = [{"created": key.created, "description": key.description} for key in keys]
        return json_answer({"accessKeys": told})

    async def _create_key(self, call: Call, space_id: str) -> web.Response:
        space = self._spaces.of(space_id)
        asked = await call.options()
        key = AccessKey(
            key=secrets.token_urlsafe(24),
            created=time.time_ns() // 1_000_000,
            description=asked.get("description", ""),
        )
        space.access_keys.append(key)
        return json_answer(
            {"accessKey": key.key, "created": key.created, "description": key.description}
        )

    async def _revoke_keys(self, call: Call, space_id: str) -> web.Response:
        space = self._spaces.of(space_id)
        revoked = call.header("x-revoke")
        if call.header("x-revoke-all") == "true":
            kept: list[AccessKey] = []
        elif revoked is None:
            raise refusal(400, "Neither x-revoke nor x-revoke-all is given")
        else:
            kept = [key for key in space.access_keys if key.key != revoked]
            if len(kept) == len(space.access_keys):
                raise refusal(404, "Access key not found")
        count = len(space.access_keys) - len(kept)
        space.access_keys = kept
        return json_answer({"message": "Access keys revoked", "keysRevoked": count})
