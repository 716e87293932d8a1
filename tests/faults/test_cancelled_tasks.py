"""Tasks that are cancelled at each point, once or again and again: nothing of a call remains."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from scramjet_facade import AsyncHostClient, ClientError
from tests.faults.faults import good
from tests.scripted_server import Peer, ScriptedServer, head
from tests.streams.beside import async_all_done, at_work, connections_to

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Generator

ALWAYS = 10**6
EVERY_POINT = 200  # more than there are


async def parts() -> AsyncIterator[bytes]:
    for _ in range(3):
        await asyncio.sleep(0)
        yield b"x" * 100_000


async def call(host: AsyncHostClient) -> None:
    await host.get_version()


async def upload(host: AsyncHostClient) -> None:
    await host.send_sequence(parts())


async def stream(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").get_stream("output") as output:
        async for _ in output:
            pass


async def duplex(host: AsyncHostClient) -> None:
    async with host.get_instance_client("i").inout(parts()) as output:
        async for _ in output:
            pass


def serves(peer: Peer) -> None:
    while (request := peer.read_head()) is not None:
        if request.path.endswith(("/inout", "/output")):
            peer.send(head(transfer_encoding="chunked"))
            for block in peer.body_blocks(request):
                peer.send_chunk(block)
            peer.send(b"3\r\nend\r\n0\r\n\r\n")
        else:
            if not peer.read_body(request):
                return
            peer.send(good(request))


class CancelledAt:
    """Awaits a coroutine, and cancels the task at one of its suspensions and those after it."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], point: int, times: int) -> None:
        self._coroutine = coroutine
        self._points = range(point, point + times)
        self.suspensions = 0

    def __await__(self) -> Generator[Any, Any, None]:
        error: BaseException | None = None
        task = asyncio.current_task()
        assert task is not None
        while True:
            try:
                awaited = (
                    self._coroutine.send(None) if error is None else self._coroutine.throw(error)
                )
            except StopIteration:
                return
            if self.suspensions in self._points:
                task.cancel()
            self.suspensions += 1
            try:
                yield awaited
                error = None
            except BaseException as raised:  # noqa: BLE001 (it belongs to the coroutine)
                error = raised


@pytest.mark.parametrize("times", [1, 2, ALWAYS])
@pytest.mark.parametrize("use", [call, upload, stream, duplex])
@pytest.mark.parametrize("connects", [False, True])
async def test_a_task_that_is_cancelled_at_each_point(
    use: Callable[[AsyncHostClient], Coroutine[Any, Any, None]], times: int, connects: bool
) -> None:
    with ScriptedServer(serves) as server:
        async with AsyncHostClient(server.base_url) as host:
            await use(host)
            pool = host._session._transport._pool
            for point in range(EVERY_POINT):
                if connects:
                    pool._close_idle()
                running = CancelledAt(use(host), point, times)

                async def run(running: CancelledAt = running) -> None:
                    await running

                outcomes = await asyncio.gather(run(), return_exceptions=True)
                if running.suspensions <= point:
                    assert outcomes == [None]
                    break
                assert isinstance(outcomes[0], asyncio.CancelledError | None), (point, outcomes)
                if at_work():
                    await async_all_done()
                assert not at_work(), point
                assert not pool._active, point
                assert connections_to(server) == len(pool._idle) <= 1, point
                await host.get_version()
            assert connects <= point < EVERY_POINT - 1


@pytest.mark.parametrize("use", [call, upload, stream, duplex])
async def test_a_scope_of_anyio_that_is_cancelled(
    use: Callable[[AsyncHostClient], Coroutine[Any, Any, None]],
) -> None:
    def silent(peer: Peer) -> None:
        request = peer.read_head()
        if request is not None and request.path.endswith(("/inout", "/output")):
            peer.send(head(transfer_encoding="chunked"))
        peer.wait_until_left()

    with ScriptedServer(silent) as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(10):
                with anyio.move_on_after(0.01) as scope:
                    await use(host)
                assert scope.cancelled_caught
            if at_work():
                await async_all_done()
            assert connections_to(server) == 0
            assert not host._session._transport._pool._active


@pytest.mark.parametrize("use", [call, stream])
async def test_a_blocked_loop_does_not_make_data_late(
    use: Callable[[AsyncHostClient], Coroutine[Any, Any, None]],
) -> None:
    """The response has arrived in time; only the loop has not looked."""
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()

    def answers(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            loop.call_soon_threadsafe(arrived.set)
            if request.path.endswith("/output"):
                peer.send(head(transfer_encoding="chunked"), b"3\r\nend\r\n0\r\n\r\n")
            else:
                peer.send(good(request))

    with ScriptedServer(answers) as server:
        async with AsyncHostClient(server.base_url, timeout=0.2, retries=0) as host:
            calling = asyncio.create_task(use(host))
            await arrived.wait()
            time.sleep(0.4)  # noqa: ASYNC251 (it blocks the loop)
            await calling


async def test_a_source_that_raises_after_the_cancellation_hides_nothing() -> None:
    async def source() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"x"
                await asyncio.sleep(0)
        finally:
            raise ClientError("the clean-up of the source failed")

    with ScriptedServer(serves) as server:
        async with AsyncHostClient(server.base_url) as host:
            uploading = asyncio.create_task(host.send_sequence(source()))
            await asyncio.sleep(0.05)
            uploading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await uploading
        assert connections_to(server) == 0
