"""The API of a fake hub 0.18.7: only the differences from version 1.0.1."""

from __future__ import annotations

import json
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ..call import Answer, HubError, empty_answer, json_answer, refusal
from .hub_api import RECORDED, HubApi
from .instance_api import InstanceApi, second_of

if TYPE_CHECKING:
    from aiohttp import web

    from ..call import Call, Routes
    from .events import Event
    from .instance import Instance
    from .sequence import Sequence

_MISSING = {
    "GET /status",
    "GET /config",
    "GET /entities",
    "STREAM /audit",
    "POST /platform",
    "PUT /sequence/{id}",
    "POST /topics",
    "DELETE /topics/{topic}",
    "POST /instance/{instance}/inout",
}
_NOT_IN_CONFIG = {"description", "author", "keywords", "args", "repository", "language"}


class OldInstanceApi(InstanceApi):
    """The endpoints of the instances of a hub of version 0.18.7."""

    def _unknown(self, instance_id: str) -> web.Response:
        del instance_id
        return empty_answer(404)

    def describe(self, instance: Instance) -> dict[str, Any]:
        """Return the hub's description of an instance."""
        known = {
            "started": instance.started,
            "created": instance.created,
            "id": instance.id,
            "sequence": instance.sequence.id,
            "appConfig": instance.app_config,
            "sequenceArgs": instance.args,
        }
        return {name: value for name, value in known.items() if value is not None}

    def _check_input(self, call: Call, instance: Instance) -> None:
        if not (instance.input_type or call.content_type):
            raise HubError(500, "500: Internal error occurred")

    def _payload(self, event: Event, *, waited: bool) -> web.Response:
        del waited
        return json_answer(event)

    def _event_line(self, event: Event) -> bytes:
        return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    async def _send_event(self, call: Call, instance: Instance) -> object:
        found = await call.json()
        event = second_of(found if isinstance(found, list) else [], "eventName")
        if not isinstance(event.get("message"), str) or not isinstance(event.get("eventName"), str):
            raise HubError(500, "Bad message of type 5001")
        instance.receive(event)
        return json_answer({"accepted": True}, 202)

    async def _stop(self, call: Call, instance: Instance) -> object:
        found = await call.json()
        if not isinstance(found, list):
            message = "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
            raise HubError(500, message)
        options = second_of(found, "timeout")
        await instance.stop(options.get("timeout", 0), bool(options.get("canCallKeepalive")))
        return {"opStatus": "OK"}

    async def _kill(self, call: Call, instance: Instance) -> object:
        await call.json()
        self._begin_to_kill(instance, remove_at_end=True)
        return json_answer({"opStatus": "Accepted"}, 202)


class OldHubApi(HubApi):
    """The endpoints of a hub of version 0.18.7."""

    def _make_instance_api(self) -> InstanceApi:
        return OldInstanceApi(self._hub)

    def routes(self) -> Routes:
        """Return the handlers by method and path."""
        return {
            route: handler for route, handler in super().routes().items() if route not in _MISSING
        }

    def report(self, call: Call, error: HubError) -> web.Response:
        """Return a response with an error; hub 0.18.7 uses the status 400 instead of 415."""
        status = 400 if error.status == 415 else error.status  # noqa: PLR2004
        return super().report(call, HubError(status, error.message))

    def _refused(self, status: int, message: str) -> Answer:
        conflict = {"error": "Can't remove sequence in use."} if "in use" in message else {}
        return Answer(json_answer({"opStatus": HTTPStatus(status).phrase, **conflict}, status))

    async def _version(self, _: Call) -> object:
        return {"version": "0.18.7"}

    async def _load_check(self, _: Call) -> object:
        return RECORDED["load-check 0.18.7"]

    def describe(self, sequence: Sequence) -> dict[str, Any]:
        """Return the hub's description of a sequence."""
        described = super().describe(sequence)
        hidden = _NOT_IN_CONFIG | {"packageSize"}
        config = {name: one for name, one in described["config"].items() if name not in hidden}
        return {"id": sequence.id, "config": config, "instances": described["instances"]}

    def list_item(self, instance: Instance) -> dict[str, Any]:
        """Return the entry of an instance in the list of instances."""
        return {"id": instance.id, "sequence": instance.sequence.id}

    def _no_sequence(self, call: Call) -> Answer:
        is_list = call.path.endswith("/instances")
        return Answer(empty_answer(500) if is_list else json_answer({}, 404))

    def _is_forced(self, call: Call) -> bool:
        del call  # hubs of this version ignore the header
        return False

    def _deleted(self, sequence: Sequence) -> object:
        return {"opStatus": "OK", "id": sequence.id}

    def _instance_id(self, options: dict[str, Any]) -> str:
        del options
        return str(uuid.uuid4())

    def _started(self, instance_id: str) -> object:
        return {"opStatus": "OK", "id": instance_id}

    def _broken(self, sequence: Sequence, reason: str) -> Answer:
        del sequence
        return refusal(501, reason)

    async def _list_topics(self, _: Call) -> object:
        return []

    async def _read_topic(self, call: Call) -> object:
        with self._hub.topics.of(call["topic"], "").stream.reader() as reader:
            return await call.send_all(reader)

    async def _write_topic(self, call: Call) -> object:
        await self._hub.topics.of(call["topic"], "").write_all(call.body())
        return empty_answer(202)
