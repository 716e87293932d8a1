"""Tokens that a function gives: asked for rarely, by one for all, and never shown."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

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
from tests.faults.faults import good
from tests.faults.limited_use_tokens import MAX_USES, REFUSED, LimitedUseTokens
from tests.faults.secret_leaks import MARK, leaks_of_error, leaks_of_object, printed
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, Request, ScriptedServer, always, answer, head
from tests.streams.background import AsyncBackground, async_concurrently

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORKERS = 32


class Issuer:
    """Gives another token each time, and counts.

    Attributes:
        seconds: What it says that each is good for; None: nothing.
        asked: How many times it was asked.
        most: How many asked it at the same time, at most.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self.asked = self.most = self._active = 0
        self.born: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self) -> Any:
        with self._lock:
            self._active += 1
            self.most = max(self.most, self._active)
            self.asked += 1
            token = f"{MARK}-{self.asked}"
        time.sleep(0.02)
        with self._lock:
            self._active -= 1
            self.born[token] = time.monotonic()
        return token if self.seconds is None else (token, self.seconds)


@pytest.mark.parametrize("minutes", [0, 1])
async def test_a_token_that_is_not_allowed_something(
    minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be the wrong one, so another is asked for, but not at once: it may be as it should."""
    monkeypatch.setattr(timing, "TOKEN_DOUBTED", minutes * 60.0)
    issuer = Issuer()
    with ScriptedServer(always(answer(b"{}", 403, "Forbidden"))) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            for _ in range(3):
                with pytest.raises(NotAuthorizedError) as caught:
                    await host.get_version()
                assert caught.value.attempts == 1
        assert issuer.asked == (1 if minutes else 3)
        assert len(server.requests) == 3


def bearer(request: Request) -> str:
    return str(request.header("authorization")).removeprefix("Bearer ")


def takes_the_second(request: Request) -> bytes:
    """Refuse the first token of an issuer."""
    return REFUSED if bearer(request).endswith("-1") else good(request)


@pytest.mark.parametrize("says", [True, False], ids=["says how long", "does not say"])
async def test_a_server_that_takes_each_token_for_a_short_time(says: bool) -> None:
    life = 1.0
    issuer = Issuer(life if says else None)
    numbers = count()

    def reply(request: Request) -> bytes:
        age = time.monotonic() - issuer.born[bearer(request)]
        return good(request) if age < 3 * life else REFUSED  # a busy machine lets it lie around

    async def call(host: AsyncHostClient) -> int:
        worker = host.with_options(headers={"X-Worker": str(next(numbers))})
        calls = 0
        while issuer.asked < 3:
            assert (await worker.get_version()).version == "1.0.1"
            calls += 1
        return calls

    start = time.monotonic()
    with ScriptedServer(always(reply if says else LimitedUseTokens(WORKERS))) as server:
        async with AsyncHostClient(server.base_url, token=issuer, retries=0) as host:
            calls = await async_concurrently(WORKERS, partial(call, host))
    assert min(calls) > 0
    assert issuer.most == 1
    most = (time.monotonic() - start) / (0.9 * life) if says else len(server.requests) / MAX_USES
    assert issuer.asked <= most + 1


async def test_it_is_asked_when_a_request_first_needs_it_and_its_time_is_nearly_over() -> None:
    issuer = Issuer(1.0)
    with ScriptedServer(always(good)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            assert issuer.asked == 0
            instance = host.with_options(timeout=5).get_instance_client("i")
            for _ in range(3):
                await host.get_version()
                await instance.get_health()
            assert issuer.asked == 1
            await async_wait(threading.Event(), 0.95)
            await host.get_version()
            assert issuer.asked == 2
    assert {bearer(request) for request in server.requests} == issuer.born.keys()


async def test_after_a_401_it_is_asked_once_more_and_the_request_is_sent_once_more(
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
    assert issuer.asked == 10
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 5


async def test_what_cannot_be_sent_again_fails_and_the_next_call_has_a_new_token() -> None:
    issuer = Issuer()
    with ScriptedServer(always(takes_the_second)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            with pytest.raises(NeedAuthenticationError) as caught:
                await host.send_sequence(async_source(iter([b"once"])))
            assert caught.value.attempts == 1
            assert "the data cannot be read twice" in caught.value.__notes__[0]
            assert (await host.send_sequence(async_source(iter([b"once"])))).id == "the-id"
    assert issuer.asked == 2


MUCH = b"much of it" * 100_000
REPEATABLE: dict[str, Callable[[Path], tuple[Any, bytes]]] = {
    "a file": lambda folder: (folder / "data", MUCH),
    "a list": lambda _: ([b"a", "b"], b"ab"),
    "records": lambda _: (ndjson([1, 2]), b"1\n2\n"),
    "bytes": lambda _: (MUCH, MUCH),
}


@pytest.mark.parametrize("kind", REPEATABLE)
async def test_data_that_can_be_had_twice_is_sent_again(kind: str, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(MUCH)
    data, content = REPEATABLE[kind](tmp_path)
    issuer = Issuer()
    told: list[int] = []
    with ScriptedServer(always(takes_the_second)) as server:
        server.version = "1.0.1"
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            await host.send_topic("t", data, progress=lambda sent, _: told.append(sent))
    assert [request.body for request in server.requests if request.complete][-1] == content
    assert len(server.requests) == issuer.asked == 2
    assert told[-1] == len(content)


async def test_a_directory_is_packed_again(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}")
    issuer = Issuer()
    with ScriptedServer(always(takes_the_second)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            assert (await host.send_sequence(tmp_path)).id == "the-id"
    first, second = server.requests
    assert second.body == first.body
    assert second.body


@pytest.mark.parametrize("is_function", [True, False])
async def test_it_is_sent_again_only_once_and_with_another_token(is_function: bool) -> None:
    token: Any = Issuer() if is_function else "text"
    with ScriptedServer(always(REFUSED)) as server:
        async with AsyncHostClient(server.base_url, token=token) as host:
            with pytest.raises(NeedAuthenticationError) as caught:
                await host.send_topic("t", [b"a", b"b"])
            assert not getattr(caught.value, "__notes__", None)  # that no other one was tried
        assert len(server.requests) == 1 + is_function


async def test_a_retry_carries_the_newest_token() -> None:
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


async def test_a_renewed_token_takes_no_retry_away() -> None:
    replies = [REFUSED, answer(b"{}", 503, "Busy")]

    def reply(request: Request) -> bytes:
        return replies.pop(0) if replies else good(request)

    with ScriptedServer(always(reply)) as server:
        async with AsyncHostClient(server.base_url, token=Issuer(), retries=1) as host:
            assert (await host.get_version()).version == "1.0.1"
    assert len(server.requests) == 3


async def test_a_stream_goes_on_with_the_newest_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.FIRST_RECONNECT_PAUSE", 0.001)
    issuer = Issuer(0)

    def script(peer: Peer) -> None:
        if peer.read_request() is None:
            return
        peer.send(head(transfer_encoding="chunked"))
        peer.send_chunk(b'"line"\n')
        if len(peer.server.requests) > 1:
            peer.send(b"0\r\n\r\n")

    with ScriptedServer(script) as server:
        async with (
            AsyncHostClient(server.base_url, token=issuer) as host,
            host.get_log_stream(on_gap=print) as stream,
        ):
            assert [value async for value in stream.iter_json()] == ["line", "line"]
    assert [bearer(request) for request in server.requests] == [f"{MARK}-1", f"{MARK}-2"]


class OwnError(Exception):
    """The user's own."""


async def test_its_own_exception_comes_out_as_it_is_and_it_is_asked_anew() -> None:
    asked = []

    def fail() -> str:
        asked.append(1)
        if len(asked) < 3:
            raise OwnError("no token today")
        return "token"

    with ScriptedServer(always(good)) as server:
        async with AsyncHostClient(server.base_url, token=fail) as host:
            for _ in range(2):
                with pytest.raises(OwnError, match="no token today"):
                    await host.get_version()
            assert (await host.get_version()).version == "1.0.1"
    assert len(server.requests) == 1


async def test_one_that_hangs_is_waited_for_as_long_as_for_an_answer() -> None:
    may_return = threading.Event()

    def hang() -> str:
        may_return.wait(20)
        return "token"

    with ScriptedServer(always(good)) as server:
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
            patient = host.with_options(timeout=20)
            assert (await patient.get_version()).version == "1.0.1"


async def test_a_stream_that_waits_for_a_token_can_be_cancelled() -> None:
    asked, may_return, done = threading.Event(), threading.Event(), threading.Event()

    def hang() -> str:
        asked.set()
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
                assert await async_wait(asked, 10)
                stream.cancel()
                with pytest.raises(StreamInterrupted, match="cancelled"):
                    await opener.result()
        finally:
            may_return.set()
            assert await async_wait(done, 10)


@pytest.mark.parametrize(
    "said",
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
        (f"{MARK}", 60, "more"),
        {"access_token": MARK},
    ],
    ids=repr,
)
async def test_rubbish_is_refused_and_not_shown(said: Any) -> None:
    with ScriptedServer(always(good)) as server:
        async with AsyncHostClient(server.base_url, token=lambda: said) as host:
            with pytest.raises(BadParametersError, match="token=") as caught:
                await host.get_version()
    assert leaks_of_error(caught.value) == []
    assert server.requests == []


@pytest.mark.parametrize("said", ["token", ("token", 60), ("token", 0.5), ("token", float("inf"))])
async def test_what_it_may_say(said: Any) -> None:
    with ScriptedServer(always(good)) as server:
        async with AsyncHostClient(server.base_url, token=lambda: said) as host:
            await host.get_version()
    assert bearer(server.requests[0]) == "token"


async def test_another_one_for_a_copy() -> None:
    with ScriptedServer(always(good)) as server:
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
    told: list[object] = []
    with ScriptedServer(always(reply)) as server:
        client = AsyncHostClient(
            server.base_url,
            token=Issuer(),
            retries=Retries(1, longest_pause=0.001),
            on_attempt=told.append,
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
    assert told
    assert MARK not in repr(told) + str(told)
    assert MARK not in caplog.text
