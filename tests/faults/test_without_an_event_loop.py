"""Asynchronous calls where asyncio doesn't run, and calls when the interpreter ends."""

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

def ask():
    with HostClient(sys.argv[1]) as host:
        return host.get_version().version

async def ask_too():
    async with AsyncHostClient(sys.argv[1]) as host:
        return (await host.get_version()).version

@atexit.register
def late():
    for call in (ask, lambda: asyncio.run(ask_too())):
        try:
            print(call())
        except ClientError as error:
            print("ClientError", error)
"""


def test_another_loop_than_asyncios_is_named() -> None:
    """Whatever steps the coroutine: trio does it so, too."""
    host = AsyncHostClient("http://hub.invalid/api/v1")
    call = host.get_version()
    with pytest.raises(ClientError, match="needs asyncio and its running loop"):
        call.send(None)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_calls_when_the_interpreter_ends(name: str) -> None:
    """A name is looked up in a thread, which can't always be started then."""
    with ScriptedServer(always(VERSION)) as server:
        done = subprocess.run(
            [sys.executable, "-c", AT_EXIT, server.base_url.replace("127.0.0.1", name)],
            capture_output=True,
            check=True,
            text=True,
            timeout=30,
        )
    assert done.stderr == ""
    for line in done.stdout.splitlines():
        assert line == "1.0.1" or line.startswith("ClientError"), line
    assert len(done.stdout.splitlines()) == 2
