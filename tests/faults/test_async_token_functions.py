"""Tokens that a coroutine function gives, and event loops that come and go."""

from __future__ import annotations

import asyncio
import traceback
from functools import partial

import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    HostClient,
    RequestTimeoutError,
)
from scramjet_facade.options.token import TokenProvider
from tests.faults.faults import good
from tests.faults.limited_use_tokens import MAX_USES, LimitedUseTokens
from tests.scripted_server import ScriptedServer, always

NOWHERE = "http://127.0.0.1:1/api/v1"


class Issuer:
    """Gives another token each time, when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.was_asked = asyncio.Event()

    async def ask(self, _: object = None) -> tuple[str, float]:
        self.asked += 1
        self.was_asked.set()
        await self.may_answer.wait()
        return f"token-{self.asked}", 60

    async def __call__(self) -> tuple[str, float]:
        return await self.ask()


async def test_each_kind_of_function() -> None:
    issuer = Issuer()
    issuer.may_answer.set()
    with ScriptedServer(always(good)) as server:
        for function in (issuer.ask, issuer, partial(issuer.ask, 1), lambda: issuer.ask(2)):
            async with AsyncHostClient(server.base_url, token=function) as host:
                await host.get_version()
    sent = [request.header("authorization") for request in server.requests]
    assert sent == [f"Bearer token-{number}" for number in (1, 2, 3, 4)]


def test_a_coroutine_function_needs_an_asynchronous_client() -> None:
    async def issue() -> str:
        return "token"

    with (
        HostClient(NOWHERE, token=issue) as host,  # type: ignore[arg-type]
        pytest.raises(BadParametersError, match="use an asynchronous client"),
    ):
        host.get_version()


async def test_two_hundred_tasks_and_a_server_that_takes_each_token_for_a_short_time() -> None:
    issued: list[str] = []
    active: list[int] = []

    async def issue() -> str:
        active.append(1)
        assert len(active) == 1
        await asyncio.sleep(0.01)
        active.clear()
        issued.append(f"token-{len(issued)}")
        return issued[-1]

    async def call(host: AsyncHostClient, number: int) -> None:
        worker = host.with_options(headers={"X-Worker": str(number)})
        while len(issued) < 3:
            assert (await worker.get_version()).version == "1.0.1"

    with ScriptedServer(always(LimitedUseTokens(200))) as server:
        async with AsyncHostClient(server.base_url, token=issue, retries=0) as host:
            await asyncio.gather(*(call(host, number) for number in range(200)))
    assert len(issued) <= len(server.requests) / MAX_USES + 1


async def test_a_late_refusal_of_an_older_token_makes_no_refused_one_good() -> None:
    """The tasks have it in this order only now and then."""
    issuer = Issuer()
    issuer.may_answer.set()
    tokens = TokenProvider(issuer)
    for expected in ("token-1", "token-2"):
        flight, is_leader = tokens.join()
        assert is_leader
        tokens.returned(flight, await issuer())
        assert tokens.current() == expected
        tokens.reject(expected)
        assert tokens.current() is None
    tokens.reject("token-1")
    assert tokens.current() is None


async def test_ten_thousand_requests_ask_once() -> None:
    asked: list[int] = []

    async def fail() -> str:
        asked.append(1)
        await asyncio.sleep(0.01)
        raise RuntimeError("no token today")

    async with AsyncHostClient(NOWHERE, token=fail) as host:
        calls = [host.get_version() for _ in range(10_000)]
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert len(asked) == 1
    assert {type(outcome) for outcome in outcomes} == {RuntimeError}
    last = outcomes[-1]
    assert isinstance(last, RuntimeError)
    assert len(traceback.extract_tb(last.__traceback__)) < 30  # not those of all the others


async def test_who_asked_may_go_away_and_the_others_get_the_answer() -> None:
    issuer = Issuer()
    with ScriptedServer(always(good)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            first = asyncio.create_task(host.get_version())
            others = [asyncio.create_task(host.get_version()) for _ in range(5)]
            await issuer.was_asked.wait()
            first.cancel()
            await asyncio.wait([first])
            issuer.may_answer.set()
            await asyncio.gather(*others)
    assert first.cancelled()
    assert issuer.asked == 1
    assert len(server.requests) == 5


async def test_one_that_hangs() -> None:
    async with AsyncHostClient(NOWHERE, token=Issuer(), timeout=0.1) as host:
        with pytest.raises(RequestTimeoutError, match=r"no token within 0\.1 s"):
            await host.get_version()


def test_a_loop_that_ends_while_it_is_asked_leaves_no_question_open() -> None:
    issuer = Issuer()
    with ScriptedServer(always(good)) as server:
        host = AsyncHostClient(server.base_url, token=issuer)

        async def give_up() -> None:
            call = asyncio.create_task(host.get_version())
            await issuer.was_asked.wait()
            call.cancel()

        async def call() -> None:
            issuer.may_answer = asyncio.Event()
            issuer.may_answer.set()
            await host.get_version()
            await host.aclose()

        asyncio.run(give_up())
        asyncio.run(call())
    assert issuer.asked == 2
    assert len(server.requests) == 1
