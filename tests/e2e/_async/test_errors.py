"""Errors of the platform and of a hub, and errors that are raised before anything is sent."""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncMiddlewareClient,
    BadParametersError,
    CannotConnectError,
    ClientUtils,
    NeedAuthenticationError,
    NotAuthorizedError,
    NotFoundError,
    UnprocessableEntityError,
)
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scramjet_facade.testing import FakePlatform

# Calls with an id in their path, and the path for an encoded id.
CALLS: list[tuple[Callable[[AsyncHostClient, str], Any], str]] = [
    (lambda host, value: host.get_sequence(value), "/sequence/{}"),
    (lambda host, value: host.delete_sequence(value), "/sequence/{}"),
    (lambda host, value: host.get_instance_info(value), "/instance/{}"),
    (lambda host, value: host.get_sequence_client(value).get_info(), "/sequence/{}"),
    (lambda host, value: host.get_sequence_client(value).delete(), "/sequence/{}"),
    (lambda host, value: host.get_sequence_client(value).start(), "/sequence/{}/start"),
    (
        lambda host, value: host.get_sequence_client(value).list_instances(),
        "/sequence/{}/instances",
    ),
    (lambda host, value: host.get_instance_client(value).get_info(), "/instance/{}"),
    (lambda host, value: host.get_instance_client(value).get_health(), "/instance/{}/health"),
    (lambda host, value: host.get_instance_client(value).kill(), "/instance/{}/_kill"),
    (lambda host, value: host.get_instance_client(value).send_input(b""), "/instance/{}/input"),
    (lambda host, value: host.get_instance_client("i").get_event(value), "/instance/i/event/{}"),
    (
        lambda host, value: host.get_instance_client("i").get_next_event(value),
        "/instance/i/once/{}",
    ),
    (
        lambda host, value: host.get_manager_client().get_host_client(value).list_sequences(),
        "/cpm/api/v1/sth/{}/api/v1/sequences",
    ),
]


async def test_a_missing_token_is_an_error(platform: FakePlatform) -> None:
    async with AsyncMiddlewareClient(platform.url) as client:
        with pytest.raises(NeedAuthenticationError, match="401 Unauthorized") as caught:
            await client.get_managers()
    assert caught.value.code == "NEED_AUTHENTICATION"
    assert caught.value.body == {"message": "Unauthorized"}
    assert caught.value.url == f"{platform.url}/spaces"


async def test_a_wrong_token_is_rejected_by_each_service_and_never_shown(
    platform: FakePlatform,
) -> None:
    async with AsyncMiddlewareClient(platform.url, token="a-wrong-one") as client:
        manager = client.get_manager_client(platform.space_ids[0])
        for call in (
            client.get_managers,
            manager.get_hosts,
            manager.get_host_client("sth-0").get_version,
        ):
            with pytest.raises(NotAuthorizedError, match="403 Forbidden") as caught:
                await call()
            assert caught.value.code == "NOT_AUTHORIZED"
            assert "a-wrong-one" not in repr(caught.value) + str(caught.value)


async def test_default_headers_apply_to_existing_clients(platform: FakePlatform) -> None:
    async with AsyncMiddlewareClient(platform.url) as client:
        host = client.get_manager_client(platform.space_ids[0]).get_host_client("sth-0")
        with pytest.raises(NeedAuthenticationError):
            await host.list_sequences()
        ClientUtils.setDefaultHeaders({"Authorization": f"Bearer {platform.token}"})
        assert (await client.get_managers())[0].id == platform.space_ids[0]
        await host.list_sequences()


async def test_an_unreachable_hub_is_a_connection_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api/v1"
    async with AsyncHostClient(url) as host:
        with pytest.raises(CannotConnectError, match=f"{url}/sequences") as caught:
            await host.list_sequences()
    assert caught.value.code == "CANNOT_CONNECT"
    assert caught.value.status is None


async def test_starting_an_unknown_sequence_is_an_error(host: AsyncHostClient) -> None:
    with pytest.raises(NotFoundError) as caught:
        await host.get_sequence_client("unknown").start({"appConfig": {}})
    assert caught.value.status == 404
    assert caught.value.url == f"{host.base_url}/sequence/unknown/start"


@pytest.mark.parametrize("id", ["", ".", ".."])
@pytest.mark.parametrize("call", [call for call, _ in CALLS])
async def test_an_id_that_would_address_another_endpoint_is_rejected(
    call: Callable[[AsyncHostClient, str], Any], id: str
) -> None:
    with ScriptedServer(always(answer())) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(BadParametersError, match="would address another endpoint"):
                await call(host, id)
    assert server.requests == []


@pytest.mark.parametrize(
    ("id", "encoded"),
    [
        ("a/b", "a%2Fb"),
        ("a b", "a%20b"),
        ("a?b", "a%3Fb"),
        ("a#b", "a%23b"),
        ("a%2Fb", "a%252Fb"),
        ("../version", "..%2Fversion"),
        ("ü", "%C3%BC"),
    ],
)
@pytest.mark.parametrize(("call", "path"), CALLS)
async def test_an_id_stays_one_segment_of_the_path(
    call: Callable[[AsyncHostClient, str], Any], path: str, id: str, encoded: str
) -> None:
    with ScriptedServer(always(answer(b'{"error": "not found"}', 404, "Not Found"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(NotFoundError):
                await call(host, id)
    assert [request.target for request in server.requests] == ["/api/v1" + path.format(encoded)]


@pytest.mark.parametrize("id", ["a/b", "a b", "a?b", "../version", "ü"])
async def test_an_unknown_id_with_special_characters_is_not_found(
    host: AsyncHostClient, id: str
) -> None:
    for call in (host.get_sequence, host.delete_sequence, host.get_instance_info):
        with pytest.raises(NotFoundError):
            await call(id)


async def test_an_invalid_package_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with ScriptedServer(always(answer(b'{"id": "s"}'))) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(BadParametersError, match=r"missing\.tar\.gz does not exist"):
                await host.send_sequence(tmp_path / "missing.tar.gz")
            with pytest.raises(BadParametersError, match=r"empty is not a package: it has no"):
                await host.send_sequence(tmp_path / "empty")
            with pytest.raises(BadParametersError, match="is not a package: it has no"):
                await host.send_sequence(str(tmp_path / "empty"))
    assert server.requests == []


async def test_null_in_a_package_json_counts_as_missing(
    host: AsyncHostClient, tmp_path: Path
) -> None:
    unknown = dict.fromkeys(["name", "version", "author", "description", "engines"])
    (tmp_path / "package.json").write_text(json.dumps({"main": "index.js", **unknown}))
    async with await host.send_sequence(tmp_path) as sequence:
        config = (await sequence.get_info()).config
        assert (config.name, config.version, config.engines.to_dict()) == ("", "", {})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"main": None}, 'key "main" with error: null is not a valid string'),
        ({"name": 5}, 'key "name" with error: 5 is not a valid string'),
        ({"engines": "node"}, 'key "engines" with error: "node" is not a valid dictionary'),
        ({"engines": {"node": None}}, 'key "node" with error: null is not a valid string'),
    ],
)
async def test_a_package_json_with_a_wrong_value_is_rejected(
    host: AsyncHostClient, tmp_path: Path, wrong: dict[str, Any], message: str
) -> None:
    (tmp_path / "package.json").write_text(json.dumps({"main": "index.js", **wrong}))
    with pytest.raises(UnprocessableEntityError, match=f"{re.escape(message)}$"):
        await host.send_sequence(tmp_path)


async def test_the_error_of_a_rejected_package_is_that_of_the_hub(host: AsyncHostClient) -> None:
    before = await host.list_sequences()
    with pytest.raises(
        UnprocessableEntityError, match=r"422 Invalid pkg tar\.gz archive$"
    ) as caught:
        await host.send_sequence(b"not a package")
    assert caught.value.code == "UNPROCESSABLE_ENTITY"
    assert await host.list_sequences() == before
