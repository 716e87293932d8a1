"""Responses that only the platform of 2022 (hubs 0.22 to 0.28) sends are also parsed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    UNSET,
    AsyncHostClient,
    AsyncManagerClient,
    AsyncMiddlewareClient,
    InsufficientResourcesError,
    RequestError,
)
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

CONFIG = {
    "type": "docker",
    "container": {
        "image": "scramjetorg/runner:0.22.0",
        "maxMem": 512,
        "exposePortsRange": [30000, 32767],
        "hostIp": "0.0.0.0",
    },
    "name": "@scramjet/hello",
    "version": "0.22.0",
    "entrypointPath": "hello.js",
    "sequenceDir": "/package",
    "engines": {},
    "repository": "https://example.com/repository",
    "args": ["text", 2, {"deep": [None]}],
}
INSTANCE = {
    "id": "i",
    "appConfig": {"a": 1},
    "sequenceArgs": ["x", 2],
    "sequence": "s",
    "sequenceInfo": {"id": "s", "config": CONFIG},
    "created": "2022-07-14T08:09:34.221Z",
    "started": "2022-07-14T08:09:35.221Z",
    "status": "stopping",
}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(answer(b""))) as running:
        yield running


@pytest.fixture
async def host(server: ScriptedServer) -> AsyncIterator[AsyncHostClient]:
    async with AsyncHostClient(server.base_url) as client:
        yield client


@pytest.fixture
async def manager(server: ScriptedServer) -> AsyncIterator[AsyncManagerClient]:
    async with AsyncManagerClient(server.base_url) as client:
        yield client


def respond(server: ScriptedServer, body: object, status: int = 200) -> None:
    server.script = always(answer(json.dumps(body).encode(), status, "Reason"))


@pytest.mark.parametrize("call", ["stop", "kill", "get_info"])
async def test_an_instance_is_parsed(
    call: str, server: ScriptedServer, host: AsyncHostClient
) -> None:
    respond(server, INSTANCE, 200 if call == "get_info" else 202)
    found = await getattr(host.get_instance_client("i"), call)()
    assert (found.id, found.sequence_id, found.status) == ("i", "s", "stopping")
    assert found.sequence_args == ["x", 2]
    assert found.app_config.to_dict() == {"a": 1}
    assert found.started.year == 2022
    config = found.sequence_info.config
    assert config.container.max_mem == 512
    assert config.container.expose_ports_range == [30000, 32767]
    assert (config.container.image, config.container.host_ip) == (
        "scramjetorg/runner:0.22.0",
        "0.0.0.0",
    )
    assert config.args == ["text", 2, {"deep": [None]}]
    assert found.additional_properties == {}


@pytest.mark.parametrize(
    "repository", ["https://example.com/r", {"type": "git", "url": "https://example.com/r"}]
)
async def test_the_repository_of_a_sequence_is_parsed(
    repository: object, server: ScriptedServer, host: AsyncHostClient
) -> None:
    respond(server, [{"id": "s", "config": {**CONFIG, "repository": repository}, "instances": []}])
    (sequence,) = await host.list_sequences()
    assert sequence.config
    found: Any = sequence.config.repository
    assert (found if isinstance(found, str) else found.url) == "https://example.com/r"


async def test_a_hub_without_resources_is_an_error(
    server: ScriptedServer, host: AsyncHostClient
) -> None:
    respond(server, {"error": "Insufficient Space on Resource"}, 507)
    with pytest.raises(InsufficientResourcesError, match="507 Insufficient Space on Resource"):
        await host.get_sequence_client("s").start()
    assert len(server.requests) == 1


async def test_an_id_in_use_is_an_error(server: ScriptedServer, host: AsyncHostClient) -> None:
    respond(server, {"error": "Sequence with name X already exist"}, 405)
    with pytest.raises(RequestError, match="405 Sequence with name X already exist"):
        await host.send_sequence(b"package")


@pytest.mark.parametrize("status", [200, 202])
async def test_data_can_be_sent_to_a_topic(
    status: int, server: ScriptedServer, host: AsyncHostClient, manager: AsyncManagerClient
) -> None:
    respond(server, {}, status)
    await host.send_topic("t", "data")
    await manager.send_topic("t", "data")


async def test_the_hubs_of_a_space_are_parsed(
    server: ScriptedServer, manager: AsyncManagerClient
) -> None:
    respond(
        server,
        [
            {
                "id": "sth-0",
                "info": {
                    "created": "2022-07-07T13:37:30.416Z",
                    "lastConnected": "2022-07-14T07:39:34.781Z",
                    "lastDisconnected": None,
                },
                "healthy": True,
                "isConnectionActive": True,
            },
            {"id": "sth-1"},
            {"id": "sth-2", "info": {}, "tags": None, "description": None, "healthy": None},
        ],
    )
    first, second, third = await manager.get_hosts()
    assert first.info
    assert first.info.created
    assert (first.info.created.year, first.info.last_disconnected) == (2022, None)
    assert (second.id, second.info, second.healthy) == ("sth-1", UNSET, UNSET)
    assert (third.id, third.tags, third.healthy) == ("sth-2", None, None)


async def test_the_topics_of_a_space_are_parsed(
    server: ScriptedServer, manager: AsyncManagerClient
) -> None:
    actor = {"role": "consumer", "type": "host", "stream": True, "hostId": "h", "retired": False}
    respond(server, [{"name": "t", "contentType": "text/plain", "actors": [actor]}])
    (topic,) = await manager.get_topics()
    assert (topic.name, topic.content_type) == ("t", "text/plain")
    assert topic.actors
    assert (topic.actors[0].role, topic.actors[0].host_id) == ("consumer", "h")


async def test_ids_in_lists_are_parsed(server: ScriptedServer, manager: AsyncManagerClient) -> None:
    respond(server, ["a", "b"])
    assert [sequence.id for sequence in await manager.get_sequences()] == ["a", "b"]
    assert [sequence.id for sequence in await manager.get_all_sequences()] == ["a", "b"]
    respond(server, [[["a"], ["b"]]])
    assert [instance.id for instance in await manager.get_instances()] == ["a", "b"]


async def test_the_spaces_of_a_user_are_parsed(server: ScriptedServer) -> None:
    respond(server, [{"id": "org-1-manager"}])
    async with AsyncMiddlewareClient(server.base_url) as middleware:
        assert [space.id for space in await middleware.get_managers()] == ["org-1-manager"]
