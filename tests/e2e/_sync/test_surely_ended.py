# Generated from tests/e2e/_async/test_surely_ended.py
"""with blocks of sequences and instances on the real hub: nothing is left there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from scramjet_facade import HostClient, NotFoundError
from tests.conftest import SEQUENCES
from tests.e2e._sync.readiness import SECONDS
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
        new Promise(() => {});
    })());
};
"""


def left_on(hub: Hub) -> list[str]:
    with HostClient(hub.api_base) as host:
        return [
            *(thing.id for thing in host.list_sequences()),
            *(thing.id for thing in host.list_instances() if not thing.ended),
        ]


def test_nothing_is_left(own_hub: Hub) -> None:
    with HostClient(own_hub.api_base) as host:
        with host.send_sequence(SEQUENCES / "ticker") as sequence:
            with (
                sequence.start() as instance,
                instance.get_stream("output", idle_timeout=SECONDS) as output,
            ):
                assert next(output.iter_lines()) == "tick 0"
            if own_hub.version == OLD:
                with pytest.raises(NotFoundError):
                    instance.get_info()
            else:
                assert (instance.get_info()).ended
            for _ in range(3):
                sequence.start()
        assert left_on(own_hub) == []


@pytest.mark.parametrize("error", [RuntimeError("mine"), KeyboardInterrupt(), SystemExit(3)])
def test_what_was_raised_comes_out_as_it_is(own_hub: Hub, error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        with (
            HostClient(own_hub.api_base) as host,
            host.send_sequence(SEQUENCES / "ticker") as sequence,
            sequence.start(),
        ):
            raise error
    assert caught.value is error
    assert not hasattr(error, "__notes__")
    assert left_on(own_hub) == []


def test_one_that_called_keep_alive_ends_too(own_hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "keeper", "main": "x.js"}')
    (tmp_path / "x.js").write_text(KEEPER)
    with (
        HostClient(own_hub.api_base) as host,
        host.send_sequence(tmp_path) as sequence,
        sequence.start() as instance,
    ):
        with instance.get_stream("output", idle_timeout=SECONDS) as output:
            assert next(output.iter_lines()) == "ready"
        instance.stop(500, can_call_keepalive=True)
        assert (instance.get_health()).healthy
    assert left_on(own_hub) == []


def test_what_is_gone_already_is_no_error(own_hub: Hub) -> None:
    with (
        HostClient(own_hub.api_base) as host,
        host.send_sequence(SEQUENCES / "ticker") as sequence,
    ):
        with sequence.start() as instance:
            instance.kill()
            instance.wait_ended(SECONDS)
        sequence.delete(force=own_hub.version != OLD)


def test_an_id_that_was_never_alive_did_not_end(own_hub: Hub) -> None:
    with HostClient(own_hub.api_base) as host:
        mistyped = host.get_instance_client(str(uuid4()))
        with pytest.raises(NotFoundError) as caught:
            mistyped.wait_ended(SECONDS)
        assert "is its id right?" in caught.value.__notes__[0]
        with host.send_sequence(SEQUENCES / "ticker") as sequence:
            started = sequence.start()
            seen = host.get_instance_client(started.id)
            assert (seen.get_info()).id == started.id
            unseen = host.get_instance_client(started.id)
        for known in (started, seen, seen.with_options(timeout=SECONDS)):
            assert (known.wait_ended(SECONDS)).id == started.id
        if own_hub.version == OLD:
            with pytest.raises(NotFoundError):
                unseen.wait_ended(SECONDS)
        else:
            assert (unseen.wait_ended(SECONDS)).ended
