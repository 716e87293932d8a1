"""The API of the middleware and of the multi manager of a fake platform."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from ..call import refusal
from ..hub.instance import milliseconds
from .answers import always, audit_stream, log_stream
from .spaces import AccessKey, Space, Spaces

if TYPE_CHECKING:
    from ..call import Call, Routes


class Middleware:
    """The endpoints of the middleware and of the multi manager."""

    def __init__(self, spaces: Spaces) -> None:
        self._spaces = spaces

    def routes(self) -> Routes:
        """Return the handlers of the middleware by method and path."""
        return {
            "GET /spaces": self._list,
            "GET /version": always("middleware version"),
            "STREAM /audit": audit_stream(),
            "GET /space/{space}/apikey": self._list_keys,
            "POST /space/{space}/apikey": self._create_key,
            "DELETE /space/{space}/apikey": self._revoke_keys,
        }

    def multi_manager_routes(self) -> Routes:
        """Return the handlers of the multi manager by method and path."""
        return {
            "POST /start": self._start_manager,
            "GET /list": self._list,
            "GET /version": always("multi manager version"),
            "GET /load": always("load"),
            "GET /info": self._info,
            "STREAM /log": log_stream(),
        }

    async def _list(self, _: Call) -> object:
        return [{"id": space_id} for space_id in self._spaces]

    async def _list_keys(self, call: Call) -> object:
        keys = self._spaces.of(call["space"]).access_keys
        listed = [{"created": key.created, "description": key.description} for key in keys]
        return {"accessKeys": listed}

    async def _create_key(self, call: Call) -> object:
        space = self._spaces.of(call["space"])
        description = (await call.options()).get("description", "")
        key = AccessKey(secrets.token_urlsafe(24), milliseconds(), description)
        space.access_keys.append(key)
        return {"accessKey": key.key, "created": key.created, "description": key.description}

    async def _revoke_keys(self, call: Call) -> object:
        space = self._spaces.of(call["space"])
        revoked = call.header("x-revoke")
        if call.header("x-revoke-all") == "true":
            kept: list[AccessKey] = []
        elif revoked is None:
            raise refusal(400, "x-revoke or x-revoke-all is required")
        else:
            kept = [key for key in space.access_keys if key.key != revoked]
            if len(kept) == len(space.access_keys):
                raise refusal(404, "Access key not found")
        count = len(space.access_keys) - len(kept)
        space.access_keys = kept
        return {"message": "Access keys revoked", "keysRevoked": count}

    async def _start_manager(self, call: Call) -> object:
        match await call.options():
            case {"manager": {"id": str(space_id)}} if space_id:
                pass
            case _:
                raise refusal(400, "the id of the manager is required")
        if space_id in self._spaces:
            raise refusal(409, f"Manager {space_id} already exists")
        self._spaces[space_id] = Space(space_id)
        return {"id": space_id}

    async def _info(self, call: Call) -> object:
        info = {"id": "multi-manager", "apiBase": "/api/v1", "apiPort": call.request.url.port}
        return {**info, "managersCount": len(self._spaces)}
