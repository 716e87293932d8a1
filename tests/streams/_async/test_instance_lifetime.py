"""Waiting until an instance runs, is healthy or has ended, and killing it on exit."""

from __future__ import annotations

import json
import threading
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
ERRORED = {  # after a syntax error: without "ended"
    "id": "i",
    "status": "errored",
    "terminated": {"exitcode": 22, "reason": "Sequence failed on start"},
}
OLD = {"id": "i", "sequence": "SEQ", "started": "2026-11-22T17:54:09.424Z"}  # version 0.18.7
DELETED: dict[str, Any] = {}

KILLED = answer(json.dumps({**RUNNING, "status": "killing"}).encode(), 202, "Accepted")
NOT_RUNNING = answer(b'{"error": "Instance not running"}', 400, "Bad Request")
NO_INSTANCE = answer(b'{"error": "Instance i not found"}', 404, "Not Found", content_type=None)


class OwnError(Exception):
    """The user's own exception."""


class Hub(ScriptedServer):
    """A scripted hub 1.0.1 with one instance; the last state and response are repeated.

    A killed or stopped instance has ended.

    Attributes:
        kills: The number of requests to kill the instance.
    """

    def __init__(
        self,
        *states: dict[str, Any],
        health: Callable[[Peer], None] | None = None,
        kills: tuple[bytes, ...] = (KILLED,),
    ) -> None:
        super().__init__(self._serve_hub)
        self._states = list(states)
        self._health = health
        self._answers = list(kills)

    @property
    def kills(self) -> int:
        return sum(request.path.endswith("/_kill") for request in self.requests)

    def _serve_hub(self, peer: Peer) -> None:
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
                info = next_of(self._states)
                peer.send(answer(json.dumps(info).encode()) if info else NO_INSTANCE)


def next_of(items: list[Any]) -> Any:
    return items.pop(0) if len(items) > 1 else items[0]


def report_healthy(peer: Peer) -> None:
    peer.send(answer(b'{"healthy": true, "processId": 13343}'))


def never_respond(peer: Peer) -> None:
    """Behave like a hub whose instance died before its first health report."""
    peer.wait_until_closed()


def respond_in_turn(*bodies: bytes) -> Callable[[Peer], None]:
    remaining = list(bodies)
    return lambda peer: peer.send(answer(next_of(remaining)))


@pytest.fixture(autouse=True)
def short_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.POLL", 0.001)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.SLOW_POLL", 0.1)


@pytest.mark.parametrize(
    ("state", "states", "status"),
    [
        ("running", [STARTING, STARTING, RUNNING], "running"),
        ("running", [OLD], None),
        ("healthy", [STARTING, RUNNING], "running"),
        ("healthy", [OLD], None),
        ("ended", [RUNNING, STOPPING, COMPLETED], "completed"),
        ("ended", [RUNNING, ERRORED], "errored"),
        ("ended", [RUNNING, {"id": "i", "status": "gone"}], "gone"),
        ("ended", [OLD, DELETED], None),
    ],
)
async def test_wait_returns_when_the_state_is_reached(
    state: Any, states: list[dict[str, Any]], status: str | None
) -> None:
    with Hub(*states, health=report_healthy) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            instance = await host.get_instance_client("i").wait(state, 5)
    assert instance.id == "i"
    assert instance.to_dict().get("status") == status
    assert len([request for request in hub.requests if request.path.endswith("/i")]) == len(states)


async def test_wait_ended_returns_the_reason_of_the_end() -> None:
    with Hub(RUNNING, COMPLETED) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            ended = await host.get_instance_client("i").wait_ended()
    assert ended.terminated.to_dict() == COMPLETED["terminated"]  # type: ignore[union-attr]


@pytest.mark.parametrize("state", ["running", "healthy"])
@pytest.mark.parametrize("end", [ERRORED, COMPLETED])
async def test_waiting_for_an_ended_instance_fails(state: Any, end: dict[str, Any]) -> None:
    reason = end["terminated"]["reason"]
    with Hub(STARTING, end, health=respond_in_turn(b"{}")) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ClientError, match=f"ended .{end['status']}.: {reason}"):
                await host.get_instance_client("i").wait(state)
    for states in ([DELETED], [STARTING, DELETED]):
        with Hub(*states, health=respond_in_turn(b"{}")) as hub:
            async with AsyncHostClient(hub.base_url) as host:
                with pytest.raises(NotFoundError):
                    await host.get_instance_client("i").wait(state)


async def test_wait_returns_when_the_instance_becomes_healthy() -> None:
    health = respond_in_turn(b'{"healthy": false}', b"{}", b'{"healthy": true}')
    with Hub(RUNNING, health=health) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert (await host.get_instance_client("i").wait("healthy", 5)).status == "running"
    assert len(hub.requests) == 6


async def test_wait_returns_although_each_health_report_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.SLOW_POLL", 0.05)

    def report_late(peer: Peer) -> None:
        threading.Event().wait(0.2)
        report_healthy(peer)

    with Hub(RUNNING, health=report_late) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert (await host.get_instance_client("i").wait("healthy", 3)).status == "running"


async def test_wait_fails_if_the_instance_dies_before_it_is_healthy() -> None:
    """The hub never responds to the health request, although it reports the end of the instance."""
    with Hub(RUNNING, ERRORED, health=never_respond) as hub:
        async with AsyncHostClient(hub.base_url, timeout=5) as host:
            start = time.monotonic()
            with pytest.raises(ClientError, match="Sequence failed on start"):
                await host.get_instance_client("i").wait("healthy")
            assert time.monotonic() - start < 3


@pytest.mark.parametrize("state", ["running", "healthy", "ended"])
async def test_wait_times_out_after_its_timeout(state: Any) -> None:
    info = RUNNING if state == "ended" else STARTING
    with Hub(info, health=never_respond) as hub:
        async with AsyncHostClient(hub.base_url, timeout=5) as host:
            start = time.monotonic()
            with pytest.raises(RequestTimeoutError, match=rf"is not {state} after 0\.3 s"):
                await host.get_instance_client("i").wait(state, 0.3)
            assert 0.3 <= time.monotonic() - start < 3


async def test_wait_checks_the_state_again_at_its_deadline() -> None:
    """The last poll is at the deadline, not one pause before it."""
    start = time.monotonic()

    class LateHub(Hub):
        def _serve_hub(self, peer: Peer) -> None:
            while peer.read_request() is not None:
                info = RUNNING if time.monotonic() - start > 0.4 else STARTING
                peer.send(answer(json.dumps(info).encode()))

    with LateHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert (await host.get_instance_client("i").wait("running", 0.5)).status == "running"


async def test_wait_times_out_if_the_hub_does_not_respond() -> None:
    with ScriptedServer(lambda peer: peer.wait_until_closed()) as server:
        async with AsyncHostClient(server.base_url, timeout=5) as host:
            start = time.monotonic()
            with pytest.raises(RequestTimeoutError, match=r"is not ended after 0\.2 s"):
                await host.get_instance_client("i").wait_ended(0.2)
            assert time.monotonic() - start < 3


async def test_wait_rejects_unknown_states_and_invalid_timeouts() -> None:
    async with AsyncHostClient("http://127.0.0.1:9/api/v1") as host:
        instance = host.get_instance_client("i")
        with pytest.raises(BadParametersError, match="running, healthy, ended"):
            await instance.wait("completed")  # type: ignore[arg-type]
        with pytest.raises(BadParametersError):
            await instance.wait("running", -1)


@pytest.mark.parametrize(
    ("states", "kills", "requests"),
    [
        pytest.param([RUNNING], [KILLED], 1, id="running"),
        pytest.param([STARTING], [NOT_RUNNING, NOT_RUNNING, KILLED], 3, id="starting"),
        pytest.param([INITIALIZING, STARTING], [NOT_RUNNING, KILLED], 2, id="initializing"),
        pytest.param([RUNNING], [NOT_RUNNING, KILLED], 2, id="running just now"),
        pytest.param([STARTING, ERRORED], [NOT_RUNNING], 2, id="failed on start"),
        pytest.param([COMPLETED], [NOT_RUNNING], 1, id="ended"),
        pytest.param([STOPPING], [NOT_RUNNING], 1, id="stopping"),
        pytest.param([DELETED], [NO_INSTANCE], 1, id="deleted"),
        pytest.param([DELETED], [NOT_RUNNING], 1, id="deleted just now"),
    ],
)
@pytest.mark.parametrize("fails", [False, True], ids=["", "with an error"])
async def test_an_instance_is_killed_on_exit(
    states: list[dict[str, Any]], kills: list[bytes], requests: int, fails: bool
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
        assert hub.kills == requests


async def test_a_failed_kill_on_exit_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error becomes a note of the user's exception, or is raised if there is none."""
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
    monkeypatch.setattr("scramjet_facade.concurrency.timing.CLEANUP_TIMEOUT", 0.05)
    with Hub(STARTING, kills=(NOT_RUNNING,)) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(BadParametersError, match="Instance not running"):
                async with host.get_instance_client("i"):
                    pass
