"""Pickled clients contain no secrets and no connections, and connect again when used."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncMiddlewareClient,
    BadParametersError,
    ClientError,
    Retries,
)
from tests.faults.faults import valid_response
from tests.scripted_server import ScriptedServer, always

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "t0ken-that-must-not-be-shown"


def function() -> str:
    return TOKEN


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(valid_response)) as running:
        yield running


def sent(server: ScriptedServer) -> str | None:
    return server.requests[-1].header("authorization")


def pickled_copy(thing: Any) -> Any:
    """Pickle and unpickle an object; check that the pickle contains no secret."""
    pickled = pickle.dumps(thing)
    assert TOKEN.encode() not in pickled
    return pickle.loads(pickled)


async def test_a_client_without_a_token_can_be_pickled(server: ScriptedServer) -> None:
    async with AsyncHostClient(server.base_url, timeout=5, retries=Retries(7)) as host:
        await host.get_version()
        async with pickled_copy(host) as unpickled:
            await unpickled.get_version()
            assert unpickled.base_url == host.base_url
            options = unpickled._session.options
            assert (options.timeout, options.retries) == (5, Retries(7))
        await host.get_version()  # closing the copy does not close the original
        with pytest.raises(ClientError, match="this client is closed"):
            await unpickled.get_version()
    assert server.connections == 2


async def test_clients_of_sequences_instances_and_managers_can_be_pickled(
    server: ScriptedServer,
) -> None:
    async with AsyncMiddlewareClient(server.base_url) as middleware:
        manager = middleware.get_manager_client("space")
        host = manager.get_host_client("sth-0")
        instance = await host.get_sequence_client("s").start()
        unpickled_host, unpickled_manager, unpickled = pickled_copy((host, manager, instance))
        async with unpickled_host:
            assert (unpickled.id, unpickled.base_url) == (instance.id, instance.base_url)
            await unpickled_manager.get_version()
            await unpickled.get_health()
            assert unpickled._lifecycle.was_seen
            assert (await unpickled_host.get_sequence_client("s").start()).id == instance.id
    assert server.connections == 2  # clients that are pickled together share a connection


async def test_the_token_of_the_environment_is_read_again(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAMJET_TOKEN", TOKEN)
    async with AsyncHostClient(server.base_url) as host:
        await host.get_version()
        assert sent(server) == f"Bearer {TOKEN}"
        monkeypatch.setenv("SCRAMJET_TOKEN", "another")
        async with pickled_copy(host) as unpickled:
            await unpickled.get_version()
    assert sent(server) == "Bearer another"


async def test_a_token_function_is_called_again(server: ScriptedServer) -> None:
    async with AsyncHostClient(server.base_url, token=function) as host:
        await host.get_version()
        async with pickled_copy(host) as unpickled:
            await unpickled.get_version()
            assert sent(server) == f"Bearer {TOKEN}"


async def test_a_profile_is_read_again(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "profile.json"

    def write(token: str) -> None:
        file.write_text(
            json.dumps({"apiUrl": server.base_url, "middlewareApiUrl": "", "token": token})
        )
        file.chmod(0o600)

    monkeypatch.setenv("SI_CONFIG_PATH", str(file))
    write(TOKEN)
    async with AsyncHostClient.from_profile() as host:
        await host.get_version()
        assert sent(server) == f"Bearer {TOKEN}"
        copy = host.with_options(timeout=5)
        write("another")
        async with pickled_copy(host) as unpickled, pickled_copy(copy) as unpickled_copy:
            for client in (unpickled, unpickled_copy):
                await client.get_version()
                assert sent(server) == "Bearer another"
        with pytest.raises(TypeError, match="token= as text"):
            pickle.dumps(host.with_options(token=TOKEN))
        pickled = pickle.dumps(host)
        file.unlink()
        with pytest.raises(BadParametersError):
            pickle.loads(pickled)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"token": TOKEN}, "token= as text"),
        ({"headers": {"X-Key": TOKEN}}, "headers"),
        ({"proxy": f"http://user:{TOKEN}@proxy.example"}, "password"),
    ],
)
async def test_a_client_with_a_secret_cannot_be_pickled(options: dict[str, Any], name: str) -> None:
    async with AsyncHostClient("http://127.0.0.1:1/api/v1", **options) as host:
        for thing in (host, host.get_sequence_client("s"), host.get_manager_client()):
            with pytest.raises(TypeError, match=f"holds {name}|{name}") as caught:
                pickle.dumps(thing)
            assert "create the client in the process that uses it" in str(caught.value)
            assert TOKEN not in str(caught.value)
