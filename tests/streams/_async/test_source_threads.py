"""Sources run in the caller's thread and context, as sqlite3 and context variables require."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, ndjson
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

tenant: ContextVar[str] = ContextVar("tenant", default="default")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(answer(b'{"id": "the-id"}'))) as running:
        yield running


def rows() -> Iterator[int]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (3)")
        yield from (a for (a,) in database.execute("SELECT a FROM t"))


async def test_a_source_that_belongs_to_a_thread_can_be_sent(server: ScriptedServer) -> None:
    async with AsyncHostClient(server.base_url) as host:
        await host.send_topic("t", (f"{a}\n" for a in rows()))
        await host.send_topic("t", ndjson(rows()))
    # The hub's version is requested if the source is slow, as on a busy machine.
    bodies = [request.body for request in server.requests if request.method == "POST"]
    assert bodies == [b"1\n2\n3\n"] * 2


def generator() -> Iterator[str]:
    yield tenant.get()
    yield "\n"


def values() -> Any:
    return ndjson(tenant.get() for _ in range(1))


class File:
    """A user's own file class, whose read() may block."""

    def __init__(self) -> None:
        self.is_read = False

    def read(self, _: int) -> bytes:
        if self.is_read:
            return b""
        self.is_read = True
        return tenant.get().encode()


@pytest.mark.parametrize("source", [generator, values, File])
async def test_a_source_has_the_context_variables_of_the_caller(
    source: Any, server: ScriptedServer
) -> None:
    token = tenant.set("caller")
    try:
        async with AsyncHostClient(server.base_url) as host:
            await host.send_topic("t", source())
            await host.get_instance_client("i").send_input(source(), "text/plain")
            await host.send_sequence(source())
    finally:
        tenant.reset(token)
    sent = [
        request.body.decode().strip('"\n')
        for request in server.requests
        if request.method == "POST"  # a slow upload also requests the version of the hub
    ]
    assert sent == ["caller"] * 3
