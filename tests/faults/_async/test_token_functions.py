"""Token functions: how often they are called, when tokens are renewed, and what is shown."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    ClientError,
    NeedAuthenticationError,
    NotAuthorizedError,
    RequestTimeoutError,
    Retries,
    StreamInterrupted,
    ndjson,
)
from scramjet_facade.concurrency import timing
from tests.faults.faults import valid_response
from tests.faults.limited_use_tokens import MAX_USES, REFUSED, LimitedUseTokens
from tests.faults.secret_leaks import MARK, leaks_of_error, leaks_of_object, printed
from tests.flavor import async_source, async_wait
from tests.scripted_server import (
    Request,
    ScriptedServer,
    always,
    answer,
    interrupted_once,
)
from tests.streams.background import AsyncBackground, async_concurrently

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORKERS = 32


class Issuer:
    """Returns another token for each call, and counts the calls.

    Attributes:
        seconds: The lifetime that it returns with each token; None: no lifetime.
        calls: How often it has been called.
        max_concurrent: The largest number of concurrent calls.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self.calls = self.max_concurrent = self._active = 0
        self.issued_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self) -> Any:
        with self._lock:
            self._active += 1
            self.max_concurrent = max(self.max_concurrent, self._active)
            self.calls += 1
            token = f"{MARK}-{self.calls}"
        time.sleep(0.02)
        with self._lock:
            self._active -= 1
            self.issued_at[token] = time.monotonic()
        return token if self.seconds is None else (token, self.seconds)


@pytest.mark.parametrize("minutes", [0, 1])
async def test_after_a_403_the_token_is_renewed_but_not_immediately(
    minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token may be the wrong one, or it may be correct and lack the permission."""
    monkeypatch.setattr(timing, "TOKEN_DOUBTED", minutes * 60.0)
    issuer = Issuer()
    with ScriptedServer(always(answer(b"{}", 403, "Forbidden"))) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            for _ in range(3):
                with pytest.raises(NotAuthorizedError) as caught:
                    await host.get_version()
                assert caught.value.attempts == 1
        assert issuer.calls == (1 if minutes else 3)
        assert len(server.requests) == 3


def bearer(request: Request) -> str:
    return str(request.header("authorization")).removeprefix("Bearer ")


def refuse_first_token(request: Request) -> bytes:
    """Refuse the first token of an issuer."""
    return REFUSED if bearer(request).endswith("-1") else valid_response(request)


@pytest.mark.parametrize("has_lifetime", [True, False], ids=["with lifetime", "without lifetime"])
async def test_many_concurrent_workers_renew_short_lived_tokens_rarely(has_lifetime: bool) -> None:
    lifetime = 1.0
    issuer = Issuer(lifetime if has_lifetime else None)
    numbers = count()

    def reply(request: Request) -> bytes:
        age = time.monotonic() - issuer.issued_at[bearer(request)]
        return valid_response(request) if age < 3 * lifetime else REFUSED  # requests may be slow

    async def call(host: AsyncHostClient) -> int:
        worker = host.with_options(headers={"X-Worker": str(next(numbers))})
        calls = 0
        while issuer.calls < 3:
            assert (await worker.get_version()).version == "1.0.1"
            calls += 1
        return calls

    start = time.monotonic()
    with ScriptedServer(always(reply if has_lifetime else LimitedUseTokens(WORKERS))) as server:
        async with AsyncHostClient(server.base_url, token=issuer, retries=0) as host:
            calls = await async_concurrently(WORKERS, partial(call, host))
    assert min(calls) > 0
    assert issuer.max_concurrent == 1
    most = (
        (time.monotonic() - start) / (0.9 * lifetime)
        if has_lifetime
        else len(server.requests) / MAX_USES
    )
    assert issuer.calls <= most + 1


async def test_the_function_is_called_for_the_first_request_and_before_a_token_expires() -> None:
    issuer = Issuer(1.0)
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            assert issuer.calls == 0
            instance = host.with_options(timeout=5).get_instance_client("i")
            for _ in range(3):
                await host.get_version()
                await instance.get_health()
            assert issuer.calls == 1
            await async_wait(threading.Event(), 0.95)
            await host.get_version()
            assert issuer.calls == 2
    assert {bearer(request) for request in server.requests} == issuer.issued_at.keys()


async def test_after_a_401_the_request_is_sent_once_more_with_a_new_token(
    caplog: pytest.LogCaptureFixture,
) -> None:
    issuer = Issuer()
    with ScriptedServer(always(REFUSED)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            for number, call in enumerate(
                [
                    host.get_version,
                    host.get_sequence_client("s").start,
                    lambda: host.delete_sequence("s"),
                    lambda: host.send_sequence(b"bytes"),
                    lambda: host.get_log_stream().__aenter__(),
                ],
                1,
            ):
                with pytest.raises(NeedAuthenticationError) as caught:
                    await call()
                assert caught.value.attempts == 2
                assert len(server.requests) == 2 * number
    assert issuer.calls == 10
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 5


async def test_after_a_401_data_that_cannot_be_read_twice_fails_but_the_token_is_renewed() -> None:
    issuer = Issuer()
    with ScriptedServer(always(refuse_first_token)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            with pytest.raises(NeedAuthenticationError) as caught:
                await host.send_sequence(async_source(iter([b"once"])))
            assert caught.value.attempts == 1
            assert "the data cannot be read twice" in caught.value.__notes__[0]
            assert (await host.send_sequence(async_source(iter([b"once"])))).id == "the-id"
    assert issuer.calls == 2


LARGE = b"much of it" * 100_000
REPEATABLE: dict[str, Callable[[Path], tuple[Any, bytes]]] = {
    "a file": lambda folder: (folder / "data", LARGE),
    "a list": lambda _: ([b"a", "b"], b"ab"),
    "records": lambda _: (ndjson([1, 2]), b"1\n2\n"),
    "bytes": lambda _: (LARGE, LARGE),
}


@pytest.mark.parametrize("kind", REPEATABLE)
async def test_after_a_401_data_that_can_be_read_twice_is_sent_again(
    kind: str, tmp_path: Path
) -> None:
    (tmp_path / "data").write_bytes(LARGE)
    data, content = REPEATABLE[kind](tmp_path)
    issuer = Issuer()
    progress: list[int] = []
    with ScriptedServer(always(refuse_first_token)) as server:
        server.version = "1.0.1"
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            await host.send_topic("t", data, progress=lambda sent, _: progress.append(sent))
    assert [request.body for request in server.requests if request.complete][-1] == content
    assert len(server.requests) == issuer.calls == 2
    assert progress[-1] == len(content)


async def test_after_a_401_a_directory_is_packed_again(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}")
    issuer = Issuer()
    with ScriptedServer(always(refuse_first_token)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            assert (await host.send_sequence(tmp_path)).id == "the-id"
    first, second = server.requests
    assert second.body == first.body
    assert second.body


@pytest.mark.parametrize("is_function", [True, False])
async def test_a_request_is_sent_again_only_once_and_only_with_another_token(
    is_function: bool,
) -> None:
    token: Any = Issuer() if is_function else "text"
    with ScriptedServer(always(REFUSED)) as server:
        async with AsyncHostClient(server.base_url, token=token) as host:
            with pytest.raises(NeedAuthenticationError) as caught:
                await host.send_topic("t", [b"a", b"b"])
            assert not getattr(caught.value, "__notes__", None)  # no token was tried twice
        assert len(server.requests) == 1 + is_function


async def test_a_retry_sends_the_newest_token() -> None:
    issuer = Issuer(0)
    busy = answer(b"{}", 503, "Busy")
    with ScriptedServer(always(busy)) as server:
        retries = Retries(3, longest_pause=0.01)
        async with AsyncHostClient(server.base_url, token=issuer, retries=retries) as host:
            with pytest.raises(ClientError):
                await host.get_version()
    assert [bearer(request) for request in server.requests] == [
        f"{MARK}-{number}" for number in (1, 2, 3, 4)
    ]


async def test_renewing_a_token_does_not_count_as_a_retry() -> None:
    replies = [REFUSED, answer(b"{}", 503, "Busy")]

    def reply(request: Request) -> bytes:
        return replies.pop(0) if replies else valid_response(request)

    with ScriptedServer(always(reply)) as server:
        async with AsyncHostClient(server.base_url, token=Issuer(), retries=1) as host:
            assert (await host.get_version()).version == "1.0.1"
    assert len(server.requests) == 3


async def test_a_stream_reconnects_with_the_newest_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.001)
    issuer = Issuer(0)

    with ScriptedServer(interrupted_once(b'"line"\n')) as server:
        async with (
            AsyncHostClient(server.base_url, token=issuer) as host,
            host.get_log_stream(on_gap=print) as stream,
        ):
            assert [value async for value in stream.iter_json()] == ["line", "line"]
    assert [bearer(request) for request in server.requests] == [f"{MARK}-1", f"{MARK}-2"]


class ApplicationError(Exception):
    """An exception of the application."""


async def test_an_exception_of_the_function_is_raised_and_the_next_request_calls_it_again() -> None:
    calls = []

    def fail() -> str:
        calls.append(1)
        if len(calls) < 3:
            raise ApplicationError("no token today")
        return "token"

    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, token=fail) as host:
            for _ in range(2):
                with pytest.raises(ApplicationError, match="no token today"):
                    await host.get_version()
            assert (await host.get_version()).version == "1.0.1"
    assert len(server.requests) == 1


async def test_a_function_that_hangs_times_out_like_a_request() -> None:
    may_return = threading.Event()

    def hang() -> str:
        may_return.wait(20)
        return "token"

    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, token=hang, timeout=0.2) as host:
            try:
                for _ in range(2):
                    with pytest.raises(
                        RequestTimeoutError, match=r"no token within 0\.2 s"
                    ) as caught:
                        await host.get_version()
                    assert (caught.value.attempts, caught.value.may_have_arrived) == (0, False)
                with pytest.raises(RequestTimeoutError, match=r"no token within 0\.1 s"):
                    await host.get_instance_client("i").get_event("e", timeout=0.1)
                assert server.requests == []
            finally:
                may_return.set()
            slow_host = host.with_options(timeout=20)
            assert (await slow_host.get_version()).version == "1.0.1"


async def test_a_stream_that_waits_for_a_token_can_be_cancelled() -> None:
    called, may_return, done = threading.Event(), threading.Event(), threading.Event()

    def hang() -> str:
        called.set()
        may_return.wait(20)
        done.set()
        return "token"

    async def enter(stream: Any) -> None:
        async with stream:
            pass

    async with AsyncHostClient("http://127.0.0.1:1/api/v1", token=hang) as host:
        stream = host.get_log_stream()
        try:
            async with AsyncBackground(enter, stream) as opener:
                assert await async_wait(called, 10)
                stream.cancel()
                with pytest.raises(StreamInterrupted, match="cancelled"):
                    await opener.result()
        finally:
            may_return.set()
            assert await async_wait(done, 10)


@pytest.mark.parametrize(
    "returned",
    [
        None,
        5,
        b"token",
        "",
        f"{MARK}\n",
        (f"{MARK}",),
        (f"{MARK}", "60"),
        (f"{MARK}", None),
        (f"{MARK}", True),
        (f"{MARK}", float("nan")),
        pytest.param((f"{MARK}", 10**400), id="an int that is too large for a float"),
        (f"{MARK}", 60, "more"),
        {"access_token": MARK},
    ],
    ids=repr,
)
async def test_invalid_return_values_are_refused_and_not_shown(returned: Any) -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, token=lambda: returned) as host:
            with pytest.raises(BadParametersError, match="token=") as caught:
                await host.get_version()
    assert leaks_of_error(caught.value) == []
    assert server.requests == []


@pytest.mark.parametrize(
    "returned", ["token", ("token", 60), ("token", 0.5), ("token", float("inf"))]
)
async def test_valid_return_values_are_accepted(returned: Any) -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, token=lambda: returned) as host:
            await host.get_version()
    assert bearer(server.requests[0]) == "token"


async def test_copies_of_a_client_can_have_their_own_token() -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, token=lambda: "a") as host:
            for client, sent in (
                (host, "Bearer a"),
                (host.with_options(timeout=5), "Bearer a"),
                (host.with_options(token=lambda: "b"), "Bearer b"),
                (host.with_options(token="c"), "Bearer c"),
                (host.with_options(headers={"Authorization": "Basic d"}), "Basic d"),
                (host, "Bearer a"),
            ):
                await client.get_version()
                assert server.requests[-1].header("authorization") == sent


async def failure(host: AsyncHostClient) -> ClientError | None:
    try:
        await host.get_version()
    except ClientError as error:
        return error
    return None


@pytest.mark.parametrize(
    "reply", [REFUSED, answer(b"{}", 503, "Busy"), answer(b"no json"), answer(b"{}")]
)
async def test_no_token_is_shown(reply: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    attempts: list[object] = []
    with ScriptedServer(always(reply)) as server:
        client = AsyncHostClient(
            server.base_url,
            token=Issuer(),
            retries=Retries(1, longest_pause=0.001),
            on_attempt=attempts.append,
        )
        async with client as host:
            error = await failure(host)
            if error is not None:
                assert leaks_of_error(error) == []
                assert MARK not in printed(error)
            for thing in (
                host,
                host.bindings,
                host._session,
                host._session.options,
                vars(host._session),
            ):
                assert leaks_of_object(thing) == []
        assert MARK in bearer(server.requests[0])
    assert attempts
    assert MARK not in repr(attempts) + str(attempts)
    assert MARK not in caplog.text


async def test_a_request_without_time_limits_gets_a_token() -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, token=Issuer()) as host:
            client = host.bindings.get_async_httpx_client()
            await client.send(httpx.Request("GET", f"{server.base_url}/version"))
        assert bearer(server.requests[0]) == f"{MARK}-1"
