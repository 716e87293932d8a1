"""Data that hubs damage: one warning is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient
from scramjet_facade._async.upload import _warn
from tests.faults.faults import valid_response
from tests.flavor import async_source
from tests.scripted_server import ScriptedServer, always

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade import AsyncInstanceClient
    from scramjet_facade.body.source import AsyncData

TEXT = "ä" * 40_000  # 80,000 bytes: more than hubs read in one piece
LONG = 64 * 1024


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    _warn.cache_clear()
    with ScriptedServer(always(valid_response)) as running:
        yield running


async def send_through_inout(instance: AsyncInstanceClient, source: AsyncData) -> None:
    async with instance.inout(source) as stream:
        async for _ in stream:
            pass


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize(
    ("data", "warnings"), [(b"\xff", 1), ("ä".encode(), 1), (b"only ASCII" * LONG, 0)]
)
async def test_data_that_inout_damages_is_reported_once(
    *,
    data: bytes,
    warnings: int,
    joined: bool,
    server: ScriptedServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with AsyncHostClient(server.base_url) as host:
        for _ in range(2):
            source = data if joined else async_source(iter([data]))
            await send_through_inout(host.get_instance_client("i"), source)
    messages = [record.getMessage() for record in caplog.records]
    assert len(messages) == warnings
    assert all("through inout" in text for text in messages)


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize(
    ("text", "content_type", "warnings"),
    [
        (TEXT, "text/plain", 1),
        ("ä" * (LONG // 2), "text/plain", 0),  # hubs read it in one piece
        ("a" * len(TEXT) * 2, "text/plain", 0),
        (TEXT, None, 0),
    ],
)
async def test_text_that_an_input_damages_is_reported_once(
    *,
    text: str,
    content_type: str | None,
    warnings: int,
    joined: bool,
    server: ScriptedServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with AsyncHostClient(server.base_url) as host:
        for _ in range(2):
            source = text if joined else async_source(iter([text[:-1], text[-1]]))
            await host.get_instance_client("i").send_input(source, content_type)
    messages = [record.getMessage() for record in caplog.records]
    assert len(messages) == warnings
    assert all("send application/octet-stream or ndjson(…)" in message for message in messages)
