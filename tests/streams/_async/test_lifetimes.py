"""An instance's life: waiting for it to run, to be healthy, to end; ending it on the way out."""

from __future__ import annotations

import json
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    ClientError,
    NotFoundError,
    RequestTimeoutError,
    ServerError,
)
from tests.scripted_server import Peer, ScriptedServer, answer

if TYPE_CHECKING:
    from collections.abc import Callable

INITIALIZING = {"id": "i", "status": "initializing"}
STARTING = {"id": "i", "status": "starting"}
RUNNING = {"id": "i", "status": "running", "started": "2026-11-22T17:54:09.424Z"}
STOPPING = {"id": "i", "status": "stopping"}
COMPLETED = {
    "id": "i",
    "status": "completed",
    "ended": "2026-11-22T17:54:20.426Z",
    "terminated": {"exitcode": -1, "reason": "Instance completed"},
}
ERRORED = {  # as after a syntax error: without "ended"
    "id": "i",
    "status": "errored",
    "terminated": {"exitcode": 22, "reason": "Sequence failed on start"},
}
OLD = {"id": "i", "sequence": "SEQ", "started": "2026-11-22T17:54:09.424Z"}  # version 0.18.7
GONE: dict[str, Any] = {}

KILLED = answer(json.dumps({**RUNNING, "status": "killing"}).encode(), 202, "Accepted")
NOT_RUNNING = answer(b'{"error": "Instance not running"}', 400, "Bad Request")
NO_INSTANCE = answer(b'{"error": "Instance i not found"}', 404, "Not Found", content_type=None)


class OwnError(Exception):
    """The user's own exception."""


class Hub(ScriptedServer):
    """Plays a hub 1.0.1 with one instance; the last thing said is said again and again.

    An instance that was killed, or stopped, has ended.

    Attributes:
        kills: How often it was asked to kill the instance.
    """

    def __init__(
        self,
        *states: dict[str, Any],
        health: Callable[[Peer], None] | None = None,
        kills: tuple[bytes, ...] = (KILLED,),
    ) -> None:
        super().__init__(self._play)
        self._states = list(states)
        self._health = health
        self._answers = list(kills)

    @property
    def kills(self) -> int:
        return sum(request.path.endswith("/_kill") for request in self.requests)

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if request.path.endswith("/start"):
                peer.send(answer(b'{"id": "i", "message": "Sequence i starting"}'))
            elif request.path.endswith("/_kill"):
                reply = next_of(self._answers)
                if reply is KILLED:
                    self._states = [COMPLETED]
                peer.send(reply)
            elif request.path.endswith("/_stop"):
                self._states = [COMPLETED]
                peer.send(answer(json.dumps(STOPPING).encode(), 202, "Accepted"))
            elif request.path.endswith("/health"):
                assert self._health is not None
                self._health(peer)
            else:
                state = next_of(self._states)
                peer.send(answer(json.dumps(state).encode()) if state else NO_INSTANCE)


def next_of(things: list[Any]) -> Any:
    return things.pop(0) if len(things) > 1 else things[0]


def healthy(peer: Peer) -> None:
    peer.send(answer(b'{"healthy": true, "processId": 13343}'))


def never_answers(peer: Peer) -> None:
    """What a hub does for an instance that died before its first report."""
    peer.wait_until_closed()


def says_in_turn(*words: bytes) -> Callable[[Peer], None]:
    left = list(words)
    return lambda peer: peer.send(answer(next_of(left)))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.POLL", 0.001)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.SLOW_POLL", 0.1)


@pytest.mark.parametrize(
    ("wanted", "states", "status"),
    [
        ("running", [STARTING, STARTING, RUNNING], "running"),
        ("running", [OLD], None),
        ("healthy", [STARTING, RUNNING], "running"),
        ("healthy", [OLD], None),
        ("ended", [RUNNING, STOPPING, COMPLETED], "completed"),
        ("ended", [RUNNING, ERRORED], "errored"),
        ("ended", [RUNNING, {"id": "i", "status": "gone"}], "gone"),
        ("ended", [OLD, GONE], None),
    ],
)
async def test_wait(wanted: Any, states: list[dict[str, Any]], status: str | None) -> None:
    with Hub(*states, health=healthy) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            instance = await host.get_instance_client("i").wait(wanted, 5)
    assert instance.id == "i"
    assert instance.to_dict().get("status") == status
    assert len([request for request in hub.requests if request.path.endswith("/i")]) == len(states)


async def test_wait_ended_tells_how_it_ended() -> None:
    with Hub(RUNNING, COMPLETED) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            ended = await host.get_instance_client("i").wait_ended()
    assert ended.terminated.to_dict() == COMPLETED["terminated"]  # type: ignore[union-attr]


@pytest.mark.parametrize("wanted", ["running", "healthy"])
@pytest.mark.parametrize("end", [ERRORED, COMPLETED])
async def test_an_instance_that_ended_never_gets_there(wanted: Any, end: dict[str, Any]) -> None:
    reason = end["terminated"]["reason"]
    with Hub(STARTING, end, health=says_in_turn(b"{}")) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ClientError, match=f"ended .{end['status']}.: {reason}"):
                await host.get_instance_client("i").wait(wanted)
    with Hub(GONE, health=says_in_turn(b"{}")) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(NotFoundError):
                await host.get_instance_client("i").wait(wanted)


async def test_an_instance_that_gets_healthy() -> None:
    health = says_in_turn(b'{"healthy": false}', b"{}", b'{"healthy": true}')
    with Hub(RUNNING, health=health) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert (await host.get_instance_client("i").wait("healthy", 5)).status == "running"
    assert len(hub.requests) == 6


async def test_an_instance_that_dies_before_it_says_that_it_is_healthy() -> None:
    """The hub never answers the question for its health, though it knows that it is dead."""
    with Hub(RUNNING, ERRORED, health=never_answers) as hub:
        async with AsyncHostClient(hub.base_url, timeout=5) as host:
            start = time.monotonic()
            with pytest.raises(ClientError, match="Sequence failed on start"):
                await host.get_instance_client("i").wait("healthy")
            assert time.monotonic() - start < 3


@pytest.mark.parametrize("wanted", ["running", "healthy", "ended"])
async def test_patience_has_an_end_and_lasts_until_then(wanted: Any) -> None:
    state = RUNNING if wanted == "ended" else STARTING
    with Hub(state, health=never_answers) as hub:
        async with AsyncHostClient(hub.base_url, timeout=5) as host:
            start = time.monotonic()
            with pytest.raises(RequestTimeoutError, match=rf"is not {wanted} after 0\.3 s"):
                await host.get_instance_client("i").wait(wanted, 0.3)
            assert 0.3 <= time.monotonic() - start < 3


async def test_what_comes_at_the_last_moment_counts() -> None:
    """The last look is at the end, not a pause before it."""
    began = time.monotonic()

    class PunctualHub(Hub):
        def _play(self, peer: Peer) -> None:
            while peer.read_request() is not None:
                state = RUNNING if time.monotonic() - began > 0.4 else STARTING
                peer.send(answer(json.dumps(state).encode()))

    with PunctualHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert (await host.get_instance_client("i").wait("running", 0.5)).status == "running"


async def test_a_hub_that_does_not_answer_is_not_waited_for_any_longer() -> None:
    with ScriptedServer(lambda peer: peer.wait_until_closed()) as server:
        async with AsyncHostClient(server.base_url, timeout=5) as host:
            start = time.monotonic()
            with pytest.raises(RequestTimeoutError, match=r"is not ended after 0\.2 s"):
                await host.get_instance_client("i").wait_ended(0.2)
            assert time.monotonic() - start < 3


async def test_only_what_there_is_can_be_waited_for() -> None:
    async with AsyncHostClient("http://127.0.0.1:9/api/v1") as host:
        instance = host.get_instance_client("i")
        with pytest.raises(BadParametersError, match="running, healthy, ended"):
            await instance.wait("completed")  # type: ignore[arg-type]
        with pytest.raises(BadParametersError):
            await instance.wait("running", -1)


@pytest.mark.parametrize(
    ("states", "kills", "asked"),
    [
        pytest.param([RUNNING], [KILLED], 1, id="running"),
        pytest.param([STARTING], [NOT_RUNNING, NOT_RUNNING, KILLED], 3, id="starting"),
        pytest.param([INITIALIZING, STARTING], [NOT_RUNNING, KILLED], 2, id="initializing"),
        pytest.param([RUNNING], [NOT_RUNNING, KILLED], 2, id="running just now"),
        pytest.param([STARTING, ERRORED], [NOT_RUNNING], 2, id="failed on start"),
        pytest.param([COMPLETED], [NOT_RUNNING], 1, id="ended"),
        pytest.param([STOPPING], [NOT_RUNNING], 1, id="stopping"),
        pytest.param([GONE], [NO_INSTANCE], 1, id="forgotten"),
        pytest.param([GONE], [NOT_RUNNING], 1, id="forgotten just now"),
    ],
)
@pytest.mark.parametrize("fails", [False, True], ids=["", "with an error"])
async def test_an_instance_is_killed_on_the_way_out(
    states: list[dict[str, Any]], kills: list[bytes], asked: int, fails: bool
) -> None:
    with Hub(*states, kills=tuple(kills)) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            sequence = host.get_sequence_client("s")
            outcome = pytest.raises(OwnError) if fails else nullcontext()
            with outcome as caught:
                async with await sequence.start() as instance:
                    assert instance.id == "i"
                    assert hub.kills == 0
                    if fails:
                        raise OwnError
            if caught is not None:
                assert not hasattr(caught.value, "__notes__")
        assert hub.kills == asked


async def test_an_instance_that_cannot_be_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own exception goes first; without one, the failure is raised."""
    broken = answer(b'{"error": "broken"}', 500, "Internal Server Error")
    with Hub(RUNNING, kills=(broken,)) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(OwnError) as caught:
                async with host.get_instance_client("i"):
                    raise OwnError
            assert "Instance i may still run" in caught.value.__notes__[0]
            assert "broken" in caught.value.__notes__[0]
            with pytest.raises(ServerError, match="broken"):
                async with host.get_instance_client("i"):
                    pass
    monkeypatch.setattr("scramjet_facade.concurrency.timing.START_TIMEOUT", 0.05)
    with Hub(STARTING, kills=(NOT_RUNNING,)) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(BadParametersError, match="Instance not running"):
                async with host.get_instance_client("i"):
                    pass
