"""A start or an upload of a sequence that times out leaves nothing on the hub.

The caller gets the error at the timeout. The client waits for the response in the background, and
removes what the hub has created.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import AsyncHostClient, RequestTimeoutError
from scramjet_facade.testing import FakeHub
from tests.flavor import async_wait
from tests.scripted_server import Peer, ScriptedServer, answer, json_answer
from tests.streams.background import async_wait_for_all, connections_to, running_work

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from tests.scripted_server import Request

ID = "00000000-0000-4000-8000-000000000000"


REFUSAL = json_answer({"error": "no"}, 500, "No")
NOT_FOUND = json_answer({"error": "not found"}, 404, "Not Found")


class LateHub(ScriptedServer):
    """Creates instances and sequences, but responds only when it is allowed to.

    Attributes:
        may_respond: The hub responds to requests that create something when this is set.
        removed: Set when the instance was killed or the sequence was deleted.
        paths: The paths of the requests that had an effect.
        late: The response to a request that creates something.
        refuses: Whether it refuses to remove anything.
    """

    def __init__(self, late: bytes | None = None, *, refuses: bool = False) -> None:
        super().__init__(self._play)
        self.may_respond, self.removed = threading.Event(), threading.Event()
        self.paths: list[str] = []
        self.late = late or json_answer({"id": ID})
        self.refuses = refuses

    def __exit__(self, *exc_info: object) -> None:
        self.may_respond.set()
        super().__exit__(*exc_info)  # type: ignore[arg-type]

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            peer.send(self._reply(request))

    def _reply(self, request: Request) -> bytes:
        match request.method, request.path.removeprefix("/api/v1/"):
            case "GET", "version":
                return json_answer({"version": "0.18.7"})
            case "POST", "sequence" | "sequence/s/start" as path:
                self.paths.append(path)
                assert self.may_respond.wait(20)
                return self.late
            case "POST" | "DELETE", path:
                self.paths.append(path)
                self.removed.set()
                return REFUSAL if self.refuses else json_answer({"id": ID})
            case "GET", path if path == f"sequence/{ID}":
                return json_answer({"id": ID})
        return NOT_FOUND


async def start(host: AsyncHostClient) -> None:
    await host.get_sequence_client("s").start()


async def start_once(host: AsyncHostClient) -> None:
    await host.get_sequence_client("s").start(instance_id=ID)


async def run(host: AsyncHostClient) -> None:
    async with host.get_sequence_client("s").run():
        raise AssertionError("the program never starts")


async def send_bytes(host: AsyncHostClient) -> None:
    await host.send_sequence(b"package")


async def send_blocks(host: AsyncHostClient) -> None:
    await host.send_sequence(iter([b"pack", b"age"]))


STARTED = ["sequence/s/start", f"instance/{ID}/_kill"]
SENT = ["sequence", f"sequence/{ID}"]
CALLS = {start: STARTED, start_once: STARTED, run: STARTED, send_bytes: SENT, send_blocks: SENT}


async def time_out(
    host: AsyncHostClient, call: Callable[[AsyncHostClient], Awaitable[None]]
) -> str:
    """Make a call that times out, and return the error's message."""
    await host.get_version()  # the connection is not part of the test
    with pytest.raises(RequestTimeoutError, match=r"no response within 0\.1 s; ") as caught:
        await call(host.with_options(timeout=0.1))
    return str(caught.value)


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("call", CALLS)
async def test_what_a_late_response_reports_is_removed(
    call: Callable[[AsyncHostClient], Awaitable[None]],
    is_closed: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "scramjet_facade")
    with LateHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            message = await time_out(host, call)
            assert not hub.removed.is_set()
            hub.may_respond.set()
            if not is_closed:
                assert await async_wait(hub.removed, 10)
        # close() has waited for the clean-up.
        assert hub.paths == CALLS[call]
        assert connections_to(hub) == 0
    what = "instance" if CALLS[call] is STARTED else "sequence"
    assert message.endswith(
        f"the client removes the new {what} if the response arrives within 120 s and before the "
        "client is closed"
    )
    assert caplog.messages == [f"the hub responded after the timeout, and {what} {ID} was removed"]


@pytest.mark.usefixtures("close_soon")
@pytest.mark.parametrize("call", CALLS)
async def test_closing_the_client_does_not_wait_long_for_a_late_response(
    call: Callable[[AsyncHostClient], Awaitable[None]], caplog: pytest.LogCaptureFixture
) -> None:
    work = len(running_work())
    with LateHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await time_out(host, call)
        await async_wait_for_all()
        assert len(running_work()) == work
        assert connections_to(hub) == 0
        assert hub.paths == CALLS[call][:1]
    (record,) = caplog.records
    assert "check list_" in record.getMessage() or f"instance {ID} may" in record.getMessage()
    assert record.getMessage().endswith(": this client was closed")


async def test_the_wait_for_a_late_response_is_limited(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.LATE_RESPONSE_TIMEOUT", 0.05)
    with LateHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await time_out(host, start)
            await async_wait_for_all()
            assert connections_to(hub) == 0
    (message,) = caplog.messages
    assert message.startswith("the hub may have started an instance")
    assert message.endswith(": check list_instances(): no data arrived")


@pytest.mark.parametrize("call", CALLS)
async def test_a_late_refusal_needs_no_clean_up(
    call: Callable[[AsyncHostClient], Awaitable[None]], caplog: pytest.LogCaptureFixture
) -> None:
    with LateHub(REFUSAL) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await time_out(host, call)
            hub.may_respond.set()
        assert hub.paths == CALLS[call][:1]
    assert caplog.messages == []


@pytest.mark.parametrize("status", [502, 504])
async def test_a_late_error_of_a_proxy_is_logged(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with LateHub(answer(b"", status, "Gateway")) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await time_out(host, start)
            hub.may_respond.set()
        assert hub.paths == STARTED[:1]
    (message,) = caplog.messages
    assert message.startswith("the hub may have started an instance")
    assert f"/sequence/s/start: {status} Gateway (this response is from a proxy" in message


@pytest.mark.parametrize("late", [b"[]", b"{}", b'{"id": ""}', b"not json"])
async def test_an_unusable_late_response_is_logged(
    late: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with LateHub(answer(late)) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await time_out(host, start)
            hub.may_respond.set()
        assert hub.paths == STARTED[:1]
    (message,) = caplog.messages
    assert message.startswith("the hub may have started an instance")


async def test_a_failed_clean_up_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with LateHub(refuses=True) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await time_out(host, start)
            hub.may_respond.set()
        assert hub.paths == STARTED
    (message,) = caplog.messages
    assert message.startswith(f"instance {ID}, which the hub reported after the timeout, was not ")
    assert message.endswith(
        f": 500 no; instance {ID} may still run (get_instance_client(id).kill() ends it)"
    )


@pytest.mark.parametrize("version", ["0.18.7", "1.0.1"])
async def test_many_late_starts_leave_no_instance(version: str) -> None:
    def echo(data: Any) -> Iterator[bytes]:
        yield from data

    with FakeHub(version) as hub:
        sequence_id = hub.add_sequence("echo", echo)
        hub.delay("POST", "start", seconds=0.5, done=True, times=None)
        async with AsyncHostClient(hub.url) as host:
            sequence = host.get_sequence_client(sequence_id).with_options(timeout=0.1)
            for _ in range(5):
                with pytest.raises(RequestTimeoutError):
                    async with sequence.run(b"data"):
                        raise AssertionError("the program never starts")
        async with AsyncHostClient(hub.url) as host:
            assert [one.id for one in await host.list_instances() if not one.ended] == []
        assert any(one.path.endswith("/start") for one in hub.requests)
