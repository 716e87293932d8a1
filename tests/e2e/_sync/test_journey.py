# Generated from tests/e2e/_async/test_journey.py
"""The journey: from the access token to an instance's live output, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient, MultiManagerClient, NotFoundError
from tests.conftest import SEQUENCES
from tests.e2e._sync.readiness import SECONDS, until_it_reads
from tests.hubs import OLD

if TYPE_CHECKING:
    from scramjet_facade import MiddlewareClient
    from scramjet_facade.testing import FakePlatform
    from tests.hubs import Hub


def test_the_journey_through_the_middleware(
    middleware: MiddlewareClient, platform: FakePlatform, hub: Hub
) -> None:
    spaces = middleware.get_managers()
    assert [space.id for space in spaces][:2] == platform.space_ids
    manager = middleware.get_manager_client(spaces[1].id)
    hubs = manager.get_hosts()
    assert [(hub.id, hub.healthy, hub.is_connection_active) for hub in hubs] == [
        ("sth-1", True, True)
    ]
    host = manager.get_host_client(hubs[0].id)
    travel(host, hub)
    assert host.base_url == f"{platform.url}/space/{spaces[1].id}/api/v1/sth/sth-1/api/v1"


def test_the_journey_from_a_hub_alone(hub: Hub) -> None:
    with HostClient(hub.api_base) as host:
        travel(host, hub)


def travel(host: HostClient, hub: Hub) -> None:
    """Take the journey's steps on a hub."""
    sent = host.send_sequence(SEQUENCES / "greeter")
    listed = {sequence.id: sequence for sequence in host.list_sequences()}
    config = listed[sent.id].config
    assert config
    assert config.name == "@scramjet-facade/greeter"
    sequence = host.get_sequence_client(sent.id)
    assert (sequence.get_info()).instances == []

    started = sequence.start(app_config={"language": "English"}, args=["Hello"])
    running = {instance.id: instance for instance in host.list_instances()}
    assert running[started.id].sequence_id == sent.id
    assert sequence.list_instances() == [started.id]

    instance = host.get_instance_client(started.id)
    info = instance.get_info()
    assert info.id == started.id
    assert info.sequence_id == sent.id
    assert info.app_config
    assert info.app_config.to_dict() == {"language": "English"}
    assert (instance.get_health()).healthy is True

    until_it_reads(instance)
    with instance.get_stream("output", idle_timeout=SECONDS) as output:
        lines = output.iter_lines()
        for name in ("Ada", "Grace", "Żółw"):
            instance.send_input(f"{name}\n", "text/plain", end=False)
            assert next(lines) == f"Hello, {name}!"

    instance.kill()
    instance.wait("ended", timeout=SECONDS)
    is_old = hub.version == OLD
    assert (started.id in [listed.id for listed in host.list_instances()]) is not is_old
    host.delete_sequence(sent.id, force=not is_old)
    assert sent.id not in [listed.id for listed in host.list_sequences()]
    with pytest.raises(NotFoundError):
        sequence.get_info()


def test_each_service_tells_its_version(
    middleware: MiddlewareClient, platform: FakePlatform, hub: Hub
) -> None:
    assert (middleware.get_version()).service == "@scramjet/middleware"
    manager = middleware.get_manager_client(platform.space_ids[0])
    assert (manager.get_version()).service == "@scramjet/manager"
    assert (manager.get_host_client("sth-0").get_version()).version == hub.version
    with MultiManagerClient(platform.multi_manager_url, token=platform.token) as multi:
        assert (multi.get_version()).service == "@scramjet/multi-manager"
        inner = multi.get_manager_client(platform.space_ids[0])
        assert (inner.get_version()).service == "@scramjet/manager"
