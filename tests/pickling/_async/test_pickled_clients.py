"""Clients that go to other processes: without secrets and connections, and they connect anew."""

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
from tests.faults.faults import good
from tests.scripted_server import ScriptedServer, always

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "t0ken-nobody-may-see"


def function() -> str:
    return TOKEN


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(good)) as running:
        yield running


def sent(server: ScriptedServer) -> str | None:
    return server.requests[-1].header("authorization")


def over(thing: Any) -> Any:
    """Take a thing through a pickle, which shows no secret."""
    pickled = pickle.dumps(thing)
    assert TOKEN.encode() not in pickled
    return pickle.loads(pickled)


async def test_one_without_a_token(server: ScriptedServer) -> None:
    async with AsyncHostClient(server.base_url, timeout=5, retries=Retries(7)) as host:
        await host.get_version()
        async with over(host) as again:
            await again.get_version()
            assert again.base_url == host.base_url
            options = again._session.options
            assert (options.timeout, options.retries) == (5, Retries(7))
        await host.get_version()  # which the other's end did not close
        with pytest.raises(ClientError, match="this client is closed"):
            await again.get_version()
    assert server.connections == 2


async def test_what_is_reached_from_one(server: ScriptedServer) -> None:
    async with AsyncMiddlewareClient(server.base_url) as middleware:
        manager = middleware.get_manager_client("space")
        host = manager.get_host_client("sth-0")
        instance = await host.get_sequence_client("s").start()
        again_host, again_manager, again = over((host, manager, instance))
        async with again_host:
            assert (again.id, again.base_url) == (instance.id, instance.base_url)
            await again_manager.get_version()
            await again.get_health()
            assert again._lifecycle.was_seen
            assert (await again_host.get_sequence_client("s").start()).id == instance.id
    assert server.connections == 2  # those that went together share it


async def test_the_environment_s_token_is_that_of_the_other_place(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAMJET_TOKEN", TOKEN)
    async with AsyncHostClient(server.base_url) as host:
        await host.get_version()
        assert sent(server) == f"Bearer {TOKEN}"
        monkeypatch.setenv("SCRAMJET_TOKEN", "another")
        async with over(host) as again:
            await again.get_version()
    assert sent(server) == "Bearer another"


async def test_a_function_is_asked_anew(server: ScriptedServer) -> None:
    async with AsyncHostClient(server.base_url, token=function) as host:
        await host.get_version()
        async with over(host) as again:
            await again.get_version()
            assert sent(server) == f"Bearer {TOKEN}"


async def test_a_profile_is_read_anew(
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
        async with over(host) as again, over(copy) as again_copy:
            for client in (again, again_copy):
                await client.get_version()
                assert sent(server) == "Bearer another"
        with pytest.raises(TypeError, match="token= as text"):
            pickle.dumps(host.with_options(token=TOKEN))
        pickled = pickle.dumps(host)
        file.unlink()
        with pytest.raises(BadParametersError):
            pickle.loads(pickled)


@pytest.mark.parametrize(
    ("options", "held"),
    [
        ({"token": TOKEN}, "token= as text"),
        ({"headers": {"X-Key": TOKEN}}, "headers"),
        ({"proxy": f"http://user:{TOKEN}@proxy.example"}, "password"),
    ],
)
async def test_one_that_holds_a_secret_refuses_and_says_what_to_do(
    options: dict[str, Any], held: str
) -> None:
    async with AsyncHostClient("http://127.0.0.1:1/api/v1", **options) as host:
        for thing in (host, host.get_sequence_client("s"), host.get_manager_client()):
            with pytest.raises(TypeError, match=f"holds {held}|{held}") as caught:
                pickle.dumps(thing)
            assert "create the client in the process that uses it" in str(caught.value)
            assert TOKEN not in str(caught.value)
