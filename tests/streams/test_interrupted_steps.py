"""Steps of reading that are interrupted: by a timeout in a task, by a signal in a thread."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, HostClient, StreamInterrupted
from tests.scripted_server import Peer, ScriptedServer, head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def is_silent(peer: Peer) -> None:
    peer.read_request()
    peer.send(head(transfer_encoding="chunked"))
    peer.send_chunk(b"1\n")
    peer.wait_until_closed()


WAYS: list[Any] = [
    lambda stream: stream.iter_bytes(),
    lambda stream: stream.iter_text(),
    lambda stream: stream.iter_lines(),
    lambda stream: stream.iter_json(),
]


@pytest.mark.parametrize("way", WAYS)
async def test_a_timeout_for_a_step(way: Any) -> None:
    with ScriptedServer(is_silent) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            items: AsyncIterator[Any] = way(stream)
            await anext(items)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(items), 0.01)
            for _ in range(2):
                with pytest.raises(StreamInterrupted, match="after 2 bytes"):
                    await asyncio.wait_for(anext(items), 5)


async def test_a_task_for_a_step_may_be_waited_for_with_a_timeout() -> None:
    with ScriptedServer(is_silent) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            lines = stream.iter_lines()
            await anext(lines)
            step = asyncio.ensure_future(anext(lines))
            for _ in range(3):
                done, _ = await asyncio.wait({step}, timeout=0.01)
                assert not done
            stream.cancel()
            with pytest.raises(StreamInterrupted, match="was cancelled"):
                await step


class OwnError(Exception):
    """What the handler of a signal raises."""


@pytest.fixture
def alarm() -> Iterator[None]:
    def raises(*_: object) -> None:
        raise OwnError

    before = signal.signal(signal.SIGALRM, raises)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("way", WAYS)
def test_a_signal_handler_that_raises_in_a_step(way: Any) -> None:
    with (
        ScriptedServer(is_silent) as server,
        HostClient(server.base_url) as host,
        host.get_instance_client("i").get_stream("output") as stream,
    ):
        items: Iterator[Any] = way(stream)
        next(items)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(OwnError):
            next(items)
        for _ in range(2):
            with pytest.raises(StreamInterrupted, match="after 2 bytes"):
                next(items)
