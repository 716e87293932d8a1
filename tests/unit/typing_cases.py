"""Correct programs of users for the type checkers; they are never run."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_type

from scramjet_bindings.host.api import sequences
from scramjet_bindings.host.models import Sequence as SequenceOfTheBindings

from scramjet_facade import (
    UNSET,
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncManagerClient,
    AsyncMiddlewareClient,
    AsyncMultiManagerClient,
    AsyncSequenceClient,
    AsyncStream,
    BadParametersError,
    ClientError,
    ClientUtils,
    Gap,
    HostClient,
    InstanceClient,
    ManagerClient,
    MiddlewareClient,
    MultiManagerClient,
    NotFoundError,
    SequenceClient,
    Stream,
    StreamInterrupted,
)
from scramjet_facade.models import (
    AccessKeyList,
    CreatedTopic,
    DeletedSequence,
    DisconnectResult,
    Entities,
    Host,
    HostConfig,
    HostStatus,
    HostVersion,
    Instance,
    InstanceHealth,
    InstanceStatus,
    LoadCheck,
    Manager,
    ManagerVersion,
    MiddlewareVersion,
    RevokedAccessKeys,
    Sequence,
    Space,
    SpaceInstance,
    SpaceSequence,
    SpaceTopic,
    StoreItem,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def show(sent: int, total: int | None) -> None:
    print(f"{sent} of {total}")


def lines() -> Iterator[str]:
    yield json.dumps({"a": 1}) + "\n"


async def slow_blocks() -> AsyncIterator[bytes]:
    yield b"block"


def platform() -> None:
    ClientUtils.set_default_headers({"Authorization": "Bearer …"})
    ClientUtils.setDefaultHeaders({"Authorization": "Bearer …"})
    with MiddlewareClient("https://platform/api/v1", token="…", timeout=None, retries=0) as client:
        assert_type(client, MiddlewareClient)
        assert_type(client.base_url, str)
        assert_type(client.get_managers(), list[Space])
        assert_type(client.getManagers(), list[Space])
        assert_type(client.get_version(), MiddlewareVersion)
        assert_type(client.list_access_keys("space"), AccessKeyList)
        assert_type(client.revoke_access_key("space", "key"), RevokedAccessKeys)
        client.create_access_key("space", description="for tests")
        for space in client.get_managers():
            manager = client.getManagerClient(space.id)
            assert_type(manager, ManagerClient)
            assert_type(manager.get_hosts(), list[Host])
            assert_type(manager.getHosts(), list[Host])
            assert_type(manager.get_version(), ManagerVersion)
            assert_type(manager.get_sequences(), list[SpaceSequence])
            assert_type(manager.get_instances(), list[SpaceInstance])
            assert_type(manager.get_topics(), list[SpaceTopic])
            assert_type(manager.get_store_items(), list[StoreItem])
            assert_type(manager.put_store_item(Path("package"), "id", progress=show), StoreItem)
            assert_type(manager.disconnect_hubs(limit=1), DisconnectResult)
            assert_type(manager.getHostClient("hub"), HostClient)
            assert_type(manager.get_host_client("hub", "/api/v1"), HostClient)
    multi = MultiManagerClient("https://multi/api/v1")
    assert_type(multi.getManagers(), list[Manager])
    assert_type(multi.start_manager({"id": "manager"}), ManagerClient)
    multi.close()


def hub() -> None:
    with HostClient("http://hub/api/v1") as host:
        assert_type(host.with_options(timeout=None, headers={"X": "y"}), HostClient)
        assert_type(host.list_sequences(), list[Sequence])
        assert_type(host.listSequences(), list[Sequence])
        assert_type(host.list_instances(), list[Instance])
        assert_type(host.listInstances(), list[Instance])
        assert_type(host.list_entities(), Entities)
        assert_type(host.get_sequence_id("name"), list[str])
        assert_type(host.delete_sequence("id", force=True), DeletedSequence)
        assert_type(host.get_load_check(), LoadCheck)
        assert_type(host.get_version(), HostVersion)
        assert_type(host.get_status(), HostStatus)
        assert_type(host.get_config(), HostConfig)
        assert_type(host.get_topics(), list[Topic])
        assert_type(host.create_topic("topic", "text/plain"), CreatedTopic)
        assert_type(host.get_manager_client(), ManagerClient)
        assert_type(host.getSequenceClient("id"), SequenceClient)
        assert_type(host.getInstanceClient("id"), InstanceClient)
        host.send_topic("topic", lines(), end=True)
        host.send_named_data("topic", "text", "text/plain")
        assert_type(host.get_topic("topic"), Stream)
        assert_type(host.get_named_data("topic"), Stream)
        found = sequences.list_sequences.sync(client=host.bindings)
        assert_type(found, list[SequenceOfTheBindings])


def instances(host: HostClient, gaps: list[Gap]) -> None:
    host.send_sequence("package")
    sequence = host.send_sequence(Path("package"), exclude=["*.log"], progress=show)
    assert_type(sequence, SequenceClient)
    assert_type(sequence.id, str)
    assert_type(sequence.list_instances(), list[str])
    assert_type(sequence.overwrite(b"package"), SequenceClient)
    assert_type(sequence.get_info(), Sequence)
    assert_type(sequence.start({"appConfig": {}}), InstanceClient)
    assert_type(sequence.start(app_config={"a": [1]}, args=["a", 1]), InstanceClient)
    with sequence.start(args=("a",), limits={"memory": 512}) as instance:
        assert_type(instance, InstanceClient)
        assert_type(instance.get_health(), InstanceHealth)
        assert_type(instance.get_event("name", timeout=5), Any)
        assert_type(instance.wait("running", timeout=1.5), Instance)
        instance.send_event("name", {"any": ["JSON", None]})
        instance.send_input(lines(), "application/x-ndjson", end=False)
        instance.send_stream("stdin", "text")
        with instance.get_stream("output", on_gap=gaps.append, until_ended=True) as output:
            assert_type(output, Stream)
            for line in output.iter_lines():
                assert_type(line, str)
        with instance.inout(b"data", "text/plain") as stream:
            for chunk in stream:
                assert_type(chunk, bytes)
        with instance.get_log_stream(idle_timeout=5) as log:
            assert_type(log.save(Path("log")), int)
            assert_type(log.save("log"), int)
        with instance.get_event_stream("name") as events:
            for event in events.iter_json():
                assert_type(event, Any)
        assert_type(instance.stop(), Instance)
        assert_type(instance.kill(remove_immediately=True), Instance)
    check_instance(instance.wait_ended())


def check_instance(instance: Instance) -> None:
    assert_type(instance.id, str)
    assert_type(instance.sequence_id, str | None)
    assert_type(instance.additional_properties, dict[str, Any])
    if instance.created:
        assert_type(instance.created, datetime)
    if instance.status is not UNSET and instance.status != InstanceStatus.COMPLETED:
        print(instance.status)


def failures(host: HostClient) -> None:
    try:
        host.get_sequence("id")
    except NotFoundError as error:
        assert_type(error.code, str)
        assert_type(error.status, int | None)
        assert_type(error.headers, dict[str, str])
    except StreamInterrupted as error:
        assert_type(error.received, int)
    except ClientError as error:
        assert_type(error.url, str | None)
    try:
        host.get_sequence_client("")
    except ValueError as error:
        if isinstance(error, BadParametersError):
            assert_type(error.message, str)


async def async_platform() -> None:
    async with AsyncMiddlewareClient("https://platform/api/v1", token="…") as client:
        assert_type(client, AsyncMiddlewareClient)
        assert_type(await client.getManagers(), list[Space])
        manager = client.getManagerClient("space")
        assert_type(manager, AsyncManagerClient)
        assert_type(await manager.getHosts(), list[Host])
        assert_type(manager.getHostClient("hub"), AsyncHostClient)
    multi = AsyncMultiManagerClient("https://multi/api/v1")
    assert_type(await multi.start_manager({"id": "manager"}), AsyncManagerClient)
    await multi.aclose()


async def async_hub() -> None:
    async with AsyncHostClient("http://hub/api/v1") as host:
        assert_type(host.with_options(token="…"), AsyncHostClient)
        assert_type(await host.list_instances(), list[Instance])
        assert_type(await host.listSequences(), list[Sequence])
        assert_type(await host.get_sequence_id("name"), list[str])
        assert_type(host.getInstanceClient("id"), AsyncInstanceClient)
        await host.send_named_data("topic", slow_blocks())
        found = await sequences.list_sequences.asyncio(client=host.bindings)
        assert_type(found, list[SequenceOfTheBindings])
        sequence = await host.send_sequence(slow_blocks(), progress=show)
        assert_type(sequence, AsyncSequenceClient)
        async with await sequence.start({"args": []}) as instance:
            assert_type(instance, AsyncInstanceClient)
            await instance.send_input(lines())
            async with instance.get_stream("output") as output:
                assert_type(output, AsyncStream)
                async for line in output.iter_lines():
                    assert_type(line, str)
            async with instance.inout(slow_blocks()) as stream:
                async for chunk in stream:
                    assert_type(chunk, bytes)
            async with instance.get_log_stream() as log:
                async for text in log.iter_text("utf-16"):
                    assert_type(text, str)
            assert_type(await instance.get_next_event("name"), Any)
            other = await sequence.start(output_topic="topic")
            await instance.pipe_to(other)
        check_instance(await instance.wait_ended(timeout=5))
