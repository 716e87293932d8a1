"""How a blocking source is asked for its blocks, while others are on their way."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scramjet_facade.network.duplex import _UNSENT, _Fetcher

if TYPE_CHECKING:
    from collections.abc import Iterator


@example(sizes=[_UNSENT] * 20, pauses=set(range(20)))
@given(st.lists(st.integers(0, 3 * _UNSENT // 2), max_size=20), st.sets(st.integers(0, 20)))
async def test_no_more_than_a_chunk_is_asked_for_in_advance(
    sizes: list[int], pauses: set[int]
) -> None:
    asked = taken = 0

    def source() -> Iterator[bytes]:
        nonlocal asked
        for size in sizes:
            assert asked - taken < _UNSENT + size
            asked += size
            yield bytes(size)

    received: list[int] = []
    async for block in _Fetcher(source()):
        received.append(len(block))
        taken += len(block)
        if len(received) in pauses:
            await asyncio.sleep(0.001)
            assert asked - taken < _UNSENT + max(sizes)
    assert received == sizes


async def test_empty_blocks_do_not_pile_up() -> None:
    asked = 0

    def source() -> Iterator[bytes]:
        nonlocal asked
        for _ in range(100_000):
            asked += 1
            yield b""

    taken = 0
    async for _ in _Fetcher(source()):
        taken += 1
        assert asked - taken < 3000
    assert taken == 100_000


async def test_a_source_at_work_is_not_waited_for() -> None:
    asked, goes_on, closed = threading.Event(), threading.Event(), threading.Event()

    def source() -> Iterator[bytes]:
        try:
            yield b"first"
            asked.set()
            goes_on.wait(5)
            yield b"never wanted"
        finally:
            closed.set()

    blocks = aiter(_Fetcher(source()))
    assert await anext(blocks) == b"first"
    assert await asyncio.to_thread(asked.wait, 5)
    await blocks.aclose()  # type: ignore[attr-defined]
    assert not closed.is_set()
    goes_on.set()
    assert await asyncio.to_thread(closed.wait, 5)


async def test_a_source_that_waits_is_closed_at_once() -> None:
    closed = threading.Event()

    def source() -> Iterator[bytes]:
        try:
            while True:
                yield bytes(_UNSENT)
        finally:
            closed.set()

    blocks = aiter(_Fetcher(source()))
    await anext(blocks)
    await asyncio.sleep(0.05)
    await blocks.aclose()  # type: ignore[attr-defined]
    assert closed.is_set()


async def test_what_a_source_raises_comes_after_what_it_gave() -> None:
    def source() -> Iterator[bytes]:
        yield b"first"
        raise KeyError("own")

    blocks = aiter(_Fetcher(source()))
    assert await anext(blocks) == b"first"
    with pytest.raises(KeyError, match="own"):
        await anext(blocks)
