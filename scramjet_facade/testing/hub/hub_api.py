"""The API of a fake hub 1.0.1: information about the hub, sequences and topics."""

from __future__ import annotations

import asyncio
import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..call import Answer, HubError, empty_answer, error_answer, json_answer, refusal, text_answer
from .instance_api import InstanceApi
from .sequence import BadPackageError, read_package
from .topic import NAME, TYPES

if TYPE_CHECKING:
    from aiohttp import web

    from ..call import Call, Routes
    from .hub import Hub
    from .instance import Instance
    from .sequence import Sequence

RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("recorded.json").read_text("utf-8"))
_ID_LENGTH = 36
_HEARTBEAT = 13010
_HEARTBEAT_SECONDS = 10.0


class HubApi:
    """The endpoints of a hub of version 1.0.1."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._instances = self._make_instance_api()

    def _make_instance_api(self) -> InstanceApi:
        return InstanceApi(self._hub)

    def routes(self) -> Routes:
        """Return the handlers by method and path."""
        return {
            "GET /version": self._version,
            "GET /load-check": self._load_check,
            "GET /status": self._status,
            "GET /config": self._config,
            "GET /entities": self._entities,
            "GET /sequences": self._list_sequences,
            "GET /instances": self._list_instances,
            "GET /topics": self._list_topics,
            "STREAM /log": self._log,
            "STREAM /audit": self._audit,
            "POST /platform": self._platform,
            "POST /sequence": self._send_sequence,
            "PUT /sequence/{id}": self._overwrite_sequence,
            "GET /sequence/{id}": self._get_sequence,
            "GET /sequence/{id}/instances": self._list_sequence_instances,
            "DELETE /sequence/{id}": self._delete_sequence,
            "POST /sequence/{id}/start": self._start,
            "POST /topics": self._create_topic,
            "DELETE /topics/{topic}": self._delete_topic,
            "STREAM /topic/{topic}": self._read_topic,
            "POST /topic/{topic}": self._write_topic,
            "* /cpm{path:(/.*)?}": self._manager,
            **self._instances.routes(),
        }

    def report(self, call: Call, error: HubError) -> web.Response:
        """Return a response with an error, in the form of a hub or of an instance."""
        if call.path.startswith("/instance/"):
            return self._instances.report(call, error)
        return empty_answer(error.status, error.message)

    def _refused(self, status: int, message: str) -> Answer:
        return refusal(status, message)

    # The hub itself

    async def _version(self, _: Call) -> object:
        version = {"service": "@scramjet/host", "apiVersion": "v1", "version": "1.0.1"}
        return {**version, "build": "fake"}

    async def _load_check(self, _: Call) -> object:
        return RECORDED["load-check"]

    async def _status(self, _: Call) -> object:
        return {"cpm": {}}

    async def _config(self, call: Call) -> object:
        config = RECORDED["config"]
        return {**config, "host": {**config["host"], "port": str(call.request.url.port)}}

    async def _entities(self, call: Call) -> object:
        sequences, instances = await self._list_sequences(call), await self._list_instances(call)
        return {"sequences": sequences, "instances": instances}

    async def _log(self, call: Call) -> object:
        return await call.send_all(self._hub.log)

    async def _audit(self, call: Call) -> object:
        heartbeats = asyncio.create_task(self._beat())
        try:
            return await call.send_all(self._hub.audit)
        finally:
            heartbeats.cancel()

    async def _beat(self) -> None:
        while True:
            self._hub.write_audit(_HEARTBEAT, "", opState="ACTIVE")
            await asyncio.sleep(_HEARTBEAT_SECONDS)

    async def _platform(self, _: Call) -> object:
        return error_answer("a fake hub cannot connect to a platform: use FakePlatform", 501)

    async def _manager(self, _: Call) -> object:
        return text_answer("", 404)

    # Sequences

    def describe(self, sequence: Sequence) -> dict[str, Any]:
        """Return the hub's description of a sequence."""
        instances = [one.id for one in self._hub.instances_of(sequence)]
        return {**self._instances.describe_sequence(sequence), "instances": instances}

    def list_item(self, instance: Instance) -> dict[str, Any]:
        """Return the entry of an instance in the list of instances."""
        return self._instances.describe(instance)

    async def _list_sequences(self, _: Call) -> object:
        return [self.describe(one) for one in self._hub.sequences.values()]

    async def _list_instances(self, _: Call) -> object:
        return [self.list_item(one) for one in self._hub.instances.values()]

    async def _send_sequence(self, call: Call) -> object:
        call.check_upload_type()
        data = await call.read()
        return {"id": self._hub.store(_package(data), data).id}

    async def _overwrite_sequence(self, call: Call) -> object:
        call.check_upload_type()
        data = await call.read()
        sequence = self._hub.sequences.get(call["id"])
        if sequence is None:
            raise refusal(404, f"Sequence with id: {call['id']} not found")
        if self._hub.instances_of(sequence):
            raise refusal(409, "Can't update sequence with instances")
        sequence.package, sequence.data = _package(data), data
        return {"id": sequence.id}

    def _sequence(self, call: Call) -> Sequence:
        sequence = self._hub.sequences.get(call["id"])
        if sequence is None:
            raise self._no_sequence(call)
        return sequence

    def _no_sequence(self, call: Call) -> Answer:
        return refusal(404, f"Sequence {call['id']} not found")

    async def _get_sequence(self, call: Call) -> object:
        return self.describe(self._sequence(call))

    async def _list_sequence_instances(self, call: Call) -> object:
        return self.describe(self._sequence(call))["instances"]

    async def _delete_sequence(self, call: Call) -> object:
        await call.json()
        sequence = self._hub.sequences.get(call["id"])
        if sequence is None:
            raise self._refused(404, f"The sequence {call['id']} does not exist.")
        instances = self._hub.instances_of(sequence)
        if self._is_forced(call):
            await asyncio.gather(*(one.kill() for one in instances))
            for instance in instances:
                self._hub.instances.pop(instance.id, None)
        elif not all(one.has_ended for one in instances):
            raise self._refused(409, "Can't remove- Sequence in use")
        self._hub.sequences.pop(sequence.id, None)
        return self._deleted(sequence)

    def _is_forced(self, call: Call) -> bool:
        return bool(call.header("x-seq-kill-inst"))

    def _deleted(self, sequence: Sequence) -> object:
        return {"id": sequence.id}

    async def _start(self, call: Call) -> object:
        options = await call.options()
        sequence = self._hub.sequences.get(call["id"])
        if sequence is None:
            raise self._refused(404, "Not Found")
        instance_id = self._instance_id(options)
        if instance_id in self._hub.instances:
            raise self._refused(409, "Instance with a given ID already exists")
        if not self._hub.can_run(sequence):
            name = sequence.name
            raise self._broken(
                sequence, f"no program is registered for {name!r}: call add_program({name!r}, …)"
            )
        self._hub.start(sequence, instance_id, options)
        return self._started(instance_id)

    def _instance_id(self, options: dict[str, Any]) -> str:
        wanted = options.get("instanceId")
        if wanted is None:
            return str(uuid.uuid4())
        config = options.get("appConfig", {})
        if not isinstance(wanted, str) or len(wanted) != _ID_LENGTH or not isinstance(config, dict):
            raise HubError(500, "Internal Server Error")
        return wanted

    def _started(self, instance_id: str) -> object:
        return {"message": f"Sequence {instance_id} starting", "id": instance_id}

    def _broken(self, sequence: Sequence, reason: str) -> Answer:
        path = sequence.package["main"]
        error = f"Sequence entrypoint path {path} is invalid. Check `main` field in Sequence"
        return refusal(400, f"{error} package.json: {reason}")

    # Topics

    async def _list_topics(self, _: Call) -> object:
        return [
            {
                "contentType": topic.content_type,
                "localProvider": "",
                "topic": topic.name,
                "topicName": topic.name,
            }
            for topic in self._hub.topics.values()
        ]

    async def _create_topic(self, call: Call) -> object:
        wanted = await call.options()
        for field in ("id", "content-type"):
            if field not in wanted:
                raise refusal(400, f"Missing body param: {field}")
        name, content_type = wanted["id"], wanted["content-type"]
        if not isinstance(name, str):
            raise HubError(500, "Internal Server Error")
        if content_type not in TYPES:
            raise refusal(400, "Unsupported content-type")
        _check_name(name)
        if name in self._hub.topics:
            raise refusal(400, "Topic with given id already exist")
        self._hub.topics.of(name, content_type)
        origin = {"id": "127.0.0.1", "type": "hub"}
        return {"id": name, "origin": origin, "state": "flowing", "contentType": content_type}

    async def _delete_topic(self, call: Call) -> object:
        await call.json()
        name = call["topic"]
        _check_name(name)
        if self._hub.topics.pop(name, None) is None:
            raise refusal(404, f"Topic {name} not found")
        return {"message": f"Topic {name} removed"}

    async def _read_topic(self, call: Call) -> object:
        name, content_type = call["topic"], call.content_type or "application/x-ndjson"
        if not NAME.fullmatch(name):
            raise HubError(400, "Topic id incorrect format")
        if content_type not in TYPES:
            raise HubError(415, "Unsupported content-type")
        topic = self._hub.topics.of(name, content_type)
        if topic.content_type != content_type:
            raise HubError(415, "Unsupported content-type")
        with topic.stream.reader() as reader:
            return await call.send_all(reader)

    async def _write_topic(self, call: Call) -> object:
        name, content_type = call["topic"], call.content_type
        _check_name(name)
        if content_type not in TYPES:
            raise refusal(400, "Unsupported content-type")
        topic = self._hub.topics.of(name, content_type)
        if topic.content_type != content_type:
            raise HubError(500, "Internal error occurred")
        await topic.write_all(call.body())
        return json_answer({})


def _check_name(topic: str) -> None:
    if not NAME.fullmatch(topic):
        raise refusal(400, "Topic id incorrect format")


def _package(data: bytes) -> dict[str, Any]:
    try:
        return read_package(data)
    except BadPackageError as error:
        raise refusal(422, error.error) from None
