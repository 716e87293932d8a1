"""What a fake hub of version 0.18.7 answers, where that is something else."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..call import ThrownError, empty_answer, error_answer, json_answer
from . import facts
from .hub_answers import HubAnswers, id_in, missing_program
from .instance_answers import InstanceAnswers, object_of_pair

if TYPE_CHECKING:
    from aiohttp import web

    from ..call import Call
    from .events import Event
    from .hub import Hub
    from .instance import Instance
    from .sequence import Sequence

_MISSING = {
    "GET status",
    "GET config",
    "GET entities",
    "GET audit",
    "POST platform",
    "PUT sequence/*",
    "POST topics",
    "DELETE topics/*",
}


class OldInstanceAnswers(InstanceAnswers):
    """The endpoints of the instances of a hub of version 0.18.7."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        del self._handlers["POST inout"]

    def _unknown(self, instance_id: str) -> web.Response:
        del instance_id
        return empty_answer(404)

    def _thrown(self, error: ThrownError) -> web.Response:
        return super()._thrown(_older(error))

    def describe(self, instance: Instance) -> dict[str, Any]:
        """Return what the hub tells of an instance."""
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
        if instance.input_type is None and not call.content_type:
            raise ThrownError(500, "500: Internal error occurred")
        if instance.input_type is None and call.content_type:
            instance.take_type(call.content_type)

    def _payload(self, event: Event, *, waited: bool) -> web.Response:
        del waited
        return json_answer(event)

    def _event_line(self, event: Event) -> bytes:
        return bytes(json_answer(event).body) + b"\n"  # type: ignore[arg-type]

    async def _send_event(self, call: Call, instance: Instance, _: str) -> web.Response:
        found = await call.json()
        event = object_of_pair(found if isinstance(found, list) else [], "eventName")
        if not isinstance(event.get("message"), str) or not isinstance(event.get("eventName"), str):
            raise ThrownError(500, "Bad message of type 5001")
        instance.tell(event)
        return json_answer({"accepted": True}, 202)

    async def _stop(self, call: Call, instance: Instance, _: str) -> web.Response:
        found = await call.json()
        if not isinstance(found, list):
            raise ThrownError(
                500, "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
            )
        options = object_of_pair(found, "timeout")
        await instance.stop(options.get("timeout", 0), bool(options.get("canCallKeepalive")))
        return json_answer({"opStatus": "OK"})

    async def _kill(self, call: Call, instance: Instance, _: str) -> web.Response:
        await call.json()
        self._begin_to_kill(instance, remove_at_end=True)
        return json_answer({"opStatus": "Accepted"}, 202)


class OldHubAnswers(HubAnswers):
    """The endpoints of a hub of version 0.18.7."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._instances = OldInstanceAnswers(hub)
        for name in _MISSING:
            del self._handlers[name]

    def _thrown(self, error: ThrownError) -> web.Response:
        return super()._thrown(_older(error))

    async def _version(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer({"version": "0.18.7"})

    async def _load_check(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer(facts.OLD_LOAD)

    def describe(self, sequence: Sequence) -> dict[str, Any]:
        """Return what the hub tells of a sequence."""
        config = sequence.config()
        for name in ("description", "author", "keywords", "args", "repository", "language"):
            config.pop(name, None)
        del config["packageSize"]
        instances = [one.id for one in self._hub.instances_of(sequence)]
        return {"id": sequence.id, "config": config, "instances": instances}

    def _all_instances(self) -> list[dict[str, Any]]:
        instances = self._hub.instances.values()
        return [{"id": one.id, "sequence": one.sequence.id} for one in instances]

    def _no_sequence(self, call: Call) -> web.Response:
        if call.path.endswith("/instances"):
            return empty_answer(500)
        return json_answer({}, 404)

    def _deleted(self, sequence: Sequence) -> web.Response:
        return json_answer({"opStatus": "OK", "id": sequence.id})

    def _not_deleted(self, status: int, error: str) -> web.Response:
        del error
        if status == 404:  # noqa: PLR2004 (not found)
            return json_answer({"opStatus": "Not Found"}, status)
        told = {"opStatus": "Conflict", "error": "Can't remove sequence in use."}
        return json_answer(told, status)

    def _wanted_id(self, options: dict[str, Any]) -> str:
        del options
        return str(uuid.uuid4())

    def _started(self, instance_id: str) -> web.Response:
        return json_answer({"opStatus": "OK", "id": instance_id})

    def _not_started(self, status: int, error: str) -> web.Response:
        return json_answer({"opStatus": error}, status)

    def _broken(self, sequence: Sequence) -> web.Response:
        return error_answer(missing_program(sequence), 501)

    async def _list_topics(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer([])

    async def _read_topic(self, call: Call) -> web.StreamResponse:
        call.check_wants_stream()
        topic = self._hub.topics.of(id_in(call), "")
        stream = await call.stream()
        with topic.stream.reader() as reader:
            async for part in reader:
                await stream.write(part)
        return stream

    async def _write_topic(self, call: Call) -> web.Response:
        topic = self._hub.topics.of(id_in(call), "")
        async with topic.turn:
            async for part in call.body():
                await topic.stream.write(part)
        return empty_answer(202)


def _older(error: ThrownError) -> ThrownError:
    """Return an error with the status that old hubs give it."""
    return ThrownError(400 if error.status == 415 else error.status, error.message)  # noqa: PLR2004
