"""Callbacks: coroutine functions are awaited by asynchronous clients, and rejected by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scramjet_facade import AsyncHostClient, Attempt, Gap
from tests.scripted_server import Peer, ScriptedServer, always, answer, head

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

OK = answer(b'{"version": "1"}')


async def test_the_progress_of_an_upload_is_reported() -> None:
    sent: list[tuple[int, int | None]] = []

    async def progress(count: int, total: int | None) -> None:
        sent.append((count, total))

    with ScriptedServer(always(OK)) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.send_topic("t", b"data", progress=progress)
    assert sent == [(4, 4)]


async def test_the_progress_of_a_download_is_reported(tmp_path: Path) -> None:
    received: list[int] = []

    async def progress(count: int) -> None:
        received.append(count)

    with ScriptedServer(always(answer(b"data"))) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            await stream.save(tmp_path / "file", progress)
    assert received == [4]


async def test_attempts_are_reported() -> None:
    attempts: list[int] = []

    async def on_attempt(attempt: Attempt) -> None:
        attempts.append(attempt.number)

    with ScriptedServer(always(OK)) as server:
        async with AsyncHostClient(server.base_url, on_attempt=on_attempt) as host:
            await host.get_version()
    assert attempts == [1]


async def test_gaps_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.001)
    gaps: list[int] = []

    async def on_gap(gap: Gap) -> None:
        gaps.append(gap.attempts)

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(head(transfer_encoding="chunked"))
        if peer.server.connections == 1:
            peer.reset()
        peer.send(b"0\r\n\r\n")

    with ScriptedServer(script) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_log_stream(on_gap=on_gap) as stream,
        ):
            assert [line async for line in stream.iter_lines()] == []
    assert gaps == [1]
