"""Warnings about clients that are never closed."""

from __future__ import annotations

import gc
import warnings

from scramjet_facade import AsyncHostClient
from tests.scripted_server import ScriptedServer, always, answer

VERSION = answer(b'{"service": "sth", "apiVersion": "v1", "version": "1.0.1"}')


async def test_a_used_client_that_is_not_closed_warns_with_its_url_and_a_remedy() -> None:
    with ScriptedServer(always(VERSION)) as server:
        host = AsyncHostClient(server.base_url)
        manager = host.get_manager_client()
        await host.get_version()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            del host
            gc.collect()
            assert caught == []  # the manager client still uses the connections
            del manager
            gc.collect()
        (warning,) = caught
        assert warning.category is ResourceWarning
        kind = AsyncHostClient.__name__
        assert f"the {kind} of {server.base_url} was never closed" in str(warning.message)
        assert "close it" in str(warning.message)


async def test_an_unused_or_closed_client_does_not_warn() -> None:
    with ScriptedServer(always(VERSION)) as server, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        AsyncHostClient(server.base_url)
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()
        del host
        gc.collect()
        assert caught == []
