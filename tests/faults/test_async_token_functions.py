"""Asynchronous token functions, with tasks that are cancelled and event loops that end."""

from __future__ import annotations

import asyncio
import traceback
from functools import partial

import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    ClientError,
    HostClient,
    RequestTimeoutError,
)
from scramjet_facade.options.token import TokenProvider
from tests.faults.faults import valid_response
from tests.faults.limited_use_tokens import MAX_USES, LimitedUseTokens
from tests.scripted_server import ScriptedServer, always

UNREACHABLE = "http://127.0.0.1:1/api/v1"


class Issuer:
    """Returns another token for each call, as soon as it is allowed to."""

    def __init__(self) -> None:
        self.calls = 0
        self.may_return = asyncio.Event()
        self.was_called = asyncio.Event()

    async def issue(self, _: object = None) -> tuple[str, float]:
        self.calls += 1
        self.was_called.set()
        await self.may_return.wait()
        return f"token-{self.calls}", 60

    async def __call__(self) -> tuple[str, float]:
        return await self.issue()


async def test_each_kind_of_asynchronous_function_is_accepted() -> None:
    issuer = Issuer()
    issuer.may_return.set()
    with ScriptedServer(always(valid_response)) as server:
        for function in (issuer.issue, issuer, partial(issuer.issue, 1), lambda: issuer.issue(2)):
            async with AsyncHostClient(server.base_url, token=function) as host:
                await host.get_version()
    sent = [request.header("authorization") for request in server.requests]
    assert sent == [f"Bearer token-{number}" for number in (1, 2, 3, 4)]


def test_a_coroutine_function_needs_an_asynchronous_client() -> None:
    async def issue() -> str:
        return "token"

    with (
        HostClient(UNREACHABLE, token=issue) as host,  # type: ignore[arg-type]
        pytest.raises(BadParametersError, match="use an asynchronous client"),
    ):
        host.get_version()


async def test_two_hundred_tasks_renew_short_lived_tokens_rarely() -> None:
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


async def test_rejecting_an_older_token_does_not_restore_a_rejected_one() -> None:
    """Concurrent tasks rarely cause this order."""
    issuer = Issuer()
    issuer.may_return.set()
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


async def test_ten_thousand_concurrent_requests_call_the_function_once() -> None:
    calls: list[int] = []

    async def fail() -> str:
        calls.append(1)
        await asyncio.sleep(0.01)
        raise RuntimeError("no token today")

    async with AsyncHostClient(UNREACHABLE, token=fail) as host:
        requests = [host.get_version() for _ in range(10_000)]
        outcomes = await asyncio.gather(*requests, return_exceptions=True)
    assert len(calls) == 1
    assert {type(outcome) for outcome in outcomes} == {RuntimeError}
    last = outcomes[-1]
    assert isinstance(last, RuntimeError)
    # The traceback does not contain the frames of the other requests.
    assert len(traceback.extract_tb(last.__traceback__)) < 30


async def test_cancelling_the_request_that_calls_the_function_does_not_affect_the_others() -> None:
    issuer = Issuer()
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, token=issuer) as host:
            first = asyncio.create_task(host.get_version())
            others = [asyncio.create_task(host.get_version()) for _ in range(5)]
            await issuer.was_called.wait()
            first.cancel()
            await asyncio.wait([first])
            issuer.may_return.set()
            await asyncio.gather(*others)
    assert first.cancelled()
    assert issuer.calls == 1
    assert len(server.requests) == 5


async def test_a_function_that_cannot_be_called_is_reported_to_each_request() -> None:
    async def needs_an_argument(scope: str) -> str:
        return scope

    async with AsyncHostClient(UNREACHABLE, token=needs_an_argument, timeout=0.5) as host:  # type: ignore[arg-type]
        for _ in range(2):
            with pytest.raises(TypeError, match="scope"):
                await host.get_version()


async def test_a_function_that_is_cancelled_is_reported_and_not_called_again() -> None:
    calls: list[int] = []

    async def issue() -> str:
        calls.append(1)
        refresh = asyncio.get_running_loop().create_future()
        refresh.cancel()
        return await refresh

    async with AsyncHostClient(UNREACHABLE, token=issue, timeout=10) as host:
        with pytest.raises(ClientError, match="the function was cancelled before") as caught:
            await asyncio.wait_for(host.get_version(), 1)
    assert isinstance(caught.value.__cause__, asyncio.CancelledError)
    assert len(calls) == 1


async def test_a_function_that_hangs_times_out() -> None:
    async with AsyncHostClient(UNREACHABLE, token=Issuer(), timeout=0.1) as host:
        with pytest.raises(RequestTimeoutError, match=r"no token within 0\.1 s"):
            await host.get_version()


def test_the_function_is_called_again_after_its_event_loop_has_ended() -> None:
    issuer = Issuer()
    with ScriptedServer(always(valid_response)) as server:
        host = AsyncHostClient(server.base_url, token=issuer)

        async def cancel_call() -> None:
            call = asyncio.create_task(host.get_version())
            await issuer.was_called.wait()
            call.cancel()

        async def call() -> None:
            issuer.may_return = asyncio.Event()
            issuer.may_return.set()
            await host.get_version()
            await host.aclose()

        asyncio.run(cancel_call())
        asyncio.run(call())
    assert issuer.calls == 2
    assert len(server.requests) == 1
