"""What a fake hub answers about its instances."""

from __future__ import annotations

import asyncio
import codecs
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from ..call import (
    JSON,
    UNDEFINED,
    AnsweredEarly,
    ThrownError,
    empty_answer,
    error_answer,
    json_answer,
    route,
    text_answer,
)
from .events import is_falsy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from aiohttp import web

    from ..call import Call
    from ..kept_stream import KeptStream
    from .events import Event
    from .hub import Hub
    from .instance import Instance
    from .sequence import Sequence

    Handler = Callable[[Call, Instance, str], Awaitable[web.StreamResponse]]

_STOP_MILLISECONDS = 7000
_FAILED = 500
_STATUSES = {status.phrase: status.value for status in HTTPStatus}


class InstanceAnswers:
    """The endpoints of the instances of a hub of version 1.0.1."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._handlers: dict[str, Handler] = {
            "GET ": self._info,
            "GET health": self._health,
            "GET output": self._output,
            "GET stdout": self._stdout,
            "GET stderr": self._stderr,
            "GET log": self._log,
            "POST input": self._send_input,
            "POST stdin": self._send_stdin,
            "POST inout": self._inout,
            "GET event/*": self._last_event,
            "GET once/*": self._next_event,
            "GET events/*": self._events,
            "POST _event": self._send_event,
            "POST _stop": self._stop,
            "POST _kill": self._kill,
            "POST _monitoring_rate": self._monitoring_rate,
        }

    async def answer(self, call: Call, instance_id: str, below: list[str]) -> web.StreamResponse:
        """Answer a request about an instance."""
        instance = self._hub.instances.get(instance_id)
        if instance is None:
            return self._unknown(instance_id)
        handler = self._handlers.get(route(call.method, below))
        if handler is None:
            return text_answer("", 404)
        try:
            return await handler(call, instance, below[-1] if below else "")
        except ThrownError as error:
            return self._thrown(error)

    def _unknown(self, instance_id: str) -> web.Response:
        return json_answer({"error": f"Instance {instance_id} not found"}, 404, content_type="")

    def _thrown(self, error: ThrownError) -> web.Response:
        text = error.message if error.status == _FAILED else f"{error.status}: {error.message}"
        return text_answer(text, 500)

    # What is told of it

    @staticmethod
    def describe_sequence(sequence: Sequence) -> dict[str, Any]:
        """Return what the hub tells of an instance's sequence."""
        return {"id": sequence.id, "config": sequence.config(), "location": "STH"}

    def describe(self, instance: Instance) -> dict[str, Any]:
        """Return what the hub tells of an instance."""
        known = {
            "id": instance.id,
            "appConfig": instance.app_config,
            "args": instance.args,
            "provides": instance.provides,
            "requires": instance.requires or None,
            "sequence": self.describe_sequence(instance.sequence),
            "created": instance.created,
            "started": instance.started,
            "ended": instance.ended,
            "status": instance.status,
            "terminated": instance.terminated,
        }
        return {name: value for name, value in known.items() if value is not None}

    async def _info(self, call: Call, instance: Instance, _: str) -> web.Response:
        call.check_wants_json()
        return json_answer(self.describe(instance))

    async def _health(self, call: Call, instance: Instance, _: str) -> web.Response:
        call.check_wants_json()
        return json_answer({"healthy": True, "processId": instance.process_id})

    # Its streams

    async def _output(self, call: Call, instance: Instance, _: str) -> web.StreamResponse:
        return await self._read(call, instance.output)

    async def _stdout(self, call: Call, instance: Instance, _: str) -> web.StreamResponse:
        return await self._read(call, instance.stdout)

    async def _stderr(self, call: Call, instance: Instance, _: str) -> web.StreamResponse:
        return await self._read(call, instance.stderr)

    async def _log(self, call: Call, instance: Instance, _: str) -> web.StreamResponse:
        return await self._read(call, instance.log)

    async def _read(self, call: Call, source: KeptStream) -> web.StreamResponse:
        call.check_wants_stream()
        stream = await call.stream()
        with source.reader() as reader:
            async for part in reader:
                await stream.write(part)
        await stream.write_eof()
        return stream

    async def _send_input(self, call: Call, instance: Instance, _: str) -> web.StreamResponse:
        self._check_input(call, instance)
        return await self._send(call, instance, instance.input)

    def _check_input(self, call: Call, instance: Instance) -> None:
        """Take the type of an input, or refuse it."""
        if instance.requires:
            refusal = error_answer("Input provided in other way", 405)
            raise AnsweredEarly(refusal)
        if instance.input_type is None:
            if not call.content_type:
                raise AnsweredEarly(error_answer("Content-Type must be defined", 406))
            instance.take_type(call.content_type)

    async def _send_stdin(self, call: Call, instance: Instance, _: str) -> web.StreamResponse:
        call.check_upload_type()
        return await self._send(call, instance, instance.stdin)

    async def _send(self, call: Call, instance: Instance, sink: KeptStream) -> web.StreamResponse:
        await call.continue_()
        stream = await call.stream(200 if call.ends_stream() else 202, content_type="")
        async for part in self._until_taken_no_more(call, instance, sink):
            await sink.write(part)
        if call.ends_stream():
            sink.end()
        await stream.write_eof()
        return stream

    async def _until_taken_no_more(
        self, call: Call, instance: Instance, sink: KeptStream
    ) -> AsyncIterator[bytes]:
        """Give the body, but wait for ever where hubs do: they never answer what nobody takes."""
        is_stdin = sink is instance.stdin  # which hubs go on to take after the end
        if sink.ended or (instance.has_ended and not is_stdin):
            await call.never()
        async for part in call.body():
            yield part
            if instance.has_ended and not is_stdin:
                await call.never()

    async def _inout(self, call: Call, instance: Instance, _: str) -> web.StreamResponse:
        await call.continue_()
        if instance.has_ended:
            await call.never()
        instance.take_type(call.content_type or "undefined")
        upload = asyncio.create_task(self._take_as_text(call, instance))
        try:
            with instance.output.reader() as reader:
                part = await reader.next()
                if part is None:
                    await call.never()
                stream = await call.stream(content_type="")
                while part is not None:
                    await stream.write(part)
                    part = await reader.next()
            await call.never()
        finally:
            upload.cancel()
        return stream

    async def _take_as_text(self, call: Call, instance: Instance) -> None:
        """Take an input as hubs do here, which decode and encode it: binary data is damaged."""
        utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        async for part in call.body():
            await instance.input.write(utf8.decode(part).encode())

    # Its events

    async def _last_event(self, call: Call, instance: Instance, name: str) -> web.Response:
        call.check_wants_json()
        event = instance.events.last(name)
        if event is None:
            return self._payload(await instance.events.next(name), waited=True)
        return self._payload(event, waited=False)

    async def _next_event(self, call: Call, instance: Instance, name: str) -> web.Response:
        call.check_wants_json()
        return self._payload(await instance.events.next(name), waited=True)

    async def _events(self, call: Call, instance: Instance, name: str) -> web.StreamResponse:
        call.check_wants_stream()
        with instance.events.following(name) as events:
            stream = await call.stream()
            while True:
                await stream.write(self._event_line(await events.get()))

    def _payload(self, event: Event, *, waited: bool) -> web.Response:
        """Return an event's payload as hubs give it: some are taken for something else."""
        payload = event.get("message", UNDEFINED)
        if payload is UNDEFINED:
            raise ThrownError(500, "500: Failed to serialize data")
        if payload is None:
            return empty_answer(204, "No content", JSON)
        if isinstance(payload, dict) and "opStatus" in payload:
            status = cast("dict[str, Any]", payload)["opStatus"]
            return self._status_in(str(status), waited=waited)
        if isinstance(payload, int | float) or payload in ({}, ""):
            return empty_answer(200, content_type=JSON)
        return json_answer(payload)

    def _status_in(self, phrase: str, *, waited: bool) -> web.Response:
        if phrase not in _STATUSES:
            raise ThrownError(500, "500: Failed to serialize data")
        return error_answer(phrase, _STATUSES[phrase] if waited else 200)

    def _event_line(self, event: Event) -> bytes:
        payload = event.get("message")
        text = "{}" if is_falsy(payload) else json.dumps(payload, ensure_ascii=False)
        return text.encode() + b"\n"

    async def _send_event(self, call: Call, instance: Instance, _: str) -> web.Response:
        event = _second(await call.json(), "eventName")
        if not isinstance(event.get("eventName"), str):
            return error_answer("Invalid format, eventName missing.", 400)
        instance.tell(event)
        return json_answer({"accepted": "OK"})

    # Its end

    async def _stop(self, call: Call, instance: Instance, _: str) -> web.Response:
        options = await call.options()
        milliseconds = options.get("timeout", _STOP_MILLISECONDS)
        if not _is_number(milliseconds):
            return error_answer("Invalid timeout format", 400)
        can_call_keepalive = options.get("canCallKeepalive", False)
        if not isinstance(can_call_keepalive, bool):
            return error_answer("Invalid canCallKeepalive format", 400)
        told = {**self.describe(instance), "status": "stopping"}
        await instance.stop(milliseconds, can_call_keepalive)
        return json_answer(told, 202)

    async def _kill(self, call: Call, instance: Instance, _: str) -> web.Response:
        options = await call.options()
        if instance.status != "running":
            return error_answer("Instance not running", 400)
        remove = options.get("removeImmediately", False)
        if not isinstance(remove, bool):
            return error_answer("Invalid removeImmediately format", 400)
        self._begin_to_kill(instance, remove_at_end=remove)
        return json_answer(self.describe(instance), 202)

    def _begin_to_kill(self, instance: Instance, *, remove_at_end: bool) -> None:
        instance.remove_at_end = instance.remove_at_end or remove_at_end
        instance.status = "killing"
        self._hub.do(instance.end("completed", 137, "Instance killed"))

    async def _monitoring_rate(self, call: Call, _: Instance, __: str) -> web.Response:
        found = await call.json()
        rate = _second([0] if isinstance(found, dict) else found, "monitoringRate")
        if not _is_number(rate.get("monitoringRate")):
            raise ThrownError(500, "Bad message of type 4003")
        return json_answer({"accepted": True}, 202)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _second(pair: Any, read: str) -> dict[str, Any]:
    """Return the object in a pair; complain in JavaScript's words if it is none."""
    if not isinstance(pair, list):
        kind = "undefined" if pair is UNDEFINED else "object"
        message = f"{kind} is not iterable (cannot read property Symbol(Symbol.iterator))"
        raise ThrownError(500, message)
    return object_of_pair(pair, read)


def object_of_pair(pair: Any, read: str) -> dict[str, Any]:
    """Return the second of a pair; complain in JavaScript's words if it isn't there."""
    if len(pair) < 2 or not isinstance(pair[1], dict):  # noqa: PLR2004 (a pair)
        raise ThrownError(500, f"Cannot read properties of undefined (reading '{read}')")
    return cast("dict[str, Any]", pair[1])
