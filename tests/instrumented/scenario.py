"""Run the calls of both flavours with one agent, and print the result as JSON.

Usage: python -m tests.instrumented.scenario AGENT first|late
"""

# ruff: noqa: PLC0415 (the order of imports matters here)
from __future__ import annotations

import asyncio
import json
import sys
import threading
from typing import TYPE_CHECKING, Any

from tests.instrumented.agents import AGENTS

if TYPE_CHECKING:
    from tests.scripted_server import Peer


def run(agent: str, when: str) -> dict[str, Any]:
    """Start the agent before anything else, or after the first request."""
    late = AGENTS[agent] if when == "late" else AGENTS["none"]
    if when == "first":
        AGENTS[agent]()
    from tests.instrumented._async.calls import outcomes as async_outcomes
    from tests.instrumented._sync.calls import outcomes as sync_outcomes
    from tests.scripted_server import ScriptedServer

    with ScriptedServer(script) as server:
        calls = {
            "sync": sync_outcomes(server, late),
            "async": asyncio.run(async_outcomes(server, AGENTS["none"])),
        }
    return {
        "calls": calls,
        "requests": [[one.method, one.path, one.body.decode()] for one in server.requests],
        "headers": sorted({name for one in server.requests for name, _ in one.headers}),
        "threads": [one.name for one in threading.enumerate() if one.name.startswith("scramjet")],
    }


def script(peer: Peer) -> None:
    """Respond to each call of the scenario with success or a failure."""
    from tests.scripted_server import answer, head

    while (request := peer.read_head()) is not None:
        name = request.path.rpartition("/")[2]
        if name == "inout":
            peer.send(head(transfer_encoding="chunked"))
            for block in peer.body_blocks(request):
                peer.send_chunk(block)
            peer.send(b"0\r\n\r\n")
            continue
        peer.read_body(request)
        match name:
            case "log":
                peer.send(head(transfer_encoding="chunked"))
                peer.send_chunk(b"first\n")
                peer.wait_until_closed()
            case "config":
                peer.wait_until_closed()
            case "load-check":
                peer.reset()
                return
            case "instances":
                peer.send(answer(b'{"error": "broken"}', 500, "Internal Error"))
            case _:
                peer.send(answer(b'{"id": "a", "version": "1.0.1"}'))


if __name__ == "__main__":
    print(json.dumps(run(*sys.argv[1:])))
