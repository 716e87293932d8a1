"""start(instance_id=…): exactly one instance is started, even if responses are lost."""

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
from tests.scripted_server import Peer, Request, ScriptedServer, json_answer

ID = str(uuid4())
QUICK = Retries(longest_pause=0.001)


class Hub(ScriptedServer):
    """Behaves like a hub behind a network that loses requests or responses.

    Attributes:
        version: The version of the hub. Hubs below version 1 choose the ids themselves.
        failures: What happens to the first starts: ``response`` if the connection is reset after
            the start, ``silence`` if no response is sent, ``request`` if the request is lost,
            ``delayed`` if the hub starts the instance only after it has been searched for.
        lost: The start of the paths of requests that get no response.
        instances: The ids of all instances that have been started.
    """

    def __init__(self, *failures: str, version: str = "1.0.1") -> None:
        super().__init__(self._play)
        self.failures = list(failures)
        self.version = version
        self.lost = "none"
        self.instances: list[str] = []
        self._delayed: list[str] = []

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            reply = self._reply(request)
            if reply == b"reset":
                peer.reset()
                return
            if reply == b"silence":
                peer.wait_until_closed()
                return
            peer.send(reply)

    def _reply(self, request: Request) -> bytes:
        path = request.path.removeprefix("/api/v1/")
        if path.startswith(self.lost):
            return b"reset"
        if path == "version":
            return json_answer({"version": self.version})
        if path.startswith("instance/"):
            found = path.removeprefix("instance/") in self.instances
            self.instances += self._delayed
            self._delayed.clear()
            return (
                json_answer({"id": ID})
                if found
                else json_answer({"error": "not found"}, 404, "Not Found")
            )
        assert path == "sequence/s/start"
        requested_id = json.loads(request.body)["instanceId"]
        new_id = requested_id if self.version >= "1" else str(uuid4())
        if new_id in self.instances:
            return json_answer(
                {"error": "Instance with a given ID already exists"}, 409, "Conflict"
            )
        failure = self.failures.pop(0) if self.failures else ""
        if failure == "delayed":
            self._delayed.append(new_id)
        elif failure != "request":
            self.instances.append(new_id)
        if failure == "silence":
            return b"silence"
        return b"reset" if failure else json_answer({"id": new_id})


async def start(hub: Hub, **options: Any) -> str:
    all_options: Any = {"retries": QUICK, **options}
    async with AsyncHostClient(hub.base_url, **all_options) as host:
        instance = await host.get_sequence_client("s").start(instance_id=ID)
        return instance.id


@pytest.fixture(autouse=True)
def short_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.DELETE_POLL", 0.005)


@pytest.mark.parametrize(
    "failures",
    [
        [],
        ["response"],
        ["request"],
        ["delayed"],
        ["request", "response"],
        ["request", "request"],
        ["request", "delayed"],
    ],
    ids=" ".join,
)
async def test_exactly_one_instance_is_started_if_requests_or_responses_are_lost(
    failures: list[str],
) -> None:
    with Hub(*failures) as hub:
        assert await start(hub) == ID
    assert hub.instances == [ID]


async def test_exactly_one_instance_is_started_if_the_response_times_out() -> None:
    with Hub("silence") as hub:
        assert await start(hub, timeout=0.3) == ID
    assert hub.instances == [ID]


async def test_the_start_is_retried_as_often_as_the_retries_allow() -> None:
    with Hub("request", "request", "request") as hub, pytest.raises(CannotConnectError) as caught:
        await start(hub)
    assert f"; instance {ID} may still start" in str(caught.value)
    assert len([request for request in hub.requests if request.method == "POST"]) == 3
    with Hub("request") as hub, pytest.raises(CannotConnectError):
        await start(hub, retries=0)
    with Hub("response") as hub:
        assert await start(hub, retries=0) == ID  # looking for the instance is not a retry


@pytest.mark.parametrize(("failure", "lost"), [("response", "instance/"), ("request", "version")])
async def test_the_error_of_the_start_is_raised_if_the_instance_cannot_be_looked_for(
    failure: str, lost: str
) -> None:
    with Hub(failure, version="") as hub:  # it answers no request for its version
        hub.lost = lost
        with pytest.raises(CannotConnectError) as caught:
            await start(hub)
        assert caught.value.method == "POST"
        [note] = caught.value.__notes__
        url = f"{hub.base_url}/{lost}"
        assert note.startswith(f"The check for instance {ID} failed: GET {url}")
        assert f"; instance {ID} may still start" in str(caught.value)


async def test_the_start_is_not_retried_on_a_hub_without_instance_ids() -> None:
    with Hub("response", version="0.18.7") as hub, pytest.raises(CannotConnectError):
        await start(hub)
    assert len(hub.instances) == 1
    with Hub(version="0.18.7") as hub:
        assert [await start(hub)] == hub.instances


async def test_an_existing_instance_id_is_a_conflict() -> None:
    with Hub() as hub:
        await start(hub)
        with pytest.raises(ConflictError):
            await start(hub)
        assert len(hub.requests) == 2


@pytest.mark.parametrize(("status", "times"), [(419, 1), (507, 1), (429, 3), (500, 1), (400, 1)])
async def test_an_error_response_is_reported(status: int, times: int) -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(json_answer({"error": "no"}, status, "No"))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            with pytest.raises(ClientError, match=f"{status} no"):
                await host.get_sequence_client("s").start(instance_id=ID)
        assert len(server.requests) == times


async def test_a_start_without_an_instance_id_is_not_retried() -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.reset()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=QUICK) as host:
            with pytest.raises(CannotConnectError):
                await host.get_sequence_client("s").start()
        assert len(server.requests) == 1
