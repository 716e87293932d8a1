"""What on_attempt and the log report about requests."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from scramjet_facade import (
    AsyncHostClient,
    Attempt,
    BadParametersError,
    CannotConnectError,
    NotFoundError,
    Retries,
    ServerError,
)
from tests.faults.faults import valid_response
from tests.flavor import async_source
from tests.scripted_server import (
    Peer,
    Request,
    ScriptedServer,
    always,
    answer,
    interrupted_once,
)

if TYPE_CHECKING:
    from collections.abc import Callable

BUSY = answer(b'{"error": "busy"}', 503, "Busy")
VERSION_BYTES = 58  # the size of the scripted response
QUICK = Retries(longest_pause=0.001)


def respond_first_with(*first: bytes) -> Callable[[Request], bytes]:
    remaining = list(first)
    return lambda request: remaining.pop(0) if remaining else valid_response(request)


async def test_an_attempt_reports_the_request_and_its_outcome() -> None:
    attempts: list[Attempt] = []
    with ScriptedServer(always(valid_response)) as server:
        base_url = server.base_url
        async with AsyncHostClient(base_url, on_attempt=attempts.append) as host:
            await host.get_version()
            await host.send_sequence(b"package")
            await host.send_sequence(async_source(iter([b"package"])))
            async with host.get_log_stream() as stream:
                assert len(attempts) == 4  # a stream's attempt is reported when the stream is open
                assert [chunk async for chunk in stream]
    version, small, large, stream_ = attempts
    assert (version.method, version.url) == ("GET", f"{base_url}/version")
    assert (version.number, version.status, version.error, version.pause) == (1, 200, None, None)
    assert 0 < version.seconds < 30
    assert (version.sent, version.received) == (0, VERSION_BYTES)
    assert (small.method, small.sent, large.sent) == ("POST", len(b"package"), None)
    assert (stream_.status, stream_.sent, stream_.received) == (200, 0, None)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        version.status = 5  # type: ignore[misc]


async def test_each_attempt_of_a_request_is_reported() -> None:
    attempts: list[Attempt] = []
    with ScriptedServer(always(respond_first_with(BUSY, BUSY))) as server:
        options: Any = {"retries": QUICK, "on_attempt": attempts.append}
        async with AsyncHostClient(server.base_url, **options) as host:
            await host.get_version()
    assert [(attempt.number, attempt.status) for attempt in attempts] == [
        (1, 503),
        (2, 503),
        (3, 200),
    ]
    assert [type(attempt.error) for attempt in attempts] == [ServerError, ServerError, type(None)]
    assert [attempt.pause is not None for attempt in attempts] == [True, True, False]


async def test_a_request_without_a_response_is_reported() -> None:
    attempts: list[Attempt] = []

    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.reset()

    with ScriptedServer(script) as server:
        options: Any = {"retries": 0, "on_attempt": attempts.append}
        async with AsyncHostClient(server.base_url, **options) as host:
            with pytest.raises(CannotConnectError) as caught:
                await host.get_version()
            with pytest.raises(BadParametersError):
                await host.get_sequence("..")  # nothing was sent
    (attempt,) = attempts
    assert (attempt.status, attempt.error, attempt.pause) == (None, caught.value, None)


async def test_an_exception_of_on_attempt_is_logged_and_ignored(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: Attempt) -> None:
        raise RuntimeError("in the metrics")

    with ScriptedServer(always(respond_first_with(BUSY))) as server:
        async with AsyncHostClient(server.base_url, on_attempt=fail, retries=QUICK) as host:
            assert (await host.get_version()).version == "1.0.1"
    failures = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage() for record in failures] == ["on_attempt failed"] * 2
    assert "in the metrics" in caplog.text


async def test_on_attempt_must_be_a_function() -> None:
    with pytest.raises(BadParametersError, match="on_attempt must be a function, not str"):
        AsyncHostClient("http://127.0.0.1", on_attempt="print")  # type: ignore[arg-type]


async def test_each_attempt_is_logged_and_each_retry_as_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "scramjet_facade")
    with ScriptedServer(always(respond_first_with(BUSY, answer(b"{}", 404, "No")))) as server:
        version = f"GET {server.base_url}/version: "
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            with pytest.raises(NotFoundError):
                await host.get_version()
            await host.bindings.get_async_httpx_client().get("/version?key=of-the-user")
    lines = [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.name == "scramjet_facade"
    ]
    assert [level for level, _ in lines] == ["WARNING", "DEBUG", "DEBUG"]
    assert [text.startswith(version) for _, text in lines] == [True, True, True]
    endings = [text.removeprefix(version) for _, text in lines]
    for ending, pattern in zip(
        endings,
        [
            r"503 \(busy\) in \d+ ms \(attempt 1\); retry in 0\.00\d s",
            r"404 \(No\) in \d+ ms \(attempt 2\)",
            r"200 in \d+ ms \(attempt 1\)",
        ],
        strict=True,
    ):
        assert re.fullmatch(pattern, ending)


async def test_a_reconnected_stream_is_logged_as_a_warning(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.001)

    with ScriptedServer(interrupted_once(b"1\n")) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_log_stream(on_gap=print) as stream,
        ):
            assert [value async for value in stream.iter_json()] == [1, 1]
    (warning,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    text = warning.getMessage()
    assert re.fullmatch(r"GET \S+/log: StreamInterrupted; reconnected after \d+\.\d+ s", text)
