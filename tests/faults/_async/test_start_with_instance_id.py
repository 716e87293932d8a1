"""start(instance_id=…) whose answer gets lost: one instance, and no error if it was made."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from scramjet_facade import (
    AsyncHostClient,
    CannotConnectError,
    ClientError,
    ConflictError,
    Retries,
)
from tests.scripted_server import Peer, Request, ScriptedServer, answer

ID = str(uuid4())
QUICK = Retries(longest_pause=0.001)


def said(body: object, status: int = 200, reason: str = "OK") -> bytes:
    return answer(json.dumps(body).encode(), status, reason)


class Hub(ScriptedServer):
    """Plays a hub, and the way to it, which loses answers.

    Attributes:
        version: The hub's; those below 1 choose ids by themselves.
        lost: What becomes of the first starts: ``answer`` and ``silence`` for an answer that
            doesn't come, though the start arrived; ``request`` if it doesn't arrive; ``late`` if it
            arrives only after it was asked for.
        instances: The ids of all instances that were started.
    """

    def __init__(self, *lost: str, version: str = "1.0.1") -> None:
        super().__init__(self._play)
        self.lost = list(lost)
        self.version = version
        self.instances: list[str] = []
        self._late: list[str] = []

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            reply = self._reply(request)
            if reply == b"lost":
                peer.reset()
                return
            if reply == b"silence":
                peer.wait_until_closed()
                return
            peer.send(reply)

    def _reply(self, request: Request) -> bytes:
        path = request.path.removeprefix("/api/v1/")
        if path == "version":
            return said({"version": self.version})
        if path.startswith("instance/"):
            found = path.removeprefix("instance/") in self.instances
            self.instances += self._late
            self._late.clear()
            return said({"id": ID}) if found else said({"error": "not found"}, 404, "Not Found")
        assert path == "sequence/s/start"
        wanted = json.loads(request.body)["instanceId"]
        made = wanted if self.version >= "1" else str(uuid4())
        if made in self.instances:
            return said({"error": "Instance with a given ID already exists"}, 409, "Conflict")
        how = self.lost.pop(0) if self.lost else ""
        if how == "late":
            self._late.append(made)
        elif how != "request":
            self.instances.append(made)
        if how == "silence":
            return b"silence"
        return b"lost" if how else said({"id": made})


async def start(hub: Hub, **options: Any) -> str:
    given: Any = {"retries": QUICK, **options}
    async with AsyncHostClient(hub.base_url, **given) as host:
        instance = await host.get_sequence_client("s").start(instance_id=ID)
        return instance.id


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.DELETE_POLL", 0.005)


@pytest.mark.parametrize(
    "lost",
    [
        [],
        ["answer"],
        ["request"],
        ["late"],
        ["request", "answer"],
        ["request", "request"],
        ["request", "late"],
    ],
    ids=" ".join,
)
async def test_one_instance_whatever_is_lost(lost: list[str]) -> None:
    with Hub(*lost) as hub:
        assert await start(hub) == ID
    assert hub.instances == [ID]


async def test_an_answer_that_does_not_come_in_time() -> None:
    with Hub("silence") as hub:
        assert await start(hub, timeout=0.3) == ID
    assert hub.instances == [ID]


async def test_it_gives_up_as_the_retries_say() -> None:
    with Hub("request", "request", "request") as hub, pytest.raises(CannotConnectError) as caught:
        await start(hub)
    assert caught.value.__notes__ == [f"Instance {ID} may be about to start."]
    assert len([request for request in hub.requests if request.method == "POST"]) == 3
    with Hub("request") as hub, pytest.raises(CannotConnectError):
        await start(hub, retries=0)
    with Hub("answer") as hub:
        assert await start(hub, retries=0) == ID  # to look is no retry


async def test_a_hub_that_does_not_know_ids_gets_no_second_start() -> None:
    with Hub("answer", version="0.18.7") as hub, pytest.raises(CannotConnectError):
        await start(hub)
    assert len(hub.instances) == 1
    with Hub(version="0.18.7") as hub:
        assert [await start(hub)] == hub.instances


async def test_an_id_that_was_there_before_is_a_conflict() -> None:
    with Hub() as hub:
        await start(hub)
        with pytest.raises(ConflictError):
            await start(hub)
        assert len(hub.requests) == 2


@pytest.mark.parametrize(("status", "times"), [(419, 1), (507, 1), (429, 3), (500, 1), (400, 1)])
async def test_a_refusal_is_a_refusal(status: int, times: int) -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(said({"error": "no"}, status, "No"))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            with pytest.raises(ClientError, match=f"{status} no"):
                await host.get_sequence_client("s").start(instance_id=ID)
        assert len(server.requests) == times


async def test_without_an_id_nothing_is_repeated() -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.reset()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            with pytest.raises(CannotConnectError):
                await host.get_sequence_client("s").start()
        assert len(server.requests) == 1
