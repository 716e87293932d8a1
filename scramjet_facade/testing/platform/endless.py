"""Answers without an end."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import web

    from ..call import Call

_LINE_SECONDS = 0.2


async def log(call: Call) -> web.StreamResponse:
    """Answer with a line of a log at once, then one every now and then, for ever."""
    return await _repeat(call, "ts", {"level": "DEBUG", "msg": "Alive", "from": "Platform"})


async def audit(call: Call) -> web.StreamResponse:
    """Answer with an audit record at once, then one every now and then, for ever."""
    record = {"opState": "ACTIVE", "opCode": 13010, "objectId": "", "requestorId": "system"}
    return await _repeat(call, "receivedAt", record)


async def _repeat(call: Call, time_field: str, line: dict[str, Any]) -> web.StreamResponse:
    stream = await call.stream()
    while True:
        now = time.time_ns() // 1_000_000
        await stream.write(json.dumps({**line, time_field: now}).encode() + b"\n")
        await asyncio.sleep(_LINE_SECONDS)
