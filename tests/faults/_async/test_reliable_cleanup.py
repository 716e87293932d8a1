"""Ending and waiting for instances and sequences, with refusals and broken connections."""

from __future__ import annotations

import json
import logging
import time

import pytest

from scramjet_facade import (
    AsyncHostClient,
    CannotConnectError,
    ClientError,
    ConflictError,
    RequestTimeoutError,
    ServerError,
)
from tests.faults.faults import server_not_yet_listening
from tests.faults.watchdog import AsyncWatchdog
from tests.scripted_server import Peer, Request, ScriptedServer, always, answer, json_answer

NOT_RUNNING = json_answer({"error": "Instance not running"}, 400, "Bad Request")
MAY_RUN = "Instance i may still run (get_instance_client(id).kill() ends it)"
MAY_EXIST = "Sequence s may still exist (delete_sequence(id) deletes it)"
IN_USE = json_answer({"error": "Can't remove- Sequence in use"}, 409, "Conflict")


class Hub(ScriptedServer):
    """Behaves like a hub of version 1.0.1 with a sequence ``s`` and its instance ``i``.

    Attributes:
        status: The status of the instance; None if the instance does not exist.
        in_use: How often the hub refuses to delete the sequence after the instance has ended.
        connections_to_reset: How many connections are reset after a request has been read.
        actions: The actions that had an effect.
    """

    def __init__(
        self, status: str | None = "running", in_use: int = 0, connections_to_reset: int = 0
    ) -> None:
        super().__init__(self._play)
        self.status = status
        self.in_use = in_use
        self.connections_to_reset = connections_to_reset
        self.actions: list[str] = []

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if self.connections_to_reset:
                self.connections_to_reset -= 1
                peer.reset()
                return
            peer.send(self._reply(request))

    def _reply(self, request: Request) -> bytes:
        match request.method, request.path.removeprefix("/api/v1/"):
            case "GET", "sequence/s":
                return json_answer({"id": "s", "instances": ["i"]})
            case "DELETE", "sequence/s":
                if self.status not in {None, "completed"} or self.in_use:
                    self.in_use -= 1
                    return IN_USE
                self.actions.append("delete")
                return json_answer({"id": "s"})
            case "POST", "sequence/s/start":
                return json_answer({"id": "i"})
        if self.status is None:
            return json_answer({"error": "Instance i not found"}, 404, "Not Found")
        return self._instance_reply(request)

    def _instance_reply(self, request: Request) -> bytes:
        info = {"id": "i", "status": self.status}
        match request.path.removeprefix("/api/v1/instance/i"):
            case "":
                after = {"killing": "completed", "starting": "running"}
                self.status = after.get(str(self.status), self.status)
                return json_answer(info)
            case "/_kill":
                if self.status != "running":
                    return NOT_RUNNING
                self.status = "killing"
                self.actions.append("kill")
            case "/_stop":
                assert json.loads(request.body) == {"timeout": 0, "canCallKeepalive": False}
                self.status = "completed"
                self.actions.append("stop")
        return json_answer(info, 202, "Accepted")


@pytest.fixture(autouse=True)
def short_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.POLL", 0.005)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.DELETE_POLL", 0.005)


@pytest.mark.parametrize(
    ("status", "actions"),
    [
        ("starting", ["kill", "delete"]),
        ("running", ["kill", "delete"]),
        ("stopping", ["stop", "delete"]),
        ("killing", ["delete"]),
        ("completed", ["delete"]),
        (None, ["delete"]),
    ],
)
@pytest.mark.parametrize("connections_to_reset", [0, 2])
@pytest.mark.parametrize("starts_instance", [True, False])
async def test_the_instance_and_the_sequence_are_removed_whatever_the_status_is(
    status: str | None, actions: list[str], connections_to_reset: int, starts_instance: bool
) -> None:
    with Hub(status, in_use=3) as hub:
        host = AsyncHostClient(hub.base_url, retries=0)
        async with host, host.get_sequence_client("s") as sequence:
            if starts_instance:
                async with await sequence.start():
                    hub.connections_to_reset = connections_to_reset
            else:
                hub.connections_to_reset = connections_to_reset
    assert hub.actions == actions


async def test_a_sequence_that_cannot_be_deleted_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.DELETE_TIMEOUT", 0.05)
    with Hub("completed", in_use=10_000) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ConflictError, match="in use"):
                async with host.get_sequence_client("s"):
                    pass
            own_error = RuntimeError("from the application")
            with pytest.raises(RuntimeError) as caught:
                async with host.get_sequence_client("s"):
                    raise own_error
    assert caught.value is own_error
    (note,) = own_error.__notes__
    assert note.startswith(f"{MAY_EXIST}: DELETE ")
    assert note.endswith(": 409 Can't remove- Sequence in use")


class Alarm(BaseException):
    """Raised by a signal handler, as KeyboardInterrupt is for Ctrl-C."""


async def test_a_second_interruption_names_what_was_not_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def interrupted_sleep(_seconds: float) -> None:
        raise Alarm

    for module in ("sequence_client", "lifecycle"):
        monkeypatch.setattr(f"scramjet_facade._async.{module}.async_sleep", interrupted_sleep)
    with Hub("running", in_use=1) as hub:
        async with AsyncHostClient(hub.base_url, retries=0) as host:
            with pytest.raises(Alarm) as caught:
                async with host.get_sequence_client("s") as sequence:
                    await sequence.start()
            assert f"{MAY_EXIST}." in caught.value.__notes__
            hub.connections_to_reset = 2
            with pytest.raises(Alarm) as caught:
                async with host.get_instance_client("i"):
                    pass
            assert caught.value.__notes__ == [f"{MAY_RUN}."]


async def test_after_one_interruption_the_instance_is_still_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alarms = [Alarm()]

    async def interrupted_sleep(_seconds: float) -> None:
        if alarms:
            raise alarms.pop()

    monkeypatch.setattr("scramjet_facade._async.lifecycle.async_sleep", interrupted_sleep)
    with Hub("running", connections_to_reset=1) as hub:
        async with AsyncHostClient(hub.base_url, retries=0) as host:
            with pytest.raises(Alarm) as caught:
                async with host.get_instance_client("i"):
                    pass
    assert hub.actions == ["kill"]
    assert not hasattr(caught.value, "__notes__")


async def test_waiting_to_delete_a_sequence_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "scramjet_facade")
    with Hub("completed", in_use=3) as hub:
        async with AsyncHostClient(hub.base_url) as host, host.get_sequence_client("s"):
            pass
    assert [one.getMessage() for one in caplog.records if one.levelname == "INFO"] == [
        "the hub refuses to delete sequence s until about 15 s after its last use"
    ]


async def test_resources_that_were_not_removed_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Notes of an exception are lost if a task is cancelled or times out."""
    caplog.set_level(logging.WARNING, "scramjet_facade")
    with ScriptedServer(always(json_answer({"error": "no"}, 500, "No"))) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            for client, what in (
                (host.get_instance_client("i"), MAY_RUN),
                (host.get_sequence_client("s"), MAY_EXIST),
            ):
                with pytest.raises(KeyError) as caught:
                    async with client:
                        raise KeyError
                (note,) = caught.value.__notes__
                assert note.startswith(f"{what}: ")
                assert caplog.records.pop().getMessage() == note
                with pytest.raises(ServerError) as failed:
                    async with client:
                        pass
                assert str(failed.value).endswith(f": 500 no; {what[0].lower()}{what[1:]}")
                assert not hasattr(failed.value, "__notes__")


class TokenServiceError(Exception):
    """Raised by a token function."""


async def test_the_exception_of_a_block_outlives_a_failing_token_function(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail() -> str:
        raise TokenServiceError("no token")

    caplog.set_level(logging.WARNING, "scramjet_facade")
    async with AsyncHostClient("http://127.0.0.1:9", token=fail) as host:
        for client, what in (
            (host.get_instance_client("i"), MAY_RUN),
            (host.get_sequence_client("s"), MAY_EXIST),
        ):
            own_error = KeyError("from the application")
            with pytest.raises(KeyError) as caught:
                async with client:
                    raise own_error
            assert caught.value is own_error
            note = f"{what}: TokenServiceError('no token')"
            assert own_error.__notes__ == [note]
            assert caplog.records.pop().getMessage() == note
            with pytest.raises(TokenServiceError) as failed:
                async with client:
                    pass
            assert failed.value.__notes__ == [f"{what}."]


async def test_a_deletion_that_delays_an_exception_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "scramjet_facade")
    with Hub("completed", in_use=3) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(KeyError):
                async with host.get_sequence_client("s"):
                    raise KeyError
    (record,) = caplog.records
    assert record.getMessage().startswith("the hub refuses to delete sequence s until")


async def test_the_pauses_between_attempts_to_kill_grow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.CLEANUP_TIMEOUT", 0.5)
    with ScriptedServer(always(json_answer({"error": "busy"}, 503, "Busy"))) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            # The last attempt may have too little time for its response.
            with pytest.raises((ServerError, RequestTimeoutError)):
                async with host.get_instance_client("i"):
                    pass
    assert 3 < len(server.requests) < 20  # 100 with pauses of 5 ms


async def test_the_deletion_is_repeated_although_an_instance_needs_long_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.CLEANUP_TIMEOUT", 1)

    class SlowHub(Hub):
        def _reply(self, request: Request) -> bytes:
            is_poll = request.path.endswith("/instance/i")
            if is_poll and self.status == "killing":
                time.sleep(1.1)
            elif is_poll and self.status == "completed":
                self.connections_to_reset = 1  # the connection of the deletion
            return super()._reply(request)

    with SlowHub() as hub:
        host = AsyncHostClient(hub.base_url, retries=0)
        async with host, host.get_sequence_client("s"):
            pass
    assert hub.actions == ["kill", "delete"]


@pytest.mark.parametrize("timeout", [None, 30, 0.1])
async def test_cleaning_up_gives_up_if_the_hub_does_not_respond(
    timeout: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One limit applies to the instance and the sequence together."""
    monkeypatch.setattr("scramjet_facade.concurrency.timing.CLEANUP_TIMEOUT", 0.5)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.NEXT_CLEANUP_TIMEOUT", 0.25)

    def never_respond(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.wait_until_closed()

    with ScriptedServer(never_respond) as server:
        host = AsyncHostClient(server.base_url, timeout=timeout)
        async with host, AsyncWatchdog(20, host.aclose):  # before, it took 61 s
            with pytest.raises(KeyError) as caught:
                async with host.get_sequence_client("s"), host.get_instance_client("i"):
                    raise KeyError
            instance_note, sequence_note = caught.value.__notes__
            assert instance_note.startswith(f"{MAY_RUN}: POST ")
            assert sequence_note.startswith(f"{MAY_EXIST}: GET ")
            if timeout != 0.1:  # the last of several attempts has less time
                assert instance_note.endswith("no response within 0.5 s")
                assert sequence_note.endswith("no response within 0.25 s")
            monkeypatch.setattr("scramjet_facade.concurrency.timing.NEXT_CLEANUP_TIMEOUT", 0)
            limit = (
                "no response" if timeout == 0.1 else r"no response within 0\.5 s; sequence s may"
            )
            with pytest.raises(RequestTimeoutError, match=limit):  # as if some time had passed
                async with host.get_sequence_client("s"):
                    pass


async def test_an_unreachable_hub_is_reported_soon() -> None:
    with Hub() as hub:
        host = AsyncHostClient(hub.base_url, retries=0)
        instance = await host.get_sequence_client("s").start()
    async with host:
        with pytest.raises(CannotConnectError):
            async with instance:
                pass


async def test_waiting_continues_after_broken_connections(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "scramjet_facade")
    with Hub("starting", connections_to_reset=5) as hub:
        async with AsyncHostClient(hub.base_url, retries=0) as host:
            assert (await host.get_instance_client("i").wait("running", timeout=10)).id == "i"
    assert len(hub.requests) >= 7
    (record,) = caplog.records
    assert record.getMessage().endswith("still waiting for instance i")


async def test_a_wait_with_a_timeout_does_not_observe_a_longer_retry_after() -> None:
    busy = answer(b"{}", 503, "Service Unavailable", retry_after="20")
    with ScriptedServer(always(busy)) as server:
        async with AsyncHostClient(server.base_url) as host, AsyncWatchdog(10, host.aclose):
            with pytest.raises(RequestTimeoutError, match=r"not ended after 0\.05 s"):
                await host.get_instance_client("i").wait_ended(timeout=0.05)


async def test_a_wait_with_a_timeout_continues_until_the_hub_is_reachable() -> None:
    server = server_not_yet_listening(always(json_answer({"id": "i", "status": "running"})))
    async with AsyncHostClient(server.base_url, retries=0) as host:
        instance = host.get_instance_client("i")
        with pytest.raises(RequestTimeoutError, match=r"is not running after 0\.1 s") as caught:
            await instance.wait("running", timeout=0.1)
        assert isinstance(caught.value.__cause__, CannotConnectError)
        with pytest.raises(CannotConnectError, match="no connection"):
            await instance.wait("running")  # the address may be wrong, and the wait has no limit
        server._listener.listen()
        with server:
            assert (await instance.wait("running", timeout=10)).status == "running"


@pytest.mark.parametrize("status", [500, 401])
async def test_a_permanent_error_ends_the_wait(status: int) -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(json_answer({"error": "no"}, status, "No"))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(ClientError, match=f"{status} no"):
                await host.get_instance_client("i").wait_ended(10)
        assert len(server.requests) == 1


async def test_a_forced_deletion_may_take_longer_than_the_timeout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.server.client_closed.wait(0.5)
            peer.send(json_answer({"id": "s"}))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, timeout=0.1) as host:
            with pytest.raises(RequestTimeoutError):
                await host.delete_sequence("s")
            assert (await host.delete_sequence("s", force=True)).id == "s"


async def test_a_refused_kill_does_not_keep_other_instances_alive() -> None:
    killed: list[str] = []

    def reply(request: Request) -> bytes:
        path = request.path.removeprefix("/api/v1/")
        if path == "sequence/s":
            return json_answer({"id": "s", "instances": ["i1", "i2", "i3"]})
        if path.endswith("/_kill"):
            killed.append(path)
        if path == "instance/i1/_kill":
            return json_answer({"error": "no"}, 500, "Internal Server Error")
        return json_answer({"id": "i", "status": "completed"})

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            peer.send(reply(request))

    with ScriptedServer(script) as hub:
        async with AsyncHostClient(hub.base_url, retries=0) as host:
            with pytest.raises(ServerError) as caught:
                async with host.get_sequence_client("s"):
                    pass
    assert killed == [f"instance/{id}/_kill" for id in ("i1", "i2", "i3")]
    assert "; sequence s may still exist" in str(caught.value)
