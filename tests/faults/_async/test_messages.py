"""What a server says does not act on the terminal or the log that an error is written to."""

from __future__ import annotations

import pytest

from scramjet_facade import AsyncHostClient, ClientError
from tests.flavor import async_source
from tests.scripted_server import ScriptedServer, always, answer

FORGED = b"no\x1b[2J\x07\troom"
REASON = b"HTTP/1.1 500 " + FORGED + b"\r\nX-Word: header-word\r\nContent-Length: 0\r\n\r\n"
BODIES = [FORGED, b'{"error": "no\\u001b[2J\\u2028\\ud800room"}', b'["no"', b"\xff\x9b31m"]


@pytest.mark.parametrize(
    "reply",
    [
        REASON,
        *[
            answer(body, status, x_word="header-word")
            for body in BODIES
            for status in (200, 404, 500)
            if status != 200 or not body.startswith(b"{")
        ],
    ],
)
async def test_errors_can_be_printed(reply: bytes) -> None:
    with ScriptedServer(always(reply)) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            for call in (
                host.get_version,
                host.list_sequences,
                lambda: host.send_sequence(async_source(iter([b"x"]))),
                host.get_sequence_client("s").start,
            ):
                with pytest.raises(ClientError) as caught:
                    await call()
                assert str(caught.value).isprintable()
                assert "header-word" not in str(caught.value)
