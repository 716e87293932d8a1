# Generated from tests/e2e/_async/test_hub.py
"""What else a hub has: sequences by name, topics, a log."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from scramjet_facade import BadParametersError, ConflictError, NotFoundError
from tests.e2e._sync.readiness import SECONDS
from tests.hubs import OLD

if TYPE_CHECKING:
    from scramjet_facade import HostClient
    from tests.e2e._sync.conftest import Programs
    from tests.hubs import Hub


def test_sequences_by_name(host: HostClient, programs: Programs) -> None:
    first, second = programs.send("echo"), programs.send("echo")
    programs.send("ticker")
    found = host.get_sequence_id("@scramjet-facade/echo")
    assert {first.id, second.id} <= set(found)
    assert all(
        sequence.config and sequence.config.name == "@scramjet-facade/echo"
        for sequence in host.list_sequences()
        if sequence.id in found
    )
    with pytest.raises(NotFoundError, match="'@scramjet-facade/unknown'"):
        host.get_sequence_id("@scramjet-facade/unknown")


def test_a_sequence_in_use_is_kept(host: HostClient, programs: Programs) -> None:
    info = (programs.start("ticker")).get_info()
    assert info.sequence_id
    with pytest.raises(ConflictError, match=r"409 Can't remove.*equence in use"):
        host.delete_sequence(info.sequence_id)


def test_a_topic_keeps_data_until_it_is_read(host: HostClient) -> None:
    topic = f"topic-{uuid4()}"
    host.send_topic(topic, '{"name": "Ada"}\n')
    with host.get_topic(topic, idle_timeout=SECONDS) as stream:
        values = stream.iter_json()
        assert next(values) == {"name": "Ada"}
        for name in ("Grace", "Żółw"):
            host.send_topic(topic, f'{{"name": "{name}"}}\n')
            assert next(values) == {"name": name}


def test_a_topic_of_text(host: HostClient) -> None:
    topic = f"topic-{uuid4()}"
    host.send_named_data(topic, ["one\n", "two\n"], "text/plain", end=True)
    with host.get_named_data(topic, "text/plain", idle_timeout=SECONDS) as stream:
        lines = stream.iter_lines()
        assert [next(lines), next(lines)] == ["one", "two"]


def test_a_topic_without_a_possible_name(host: HostClient) -> None:
    with pytest.raises(BadParametersError, match="a topic may only hold"):
        host.send_topic("a topic", "data")
    with pytest.raises(BadParametersError, match="a topic may only hold"):
        host.get_topic("a/topic")


def test_the_hubs_log_is_lines_of_json(host: HostClient) -> None:
    with host.get_log_stream(idle_timeout=SECONDS) as log:
        assert (next(log.iter_json()))["from"] == "Host"


def test_the_hubs_load(host: HostClient) -> None:
    load = host.get_load_check()
    assert load.mem_free
    assert load.mem_free > 0


def test_what_old_hubs_do_not_have(host: HostClient, hub: Hub) -> None:
    for call in (host.get_config, host.get_status, host.list_entities):
        if hub.version == OLD:
            with pytest.raises(NotFoundError):
                call()
        else:
            assert call()
