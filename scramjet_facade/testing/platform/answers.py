"""Responses that all services of a fake platform share."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..hub.instance import milliseconds

if TYPE_CHECKING:
    from ..call import Call, Handler

ANSWERS: dict[str, Any] = json.loads(Path(__file__).with_name("answers.json").read_text("utf-8"))
_LINE_SECONDS = 0.2


def always(name: str) -> Handler:
    """Return a handler that always returns the same response."""
    return partial(_answer, name)


def log_stream() -> Handler:
    """Return a handler that sends a log line immediately, and then at regular intervals."""
    return partial(_repeat, "ts", ANSWERS["log line"])


def audit_stream() -> Handler:
    """Return a handler that sends an audit record immediately, and then at intervals."""
    return partial(_repeat, "receivedAt", ANSWERS["audit record"])


async def _answer(name: str, _: Call) -> object:
    return ANSWERS[name]


async def _repeat(time_field: str, line: dict[str, Any], call: Call) -> object:
    stream = await call.stream()
    while True:
        await stream.write(json.dumps({**line, time_field: milliseconds()}).encode() + b"\n")
        await asyncio.sleep(_LINE_SECONDS)
