"""The API of the instances of a fake hub 1.0.1."""

from __future__ import annotations

import asyncio
import codecs
import json
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from ..call import (
    HUB_REASONS,
    JSON,
    UNDEFINED,
    HubError,
    empty_answer,
    error_answer,
    json_answer,
    refusal,
    text_answer,
)
from .events import is_falsy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from aiohttp import web

    from ..call import Call, Routes
    from ..streams import KeptStream
    from .events import Event
    from .hub import Hub
    from .instance import Instance
    from .sequence import Sequence

    Handler = Callable[[Call, Instance], Awaitable[object]]

_STOP_MILLISECONDS = 7000
_FAILED = 500
_STATUSES = {HUB_REASONS.get(status, status.phrase): status.value for status in HTTPStatus}


class InstanceApi:
    """The endpoints of the instances of a hub of version 1.0.1."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> Routes:
        """Return the handlers by method and path."""
        handlers: dict[str, Handler] = {
            "GET ": self._info,
            "GET /health": self._health,
            **{
                f"STREAM /{name}": partial(self._read, name)
                for name in ("output", "stdout", "stderr", "log")
            },
            "POST /input": self._send_input,
            "POST /stdin": self._send_stdin,
            "POST /inout": self._inout,
            "GET /event/{event}": self._last_event,
            "GET /once/{event}": self._next_event,
            "STREAM /events/{event}": self._events,
            "POST /_event": self._send_event,
            "POST /_stop": self._stop,
            "POST /_kill": self._kill,
            "POST /_monitoring_rate": self._monitoring_rate,
            "* {path:/.*}": self._no_route,
        }
        return {
            route.replace(" ", " /instance/{instance}"): partial(self._answer, handler)
            for route, handler in handlers.items()
        }

    async def _answer(self, handler: Handler, call: Call) -> object:
        instance = self._hub.instances.get(call["instance"])
        return self._unknown(call["instance"]) if not instance else await handler(call, instance)

    def _unknown(self, instance_id: str) -> web.Response:
        return json_answer({"error": f"Instance {instance_id} not found"}, 404, content_type="")

    def report(self, call: Call, error: HubError) -> web.Response:
        """Return a response with an error of an instance: status 500 with plain text."""
        if call["instance"] not in self._hub.instances:
            return self._unknown(call["instance"])
        text = error.message if error.status == _FAILED else f"{error.status}: {error.message}"
        return text_answer(text, 500)

    async def _no_route(self, _: Call, __: Instance) -> object:
        return text_answer("", 404)

    # Information

    @staticmethod
    def describe_sequence(sequence: Sequence) -> dict[str, Any]:
        """Return the description of a sequence that is part of an instance's description."""
        return {"id": sequence.id, "config": sequence.config(), "location": "STH"}

    def describe(self, instance: Instance) -> dict[str, Any]:
        """Return the hub's description of an instance."""
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

    async def _info(self, _: Call, instance: Instance) -> object:
        return self.describe(instance)

    async def _health(self, _: Call, instance: Instance) -> object:
        return {**instance.health, "processId": instance.process_id}

    # Streams

    async def _read(self, name: str, call: Call, instance: Instance) -> object:
        with instance.outputs[name].reader() as reader:
            return await call.send_all(reader)

    async def _send_input(self, call: Call, instance: Instance) -> object:
        self._check_input(call, instance)
        if call.content_type:
            instance.set_input_type(call.content_type)
        return await self._send(call, instance, instance.input)

    def _check_input(self, call: Call, instance: Instance) -> None:
        if instance.requires:
            raise refusal(405, "Input provided in other way")
        if not (instance.input_type or call.content_type):
            raise refusal(406, "Content-Type must be defined")

    async def _send_stdin(self, call: Call, instance: Instance) -> object:
        call.check_upload_type()
        return await self._send(call, instance, instance.stdin)

    async def _send(self, call: Call, instance: Instance, sink: KeptStream) -> object:
        await call.continue_()
        stream = await call.stream(200 if call.ends_stream() else 202, content_type="")
        async for part in self._accepted(call, instance, sink):
            await sink.write(part)
        if call.ends_stream():
            sink.end()
        await stream.write_eof()
        return stream

    async def _accepted(
        self, call: Call, instance: Instance, sink: KeptStream
    ) -> AsyncIterator[bytes]:
        """Yield the body; once no program reads it, wait forever, because hubs never respond."""
        is_stdin = sink is instance.stdin  # hubs accept stdin even after the end of an instance
        if sink.ended or (instance.has_ended and not is_stdin):
            await call.wait_for_ever()
        async for part in call.body():
            yield part
            if instance.has_ended and not is_stdin:
                await call.wait_for_ever()

    async def _inout(self, call: Call, instance: Instance) -> object:
        await call.continue_()
        if instance.has_ended:
            await call.wait_for_ever()
        instance.set_input_type(call.content_type or "undefined")
        upload = asyncio.create_task(self._receive_text(call, instance))
        try:
            with instance.outputs["output"].reader() as reader:
                part = await reader.next()
                if part is None:
                    await call.wait_for_ever()
                stream = await call.stream(content_type="")
                while part is not None:
                    await stream.write(part)
                    part = await reader.next()
            await call.wait_for_ever()
        finally:
            upload.cancel()
        return stream

    async def _receive_text(self, call: Call, instance: Instance) -> None:
        """Pass on an input through a UTF-8 decoder, which damages binary data as hubs do."""
        utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        async for part in call.body():
            await instance.input.write(utf8.decode(part).encode())

    # Events

    async def _last_event(self, call: Call, instance: Instance) -> object:
        event = instance.events.last(call["event"])
        if event is None:
            return await self._next_event(call, instance)
        return self._payload(event, waited=False)

    async def _next_event(self, call: Call, instance: Instance) -> object:
        return self._payload(await instance.events.next(call["event"]), waited=True)

    async def _events(self, call: Call, instance: Instance) -> object:
        with instance.events.following(call["event"]) as events:
            stream = await call.stream()
            while True:
                await stream.write(self._event_line(await events.get()))

    def _payload(self, event: Event, *, waited: bool) -> web.Response:
        """Return the response for an event's payload; hubs treat some values specially."""
        payload = event.get("message", UNDEFINED)
        if payload is UNDEFINED:
            raise HubError(500, "500: Failed to serialize data")
        if payload is None:
            return empty_answer(204, "No content", JSON)
        if isinstance(payload, dict) and "opStatus" in payload:
            phrase = str(cast("dict[str, Any]", payload)["opStatus"])
            if phrase not in _STATUSES:
                raise HubError(500, "500: Failed to serialize data")
            return error_answer(phrase, _STATUSES[phrase] if waited else 200)
        if isinstance(payload, int | float) or payload in ({}, ""):
            return empty_answer(200, content_type=JSON)
        return json_answer(payload)

    def _event_line(self, event: Event) -> bytes:
        payload = event.get("message")
        text = "{}" if is_falsy(payload) else json.dumps(payload, ensure_ascii=False)
        return text.encode() + b"\n"

    async def _send_event(self, call: Call, instance: Instance) -> object:
        event = _second_of_list(await call.json(), "eventName")
        if not isinstance(event.get("eventName"), str):
            raise refusal(400, "Invalid format, eventName missing.")
        instance.receive(event)
        return {"accepted": "OK"}

    # Stop and kill

    async def _stop(self, call: Call, instance: Instance) -> object:
        options = await call.options()
        milliseconds = options.get("timeout", _STOP_MILLISECONDS)
        if not _is_number(milliseconds):
            raise refusal(400, "Invalid timeout format")
        can_call_keepalive = options.get("canCallKeepalive", False)
        if not isinstance(can_call_keepalive, bool):
            raise refusal(400, "Invalid canCallKeepalive format")
        described = {**self.describe(instance), "status": "stopping"}
        await instance.stop(milliseconds, can_call_keepalive)
        return json_answer(described, 202)

    async def _kill(self, call: Call, instance: Instance) -> object:
        options = await call.options()
        if instance.status != "running":
            raise refusal(400, "Instance not running")
        remove = options.get("removeImmediately", False)
        if not isinstance(remove, bool):
            raise refusal(400, "Invalid removeImmediately format")
        self._begin_to_kill(instance, remove_at_end=remove)
        return json_answer(self.describe(instance), 202)

    def _begin_to_kill(self, instance: Instance, *, remove_at_end: bool) -> None:
        instance.remove_at_end = instance.remove_at_end or remove_at_end
        instance.status = "killing"
        self._hub.do(instance.kill())

    async def _monitoring_rate(self, call: Call, _: Instance) -> object:
        found = await call.json()
        rate = _second_of_list([0] if isinstance(found, dict) else found, "monitoringRate")
        if not _is_number(rate.get("monitoringRate")):
            raise HubError(500, "Bad message of type 4003")
        return json_answer({"accepted": True}, 202)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _second_of_list(pair: Any, field: str) -> dict[str, Any]:
    """Return the object in a pair, or raise the error that JavaScript raises."""
    if not isinstance(pair, list):
        kind = "undefined" if pair is UNDEFINED else "object"
        message = f"{kind} is not iterable (cannot read property Symbol(Symbol.iterator))"
        raise HubError(500, message)
    return second_of(pair, field)


def second_of(pair: Any, field: str) -> dict[str, Any]:
    """Return the second item of a pair; raise HubError if this item is not an object."""
    if len(pair) < 2 or not isinstance(pair[1], dict):  # noqa: PLR2004 (a pair)
        raise HubError(500, f"Cannot read properties of undefined (reading '{field}')")
    return cast("dict[str, Any]", pair[1])
