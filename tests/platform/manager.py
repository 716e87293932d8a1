"""The managers of the stand-in platform: the hubs of a space, and what is shared in it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platform import endless
from tests.platform.spaces import Hub, Space, Spaces, timestamp
from tests.platform.topics import Topic

if TYPE_CHECKING:
    from tests.platform.proxy import Proxy

LOAD = {
    "avgLoad": 0.25,
    "currentLoad": 12.5,
    "memFree": 8589934592,
    "memUsed": 4294967296,
    "fsSize": [{"fs": "/", "size": 1000000, "used": 250000, "available": 750000, "use": 25}],
}


class Manager:
    """The endpoints of the managers."""

    def __init__(self, spaces: Spaces, proxy: Proxy) -> None:
        self._spaces = spaces
        self._proxy = proxy

    def add_routes(self, app: web.Application, base: str) -> None:
        """Serve the endpoints below a path, which has a {space_id}."""
        app.add_routes(
            [
                web.get(f"{base}/version", self._version),
                web.get(f"{base}/load", self._load),
                web.get(f"{base}/config", self._config),
                web.get(f"{base}/log", self._log),
                web.get(f"{base}/audit", self._audit),
                web.get(f"{base}/list", self._list_hubs),
                web.get(f"{base}/sequences", self._sequences),
                web.get(f"{base}/all_sequences", self._all_sequences),
                web.get(f"{base}/instances", self._instances),
                web.get(f"{base}/topics", self._topics),
                web.get(f"{base}/topic/{{topic}}", self._read_topic),
                web.post(f"{base}/topic/{{topic}}", self._write_topic),
                web.get(f"{base}/s3", self._store_items),
                web.put(f"{base}/s3", self._put_store_item),
                web.put(f"{base}/s3/", self._put_store_item),
                web.put(f"{base}/s3/{{item_id}}", self._put_store_item),
                web.delete(f"{base}/s3/{{item_id}}", self._delete_store_item),
                web.delete(f"{base}/store", self._clear_store),
                web.post(f"{base}/disconnect", self._disconnect),
                web.get(f"{base}/sth/{{hub_id}}/info", self._hub_info),
                web.delete(f"{base}/sth/{{hub_id}}", self._delete_hub),
                web.route("*", f"{base}/sth/{{hub_id}}/api/v1/{{path:.*}}", self._to_hub),
            ]
        )

    async def _version(self, request: web.Request) -> web.Response:
        self._spaces.space_of(request)
        return web.json_response(
            {
                "service": "@scramjet/manager",
                "apiVersion": "v1",
                "version": "1.0.0",
                "build": "stand-in",
            }
        )

    async def _load(self, request: web.Request) -> web.Response:
        self._spaces.space_of(request)
        return web.json_response(LOAD)

    async def _config(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        return web.json_response(
            {
                "config": {
                    "id": space.id,
                    "apiBase": "/api/v1",
                    "logColors": False,
                    "sthController": {"unhealthyTimeoutMs": 61000},
                }
            }
        )

    async def _log(self, request: web.Request) -> web.StreamResponse:
        self._spaces.space_of(request)
        return await endless.log(request)

    async def _audit(self, request: web.Request) -> web.StreamResponse:
        self._spaces.space_of(request)
        return await endless.audit(request)

    async def _list_hubs(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        return web.json_response([hub.info() for hub in space.hubs.values()])

    async def _sequences(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        return web.json_response(await self._collect(space, "sequences"))

    async def _all_sequences(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        sequences = await self._collect(space, "sequences")
        return web.json_response([*sequences, *space.store.values()])

    async def _instances(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        return web.json_response(await self._collect(space, "instances"))

    async def _collect(self, space: Space, what: str) -> list[dict[str, Any]]:
        """Return what all hubs of a space have of something, with the hub as its location."""
        found: list[dict[str, Any]] = []
        for hub in space.connected_hubs():
            listed = await self._proxy.get_json(f"{hub.api_base}/{what}")
            found += [{**item, "location": hub.id} for item in listed]
        return found

    async def _topics(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        return web.json_response(
            [
                {"name": topic.name, "contentType": topic.content_type, "actors": []}
                for topic in space.topics.values()
            ]
        )

    async def _read_topic(self, request: web.Request) -> web.StreamResponse:
        return await self._topic(request).serve(request)

    async def _write_topic(self, request: web.Request) -> web.Response:
        topic = self._topic(request)
        async for chunk in request.content.iter_any():
            await topic.send(chunk)
        ended = request.headers.get("x-end-stream") == "true"
        return web.json_response({}, status=200 if ended else 202)

    def _topic(self, request: web.Request) -> Topic:
        """Return the topic that a request names; reading and writing both make it."""
        name = request.match_info["topic"]
        content_type = request.headers.get("Content-Type", "application/x-ndjson")
        return self._spaces.space_of(request).topics.setdefault(name, Topic(name, content_type))

    async def _store_items(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        return web.json_response(list(space.store.values()))

    async def _put_store_item(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        item_id = request.match_info.get("item_id") or str(uuid.uuid4())
        size = 0
        async for chunk in request.content.iter_any():
            size += len(chunk)
        space.store[item_id] = {"id": item_id, "packageSize": size}
        return web.json_response(space.store[item_id])

    async def _delete_store_item(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        item_id = request.match_info["item_id"]
        if space.store.pop(item_id, None) is None:
            raise web.HTTPNotFound(text=f"Store item {item_id} not found")
        return web.json_response({"id": item_id})

    async def _clear_store(self, request: web.Request) -> web.Response:
        self._spaces.space_of(request).store.clear()
        return web.json_response({})

    async def _disconnect(self, request: web.Request) -> web.Response:
        space = self._spaces.space_of(request)
        asked = await request.json()
        hubs = space.connected_hubs()
        if "id" in asked:
            chosen = [hub for hub in hubs if hub.id == asked["id"]]
            if not chosen:
                raise web.HTTPNotFound(text=f"Hub {asked['id']} is not connected")
        elif "limit" in asked:
            # As many as this may stay.
            chosen = hubs[asked["limit"] :]
        elif "accessKey" in asked:
            # The hubs of this platform have connected without one.
            chosen = []
        else:
            raise web.HTTPBadRequest(text="None of id, limit and accessKey is given")
        for hub in chosen:
            hub.disconnected = timestamp()
        return web.json_response(
            {
                "managerId": space.id,
                "disconnected": [
                    {"sthId": hub.id, "reason": "Disconnected by request"} for hub in chosen
                ],
            }
        )

    async def _hub_info(self, request: web.Request) -> web.Response:
        return web.json_response(self._hub(request).info())

    async def _delete_hub(self, request: web.Request) -> web.Response:
        hub = self._hub(request)
        if hub.disconnected is None and request.headers.get("x-force") != "true":
            raise web.HTTPConflict(text=f"Hub {hub.id} is connected")
        del self._spaces.space_of(request).hubs[hub.id]
        return web.json_response({"id": hub.id})

    async def _to_hub(self, request: web.Request) -> web.StreamResponse:
        hub = self._hub(request)
        if hub.disconnected is not None:
            raise web.HTTPNotFound(text=f"Hub {hub.id} is not connected")
        # From the raw path: what is percent-encoded has to stay so.
        resource = request.match_info.route.resource
        assert resource is not None
        depth = resource.canonical.count("/")
        path = request.raw_path.split("/", depth)[depth]
        return await self._proxy.forward(request, f"{hub.api_base}/{path}")

    def _hub(self, request: web.Request) -> Hub:
        return self._spaces.space_of(request).hub_of(request)
