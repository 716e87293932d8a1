"""Mistakes of users: type checkers report exactly the lines that end with ``wrong``."""

from __future__ import annotations

from pathlib import Path

import scramjet_facade
from scramjet_facade import (
    AsyncHostClient,
    HostClient,
    InstanceClient,
    SequenceClient,
    Stream,
    models,
)


def clients() -> None:
    print(scramjet_facade.HostClinet)  # wrong
    HostClient(5)  # wrong
    HostClient("http://hub", timeout="5")  # wrong
    HostClient("http://hub", "token")  # wrong
    HostClient("http://hub", tokn="…")  # wrong
    HostClient("http://hub", headers=["X-Name: value"])  # wrong
    HostClient("http://hub").with_options(timeout="5")  # wrong


def hub(host: HostClient, progress: str) -> None:
    host.list_instance()  # wrong
    host.list_instances("id")  # wrong
    host.listInstances("id")  # wrong
    host.get_sequence_client(5)  # wrong
    host.getSequenceClient()  # wrong
    host.send_sequence(5)  # wrong
    host.send_sequence(Path("package"), ["node_modules"])  # wrong
    host.send_sequence(Path("package"), progress=progress)  # wrong
    host.send_topic("topic", 5)  # wrong
    host.send_topic("topic", {"a": 1}, end="yes")  # wrong
    names: list[int] = host.get_sequence_id("name")  # wrong
    version: str = host.get_version()  # wrong
    print(names, version)


def instances(sequence: SequenceClient, instance: InstanceClient) -> None:
    sequence.start(app_confg={})  # wrong
    sequence.start(app_config=5)  # wrong
    sequence.start().get_status()  # wrong
    instance.get_stream("input")  # wrong
    instance.send_stream("output", b"")  # wrong
    instance.send_input(None)  # wrong
    instance.wait("dead")  # wrong
    instance.stop(timeout_ms="7000")  # wrong
    instance.get_log_stream(on_gap=print_text)  # wrong


def print_text(text: str) -> None:
    print(text)


def results(instance: models.Instance) -> None:
    print(models.Instanse)  # wrong
    instance.nothing()  # wrong
    instance.status.upper()  # wrong
    instance.created.isoformat()  # wrong
    number: int = instance.id  # wrong
    print(number)


def streams(stream: Stream) -> None:
    for chunk in stream:
        chunk.encode()  # wrong
    for line in stream.iter_lines():
        line.decode()  # wrong
    stream.iter_text(5)  # wrong
    stream.save(5)  # wrong


async def flavours(host: AsyncHostClient, other: HostClient) -> None:
    for sequence in host.list_sequences():  # wrong
        del sequence
    host.list_sequences()[0]  # wrong
    await other.list_sequences()  # wrong
    with host:  # wrong
        pass
    async with other:  # wrong
        pass
    async with host.get_log_stream() as stream:
        for line in stream.iter_lines():  # wrong
            del line
    with host.get_log_stream() as stream:  # wrong
        pass
    host.get_manager_client().get_host_client("a").get_instance_client("b").pipe(host)  # wrong
