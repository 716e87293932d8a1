"""The managers of a fake platform: the hubs of a space, and what is shared in it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..call import empty_answer, error_answer, json_answer, route
from ..hub import facts
from ..hub.topic import NAME, TYPES
from . import endless
from .spaces import Space, refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web

    from ..call import Call
    from .proxy import Proxy

    Handler = Callable[[Call, Space, str], Awaitable[web.StreamResponse]]

_HUB_BASE = ["api", "v1"]


class Manager:
    """The endpoints of the managers."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._handlers: dict[str, Handler] = {
            "GET version": self._version,
            "GET load": self._load,
            "GET config": self._config,
            "GET log": self._log,
            "GET audit": self._audit,
            "GET list": self._list_hubs,
            "GET sequences": self._sequences,
            "GET all_sequences": self._all_sequences,
            "GET instances": self._instances,
            "GET topics": self._topics,
            "GET topic/*": self._read_topic,
            "POST topic/*": self._write_topic,
            "GET s3": self._store_items,
            "PUT s3": self._put_store_item,
            "PUT s3/*": self._put_store_item,
            "DELETE s3/*": self._delete_store_item,
            "DELETE store": self._clear_store,
            "POST disconnect": self._disconnect,
            "GET sth/*/info": self._hub_info,
            "DELETE sth/*": self._delete_hub,
        }

    async def answer(self, call: Call, space: Space, segments: list[str]) -> web.StreamResponse:
        """Answer a request to a space's manager, or to one of its hubs."""
        depth = len(["sth", "id", *_HUB_BASE])
        if segments[0] == "sth" and segments[2:depth] == _HUB_BASE and len(segments) > depth:
            return await self._to_hub(call, space, segments[1], segments[depth:])
        handler = self._handlers.get(route(call.method, segments))
        if handler is None:
            return empty_answer(404)
        return await handler(call, space, segments[1] if len(segments) > 1 else "")

    # The manager itself

    async def _version(self, _: Call, __: Space, ___: str) -> web.Response:
        return json_answer(
            {
                "service": "@scramjet/manager",
                "apiVersion": "v1",
                "version": "1.0.0",
                "build": "fake",
            }
        )

    async def _load(self, _: Call, __: Space, ___: str) -> web.Response:
        return json_answer(facts.LOAD)

    async def _config(self, _: Call, space: Space, __: str) -> web.Response:
        config = {
            "id": space.id,
            "apiBase": "/api/v1",
            "logColors": False,
            "sthController": {"unhealthyTimeoutMs": 61000},
        }
        return json_answer({"config": config})

    async def _log(self, call: Call, _: Space, __: str) -> web.StreamResponse:
        return await endless.log(call)

    async def _audit(self, call: Call, _: Space, __: str) -> web.StreamResponse:
        return await endless.audit(call)

    # What is in the space

    async def _sequences(self, _: Call, space: Space, __: str) -> web.Response:
        return json_answer(await self._collect(space, "sequences"))

    async def _all_sequences(self, _: Call, space: Space, __: str) -> web.Response:
        return json_answer([*await self._collect(space, "sequences"), *space.store.values()])

    async def _instances(self, _: Call, space: Space, __: str) -> web.Response:
        return json_answer(await self._collect(space, "instances"))

    async def _collect(self, space: Space, what: str) -> list[dict[str, Any]]:
        """Return what all hubs of a space have of something, with the hub as its location."""
        found: list[dict[str, Any]] = []
        for hub in space.connected_hubs():
            listed = await self._proxy.get_json(f"{hub.url}/{what}")
            found += [{**item, "location": hub.id} for item in listed]
        return found

    # Topics

    async def _topics(self, _: Call, space: Space, __: str) -> web.Response:
        return json_answer(
            [
                {"name": topic.name, "contentType": topic.content_type, "actors": []}
                for topic in space.topics.values()
            ]
        )

    async def _read_topic(self, call: Call, space: Space, name: str) -> web.StreamResponse:
        topic = space.topics.of(name, self._topic_type(call, name))
        stream = await call.stream()
        with topic.stream.reader() as reader:
            async for part in reader:
                await stream.write(part)
        return stream

    async def _write_topic(self, call: Call, space: Space, name: str) -> web.Response:
        topic = space.topics.of(name, self._topic_type(call, name))
        async with topic.turn:
            async for part in call.body():
                await topic.stream.write(part)
        return json_answer({}) if call.header("x-end-stream") == "true" else empty_answer(202)

    def _topic_type(self, call: Call, name: str) -> str:
        content_type = call.content_type or "application/x-ndjson"
        if not NAME.fullmatch(name):
            raise refusal(400, "Topic id incorrect format")
        if content_type not in TYPES:
            raise refusal(400 if call.method == "POST" else 415, "Unsupported content-type")
        return content_type

    # The store

    async def _store_items(self, _: Call, space: Space, __: str) -> web.Response:
        return json_answer(list(space.store.values()))

    async def _put_store_item(self, call: Call, space: Space, item_id: str) -> web.Response:
        item_id = item_id or str(uuid.uuid4())
        space.store[item_id] = {"id": item_id, "packageSize": len(await call.all())}
        return json_answer(space.store[item_id])

    async def _delete_store_item(self, _: Call, space: Space, item_id: str) -> web.Response:
        if space.store.pop(item_id, None) is None:
            raise refusal(404, f"Store item {item_id} not found")
        return json_answer({"id": item_id})

    async def _clear_store(self, _: Call, space: Space, __: str) -> web.Response:
        space.store.clear()
        return json_answer({})

    # Hubs

    async def _list_hubs(self, _: Call, space: Space, __: str) -> web.Response:
        return json_answer([hub.info() for hub in space.hubs.values()])

    async def _hub_info(self, _: Call, space: Space, hub_id: str) -> web.Response:
        return json_answer(space.hub_of(hub_id).info())

    async def _delete_hub(self, call: Call, space: Space, hub_id: str) -> web.Response:
        hub = space.hub_of(hub_id)
        if hub.disconnected is None and call.header("x-force") != "true":
            raise refusal(409, f"Hub {hub.id} is connected")
        del space.hubs[hub.id]
        return json_answer({"opStatus": "OK"})

    async def _disconnect(self, call: Call, space: Space, _: str) -> web.Response:
        asked = await call.options()
        hubs = space.connected_hubs()
        if "id" in asked:
            chosen = [hub for hub in hubs if hub.id == asked["id"]]
            if not chosen:
                raise refusal(404, f"Hub {asked['id']} is not connected")
        elif "limit" in asked:
            # As many as this may stay.
            chosen = hubs[asked["limit"] :]
        elif "accessKey" in asked:
            # The hubs of this platform have connected without one.
            chosen = []
        else:
            raise refusal(400, "None of id, limit and accessKey is given")
        for hub in chosen:
            hub.disconnect()
        told = [{"sthId": hub.id, "reason": "Disconnected by request"} for hub in chosen]
        return json_answer({"managerId": space.id, "disconnected": told})

    async def _to_hub(
        self, call: Call, space: Space, hub_id: str, below: list[str]
    ) -> web.StreamResponse:
        hub = space.hub_of(hub_id)
        if hub.disconnected is not None:
            raise refusal(404, f"Hub {hub.id} is not connected")
        if below[0] == "cpm":
            return error_answer("a fake platform has no way back from a hub to its manager", 501)
        # From the raw path: what is percent-encoded has to stay so.
        raw = call.path.split("/")
        path = "/".join(raw[len(raw) - len(below) - call.path.endswith("/") :])
        return await self._proxy.forward(call, f"{hub.url}/{path}")
