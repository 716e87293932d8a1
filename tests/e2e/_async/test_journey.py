"""The journey of a user: from the access token to an instance's live output and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, AsyncMultiManagerClient, NotFoundError
from tests.conftest import SEQUENCES
from tests.e2e._async.readiness import SECONDS, wait_until_reading
from tests.hubs import OLD

if TYPE_CHECKING:
    from scramjet_facade import AsyncMiddlewareClient
    from scramjet_facade.testing import FakePlatform
    from tests.hubs import Hub


async def test_the_journey_works_through_the_middleware(
    middleware: AsyncMiddlewareClient, platform: FakePlatform, hub: Hub
) -> None:
    spaces = await middleware.get_managers()
    assert [space.id for space in spaces][:2] == platform.space_ids
    manager = middleware.get_manager_client(spaces[1].id)
    hubs = await manager.get_hosts()
    assert [(hub.id, hub.healthy, hub.is_connection_active) for hub in hubs] == [
        ("sth-1", True, True)
    ]
    host = manager.get_host_client(hubs[0].id)
    await use_hub(host, hub)
    assert host.base_url == f"{platform.url}/space/{spaces[1].id}/api/v1/sth/sth-1/api/v1"


async def test_the_journey_works_without_a_platform(hub: Hub) -> None:
    async with AsyncHostClient(hub.api_base) as host:
        await use_hub(host, hub)


async def use_hub(host: AsyncHostClient, hub: Hub) -> None:
    """Run the steps of the journey on a hub."""
    sent = await host.send_sequence(SEQUENCES / "greeter")
    listed = {sequence.id: sequence for sequence in await host.list_sequences()}
    config = listed[sent.id].config
    assert config
    assert config.name == "@scramjet-facade/greeter"
    sequence = host.get_sequence_client(sent.id)
    assert (await sequence.get_info()).instances == []

    started = await sequence.start(app_config={"language": "English"}, args=["Hello"])
    running = {instance.id: instance for instance in await host.list_instances()}
    assert running[started.id].sequence_id == sent.id
    assert await sequence.list_instances() == [started.id]

    instance = host.get_instance_client(started.id)
    info = await instance.get_info()
    assert info.id == started.id
    assert info.sequence_id == sent.id
    assert info.app_config
    assert info.app_config.to_dict() == {"language": "English"}
    assert (await instance.get_health()).healthy is True

    await wait_until_reading(instance)
    async with instance.get_stream("output", idle_timeout=SECONDS) as output:
        lines = output.iter_lines()
        for name in ("Ada", "Grace", "Żółw"):
            # The input stays open, so the answer must be live.
            await instance.send_input(f"{name}\n", "text/plain", end=False)
            assert await anext(lines) == f"Hello, {name}!"

    await instance.kill()
    await instance.wait("ended", timeout=SECONDS)
    is_old = hub.version == OLD  # newer hubs list ended instances for some minutes
    assert (started.id in [listed.id for listed in await host.list_instances()]) is not is_old
    await host.delete_sequence(sent.id, force=not is_old)
    assert sent.id not in [listed.id for listed in await host.list_sequences()]
    with pytest.raises(NotFoundError):
        await sequence.get_info()


async def test_each_service_has_a_version(
    middleware: AsyncMiddlewareClient, platform: FakePlatform, hub: Hub
) -> None:
    assert (await middleware.get_version()).service == "@scramjet/middleware"
    manager = middleware.get_manager_client(platform.space_ids[0])
    assert (await manager.get_version()).service == "@scramjet/manager"
    assert (await manager.get_host_client("sth-0").get_version()).version == hub.version
    async with AsyncMultiManagerClient(platform.multi_manager_url, token=platform.token) as multi:
        assert (await multi.get_version()).service == "@scramjet/multi-manager"
        inner = multi.get_manager_client(platform.space_ids[0])
        assert (await inner.get_version()).service == "@scramjet/manager"
