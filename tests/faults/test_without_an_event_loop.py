"""Asynchronous calls without asyncio's event loop, and calls while the interpreter exits."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scramjet_facade import AsyncHostClient, ClientError
from tests.scripted_server import ScriptedServer, always, answer

VERSION = answer(b'{"service": "sth", "apiVersion": "v1", "version": "1.0.1"}')

AT_EXIT = """
import asyncio, atexit, sys, threading, time
from scramjet_facade import AsyncHostClient, ClientError, HostClient

def get_version():
    with HostClient(sys.argv[1]) as host:
        return host.get_version().version

async def async_get_version():
    async with AsyncHostClient(sys.argv[1]) as host:
        return (await host.get_version()).version

@atexit.register
def at_exit():
    for call in (get_version, lambda: asyncio.run(async_get_version())):
        try:
            print(call())
        except ClientError as error:
            print("ClientError", error)
"""


def test_a_call_outside_of_asyncio_is_refused() -> None:
    """The coroutine is stepped by hand, as another event loop such as trio would do."""
    host = AsyncHostClient("http://hub.invalid/api/v1")
    call = host.get_version()
    with pytest.raises(ClientError, match="needs asyncio and its running loop"):
        call.send(None)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_calls_while_the_interpreter_exits_succeed_or_fail_cleanly(name: str) -> None:
    """A DNS lookup needs a thread, which cannot always be started at this time."""
    with ScriptedServer(always(VERSION)) as server:
        completed = subprocess.run(
            [sys.executable, "-c", AT_EXIT, server.base_url.replace("127.0.0.1", name)],
            capture_output=True,
            check=True,
            text=True,
            timeout=30,
        )
    assert completed.stderr == ""
    for line in completed.stdout.splitlines():
        assert line == "1.0.1" or line.startswith("ClientError"), line
    assert len(completed.stdout.splitlines()) == 2
