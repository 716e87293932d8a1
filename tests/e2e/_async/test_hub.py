"""Other features of a hub: sequences by name, topics, the log and the load."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from scramjet_facade import BadParametersError, ConflictError, NotFoundError
from tests.e2e._async.readiness import SECONDS
from tests.hubs import OLD

if TYPE_CHECKING:
    from scramjet_facade import AsyncHostClient
    from tests.e2e._async.conftest import AsyncPrograms
    from tests.hubs import Hub


async def test_sequences_are_found_by_name(host: AsyncHostClient, programs: AsyncPrograms) -> None:
    first, second = await programs.send("echo"), await programs.send("echo")
    await programs.send("ticker")
    found = await host.get_sequence_id("@scramjet-facade/echo")
    assert {first.id, second.id} <= set(found)
    assert all(
        sequence.config and sequence.config.name == "@scramjet-facade/echo"
        for sequence in await host.list_sequences()
        if sequence.id in found
    )
    with pytest.raises(NotFoundError, match="'@scramjet-facade/unknown'"):
        await host.get_sequence_id("@scramjet-facade/unknown")


async def test_a_sequence_in_use_cannot_be_deleted(
    host: AsyncHostClient, programs: AsyncPrograms, hub: Hub
) -> None:
    info = await (await programs.start("ticker")).get_info()
    assert info.sequence_id
    for force in (False, True) if hub.version == OLD else (False,):
        with pytest.raises(ConflictError, match=r"409 Can't remove.*equence in use"):
            await host.delete_sequence(info.sequence_id, force)


async def test_a_topic_keeps_data_until_it_is_read(host: AsyncHostClient) -> None:
    topic = f"topic-{uuid4()}"
    await host.send_topic(topic, '{"name": "Ada"}\n')
    async with host.get_topic(topic, idle_timeout=SECONDS) as stream:
        values = stream.iter_json()
        assert await anext(values) == {"name": "Ada"}
        # Later data arrives live: the topic does not end with its writer.
        for name in ("Grace", "Żółw"):
            await host.send_topic(topic, f'{{"name": "{name}"}}\n')
            assert await anext(values) == {"name": name}


async def test_a_topic_can_contain_text(host: AsyncHostClient) -> None:
    topic = f"topic-{uuid4()}"
    await host.send_named_data(topic, ["one\n", "two\n"], "text/plain", end=True)
    async with host.get_named_data(topic, "text/plain", idle_timeout=SECONDS) as stream:
        lines = stream.iter_lines()
        assert [await anext(lines), await anext(lines)] == ["one", "two"]


async def test_an_invalid_topic_name_is_rejected(host: AsyncHostClient) -> None:
    with pytest.raises(BadParametersError, match="a topic's id may contain only"):
        await host.send_topic("a topic", "data")
    with pytest.raises(BadParametersError, match="a topic's id may contain only"):
        host.get_topic("a/topic")


async def test_the_log_of_a_hub_is_lines_of_json(host: AsyncHostClient) -> None:
    async with host.get_log_stream(idle_timeout=SECONDS) as log:
        assert (await anext(log.iter_json()))["from"] == "Host"


async def test_the_load_of_a_hub_is_reported(host: AsyncHostClient) -> None:
    load = await host.get_load_check()
    assert load.mem_free
    assert load.mem_free > 0


async def test_requests_that_old_hubs_do_not_support_are_404(
    host: AsyncHostClient, hub: Hub
) -> None:
    for call in (host.get_config, host.get_status, host.list_entities):
        if hub.version == OLD:
            with pytest.raises(NotFoundError):
                await call()
        else:
            assert await call()
