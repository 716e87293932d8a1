"""The API of the managers of a fake platform: hubs, topics and the store of a space."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from ..call import empty_answer, error_answer, refusal
from ..hub.topic import NAME, TYPES
from .answers import ANSWERS, always, audit_stream, log_stream

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..call import Call, Routes
    from .proxy import Proxy
    from .spaces import Space, Spaces

    Handler = Callable[[Call, Space], Awaitable[object]]

_HUB_BASE = "/sth/{hub}/api/v1"


class Manager:
    """The endpoints of all managers of a fake platform."""

    def __init__(self, spaces: Spaces, proxy: Proxy) -> None:
        self._spaces = spaces
        self._proxy = proxy

    def routes(self, base: str) -> Routes:
        """Return the handlers by method and path; the base contains the space's id."""
        routes: Routes = {
            "GET /version": always("manager version"),
            "GET /load": always("load"),
            "STREAM /log": log_stream(),
            "STREAM /audit": audit_stream(),
        }
        handlers: dict[str, Handler] = {
            "GET /config": self._config,
            "GET /list": self._list_hubs,
            "GET /sequences": partial(self._collect, "sequences"),
            "GET /all_sequences": self._all_sequences,
            "GET /instances": partial(self._collect, "instances"),
            "GET /topics": self._topics,
            "STREAM /topic/{topic}": self._read_topic,
            "POST /topic/{topic}": self._write_topic,
            "GET /s3": self._store_items,
            "PUT /s3": self._put_store_item,
            "PUT /s3/{item}": self._put_store_item,
            "DELETE /s3/{item}": self._delete_store_item,
            "DELETE /store": self._clear_store,
            "POST /disconnect": self._disconnect,
            "GET /sth/{hub}/info": self._hub_info,
            "DELETE /sth/{hub}": self._delete_hub,
            f"* {_HUB_BASE}/cpm{{path:(/.*)?}}": self._to_manager,
            f"* {_HUB_BASE}/{{path:.+}}": self._to_hub,
        }
        routes |= {route: partial(self._answer, handler) for route, handler in handlers.items()}
        return {route.replace(" ", f" {base}"): handler for route, handler in routes.items()}

    async def _answer(self, handler: Handler, call: Call) -> object:
        return await handler(call, self._spaces.of(call["space"]))

    async def _config(self, _: Call, space: Space) -> object:
        return {"config": {"id": space.id, **ANSWERS["manager config"]}}

    # Objects of the space

    async def _collect(self, what: str, _: Call, space: Space) -> list[dict[str, Any]]:
        """Return the objects of one kind on all hubs of a space, each with its hub's id."""
        found: list[dict[str, Any]] = []
        for hub in space.connected_hubs():
            listed = await self._proxy.get_json(f"{hub.url}/{what}")
            found += [{**item, "location": hub.id} for item in listed]
        return found

    async def _all_sequences(self, call: Call, space: Space) -> object:
        return [*await self._collect("sequences", call, space), *space.store.values()]

    async def _topics(self, _: Call, space: Space) -> object:
        actors: list[object] = []
        return [
            {"name": topic.name, "contentType": topic.content_type, "actors": actors}
            for topic in space.topics.values()
        ]

    async def _read_topic(self, call: Call, space: Space) -> object:
        topic = space.topics.of(call["topic"], _topic_type(call, 415))
        with topic.stream.reader() as reader:
            return await call.send_all(reader)

    async def _write_topic(self, call: Call, space: Space) -> object:
        topic = space.topics.of(call["topic"], _topic_type(call, 400))
        await topic.write_all(call.body())
        return {} if call.header("x-end-stream") == "true" else empty_answer(202)

    async def _store_items(self, _: Call, space: Space) -> object:
        return list(space.store.values())

    async def _put_store_item(self, call: Call, space: Space) -> object:
        item_id = call.request.match_info.get("item") or str(uuid.uuid4())
        space.store[item_id] = {"id": item_id, "packageSize": len(await call.read())}
        return space.store[item_id]

    async def _delete_store_item(self, call: Call, space: Space) -> object:
        if space.store.pop(call["item"], None) is None:
            raise refusal(404, f"Store item {call['item']} not found")
        return {"id": call["item"]}

    async def _clear_store(self, _: Call, space: Space) -> object:
        space.store.clear()
        return {}

    # The hubs

    async def _list_hubs(self, _: Call, space: Space) -> object:
        return [hub.info() for hub in space.hubs.values()]

    async def _hub_info(self, call: Call, space: Space) -> object:
        return space.hub(call["hub"]).info()

    async def _delete_hub(self, call: Call, space: Space) -> object:
        hub = space.hub(call["hub"])
        if hub.disconnected is None and call.header("x-force") != "true":
            raise refusal(409, f"Hub {hub.id} is connected")
        del space.hubs[hub.id]
        return {"opStatus": "OK"}

    async def _disconnect(self, call: Call, space: Space) -> object:
        asked = await call.options()
        hubs = space.connected_hubs()
        match asked:
            case {"id": hub_id}:
                chosen = [hub for hub in hubs if hub.id == hub_id]
                if not chosen:
                    raise refusal(404, f"Hub {hub_id} is not connected")
            case {"limit": int(limit)} if limit >= 0:  # the number of hubs that stay connected
                chosen = hubs[limit:]
            case {"accessKey": _}:  # the hubs of a fake platform use no access key
                chosen = []
            case _:
                raise refusal(400, "id, limit or accessKey is required")
        for hub in chosen:
            hub.disconnect()
        reported = [{"sthId": hub.id, "reason": "Disconnected by request"} for hub in chosen]
        return {"managerId": space.id, "disconnected": reported}

    async def _to_manager(self, _: Call, __: Space) -> object:
        return error_answer(
            "a fake platform does not forward requests from a hub to its manager", 501
        )

    async def _to_hub(self, call: Call, space: Space) -> object:
        hub = space.hub(call["hub"])
        if hub.disconnected is not None:
            raise refusal(404, f"Hub {hub.id} is not connected")
        # The raw path is used, because percent-encoded characters must stay encoded.
        path = call.path.split("/api/v1/sth/", 1)[1].split("/", 3)[3]
        return await self._proxy.forward(call, f"{hub.url}/{path}")


def _topic_type(call: Call, unsupported: int) -> str:
    content_type = call.content_type or "application/x-ndjson"
    if not NAME.fullmatch(call["topic"]):
        raise refusal(400, "Topic id incorrect format")
    if content_type not in TYPES:
        raise refusal(unsupported, "Unsupported content-type")
    return content_type
