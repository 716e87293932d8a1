"""Cancelling a call at each suspension point leaves no connection, task or thread."""

from __future__ import annotations

import asyncio
import ssl
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

import anyio
import pytest

from scramjet_facade import AsyncHostClient, ClientError
from tests.faults.cancelling import MANNERS, MAX_POINTS, cancel_at
from tests.faults.faults import authority, secured, server_context, valid_response
from tests.faults.scripted_proxy import proxy_script
from tests.scripted_server import Peer, ScriptedServer, head
from tests.streams.background import async_wait_for_all, connections_to, running_work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

PACKAGE = Path(__file__).parents[1] / "sequences" / "echo"

Call: TypeAlias = "Callable[[AsyncHostClient], Coroutine[Any, Any, None]]"


async def blocks() -> AsyncIterator[bytes]:
    for _ in range(3):
        await asyncio.sleep(0)
        yield b"x" * 100_000


async def get_version(host: AsyncHostClient) -> None:
    await host.get_version()


async def upload(host: AsyncHostClient) -> None:
    await host.send_sequence(blocks())


async def send_folder(host: AsyncHostClient) -> None:
    await host.send_sequence(PACKAGE)


async def stream(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").get_stream("output") as output:
        async for _ in output:
            pass


async def duplex(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").inout(blocks()) as output:
        async for _ in output:
            pass


def respond(peer: Peer) -> None:
    while (request := peer.read_head()) is not None:
        if request.path.endswith(("/inout", "/output")):
            peer.send(head(transfer_encoding="chunked"))
            for block in peer.body_blocks(request):
                peer.send_chunk(block)
            peer.send(b"3\r\nend\r\n0\r\n\r\n")
        else:
            if not peer.read_body(request):
                return
            peer.send(valid_response(request))


@contextmanager
def start_server(route: str) -> Iterator[tuple[AsyncHostClient, ScriptedServer]]:
    """Start a server, and yield a client and the server or proxy that it connects to."""
    with ExitStack() as stack:
        if route == "plain":
            server = stack.enter_context(ScriptedServer(respond))
            yield AsyncHostClient(server.base_url), server
            return
        context = server_context("127.0.0.1", authority=authority())
        server = stack.enter_context(ScriptedServer(secured(context, respond)))
        url = server.base_url.replace("http:", "https:")
        trusted = ssl.create_default_context()
        authority().configure_trust(trusted)
        if route == "tls":
            yield AsyncHostClient(url, verify=trusted), server
            return
        port = urlsplit(url).port
        assert port is not None
        proxy = stack.enter_context(ScriptedServer(proxy_script(("127.0.0.1", port))))
        yield AsyncHostClient(url, verify=trusted, proxy=proxy.origin), proxy


CALLS = [get_version, upload, send_folder, stream, duplex]
ROUTES = ["plain", "tls", "proxy"]


async def cancel_at_each_point(call: Call, manner: str, route: str, *, connects: bool) -> int:
    """Cancel a call at each suspension point; return the number of points."""
    with start_server(route) as (client, server):
        async with client as host:
            await call(host)
            pool = host._session._transport._pool
            for point in range(MAX_POINTS):
                if connects:
                    pool._close_idle()
                if not await cancel_at(point, manner, call(host)):
                    return point
                if running_work():
                    await async_wait_for_all()
                assert not running_work(), point
                assert not pool._active, point
                assert connections_to(server) == len(pool._idle) <= 1, point
                await host.get_version()
    raise AssertionError("the call has more points")


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("call", CALLS)
async def test_cancelling_a_call_at_each_point_leaves_nothing(call: Call, manner: str) -> None:
    assert await cancel_at_each_point(call, manner, "plain", connects=True) > 0


@pytest.mark.slow
@pytest.mark.parametrize("connects", [False, True])
@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("route", ROUTES)
async def test_cancelling_a_call_at_each_point_on_every_route_leaves_nothing(
    route: str, call: Call, manner: str, connects: bool
) -> None:
    assert await cancel_at_each_point(call, manner, route, connects=connects) >= connects


@pytest.mark.parametrize("call", [get_version, upload, stream, duplex])
async def test_a_cancelled_scope_of_anyio_leaves_nothing(
    call: Call,
) -> None:
    def silent(peer: Peer) -> None:
        request = peer.read_head()
        if request is not None and request.path.endswith(("/inout", "/output")):
            peer.send(head(transfer_encoding="chunked"))
        peer.wait_until_closed()

    with ScriptedServer(silent) as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(10):
                with anyio.move_on_after(0.01) as scope:
                    await call(host)
                assert scope.cancelled_caught
            if running_work():
                await async_wait_for_all()
            assert connections_to(server) == 0
            assert not host._session._transport._pool._active


@pytest.mark.parametrize("call", [get_version, stream])
async def test_a_blocked_event_loop_causes_no_timeout_of_data_that_has_arrived(
    call: Call,
) -> None:
    """The response arrives in time, but the blocked loop reads it later."""
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()

    def respond_and_report(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            loop.call_soon_threadsafe(arrived.set)
            if request.path.endswith("/output"):
                peer.send(head(transfer_encoding="chunked"), b"3\r\nend\r\n0\r\n\r\n")
            else:
                peer.send(valid_response(request))

    with ScriptedServer(respond_and_report) as server:
        async with AsyncHostClient(server.base_url, timeout=0.2, retries=0) as host:
            calling = asyncio.create_task(call(host))
            await arrived.wait()
            time.sleep(0.4)  # noqa: ASYNC251 (this blocks the loop on purpose)
            await calling


async def test_a_source_that_raises_during_cancellation_does_not_hide_the_cancellation() -> None:
    async def source() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"x"
                await asyncio.sleep(0)
        finally:
            raise ClientError("the clean-up of the source failed")

    with ScriptedServer(respond) as server:
        async with AsyncHostClient(server.base_url) as host:
            uploading = asyncio.create_task(host.send_sequence(source()))
            await asyncio.sleep(0.05)
            uploading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await uploading
        assert connections_to(server) == 0
