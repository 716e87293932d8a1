"""Data through a program: each way in which that can end."""

from __future__ import annotations

import json
import os
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncStream,
    ClientError,
    InstanceFailedError,
    RequestError,
    ServerError,
    StreamInterrupted,
    ndjson,
)
from scramjet_facade._async import exchange as exchanges
from scramjet_facade._async import program as programs
from scramjet_facade._async import stream as streams
from scramjet_facade._async.upload import _warn
from scramjet_facade.concurrency import timing
from scramjet_facade.testing import FakeHub
from tests.conftest import SEQUENCES
from tests.flavor import async_source, async_wait
from tests.hubs import OLD
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams._async.test_stopping import nothing_is_at_work
from tests.streams.beside import AsyncBeside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.hubs import Hub as AnyHub

CHUNKED = head(transfer_encoding="chunked", content_type="application/octet-stream")
END = b"0\r\n\r\n"
BLOCK = bytes(range(256)) * 256
PARTS = 100
GONE = answer(b'{"error": "Instance i not found"}', 404, "Not Found")
FAILED = {"exitcode": 23, "reason": "Sequence failed during execution"}


class OwnError(Exception):
    """The user's own exception."""


class Hub(ScriptedServer):
    """Plays a hub with one program.

    Attributes:
        info: What it says of the instance.
        refusal: What it answers to input, if it refuses it.
        reads: Whether it takes the input's body.
        heard: Set when input came.
        input: What came.
        stderr: What the program has written there.
        log: What its log says, which never ends.
        is_cut_off: Whether its other streams have ended, too.
        holds_head: Whether the head of the output waits for input, as behind a proxy.
        refuses_output: What it answers to a request for the output.
        forgets: Whether the instance is unknown once its output has ended, as on old hubs.
        killed: Set when the instance was killed.
    """

    def __init__(
        self,
        write: Callable[[Hub, Peer], None],
        *,
        refusal: bytes | None = None,
        reads: bool = True,
    ) -> None:
        super().__init__(self._play)
        self.info: dict[str, Any] = {"id": "i", "status": "running"}
        self.refusal = refusal
        self.reads = reads
        self.stderr, self.log = b"first\nthe last words\n", b"\n"
        self.is_cut_off = self.holds_head = self.forgets = self.is_gone = False
        self.refuses_output = b""
        self.input = b""
        self.heard, self.ended, self.killed = (threading.Event() for _ in range(3))
        self._write = write

    @property
    def paths(self) -> list[str]:
        return [
            f"{request.method} {request.path.split('/api/v1/')[1]}" for request in self.requests
        ]

    def inputs(self) -> list[Any]:
        return [request for request in self.requests if request.path.endswith("/input")]

    def _play(self, peer: Peer) -> None:  # noqa: C901 (one branch for each endpoint)
        while (request := peer.read_head()) is not None:
            if request.path.endswith("/input"):
                if not self._take(peer, request):
                    return
                continue
            peer.read_body(request)
            if request.path.endswith("/output"):
                self._give(peer)
                continue
            if self.is_gone:
                peer.send(GONE)
                continue
            if request.path.endswith("/stderr"):
                peer.send(CHUNKED)
                peer.send_chunk(self.stderr)
                peer.send(END)
            elif request.path.endswith(("/stdout", "/log")) and not self.is_cut_off:
                peer.send(CHUNKED)
                peer.send_chunk(self.log if request.path.endswith("/log") else b"\n")
                peer.wait_until_closed()
                return
            elif request.path.endswith("/health"):
                peer.send(answer(b'{"healthy": true}'))
            elif request.path.endswith("/start"):
                peer.send(answer(b'{"id": "i"}'))
            elif request.path.endswith("/_kill"):
                self.info["status"] = "completed"
                peer.send(answer(json.dumps(self.info).encode(), 202, "Accepted"))
                self.killed.set()
            else:
                peer.send(answer(json.dumps(self.info).encode()))

    def _give(self, peer: Peer) -> None:
        if self.holds_head:
            self.heard.wait(10)
        if self.refuses_output:
            peer.send(self.refuses_output)
        else:
            peer.send(CHUNKED)
            self._write(self, peer)

    def _take(self, peer: Peer, request: Any) -> bool:
        if self.refusal is not None:
            peer.send(self.refusal)
            peer.wait_until_closed()
            return False
        peer.send(CHUNKED)  # hubs answer before they read
        if not (self.reads or request.header("x-end-stream") == "false"):
            self.heard.set()
            peer.server.client_closed.wait(10)
            return False
        for block in peer.body_blocks(request):
            self.input += block
            self.heard.set()
        if request.complete:
            peer.send(END)
            if request.header("x-end-stream") != "false":
                self.ended.set()
        return bool(request.complete)


def answers(hub: Hub, peer: Peer) -> None:
    """Say what was heard when all was."""
    assert hub.ended.wait(10)
    peer.send_chunk(hub.input)
    peer.send(END)


def ends_at_once(hub: Hub, peer: Peer) -> None:
    """End though there is more to read."""
    assert hub.heard.wait(10)
    peer.send_chunk(b"enough")
    peer.send(END)


def is_silent(hub: Hub, peer: Peer) -> None:
    peer.wait_until_closed()


def open_stream(host: AsyncHostClient, way: str, data: Any) -> AsyncStream:
    if way == "run":
        return host.get_sequence_client("s").run(data)
    return host.get_instance_client("i").exchange(data)


def ends_without_a_trace(hub: Hub, peer: Peer) -> None:
    """End as a failed program of an old hub."""
    assert hub.ended.wait(10)
    hub.is_gone = True
    peer.send_chunk(b"some")
    peer.send(END)


async def content(stream: AsyncStream) -> bytes:
    return b"".join([chunk async for chunk in stream])


async def read(host: AsyncHostClient, way: str, data: Any) -> bytes:
    async with open_stream(host, way, data) as stream:
        return await content(stream)


def endless() -> Iterator[bytes]:
    while True:
        yield BLOCK


WAYS = pytest.mark.parametrize("way", ["exchange", "run"])
SURE_RESULT = pytest.mark.usefixtures("sure_result")


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scripted program is ready at once."""
    if "hub" not in request.fixturenames:
        monkeypatch.setattr(timing, "INPUT_READY", 0.02)
        monkeypatch.setattr(timing, "CONTENT_TYPE_READ", 0.01)


@pytest.fixture
def sure_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scripted hub notices no failure later than the end of the output."""
    monkeypatch.setattr(timing, "RESULT_TIMEOUT", 0.05)


@SURE_RESULT
@WAYS
async def test_all_goes_in_and_comes_out(way: str) -> None:
    with Hub(answers) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, way, ndjson([1, 2])) == b"1\n2\n"
            assert await nothing_is_at_work()
        assert hub.killed.is_set() == (way == "run")
    assert [request.header("content-type") for request in hub.inputs()] == ["application/x-ndjson"]
    assert hub.inputs()[0].header("x-end-stream") is None


@SURE_RESULT
@WAYS
@pytest.mark.parametrize("kind", ["small", "parts"])
async def test_bytes_follow_an_empty_input_to_a_healthy_instance(way: str, kind: str) -> None:
    """Else hubs of version 1.0.1 damage them."""
    with Hub(answers) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            data = BLOCK if kind == "small" else [BLOCK, BLOCK]
            assert await read(host, way, data) == (BLOCK if kind == "small" else BLOCK * 2)
    first, second = hub.inputs()
    assert (first.header("x-end-stream"), first.body) == ("false", b"")
    assert second.header("x-end-stream") is None
    assert hub.paths.index("GET instance/i/health") < hub.paths.index("POST instance/i/input")


@SURE_RESULT
@WAYS
async def test_what_a_program_leaves_unread_is_no_error(way: str) -> None:
    closed = threading.Event()

    def source() -> Iterator[bytes]:
        try:
            yield from endless()
        finally:
            closed.set()

    with Hub(ends_at_once, reads=False) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, way, source()) == b"enough"
            assert await async_wait(closed, 5)
            assert await nothing_is_at_work()
        hub.client_closed.set()


@WAYS
async def test_the_exception_of_a_source_reaches_the_reader(way: str) -> None:
    own = OwnError("mine")

    def source() -> Iterator[bytes]:
        yield b"some"
        assert hub.heard.wait(5)
        raise own

    with Hub(is_silent) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(OwnError) as caught:
                await read(host, way, async_source(source()))
            assert caught.value is own
            assert await nothing_is_at_work()
        assert hub.killed.is_set() == (way == "run")
    assert not any(request.complete for request in hub.inputs()[1:])


@WAYS
async def test_a_refused_input_reaches_the_reader(way: str) -> None:
    refusal = answer(b'{"error": "Input provided in other way"}', 405, "Method Not Allowed")
    with Hub(is_silent, refusal=refusal) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(RequestError, match="Input provided in other way"):
                await read(host, way, ndjson([1]))
            assert await nothing_is_at_work()
        assert hub.killed.is_set() == (way == "run")


@WAYS
async def test_a_failed_program_is_an_error_with_its_last_words(way: str) -> None:
    def fails(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        peer.send_chunk(b"some")
        peer.send(END)
        hub.info |= {"status": "errored", "terminated": FAILED}

    with Hub(fails) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            came: list[bytes] = []
            async with open_stream(host, way, ndjson([1])) as stream:
                with pytest.raises(InstanceFailedError) as caught:
                    came.extend([chunk async for chunk in stream.iter_bytes()])
        error = caught.value
        assert (error.exitcode, error.reason) == (23, "Sequence failed during execution")
        assert error.stderr == "first\nthe last words"
        assert "instance i failed: Sequence failed during execution (exit code 23)" in str(error)
        assert str(error).endswith("the last words")


CAUGHT = {
    "msg": "Error occurred during Sequence execution: ",
    "level": "ERROR",
    "data": ["Error: its own words\n    at main (index.js:1:48)"],
    "from": "Runner",
}


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (
            [CAUGHT],
            "its log says:\n  Error: its own words\n      at main (index.js:1:48)",
        ),
        ([{**CAUGHT, "data": [1, "Error: its own words"]}], "\n  Error: its own words"),
        (
            [
                {**CAUGHT, "msg": "Sequence output stream error"},
                {**CAUGHT, "data": ["Error: Application Error Occurred\n  at x"]},
            ],
            "own words…48)",
        ),
        ([CAUGHT, {**CAUGHT, "data": ["another"]}], "(index.js:1:48)"),
        ([{**CAUGHT, "data": ["\n".join(map(str, range(1, 100)))]}], "\n  19\n  20"),
        ([{**CAUGHT, "data": [{}]}, {**CAUGHT, "from": "CSIController"}], "its stderr is empty"),
        ([{**CAUGHT, "level": "WARN"}, 1, {}, []], "its stderr is empty"),
    ],
)
async def test_what_the_log_says_of_a_program_that_wrote_nothing(
    entries: list[Any], words: str
) -> None:
    """On hubs of version 1.0.1 that is all there is of what a runner has caught."""

    def fails(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        peer.send(END)
        hub.info |= {"status": "errored", "terminated": FAILED}

    with Hub(fails) as hub:
        hub.stderr = b"\n"
        hub.log = b"no JSON\n" + b"".join(json.dumps(one).encode() + b"\n" for one in entries)
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError) as caught:
                await read(host, "run", ndjson([1]))
    pattern = ".*" + ".*".join(map(re.escape, words.split("…")))
    assert re.fullmatch(pattern, str(caught.value), re.DOTALL)
    assert caught.value.stderr == ""
    assert ("its log says" in str(caught.value)) == bool(caught.value.log)


COMPLETED = {"msg": "Sequence completed. Waiting 10000ms with exit.", "level": "TRACE"}
COMPLETED |= {"from": "Runner"}


def log_of(*entries: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def after_output(hub: Hub) -> list[str]:
    """Return what was requested after the output, but not how the instance is ended."""
    paths = hub.paths[hub.paths.index("GET instance/i/output") + 1 :]
    kill = "POST instance/i/_kill"
    return paths[: paths.index(kill)] if kill in paths else paths


async def test_the_log_reports_success_without_polls() -> None:
    with Hub(answers) as hub:
        hub.log = log_of({"level": "INFO", "from": "Runner"}, COMPLETED)
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, "run", ndjson([1, 2])) == b"1\n2\n"
    paths = hub.paths[: hub.paths.index("POST instance/i/_kill") + 1]
    assert len(paths) <= 10
    assert paths.count("GET instance/i") == 1
    assert paths[-2] == "GET instance/i/log"


@pytest.mark.parametrize(
    ("message", "exitcode", "reason"),
    [
        ("Sequence syntax error.", 22, "Sequence failed on start"),
        ("Sequence error:", 22, "Sequence failed on start"),
        (CAUGHT["msg"], 23, "Sequence failed during execution"),
    ],
)
async def test_the_log_reports_a_failure_before_the_hub_notices_it(
    message: str, exitcode: int, reason: str
) -> None:
    with Hub(answers) as hub:
        hub.log = log_of(CAUGHT | {"msg": message})
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="its own words") as caught:
                await read(host, "run", ndjson([1]))
    error = caught.value
    assert (error.exitcode, error.reason) == (exitcode, reason)
    assert error.log.startswith("Error: its own words")
    assert error.stderr == "first\nthe last words"
    assert hub.paths.count("GET instance/i") <= 2 + 1  # and one after the kill


async def test_an_exchange_leaves_the_log_to_its_readers() -> None:
    """On hubs of version 1.0.1 a log falls silent when one of its readers leaves."""
    with Hub(answers) as hub:
        hub.info["terminated"] = COMPLETE

        async def end() -> None:
            hub.info["status"] = "completed"

        async with AsyncHostClient(hub.base_url) as host:
            stream = host.get_instance_client("i").exchange(ndjson([1]))
            async with stream:
                async for chunk in stream:
                    assert chunk == b"1\n"
                    hub.info |= {"terminated": {"exitcode": 138, "reason": "stopped"}}
                    await end()
    assert "GET instance/i/log" not in hub.paths


@WAYS
async def test_an_old_hub_removes_a_failed_program_at_once(way: str) -> None:
    with Hub(ends_without_a_trace) as hub:
        del hub.info["status"]
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="did not log that it completed"):
                await read(host, way, ndjson([1]))


@WAYS
async def test_an_old_hub_logs_that_a_program_completed(way: str) -> None:
    with Hub(answers) as hub:
        del hub.info["status"]
        hub.log = log_of(COMPLETED)
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, way, ndjson([1])) == b"1\n"
    assert "GET instance/i/log" in after_output(hub)


async def test_a_program_of_an_old_hub_that_this_client_ends_has_not_failed() -> None:
    with Hub(ends_without_a_trace) as hub:
        del hub.info["status"]
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_stream(host, "run", ndjson([1]))
            async with stream:
                chunks = stream.iter_bytes()
                assert await anext(chunks) == b"some"
                hub.is_gone = False
                await stream.instance.kill()  # type: ignore[attr-defined]
                hub.is_gone = True
                assert [chunk async for chunk in chunks] == []


async def test_a_failure_is_an_error_on_every_hub(hub: AnyHub) -> None:
    data = ndjson([{"n": n} for n in range(5)])
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "records") as sequence,
    ):
        with pytest.raises(InstanceFailedError):
            async with sequence.run(data, app_config={"failAfter": 3}) as results:
                assert await content(results)


@SURE_RESULT
@WAYS
async def test_input_is_sent_while_a_proxy_holds_the_head_of_the_output(way: str) -> None:
    with Hub(answers) as hub:
        hub.holds_head = True
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, way, ndjson([1])) == b"1\n"
            assert await nothing_is_at_work()


@SURE_RESULT
@WAYS
async def test_the_block_is_entered_before_the_head_arrives(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conversation may begin inside the block."""
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    entered = threading.Event()

    def source() -> Iterator[bytes]:
        assert entered.wait(10)
        yield b"1\n"

    with Hub(answers) as hub:
        hub.holds_head = True
        async with AsyncHostClient(hub.base_url) as host:
            async with open_stream(host, way, async_source(source())) as stream:
                entered.set()
                assert await content(stream) == b"1\n"
            assert await nothing_is_at_work()


@WAYS
async def test_errors_while_the_head_is_held_reach_the_reader(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    own = OwnError("mine")
    entered = threading.Event()

    def source() -> Iterator[bytes]:
        assert entered.wait(10)
        raise own
        yield b""

    with Hub(answers) as hub:
        hub.holds_head = True
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(OwnError):
                async with open_stream(host, way, async_source(source())) as stream:
                    entered.set()
                    await content(stream)
            assert await nothing_is_at_work()
        hub.heard.set()


@WAYS
async def test_a_refusal_of_the_output_that_is_late(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    with Hub(answers) as hub:
        hub.holds_head = True
        hub.refuses_output = answer(b'{"error": "mine"}', 500, "No")
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ServerError, match="500 mine"):
                await read(host, way, ndjson([1]))
            assert await nothing_is_at_work()


@WAYS
async def test_leaving_while_the_head_is_held(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    with Hub(answers) as hub:
        hub.holds_head = True
        async with AsyncHostClient(hub.base_url) as host:
            async with open_stream(host, way, async_source(iter([b"", b""]))) as stream:
                pass
            with pytest.raises(ClientError, match="was left after 0 bytes"):
                await content(stream)
            assert await nothing_is_at_work()
        hub.heard.set()
        assert hub.killed.is_set() == (way == "run")


BROKEN = {"msg": "Error during output data stream", "level": "ERROR", "from": "Runner"}
COMPLETE = {"exitcode": -1, "reason": "Instance completed"}


@pytest.mark.parametrize(
    ("terminated", "entries", "fails"),
    [
        (COMPLETE, [BROKEN | {"data": [{}]}], True),
        ({"exitcode": 0}, [BROKEN, CAUGHT], True),
        ({}, [{"level": "INFO", "from": "Runner"}, BROKEN], True),
        (COMPLETE, [BROKEN | {"level": "WARN"}, BROKEN | {"from": "Sequence"}], False),
        (COMPLETE, [], False),
        ({"exitcode": 138, "reason": "stopped"}, [BROKEN], False),
    ],
)
async def test_a_generator_that_threw_but_counts_as_completed(
    terminated: dict[str, Any], entries: list[Any], fails: bool
) -> None:
    """Hubs of version 1.0.1 take a generator that a program itself exports for completed."""

    def ends(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        hub.info |= {"status": "completed", "terminated": terminated}
        peer.send_chunk(b"some")
        peer.send(END)

    with Hub(ends) as hub:
        hub.log = b"".join(json.dumps(one).encode() + b"\n" for one in entries) or b"\n"
        async with AsyncHostClient(hub.base_url) as host:
            if fails:
                with pytest.raises(InstanceFailedError, match="its output broke off"):
                    await read(host, "run", ndjson([1]))
            else:
                assert await read(host, "run", ndjson([1])) == b"some"


@pytest.mark.parametrize(
    ("info", "fails"),
    [
        ({"status": "killing"}, True),
        (
            {"status": "completed", "terminated": {"exitcode": 137, "reason": "Instance killed"}},
            True,
        ),
        ({"status": "completed", "terminated": {"exitcode": 138, "reason": "stopped"}}, False),
        ({"status": "completed", "terminated": {"exitcode": -1, "reason": "completed"}}, False),
        ({"status": "stopping"}, False),
        ({"status": "errored", "terminated": {"exitcode": 213, "reason": "Runner failed"}}, True),
        (
            {
                "status": "errored",
                "terminated": {"exitcode": 213, "reason": "Runner failed"},
                "sequence": {"id": "s", "config": {"engines": {"python3": "*"}}},
            },
            False,
        ),
    ],
)
async def test_how_an_end_is_judged(info: dict[str, Any], fails: bool) -> None:
    def ends(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        hub.info |= info
        peer.send(END)

    with Hub(ends) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            if fails:
                with pytest.raises(InstanceFailedError):
                    await read(host, "exchange", ndjson([1]))
            else:
                assert await read(host, "exchange", ndjson([1])) == b""


async def test_an_output_that_was_cut_off_does_not_look_whole() -> None:
    """A hub of version 1.0.1 that is too busy loses its programs."""
    with Hub(answers) as hub:
        hub.is_cut_off = True
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="its output was cut off"):
                await read(host, "exchange", ndjson([1]))


async def test_a_program_that_threw_but_whose_output_stays_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On hubs of version 1.0.1 its process lives on."""

    def throws(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        hub.info |= {"status": "errored", "terminated": {"exitcode": 101, "reason": "failed"}}
        peer.wait_until_closed()

    monkeypatch.setattr(timing, "FIRST_END_CHECK", 0.1)
    with Hub(throws) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="exit code 101"):
                await read(host, "exchange", ndjson([1]))
            assert await nothing_is_at_work()


@pytest.mark.parametrize(("writes", "most"), [(True, 0), (False, 2)])
async def test_a_program_that_takes_half_a_minute_is_hardly_polled(
    monkeypatch: pytest.MonkeyPatch, writes: bool, most: int
) -> None:
    now = 0.0
    received = threading.Event()

    def takes_long(hub: Hub, peer: Peer) -> None:
        nonlocal now
        for _ in range(20):
            now += 1.5
            hub.killed.wait(0.02)  # time for a poll; it is killed later
            if writes:
                peer.send_chunk(b"part")
                assert received.wait(10)
                received.clear()
        peer.send(END)

    monkeypatch.setattr(programs, "monotonic", lambda: now)
    monkeypatch.setattr(exchanges, "monotonic", lambda: now)
    monkeypatch.setattr(timing, "END_POLL", 0.005)
    with Hub(takes_long) as hub:
        hub.log = log_of(COMPLETED)
        async with (
            AsyncHostClient(hub.base_url) as host,
            host.get_sequence_client("s").run() as stream,
        ):
            async for _ in stream:
                received.set()
    assert hub.paths[: hub.paths.index("GET instance/i/log")].count("GET instance/i") <= most


@WAYS
async def test_a_hub_that_dies(way: str) -> None:
    def dies(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        assert hub.heard.wait(10)
        peer.reset()

    with Hub(dies, reads=False) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(StreamInterrupted) as caught:
                await read(host, way, endless())
            assert caught.value.received == 4
            assert await nothing_is_at_work()
        hub.client_closed.set()


@WAYS
@pytest.mark.parametrize("reads", [True, False])
async def test_leaving_early_ends_it_all(way: str, reads: bool) -> None:
    def writes(hub: Hub, peer: Peer) -> None:
        assert hub.heard.wait(10)
        peer.send_chunk(b"some")
        peer.wait_until_closed()

    with Hub(writes, reads=reads) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            async with open_stream(host, way, endless()) as stream:
                async for chunk in stream:
                    assert chunk == b"some"
                    break
            del stream
            assert await nothing_is_at_work()
        hub.client_closed.set()
        assert hub.killed.is_set() == (way == "run")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Collect how long small parts were left to come together, without waiting for it."""
    found = list[float]()

    async def pause(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(streams, "async_sleep", pause)
    return found


@pytest.mark.parametrize("data", ["whole", "iterable", None])
async def test_an_output_in_small_parts_gets_time_to_come_together(
    pauses: list[float], data: str | None
) -> None:
    def writes(hub: Hub, peer: Peer) -> None:
        for _ in range(PARTS):
            assert wanted.acquire(timeout=10)
            peer.send_chunk(b"a part")
        hub.info["status"] = "completed"
        peer.send(END)

    wanted = threading.Semaphore(0)
    given = {"whole": b"data", "iterable": iter([b"da", b"ta"]), None: None}[data]
    with Hub(writes) as hub:
        async with AsyncHostClient(hub.base_url) as host, open_stream(host, "run", given) as stream:
            assert data is None or await async_wait(hub.ended, 5)
            wanted.release()
            async for chunk in stream:
                assert chunk == b"a part"
                wanted.release()
    together = [seconds for seconds in pauses if seconds == timing.COALESCE_PAUSE]
    assert len(together) == (0 if data is None else PARTS - streams._MANY)


@SURE_RESULT
async def test_no_output_is_held_up_while_the_input_may_wait_for_it(pauses: list[float]) -> None:
    def echoes(hub: Hub, peer: Peer) -> None:
        for number in range(PARTS):
            while len(hub.input) <= number:
                assert hub.heard.wait(10)
                hub.heard.clear()
            peer.send_chunk(b"a part")
        hub.info["status"] = "completed"
        peer.send(END)

    def source() -> Iterator[bytes]:
        for _ in range(PARTS):
            yield b"."
            assert answered.acquire(timeout=10)

    answered = threading.Semaphore(0)
    with Hub(echoes) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_stream(host, "run", async_source(source()))
            async with stream:
                async for chunk in stream:
                    assert chunk == b"a part"
                    answered.release()
    assert hub.input == b"." * PARTS
    assert timing.COALESCE_PAUSE not in pauses


@WAYS
async def test_cancelling_it_from_elsewhere(way: str) -> None:
    with Hub(is_silent, reads=False) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_stream(host, way, endless())
            async with stream, AsyncBeside(content, stream) as reader:
                assert await async_wait(hub.heard, 5)
                stream.cancel()
                with pytest.raises(StreamInterrupted, match="was cancelled"):
                    await reader.result()
            assert await nothing_is_at_work()
        hub.client_closed.set()


@SURE_RESULT
async def test_a_program_without_input() -> None:
    def writes(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        peer.send(END)

    with Hub(writes) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            run = host.get_sequence_client("s").run(app_config={"a": 1})
            async with run as stream:
                assert stream.instance.id == "i"
                assert await content(stream) == b"some"
        assert hub.inputs() == []
        assert hub.killed.is_set()


async def test_the_instance_is_there_inside_the_block_only() -> None:
    async with AsyncHostClient("http://127.0.0.1:1/api/v1") as host:
        stream = host.get_sequence_client("s").run()
        with pytest.raises(ClientError, match="enter the stream first"):
            stream.instance  # noqa: B018


@pytest.mark.parametrize("count", [0, 1, 20_000])
async def test_records_through_a_program(hub: AnyHub, count: int) -> None:
    records = [{"number": number, "text": "zażółć\u2028"} for number in range(count)]
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "records") as sequence,
        sequence.run(ndjson(iter(records))) as results,
    ):
        came = [result async for result in results.iter_json()]
    assert came == [{**record, "seen": True} for record in records]


async def test_a_program_that_ends_before_all_was_read(hub: AnyHub) -> None:
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "records") as sequence,
        sequence.run(ndjson({"n": n} for n in iter(int, 1)), app_config={"endAfter": 5}) as results,
    ):
        assert len([result async for result in results.iter_json()]) == 5


async def test_text_through_a_program(hub: AnyHub) -> None:
    lines = "".join(f"line {number}\n" for number in range(100_000))
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "echo") as sequence,
        sequence.run(lines, "application/octet-stream") as results,
    ):
        assert (await content(results)).decode() == lines


async def test_bytes_that_an_old_hub_damages_are_warned_of(
    hub: AnyHub, caplog: pytest.LogCaptureFixture
) -> None:
    _warn.cache_clear()
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "echo") as sequence,
    ):
        for data in (os.urandom(100), [os.urandom(100)]):
            async with sequence.run(data) as results:
                assert await content(results)
    assert caplog.text.count("version 0.18.7 damage") == (hub.version == OLD)


@pytest.mark.parametrize("version", ["1.0.1", "0.18.7"])
async def test_an_instance_of_its_own_reports_its_health_no_more(version: str) -> None:
    """A busy hub answers reports too late, and the instance would drop its streams."""

    def rates() -> list[Any]:
        return [seen.json for seen in hub.requests if seen.path.endswith("/_monitoring_rate")]

    with FakeHub(version=version) as hub:
        sequence_id = hub.add_sequence("echo", lambda data: data)
        hub.fail("POST", "_monitoring_rate", status=500)
        async with AsyncHostClient(hub.url) as host:
            sequence = host.get_sequence_client(sequence_id)
            for number in range(2):  # the first time it is refused, and its body isn't read
                async with sequence.run(ndjson([number])) as results:
                    assert [result async for result in results.iter_json()] == [number]
            told = [None, [4003, {"monitoringRate": 1e-5}]] if version == "1.0.1" else []
            assert rates() == told
            async with (
                await sequence.start() as instance,
                instance.exchange(ndjson([2])) as results,
            ):
                assert [result async for result in results.iter_json()] == [2]
            assert rates() == told
