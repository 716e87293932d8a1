"""The content type of an input, by the language of the program that reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, BadParametersError, RequestTimeoutError, ndjson
from tests.scripted_server import ScriptedServer, answer, json_answer

if TYPE_CHECKING:
    from scramjet_facade import AsyncInstanceClient
    from tests.scripted_server import Peer

LINES, TEXT, BYTES = "application/x-ndjson", "text/plain", "application/octet-stream"
JAVASCRIPT = {"engines": {"node": ">=16"}, "entrypointPath": "index.js"}
PYTHON = {"engines": {"python3": "3.9.0"}, "entrypointPath": "main.py"}
PYTHON_NEW = {"engines": {}, "language": "py", "entrypointPath": "main.py"}
PROGRAM = {"engines": {"python3": ">=3.8"}, "entrypointPath": "scramjet_main.py"}


class Hub(ScriptedServer):
    """A hub whose instances all run the same package; a busy hub does not report on it."""

    def __init__(self, config: dict[str, Any], *, is_old: bool, is_busy: bool = False) -> None:
        sequence = {"id": "s", "config": config}
        instance = {"id": "i", "sequence": "s" if is_old else sequence}

        def script(peer: Peer) -> None:
            while (request := peer.read_request()) is not None:
                if is_busy and request.method == "GET":
                    peer.wait_until_closed()
                    return
                entity = sequence if "/sequence/" in request.target else instance
                peer.send(json_answer(entity) if request.method == "GET" else answer(b""))

        super().__init__(script)

    def sent(self) -> list[str]:
        return [
            str(request.header("content-type"))
            for request in self.requests
            if request.method == "POST"
        ]


async def send(instance: AsyncInstanceClient, method: str, data: Any, kind: str | None) -> None:
    if method == "send_input":
        await instance.send_input(data, kind)
    else:
        async with instance.inout(data, kind) as stream:
            assert [block async for block in stream] == []


@pytest.mark.parametrize("is_old", [True, False])
@pytest.mark.parametrize("method", ["send_input", "inout"])
@pytest.mark.parametrize(
    ("config", "kind", "sent"),
    [
        (JAVASCRIPT, None, LINES),
        (JAVASCRIPT, LINES, LINES),
        (PYTHON, None, TEXT),
        (PYTHON_NEW, None, TEXT),
        (PYTHON, BYTES, BYTES),
        (PYTHON, TEXT, TEXT),
        (PROGRAM, None, TEXT),
        (PROGRAM, LINES, LINES),
        ({}, None, LINES),
    ],
)
async def test_json_lines_have_the_content_type_that_the_program_reads(
    config: dict[str, Any], kind: str | None, sent: str, method: str, is_old: bool
) -> None:
    with Hub(config, is_old=is_old) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            instance = host.get_instance_client("i")
            for _ in range(2):
                await send(instance, method, ndjson([1]), kind)
        assert hub.sent() == [sent] * 2
        # The language is requested once, and only if it matters.
        lookups = (1 + is_old) if sent in {LINES, TEXT} and kind in {None, LINES} else 0
        assert len(hub.requests) == 2 + lookups


@pytest.mark.parametrize("method", ["send_input", "inout", "exchange", "run", "pipe_to"])
async def test_a_content_type_that_the_program_never_receives_is_rejected(method: str) -> None:
    with Hub(PYTHON, is_old=False) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            instance = host.get_instance_client("i")
            with pytest.raises(BadParametersError, match="use text/plain"):
                if method == "run":
                    async with host.get_sequence_client("s").run("1\n", LINES):
                        pass
                elif method == "exchange":
                    async with instance.exchange("1\n", LINES):
                        pass
                elif method == "pipe_to":
                    await instance.pipe_to(instance, LINES)
                else:
                    await send(instance, method, "1\n", LINES)
        assert hub.sent() == []


@pytest.mark.parametrize("method", ["send_input", "run"])
async def test_json_lines_are_not_sent_if_a_busy_hub_does_not_report_the_language(
    method: str,
) -> None:
    """A Python program would never receive JSON lines."""
    with Hub(PYTHON, is_old=False, is_busy=True) as hub:
        async with AsyncHostClient(hub.base_url, timeout=0.1) as host:
            with pytest.raises(RequestTimeoutError):
                if method == "run":
                    async with host.get_sequence_client("s").run(ndjson([1])):
                        pass
                else:
                    await host.get_instance_client("i").send_input(ndjson([1]))
        assert hub.sent() == []


async def test_other_data_needs_no_additional_request() -> None:
    with Hub(PYTHON, is_old=False) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await host.get_instance_client("i").send_input(b"bytes")
        assert [request.method for request in hub.requests] == ["POST"]
