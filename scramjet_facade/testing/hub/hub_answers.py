"""What a fake hub answers: about itself, its sequences and its topics."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any

from ..call import ThrownError, empty_answer, error_answer, json_answer, route, text_answer
from . import facts
from .instance_answers import InstanceAnswers
from .sequence import BadPackageError, read_package
from .topic import NAME, TYPES

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable

    from aiohttp import web

    from ..call import Call
    from .hub import Hub
    from .sequence import Sequence

    Handler = Callable[[Call], Awaitable[web.StreamResponse]]

_ID_LENGTH = 36


class HubAnswers:
    """The endpoints of a hub of version 1.0.1."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._instances = InstanceAnswers(hub)
        self._handlers: dict[str, Handler] = {
            "GET version": self._version,
            "GET load-check": self._load_check,
            "GET status": self._status,
            "GET config": self._config,
            "GET entities": self._entities,
            "GET sequences": self._list_sequences,
            "GET instances": self._list_instances,
            "GET topics": self._list_topics,
            "GET log": self._log,
            "GET audit": self._audit,
            "POST platform": self._platform,
            "POST sequence": self._send_sequence,
            "PUT sequence/*": self._overwrite_sequence,
            "GET sequence/*": self._get_sequence,
            "GET sequence/*/instances": self._list_sequence_instances,
            "DELETE sequence/*": self._delete_sequence,
            "POST sequence/*/start": self._start,
            "POST topics": self._create_topic,
            "DELETE topics/*": self._delete_topic,
            "GET topic/*": self._read_topic,
            "POST topic/*": self._write_topic,
        }

    async def answer(self, call: Call) -> web.StreamResponse:
        """Answer a request to the hub."""
        if call.method == "OPTIONS":
            return _options()
        segments = call.segments
        if segments is None:
            return empty_answer(404)
        if segments[0] == "instance" and len(segments) > 1:
            return await self._instances.answer(call, segments[1], segments[2:])
        if segments[0] == "cpm":
            return text_answer("", 404)
        handler = self._handlers.get(route(call.method, segments))
        if handler is None:
            return empty_answer(404)
        try:
            return await handler(call)
        except ThrownError as error:
            return self._thrown(error)

    def _thrown(self, error: ThrownError) -> web.Response:
        return empty_answer(error.status, error.message)

    # The hub itself

    async def _version(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer(
            {"service": "@scramjet/host", "apiVersion": "v1", "version": "1.0.1", "build": "fake"}
        )

    async def _load_check(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer(facts.LOAD)

    async def _status(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer({"cpm": {}})

    async def _config(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer(facts.config(call.request.url.port))

    async def _entities(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer({"sequences": self._sequences(), "instances": self._all_instances()})

    async def _log(self, call: Call) -> web.StreamResponse:
        return await self._endless(call, self._hub.log)

    async def _audit(self, call: Call) -> web.StreamResponse:
        heartbeats = asyncio.create_task(self._beat())
        try:
            return await self._endless(call, self._hub.audit)
        finally:
            heartbeats.cancel()

    async def _beat(self) -> None:
        while True:
            self._hub.write_audit(facts.HEARTBEAT, "", opState="ACTIVE")
            await asyncio.sleep(facts.HEARTBEAT_SECONDS)

    async def _endless(self, call: Call, lines: AsyncIterable[bytes]) -> web.StreamResponse:
        call.check_wants_stream()
        stream = await call.stream()
        async for line in lines:
            await stream.write(line)
        return stream

    async def _platform(self, _: Call) -> web.Response:
        return error_answer("a fake hub can't be connected to a platform: see FakePlatform", 501)

    # Sequences

    def describe(self, sequence: Sequence) -> dict[str, Any]:
        """Return what the hub tells of a sequence."""
        return {
            **InstanceAnswers.describe_sequence(sequence),
            "instances": [one.id for one in self._hub.instances_of(sequence)],
        }

    def _sequences(self) -> list[dict[str, Any]]:
        return [self.describe(one) for one in self._hub.sequences.values()]

    def _all_instances(self) -> list[dict[str, Any]]:
        return [self._instances.describe(one) for one in self._hub.instances.values()]

    async def _list_sequences(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer(self._sequences())

    async def _list_instances(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer(self._all_instances())

    async def _send_sequence(self, call: Call) -> web.Response:
        call.check_upload_type()
        package = await call.all()
        try:
            return json_answer({"id": self._hub.store(read_package(package), len(package)).id})
        except BadPackageError as error:
            return error_answer(error.error, 422)

    async def _overwrite_sequence(self, call: Call) -> web.Response:
        call.check_upload_type()
        package = await call.all()
        sequence = self._hub.sequences.get(id_in(call))
        if sequence is None:
            return error_answer(f"Sequence with id: {id_in(call)} not found", 404)
        if self._hub.instances_of(sequence):
            return error_answer("Can't update sequence with instances", 409)
        try:
            sequence.package, sequence.size = read_package(package), len(package)
        except BadPackageError as error:
            return error_answer(error.error, 422)
        return json_answer({"id": sequence.id})

    async def _get_sequence(self, call: Call) -> web.Response:
        call.check_wants_json()
        sequence = self._hub.sequences.get(id_in(call))
        if sequence is None:
            return self._no_sequence(call)
        return json_answer(self.describe(sequence))

    async def _list_sequence_instances(self, call: Call) -> web.Response:
        call.check_wants_json()
        sequence = self._hub.sequences.get(id_in(call))
        if sequence is None:
            return self._no_sequence(call)
        return json_answer([one.id for one in self._hub.instances_of(sequence)])

    def _no_sequence(self, call: Call) -> web.Response:
        return error_answer(f"Sequence {id_in(call)} not found", 404)

    async def _delete_sequence(self, call: Call) -> web.Response:
        await call.json()
        sequence = self._hub.sequences.get(id_in(call))
        if sequence is None:
            return self._not_deleted(404, f"The sequence {id_in(call)} does not exist.")
        instances = self._hub.instances_of(sequence)
        if call.header("x-seq-kill-inst"):
            kills = [one.end("completed", 137, "Instance killed") for one in instances]
            await asyncio.gather(*kills)
            for instance in instances:
                self._hub.instances.pop(instance.id, None)
        elif not all(one.has_ended for one in instances):
            return self._not_deleted(409, "Can't remove- Sequence in use")
        self._hub.sequences.pop(sequence.id, None)
        return self._deleted(sequence)

    def _deleted(self, sequence: Sequence) -> web.Response:
        return json_answer({"id": sequence.id})

    def _not_deleted(self, status: int, error: str) -> web.Response:
        return error_answer(error, status)

    async def _start(self, call: Call) -> web.Response:
        options = await call.options()
        sequence = self._hub.sequences.get(id_in(call))
        if sequence is None:
            return self._not_started(404, "Not Found")
        instance_id = self._wanted_id(options)
        if instance_id in self._hub.instances:
            return self._not_started(409, "Instance with a given ID already exists")
        program = self._hub.programs.get(sequence.name)
        if program is None:
            return self._broken(sequence)
        self._hub.start(sequence, program, instance_id, options)
        return self._started(instance_id)

    def _wanted_id(self, options: dict[str, Any]) -> str:
        wanted = options.get("instanceId")
        if wanted is None:
            return str(uuid.uuid4())
        config = options.get("appConfig", {})
        if not isinstance(wanted, str) or len(wanted) != _ID_LENGTH or not isinstance(config, dict):
            raise ThrownError(500, "Internal Server Error")
        return wanted

    def _started(self, instance_id: str) -> web.Response:
        return json_answer({"message": f"Sequence {instance_id} starting", "id": instance_id})

    def _not_started(self, status: int, error: str) -> web.Response:
        return error_answer(error, status)

    def _broken(self, sequence: Sequence) -> web.Response:
        return error_answer(
            f"Sequence entrypoint path {sequence.package['main']} is invalid. Check `main` field "
            f"in Sequence package.json: {missing_program(sequence)}",
            400,
        )

    # Topics

    async def _list_topics(self, call: Call) -> web.Response:
        call.check_wants_json()
        return json_answer(
            [
                {
                    "contentType": topic.content_type,
                    "localProvider": "",
                    "topic": topic.name,
                    "topicName": topic.name,
                }
                for topic in self._hub.topics.values()
            ]
        )

    async def _create_topic(self, call: Call) -> web.Response:
        wanted = await call.options()
        for name in ("id", "content-type"):
            if name not in wanted:
                return error_answer(f"Missing body param: {name}", 400)
        name, content_type = wanted["id"], wanted["content-type"]
        if not isinstance(name, str):
            raise ThrownError(500, "Internal Server Error")
        if content_type not in TYPES:
            return error_answer("Unsupported content-type", 400)
        if not NAME.fullmatch(name):
            return error_answer("Topic id incorrect format", 400)
        if name in self._hub.topics:
            return error_answer("Topic with given id already exist", 400)
        self._hub.topics.of(name, content_type)
        origin = {"id": "127.0.0.1", "type": "hub"}
        return json_answer(
            {"id": name, "origin": origin, "state": "flowing", "contentType": content_type}
        )

    async def _delete_topic(self, call: Call) -> web.Response:
        await call.json()
        name = id_in(call)
        if not NAME.fullmatch(name):
            return error_answer("Topic id incorrect format", 400)
        if self._hub.topics.pop(name, None) is None:
            return error_answer(f"Topic {name} not found", 404)
        return json_answer({"message": f"Topic {name} removed"})

    async def _read_topic(self, call: Call) -> web.StreamResponse:
        call.check_wants_stream()
        name, content_type = id_in(call), call.content_type or "application/x-ndjson"
        if not NAME.fullmatch(name):
            raise ThrownError(400, "Topic id incorrect format")
        if content_type not in TYPES:
            raise ThrownError(415, "Unsupported content-type")
        topic = self._hub.topics.of(name, content_type)
        if topic.content_type != content_type:
            raise ThrownError(415, "Unsupported content-type")
        stream = await call.stream()
        with topic.stream.reader() as reader:
            async for part in reader:
                await stream.write(part)
        return stream

    async def _write_topic(self, call: Call) -> web.Response:
        name, content_type = id_in(call), call.content_type
        if not NAME.fullmatch(name):
            return error_answer("Topic id incorrect format", 400)
        if content_type not in TYPES:
            return error_answer("Unsupported content-type", 400)
        topic = self._hub.topics.of(name, content_type)
        if topic.content_type != content_type:
            raise ThrownError(500, "Internal error occurred")
        async with topic.turn:
            last = b"\n"
            async for part in call.body():
                await topic.stream.write(part)
                last = part[-1:]
            if content_type.endswith("x-ndjson") and last != b"\n":
                topic.stream.put(b"\n")
        return self._taken()

    def _taken(self) -> web.Response:
        return json_answer({})


def missing_program(sequence: Sequence) -> str:
    """Say why a package doesn't start on a fake hub."""
    return f"no program is registered for {sequence.name!r}; add_program({sequence.name!r}, …) does"


def id_in(call: Call) -> str:
    """Return the id in the path of a request."""
    assert call.segments is not None
    return call.segments[1]


def _options() -> web.Response:
    response = text_answer("", 200)
    response.headers["Access-Control-Allow-Headers"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "DELETE, POST, GET, OPTIONS"
    return response
