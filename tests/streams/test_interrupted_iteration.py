"""Iterations that are interrupted: by a timeout in a task, by a signal in a thread."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, HostClient, StreamInterrupted
from tests.scripted_server import Peer, ScriptedServer, head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def send_one_line(peer: Peer) -> None:
    peer.read_request()
    peer.send(head(transfer_encoding="chunked"))
    peer.send_chunk(b"1\n")
    peer.wait_until_closed()


ITERATORS: list[Any] = [
    lambda stream: stream.iter_bytes(),
    lambda stream: stream.iter_text(),
    lambda stream: stream.iter_lines(),
    lambda stream: stream.iter_json(),
]


@pytest.mark.parametrize("iterate", ITERATORS)
async def test_after_a_timeout_of_an_iteration_later_ones_fail(iterate: Any) -> None:
    with ScriptedServer(send_one_line) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            items: AsyncIterator[Any] = iterate(stream)
            await anext(items)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(items), 0.01)
            for _ in range(2):
                with pytest.raises(StreamInterrupted, match="after 2 bytes"):
                    await asyncio.wait_for(anext(items), 5)


async def test_a_timeout_of_a_wait_does_not_interrupt_the_iteration() -> None:
    with ScriptedServer(send_one_line) as server:
        async with (
            AsyncHostClient(server.base_url) as host,
            host.get_instance_client("i").get_stream("output") as stream,
        ):
            lines = stream.iter_lines()
            await anext(lines)
            iteration = asyncio.ensure_future(anext(lines))
            for _ in range(3):
                finished, _ = await asyncio.wait({iteration}, timeout=0.01)
                assert not finished
            stream.cancel()
            with pytest.raises(StreamInterrupted, match="was cancelled"):
                await iteration


class OwnError(Exception):
    """The exception of a signal handler."""


@pytest.fixture
def alarm() -> Iterator[None]:
    def handler(*_: object) -> None:
        raise OwnError

    before = signal.signal(signal.SIGALRM, handler)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("iterate", ITERATORS)
def test_after_a_signal_handler_raises_in_an_iteration_later_ones_fail(iterate: Any) -> None:
    with (
        ScriptedServer(send_one_line) as server,
        HostClient(server.base_url) as host,
        host.get_instance_client("i").get_stream("output") as stream,
    ):
        items: Iterator[Any] = iterate(stream)
        next(items)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(OwnError):
            next(items)
        for _ in range(2):
            with pytest.raises(StreamInterrupted, match="after 2 bytes"):
                next(items)
