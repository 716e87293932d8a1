"""Many at once: open streams never keep other calls waiting for a connection."""

from __future__ import annotations

import time

from scramjet_facade import AsyncHostClient
from tests.flavor import async_wait
from tests.streams.holder import Holder

MANY = 1000


async def test_many_open_streams_and_a_call() -> None:
    with Holder() as server:
        async with AsyncHostClient(server.base_url) as host:
            streams = [host.get_log_stream() for _ in range(MANY)]
            try:
                for stream in streams:
                    await stream.__aenter__()
                assert await async_wait(server.holds(MANY), 5)
                start = time.monotonic()
                assert (await host.get_version()).version == "1"
                assert time.monotonic() - start < 1
                server.release()
                for stream in streams:
                    assert [line async for line in stream.iter_lines()] == ["last"]
            finally:
                for stream in streams:
                    await stream.__aexit__(None, None, None)
