"""Open streams never make other calls wait for a connection."""

from __future__ import annotations

import time

from scramjet_facade import AsyncHostClient
from tests.flavor import async_wait
from tests.streams.stream_server import StreamServer

MANY = 1000


async def test_a_call_works_beside_many_open_streams() -> None:
    with StreamServer() as server:
        async with AsyncHostClient(server.base_url) as host:
            streams = [host.get_log_stream() for _ in range(MANY)]
            try:
                for stream in streams:
                    await stream.__aenter__()
                assert await async_wait(server.opened(MANY), 5)
                start = time.monotonic()
                assert (await host.get_version()).version == "1"
                assert time.monotonic() - start < 1
                server.release()
                for stream in streams:
                    assert [line async for line in stream.iter_lines()] == ["last"]
            finally:
                for stream in streams:
                    await stream.__aexit__(None, None, None)
