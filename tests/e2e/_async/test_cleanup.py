"""with blocks of sequences and instances leave nothing on a hub."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from scramjet_facade import AsyncHostClient, NotFoundError, RequestTimeoutError
from scramjet_facade.testing import FakeHub
from tests.conftest import SEQUENCES
from tests.e2e._async.readiness import SECONDS
from tests.hubs import OLD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hubs import Hub

KEEPER = """
const { Readable } = require("stream");

module.exports = function() {
    this.addStopHandler(() => { this.keepAlive(600000); });
    return Readable.from((async function*() {
        yield "ready\\n";
        await new Promise(() => {});
    })());
};
"""


async def entities_on(hub: Hub) -> list[str]:
    async with AsyncHostClient(hub.api_base) as host:
        return [
            *(thing.id for thing in await host.list_sequences()),
            # Newer hubs list ended instances for some minutes.
            *(thing.id for thing in await host.list_instances() if not thing.ended),
        ]


async def test_with_blocks_delete_sequences_and_end_instances(empty_hub: Hub) -> None:
    async with AsyncHostClient(empty_hub.api_base) as host:
        async with await host.send_sequence(SEQUENCES / "ticker") as sequence:
            async with (
                await sequence.start() as instance,
                instance.get_stream("output", idle_timeout=SECONDS) as output,
            ):
                assert await anext(output.iter_lines()) == "tick 0"
            # The instance has ended when its block has been left.
            if empty_hub.version == OLD:
                with pytest.raises(NotFoundError):
                    await instance.get_info()
            else:
                assert (await instance.get_info()).ended
            for _ in range(3):
                await sequence.start()
        assert await entities_on(empty_hub) == []


@pytest.mark.parametrize("error", [RuntimeError("mine"), KeyboardInterrupt(), SystemExit(3)])
async def test_an_exception_in_the_block_is_raised_unchanged(
    empty_hub: Hub, error: BaseException
) -> None:
    with pytest.raises(type(error)) as caught:
        async with (
            AsyncHostClient(empty_hub.api_base) as host,
            await host.send_sequence(SEQUENCES / "ticker") as sequence,
            await sequence.start(),
        ):
            raise error
    assert caught.value is error
    assert not hasattr(error, "__notes__")
    assert await entities_on(empty_hub) == []


async def test_an_instance_that_called_keep_alive_ends(empty_hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "keeper", "main": "x.js"}')
    (tmp_path / "x.js").write_text(KEEPER)
    async with (
        AsyncHostClient(empty_hub.api_base) as host,
        await host.send_sequence(tmp_path) as sequence,
        await sequence.start() as instance,
    ):
        async with instance.get_stream("output", idle_timeout=SECONDS) as output:
            assert await anext(output.iter_lines()) == "ready"
        await instance.stop(500, can_call_keepalive=True)
        assert (await instance.get_health()).healthy  # it is still running
    assert await entities_on(empty_hub) == []


async def test_an_entity_that_is_deleted_inside_the_block_is_no_error(empty_hub: Hub) -> None:
    async with (
        AsyncHostClient(empty_hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "ticker") as sequence,
    ):
        async with await sequence.start() as instance:
            await instance.kill()
            await instance.wait_ended(SECONDS)
        await sequence.delete(force=empty_hub.version != OLD)


async def test_waiting_for_the_end_of_an_unknown_id_is_an_error(empty_hub: Hub) -> None:
    async with AsyncHostClient(empty_hub.api_base) as host:
        mistyped = host.get_instance_client(str(uuid4()))
        with pytest.raises(NotFoundError) as caught:
            await mistyped.wait_ended(SECONDS)
        assert "check its id." in caught.value.__notes__[0]
        async with await host.send_sequence(SEQUENCES / "ticker") as sequence:
            started = await sequence.start()
            seen = host.get_instance_client(started.id)
            assert (await seen.get_info()).id == started.id
            unseen = host.get_instance_client(started.id)
        for client in (started, seen, seen.with_options(timeout=SECONDS)):
            assert (await client.wait_ended(SECONDS)).id == started.id
        if empty_hub.version == OLD:
            with pytest.raises(NotFoundError):
                await unseen.wait_ended(SECONDS)
        else:  # newer hubs list ended instances
            assert (await unseen.wait_ended(SECONDS)).ended


async def test_a_start_that_times_out_leaves_no_instance(empty_hub: Hub) -> None:
    if isinstance(empty_hub, FakeHub):
        empty_hub.delay("POST", "start", seconds=0.3, done=True)
    async with (
        AsyncHostClient(empty_hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "ticker") as sequence,
    ):
        async with AsyncHostClient(empty_hub.api_base) as impatient:
            await impatient.get_version()  # the connection is not part of the test
            late = impatient.get_sequence_client(sequence.id).with_options(timeout=0.05)
            # No hub starts a process within this time.
            with pytest.raises(RequestTimeoutError, match="the client removes the new instance"):
                await late.start()
        assert [one.id for one in await host.list_instances() if not one.ended] == []
    assert await entities_on(empty_hub) == []
