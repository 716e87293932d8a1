"""Answers without an end."""

from __future__ import annotations

import asyncio
import json
import time

from aiohttp import web

_LINE_SECONDS = 0.2


async def open_stream(request: web.Request) -> web.StreamResponse:
    """Send the head of an answer of bytes."""
    response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
    await response.prepare(request)
    return response


async def log(request: web.Request) -> web.StreamResponse:
    """Answer with a line of a log at once, then one every now and then, for ever."""
    response = await open_stream(request)
    while True:
        line = {"level": "DEBUG", "msg": "Alive", "ts": _now(), "from": "Platform"}
        await _write_line(response, line)


async def audit(request: web.Request) -> web.StreamResponse:
    """Answer with an audit record at once, then one every now and then, for ever."""
    response = await open_stream(request)
    while True:
        record = {
            "opState": "ACTIVE",
            "opCode": 13010,
            "objectId": "",
            "requestorId": "system",
            "receivedAt": _now(),
        }
        await _write_line(response, record)


async def _write_line(response: web.StreamResponse, line: dict[str, object]) -> None:
    await response.write(json.dumps(line).encode() + b"\n")
    await asyncio.sleep(_LINE_SECONDS)


def _now() -> int:
    return time.time_ns() // 1_000_000
