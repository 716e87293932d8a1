# Generated from tests/streams/_async/test_many.py
"""Many at once: open streams never keep other calls waiting for a connection."""

from __future__ import annotations

import time

from scramjet_facade import HostClient
from tests.flavor import sync_wait
from tests.streams.holder import Holder

MANY = 1000


def test_many_open_streams_and_a_call() -> None:
    with Holder() as server:
        with HostClient(server.base_url) as host:
            streams = [host.get_log_stream() for _ in range(MANY)]
            try:
                for stream in streams:
                    stream.__enter__()
                assert sync_wait(server.holds(MANY), 5)
                start = time.monotonic()
                assert (host.get_version()).version == "1"
                assert time.monotonic() - start < 1
                server.release()
                for stream in streams:
                    assert [line for line in stream.iter_lines()] == ["last"]
            finally:
                for stream in streams:
                    stream.__exit__(None, None, None)
