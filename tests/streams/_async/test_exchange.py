"""exchange and run: data through a program, and all its possible ends."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import re
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncStream,
    ClientError,
    InstanceFailedError,
    NotFoundError,
    RequestError,
    RequestTimeoutError,
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
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_source, async_wait
from tests.hubs import OLD
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams._async.test_cancelling import all_work_ends
from tests.streams.background import AsyncBackground

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.hubs import Hub as AnyHub

CHUNKED = head(transfer_encoding="chunked", content_type="application/octet-stream")
END = b"0\r\n\r\n"
BLOCK = bytes(range(256)) * 256
PARTS = 100
NOT_FOUND = answer(b'{"error": "Instance i not found"}', 404, "Not Found")
FAILED = {"exitcode": 23, "reason": "Sequence failed during execution"}


class OwnError(Exception):
    """The user's own exception."""


class Hub(ScriptedServer):
    """A scripted hub with one program.

    Attributes:
        info: The information about the instance.
        refusal: The response to input, if the hub rejects it.
        reads: Whether the hub reads the body of the input.
        healthy: Whether the program reports that it is healthy.
        received: Set when input is received.
        input: The received input.
        stderr: The stderr of the program.
        keeps_stderr_open: Whether stderr does not end, as long as the process runs.
        stderr_opened: Set when such a stderr is opened.
        log: The log of the instance, a stream that never ends.
        log_delay: Seconds until stdout and the log are opened, as on a busy hub.
        second_log_delay: Seconds until the log is opened again, as behind a proxy.
        stderr_delay: Seconds until stderr is opened.
        log_pause: Seconds from the head to the body of these streams.
        is_removed_slowly: Whether the hub deletes the instance while it opens stdout or the log.
        late_change: A change of the information that a late response does not contain yet.
        is_cut_off: Whether the other streams of the instance have ended.
        holds_head: Whether the output's head is sent after input, as behind a proxy.
        refuses_output: The response to a request for the output, if the hub rejects it.
        is_deleted: Whether the hub has deleted the instance, as old hubs do when it ends.
        killed: Set when the instance is killed.
    """

    def __init__(
        self,
        write: Callable[[Hub, Peer], None],
        *,
        refusal: bytes | None = None,
        reads: bool = True,
    ) -> None:
        super().__init__(self._serve_hub)
        self.info: dict[str, Any] = {"id": "i", "status": "running"}
        self.refusal = refusal
        self.reads = reads
        self.stderr, self.log = b"first\nthe last line\n", b"\n"
        self.is_cut_off = self.holds_head = self.is_deleted = False
        self.refuses_output = b""
        self.log_delay = self.second_log_delay = self.log_pause = self.stderr_delay = 0.0
        self.is_removed_slowly = False
        self.late_change: dict[str, Any] = {}
        self.keeps_stderr_open = False
        self.stderr_opened = threading.Event()
        self.healthy = True
        self.input = b""
        self.received, self.ended, self.killed = (threading.Event() for _ in range(3))
        self._write_output = write

    @property
    def paths(self) -> list[str]:
        return [
            f"{request.method} {request.path.split('/api/v1/')[1]}" for request in self.requests
        ]

    def inputs(self) -> list[Any]:
        return [request for request in self.requests if request.path.endswith("/input")]

    def _serve_hub(self, peer: Peer) -> None:  # noqa: C901 (one branch for each endpoint)
        while (request := peer.read_head()) is not None:
            if request.path.endswith("/input"):
                if not self._read_input(peer, request):
                    return
                continue
            peer.read_body(request)
            if request.path.endswith("/output"):
                self._send_output(peer)
                continue
            if self.is_deleted:
                peer.send(NOT_FOUND)
                continue
            if request.path.endswith("/stderr"):
                self.killed.wait(self.stderr_delay)
                peer.send(CHUNKED)
                peer.send_chunk(self.stderr)
                if self.keeps_stderr_open:
                    self.stderr_opened.set()
                    peer.wait_until_closed()
                    return
                peer.send(END)
            elif request.path.endswith(("/stdout", "/log")) and not self.is_cut_off:
                self.is_deleted = self.is_removed_slowly
                is_again = self.paths.count("GET instance/i/log") > 1
                self.killed.wait(self.second_log_delay if is_again else self.log_delay)
                peer.send(CHUNKED)
                self.killed.wait(self.log_pause)
                peer.send_chunk(self.log if request.path.endswith("/log") else b"\n")
                peer.wait_until_closed()
                return
            elif request.path.endswith("/health"):
                peer.send(answer(json.dumps({"healthy": self.healthy}).encode()))
            elif request.path.endswith("/start"):
                peer.send(answer(b'{"id": "i"}'))
            elif request.path.endswith("/_kill"):
                self.info["status"] = "completed"
                peer.send(answer(json.dumps(self.info).encode(), 202, "Accepted"))
                self.killed.set()
            else:
                self._send_info(peer)

    def _send_info(self, peer: Peer) -> None:
        info = answer(json.dumps(self.info).encode())
        if self.late_change:
            self.info |= self.late_change
            self.killed.wait(0.1)
        peer.send(info)

    def _send_output(self, peer: Peer) -> None:
        if self.holds_head:
            self.received.wait(10)
        if self.refuses_output:
            peer.send(self.refuses_output)
        else:
            peer.send(CHUNKED)
            self._write_output(self, peer)

    def _read_input(self, peer: Peer, request: Any) -> bool:
        if self.refusal is not None:
            peer.send(self.refusal)
            peer.wait_until_closed()
            return False
        peer.send(CHUNKED)  # hubs send the head before they read the body
        if not (self.reads or request.header("x-end-stream") == "false"):
            self.received.set()
            peer.server.client_closed.wait(10)
            return False
        for block in peer.body_blocks(request):
            self.input += block
            self.received.set()
        if request.complete:
            peer.send(END)
            if request.header("x-end-stream") != "false":
                self.ended.set()
        return bool(request.complete)


def echo_input(hub: Hub, peer: Peer) -> None:
    """Send the input back when it is complete."""
    assert hub.ended.wait(10)
    peer.send_chunk(hub.input)
    peer.send(END)


def end_early(hub: Hub, peer: Peer) -> None:
    """End before all input is read."""
    assert hub.received.wait(10)
    peer.send_chunk(b"enough")
    peer.send(END)


def send_nothing(hub: Hub, peer: Peer) -> None:
    peer.wait_until_closed()


def open_stream(host: AsyncHostClient, method: str, data: Any) -> AsyncStream:
    if method == "run":
        return host.get_sequence_client("s").run(data)
    return host.get_instance_client("i").exchange(data)


def end_and_delete(hub: Hub, peer: Peer) -> None:
    """End like a failed program of an old hub."""
    assert hub.ended.wait(10)
    hub.is_deleted = True
    peer.send_chunk(b"some")
    peer.send(END)


async def content(stream: AsyncStream) -> bytes:
    return b"".join([chunk async for chunk in stream])


async def read(host: AsyncHostClient, method: str, data: Any) -> bytes:
    async with open_stream(host, method, data) as stream:
        return await content(stream)


def endless() -> Iterator[bytes]:
    while True:
        yield BLOCK


METHODS = pytest.mark.parametrize("method", ["exchange", "run"])
SHORT_RESULT_TIMEOUT = pytest.mark.usefixtures("short_result_timeout")
LONG_SILENCES = pytest.mark.usefixtures("long_silences")


@pytest.fixture(autouse=True)
def short_timeouts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripted programs need no time to become ready."""
    if "hub" not in request.fixturenames:
        monkeypatch.setattr(timing, "INPUT_READY", 0.02)
        monkeypatch.setattr(timing, "CONTENT_TYPE_READ", 0.01)


@pytest.fixture
def long_silences(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines that show the result arrive for certain, but late on a busy machine."""
    monkeypatch.setattr(timing, "LAST_LINE_SILENCE", 10.0)
    monkeypatch.setattr(timing, "STDERR_SILENCE", 10.0)


@pytest.fixture
def short_result_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripted hubs report no failure after the end of the output, so waiting is useless."""
    monkeypatch.setattr(timing, "RESULT_TIMEOUT", 0.05)


@SHORT_RESULT_TIMEOUT
@METHODS
async def test_the_input_is_sent_and_the_output_read(method: str) -> None:
    with Hub(echo_input) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, method, ndjson([1, 2])) == b"1\n2\n"
            assert await all_work_ends()
        assert hub.killed.is_set() == (method == "run")
    assert [request.header("content-type") for request in hub.inputs()] == ["application/x-ndjson"]
    assert hub.inputs()[0].header("x-end-stream") is None


@SHORT_RESULT_TIMEOUT
@METHODS
@pytest.mark.parametrize("kind", ["small", "parts"])
async def test_bytes_are_sent_after_an_empty_input_to_a_healthy_instance(
    method: str, kind: str
) -> None:
    """Hubs of version 1.0.1 damage bytes in the first input."""
    with Hub(echo_input) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            data = BLOCK if kind == "small" else [BLOCK, BLOCK]
            assert await read(host, method, data) == (BLOCK if kind == "small" else BLOCK * 2)
    first, second = hub.inputs()
    assert (first.header("x-end-stream"), first.body) == ("false", b"")
    assert second.header("x-end-stream") is None
    assert hub.paths.index("GET instance/i/health") < hub.paths.index("POST instance/i/input")


@SHORT_RESULT_TIMEOUT
@METHODS
async def test_unread_input_is_no_error(method: str) -> None:
    closed = threading.Event()

    def source() -> Iterator[bytes]:
        try:
            yield from endless()
        finally:
            closed.set()

    with Hub(end_early, reads=False) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, method, source()) == b"enough"
            assert await async_wait(closed, 5)
            assert await all_work_ends()
        hub.client_closed.set()


@METHODS
async def test_the_exception_of_a_source_is_raised_to_the_reader(method: str) -> None:
    error = OwnError("mine")

    def source() -> Iterator[bytes]:
        yield b"some"
        assert hub.received.wait(5)
        raise error

    with Hub(send_nothing) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(OwnError) as caught:
                await read(host, method, async_source(source()))
            assert caught.value is error
            assert await all_work_ends()
        assert hub.killed.is_set() == (method == "run")
    assert not any(request.complete for request in hub.inputs()[1:])


@METHODS
@pytest.mark.parametrize("kind", [SystemExit, asyncio.CancelledError])
async def test_a_source_that_wants_to_end_its_thread_fails(
    method: str, kind: type[BaseException]
) -> None:
    def source() -> Iterator[bytes]:
        yield b"some"
        raise kind("mine")

    with Hub(send_nothing) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_stream(host, method, source())
            async with AsyncWatchdog(10, stream.cancel), stream:
                with pytest.raises(ClientError, match=f"data source raised {kind.__name__}") as e:
                    [chunk async for chunk in stream]
                assert type(e.value.__cause__) is kind
            assert await all_work_ends()


@METHODS
async def test_a_source_that_fails_when_the_output_has_ended_is_raised_to_the_reader(
    method: str,
) -> None:
    fails, failed = threading.Event(), threading.Event()

    def source() -> Iterator[bytes]:
        yield b"some"
        assert fails.wait(10)
        raise OwnError

    def end_with_the_last_bytes(hub: Hub, peer: Peer) -> None:
        assert hub.received.wait(10)
        peer.send(b"6\r\nenough\r\n" + END)

    with Hub(end_with_the_last_bytes) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_stream(host, method, async_source(source()))
            with pytest.raises(OwnError):
                async with stream:
                    stream._cancel_token.add_callback(failed.set)
                    chunks = stream.iter_bytes()
                    assert await anext(chunks) == b"enough"
                    fails.set()
                    assert await async_wait(failed, 10)
                    assert await anext(chunks, None) is None


@METHODS
async def test_a_rejected_input_is_raised_to_the_reader(method: str) -> None:
    refusal = answer(b'{"error": "Input provided in other way"}', 405, "Method Not Allowed")
    with Hub(send_nothing, refusal=refusal) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(RequestError, match="Input provided in other way"):
                await read(host, method, ndjson([1]))
            assert await all_work_ends()
        assert hub.killed.is_set() == (method == "run")


@METHODS
async def test_the_error_of_a_failed_program_contains_its_stderr(method: str) -> None:
    def fail(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        peer.send_chunk(b"some")
        peer.send(END)
        hub.info |= {"status": "errored", "terminated": FAILED}

    with Hub(fail) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            received: list[bytes] = []
            async with open_stream(host, method, ndjson([1])) as stream:
                with pytest.raises(InstanceFailedError) as caught:
                    received.extend([chunk async for chunk in stream.iter_bytes()])
        error = caught.value
        assert (error.exitcode, error.reason) == (23, "Sequence failed during execution")
        assert error.stderr == "first\nthe last line"
        assert "instance i failed: Sequence failed during execution (exit code 23)" in str(error)
        assert str(error).endswith("the last line")


ERROR_ENTRY = {
    "msg": "Error occurred during Sequence execution: ",
    "level": "ERROR",
    "data": ["Error: its message\n    at main (index.js:1:48)"],
    "from": "Runner",
}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (
            [ERROR_ENTRY],
            "its log reports:\n  Error: its message\n      at main (index.js:1:48)",
        ),
        ([{**ERROR_ENTRY, "data": [1, "Error: its message"]}], "\n  Error: its message"),
        (
            [
                {**ERROR_ENTRY, "msg": "Sequence output stream error"},
                {**ERROR_ENTRY, "data": ["Error: Application Error Occurred\n  at x"]},
            ],
            "message…48)",
        ),
        ([ERROR_ENTRY, {**ERROR_ENTRY, "data": ["another"]}], "(index.js:1:48)"),
        ([{**ERROR_ENTRY, "data": ["\n".join(map(str, range(1, 100)))]}], "\n  19\n  20"),
        (
            [{**ERROR_ENTRY, "data": [{}]}, {**ERROR_ENTRY, "from": "CSIController"}],
            "its stderr is empty",
        ),
        ([{**ERROR_ENTRY, "level": "WARN"}, 1, {}, []], "its stderr is empty"),
    ],
)
async def test_the_error_of_a_program_without_stderr_contains_its_log(
    entries: list[Any], expected: str
) -> None:
    """Hubs of version 1.0.1 write exceptions that a runner catches only to the log."""

    def fail(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        peer.send(END)
        hub.info |= {"status": "errored", "terminated": FAILED}

    with Hub(fail) as hub:
        hub.stderr = b"\n"
        hub.log = b"not JSON\n" + b"".join(json.dumps(one).encode() + b"\n" for one in entries)
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError) as caught:
                await read(host, "run", ndjson([1]))
    pattern = ".*" + ".*".join(map(re.escape, expected.split("…")))
    assert re.fullmatch(pattern, str(caught.value), re.DOTALL)
    assert caught.value.stderr == ""
    assert ("its log reports" in str(caught.value)) == bool(caught.value.log)


COMPLETED = {"msg": "Sequence completed. Waiting 10000ms with exit.", "level": "TRACE"}
COMPLETED |= {"from": "Runner"}


def log_of(*entries: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def after_output(hub: Hub) -> list[str]:
    """Return the requests between the request for the output and the kill."""
    paths = hub.paths[hub.paths.index("GET instance/i/output") + 1 :]
    kill = "POST instance/i/_kill"
    return paths[: paths.index(kill)] if kill in paths else paths


@LONG_SILENCES
async def test_the_log_reports_success_without_polls() -> None:
    with Hub(echo_input) as hub:
        nested = b"[" * 200_000 + b"\n"
        hub.log = nested + log_of({"level": "INFO", "from": "Runner"}, COMPLETED)
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, "run", ndjson([1, 2])) == b"1\n2\n"
    paths = hub.paths[: hub.paths.index("POST instance/i/_kill") + 1]
    assert len(paths) <= 10
    assert paths.count("GET instance/i") == 1
    assert paths[-2] == "GET instance/i/log"


@LONG_SILENCES
@pytest.mark.parametrize(
    ("message", "exitcode", "reason"),
    [
        ("Sequence syntax error.", 22, "Sequence failed on start"),
        ("Sequence error:", 22, "Sequence failed on start"),
        (ERROR_ENTRY["msg"], 23, "Sequence failed during execution"),
    ],
)
async def test_the_log_reports_a_failure_before_the_hub_notices_it(
    message: str, exitcode: int, reason: str
) -> None:
    with Hub(echo_input) as hub:
        hub.log = log_of(ERROR_ENTRY | {"msg": message})
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="its message") as caught:
                await read(host, "run", ndjson([1]))
    error = caught.value
    assert (error.exitcode, error.reason) == (exitcode, reason)
    assert error.log.startswith("Error: its message")
    files = {Path(frame.filename).name for frame in traceback.extract_tb(error.__traceback__)}
    assert files == {"test_exchange.py", "stream.py", "exchange.py"}
    assert error.stderr == "first\nthe last line"
    assert hub.paths.count("GET instance/i") <= 2 + 1  # and one after the kill


async def test_a_failure_is_raised_although_the_log_opens_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timing, "LAST_LINE_SILENCE", 0.05)
    with Hub(echo_input) as hub:
        hub.log, hub.log_delay = log_of(ERROR_ENTRY | {"msg": "Sequence error:"}), 0.4
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="its message"):
                await read(host, "run", ndjson([1]))


async def test_a_failure_is_raised_although_the_log_arrives_in_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A slow network delays the head, and each piece of the body."""
    monkeypatch.setattr(timing, "LAST_LINE_SILENCE", 0.02)
    monkeypatch.setattr(timing, "RESULT_TIMEOUT", 0.05)
    with Hub(echo_input) as hub:
        hub.log = b"\n" + log_of(ERROR_ENTRY | {"msg": "Sequence error:"})
        hub.log_delay, hub.log_pause = 0.4, 0.2
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="its message"):
                await read(host, "run", ndjson([1]))


@LONG_SILENCES
async def test_a_failure_at_the_end_of_a_long_log_is_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timing, "RESULT_TIMEOUT", -1.0)
    with Hub(echo_input) as hub:
        hub.log = b"\n" * 10 + log_of(ERROR_ENTRY | {"msg": "Sequence error:"})
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="its message"):
                await read(host, "run", ndjson([1]))


@pytest.mark.parametrize("is_removed", [True, False])
async def test_a_program_of_an_old_hub_whose_log_does_not_open_has_an_unknown_result(
    is_removed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log of a failed Python program shows the failure; of a successful one, the success."""
    monkeypatch.setattr(timing, "LOG_TIMEOUT", 0.1)
    monkeypatch.setattr(timing, "RESULT_TIMEOUT", 0.05)

    def end(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        peer.send(END)

    with Hub(end) as hub:
        del hub.info["status"]
        hub.log, hub.log_delay, hub.is_removed_slowly = log_of(COMPLETED), 0.5, is_removed
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(RequestTimeoutError) as caught:
                await read(host, "run", ndjson([1]))
    assert caught.value.__notes__ == ["The result of the program is unknown."]


@SHORT_RESULT_TIMEOUT
async def test_a_log_without_a_result_is_no_error_although_it_does_not_open_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Hubs of version 1.0.1 send no lines to a second reader, so a proxy holds the headers back."""
    monkeypatch.setattr(timing, "LOG_TIMEOUT", 0.1)
    monkeypatch.setattr(timing, "LAST_HEAD_TIMEOUT", 0.1)
    monkeypatch.setattr(timing, "LAST_LINE_SILENCE", 0.01)

    def complete(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        hub.info["status"] = "completed"
        peer.send(END)

    with Hub(complete) as hub:
        hub.second_log_delay = 0.5
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, "run", ndjson([1])) == b""
    assert hub.paths.count("GET instance/i/log") == 2


@SHORT_RESULT_TIMEOUT
async def test_a_failure_is_raised_although_a_response_about_the_instance_is_late() -> None:
    def fail(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        hub.late_change = {"status": "errored", "terminated": FAILED}
        peer.send(END)

    with Hub(fail) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="Sequence failed during execution"):
                await read(host, "run", ndjson([1]))


async def test_an_exchange_does_not_read_the_log() -> None:
    """On hubs of version 1.0.1, a log sends no more data after one of its readers disconnects."""
    with Hub(echo_input) as hub:
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


@METHODS
async def test_a_program_that_an_old_hub_deletes_has_failed(method: str) -> None:
    with Hub(end_and_delete) as hub:
        del hub.info["status"]
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="did not log that the program completed"):
                await read(host, method, ndjson([1]))


@METHODS
@pytest.mark.parametrize("engine", ["node", "python3"])
async def test_a_removed_python_program_names_the_hubs_python_as_a_possible_cause(
    method: str, engine: str
) -> None:
    config = {"engines": {engine: "*"}, "entrypointPath": "scramjet_main.py"}
    with Hub(end_and_delete) as hub:
        del hub.info["status"]
        hub.info |= {"config": config, "sequence": {"id": "s", "config": config}}
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="its stderr is empty") as caught:
                await read(host, method, ndjson([1]))
    assert ("the hub's version of Python" in str(caught.value)) == (engine == "python3")


@pytest.mark.parametrize(
    ("method", "error"), [("run", InstanceFailedError), ("exchange", NotFoundError)]
)
async def test_an_old_hub_removes_a_program_before_its_output_is_opened(
    method: str, error: type[ClientError]
) -> None:
    """Only a program that ``run`` has started certainly existed."""
    with Hub(echo_input) as hub:
        hub.refuses_output = NOT_FOUND
        del hub.info["status"]
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ClientError) as caught:
                await read(host, method, None)
    assert type(caught.value) is error


@LONG_SILENCES
@METHODS
async def test_a_program_that_an_old_hub_logs_as_completed_has_succeeded(method: str) -> None:
    with Hub(echo_input) as hub:
        del hub.info["status"]
        hub.log = log_of(COMPLETED)
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, method, ndjson([1])) == b"1\n"
    assert "GET instance/i/log" in after_output(hub)


@METHODS
@pytest.mark.parametrize(
    ("calls", "logs", "fails"),
    [
        (["kill"], False, True),
        (["kill"], True, False),  # the program had completed before
        (["stop"], False, False),
        (["stop", "kill"], False, True),
        (["kill", "stop"], False, True),
    ],
)
async def test_an_old_hub_removes_a_program_that_this_client_ends(
    method: str,
    calls: list[str],
    logs: bool,
    fails: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if logs:  # the line arrives for certain, but late on a busy machine
        monkeypatch.setattr(timing, "LAST_LINE_SILENCE", 10.0)
    may_end = threading.Event()

    def end(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        assert may_end.wait(10)
        hub.is_deleted = not logs
        peer.send(END)

    with Hub(end) as hub:
        del hub.info["status"]
        hub.log = log_of(COMPLETED)
        async with (
            AsyncHostClient(hub.base_url) as host,
            open_stream(host, method, ndjson([1])) as stream,
        ):
            chunks = stream.iter_bytes()
            assert await anext(chunks) == b"some"
            for name in calls:
                await getattr(stream.instance, name)()  # type: ignore[attr-defined]
            may_end.set()
            if fails:
                with pytest.raises(InstanceFailedError, match="this client killed") as caught:
                    await anext(chunks)
                assert caught.value.exitcode == 137
            else:
                assert [chunk async for chunk in chunks] == []


@METHODS
@pytest.mark.parametrize(
    ("end", "fails"),
    [
        ({"exitcode": -1, "reason": "Instance completed"}, None),
        ({"exitcode": 137, "reason": "Instance killed"}, "Instance killed"),
        (None, "the hub has removed it"),
    ],
)
async def test_a_slow_reader_gets_the_result_of_a_program_that_the_hub_has_removed(
    method: str,
    end: dict[str, Any] | None,
    fails: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Hubs of version 1.0.1 remove an instance some time after its end."""
    monkeypatch.setattr(timing, "LONGEST_END_CHECK", 0.0)
    monkeypatch.setattr(timing, "FIRST_END_CHECK", 100.0)
    monkeypatch.setattr(timing, "END_POLL", 0.01)
    monkeypatch.setattr(timing, "LAST_LINE_SILENCE", 0.05)
    may_end = threading.Event()

    def write(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        if end is not None:
            hub.info |= {"status": "completed", "terminated": end}
        peer.send_chunk(b"some")
        assert may_end.wait(10)
        hub.is_deleted = True
        peer.send(END)

    with Hub(write) as hub:
        async with (
            AsyncHostClient(hub.base_url) as host,
            open_stream(host, method, ndjson([1])) as stream,
        ):
            program = stream._program  # type: ignore[attr-defined]
            chunks = stream.iter_bytes()
            assert await anext(chunks) == b"some"
            while end is not None and program._ended is None:
                await async_wait(hub.killed, 0.01)
            may_end.set()
            if fails is not None:
                with pytest.raises(InstanceFailedError, match=fails):
                    await anext(chunks)
            else:
                assert [chunk async for chunk in chunks] == []


PYTHON = {"sequence": {"id": "s", "config": {"engines": {"python3": "*"}}}}
RUNS = {"msg": "Running instance...", "level": "INFO", "from": "PythonRunner"}


@SHORT_RESULT_TIMEOUT
@METHODS
@pytest.mark.parametrize(
    ("entries", "fails"),
    [
        ([RUNS], True),
        ([RUNS, RUNS | {"msg": "Finished."}], False),
        ([], False),  # another reader has received the log
    ],
)
async def test_only_the_log_shows_whether_a_python_program_has_completed(
    method: str, entries: list[dict[str, Any]], fails: bool
) -> None:
    """Hubs of version 1.0.1 report the same exit code for all Python programs."""

    def end(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        failed = {"exitcode": 213, "reason": "Runner failed"}
        hub.info |= {"status": "errored", "terminated": failed, **PYTHON}
        peer.send(END)

    with Hub(end) as hub:
        hub.log = log_of(*entries) or b"\n"
        async with AsyncHostClient(hub.base_url) as host:
            if fails:
                with pytest.raises(InstanceFailedError, match="Runner failed"):
                    await read(host, method, ndjson([1]))
            else:
                assert await read(host, method, ndjson([1])) == b""


async def test_a_failed_program_is_an_error_on_every_hub(hub: AnyHub) -> None:
    data = ndjson([{"n": n} for n in range(5)])
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "records") as sequence,
    ):
        with pytest.raises(InstanceFailedError):
            async with sequence.run(data, app_config={"failAfter": 3}) as results:
                assert await content(results)


@SHORT_RESULT_TIMEOUT
@METHODS
async def test_input_is_sent_while_a_proxy_holds_the_head_of_the_output(method: str) -> None:
    with Hub(echo_input) as hub:
        hub.holds_head = True
        async with AsyncHostClient(hub.base_url) as host:
            assert await read(host, method, ndjson([1])) == b"1\n"
            assert await all_work_ends()


@SHORT_RESULT_TIMEOUT
@METHODS
async def test_the_block_is_entered_before_the_head_arrives(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The source may wait for code inside the block."""
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    entered = threading.Event()

    def source() -> Iterator[bytes]:
        assert entered.wait(10)
        yield b"1\n"

    with Hub(echo_input) as hub:
        hub.holds_head = True
        async with AsyncHostClient(hub.base_url) as host:
            async with open_stream(host, method, async_source(source())) as stream:
                entered.set()
                assert await content(stream) == b"1\n"
            assert await all_work_ends()


@METHODS
async def test_errors_before_the_head_arrives_are_raised_to_the_reader(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    error = OwnError("mine")
    entered = threading.Event()

    def source() -> Iterator[bytes]:
        assert entered.wait(10)
        raise error
        yield b""

    with Hub(echo_input) as hub:
        hub.holds_head = True
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(OwnError):
                async with open_stream(host, method, async_source(source())) as stream:
                    entered.set()
                    await content(stream)
            assert await all_work_ends()
        hub.received.set()


@METHODS
async def test_a_late_rejection_of_the_output_is_raised(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    with Hub(echo_input) as hub:
        hub.holds_head = True
        hub.refuses_output = answer(b'{"error": "mine"}', 500, "No")
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ServerError, match="500 mine"):
                await read(host, method, ndjson([1]))
            assert await all_work_ends()


@METHODS
async def test_leaving_before_the_head_arrives_ends_the_call(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    with Hub(echo_input) as hub:
        hub.holds_head = True
        async with AsyncHostClient(hub.base_url) as host:
            async with open_stream(host, method, async_source(iter([b"", b""]))) as stream:
                pass
            with pytest.raises(StreamInterrupted, match="was left after 0 bytes") as caught:
                await content(stream)
            assert caught.value.cancelled
            assert await all_work_ends()
        hub.received.set()
        assert hub.killed.is_set() == (method == "run")


STREAM_ERROR = {"msg": "Error during output data stream", "level": "ERROR", "from": "Runner"}
COMPLETE = {"exitcode": -1, "reason": "Instance completed"}


@pytest.mark.parametrize(
    ("terminated", "entries", "fails"),
    [
        (COMPLETE, [STREAM_ERROR | {"data": [{}]}], True),
        ({"exitcode": 0}, [STREAM_ERROR, ERROR_ENTRY], True),
        ({}, [{"level": "INFO", "from": "Runner"}, STREAM_ERROR], True),
        (COMPLETE, [STREAM_ERROR | {"level": "WARN"}, STREAM_ERROR | {"from": "Sequence"}], False),
        (COMPLETE, [], False),
        ({"exitcode": 138, "reason": "stopped"}, [STREAM_ERROR], False),
    ],
)
async def test_a_generator_that_raised_has_failed_although_the_hub_reports_success(
    terminated: dict[str, Any], entries: list[Any], fails: bool
) -> None:
    """Hubs of version 1.0.1 report success although an exported generator has raised."""

    def end(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        hub.info |= {"status": "completed", "terminated": terminated}
        peer.send_chunk(b"some")
        peer.send(END)

    with Hub(end) as hub:
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
async def test_the_status_and_the_exit_code_decide_whether_a_program_failed(
    info: dict[str, Any], fails: bool
) -> None:
    def end(hub: Hub, peer: Peer) -> None:
        assert hub.ended.wait(10)
        hub.info |= info
        peer.send(END)

    with Hub(end) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            if fails:
                with pytest.raises(InstanceFailedError):
                    await read(host, "exchange", ndjson([1]))
            else:
                assert await read(host, "exchange", ndjson([1])) == b""


async def test_an_output_that_was_cut_off_is_an_error() -> None:
    """A busy hub of version 1.0.1 may lose its programs."""
    with Hub(echo_input) as hub:
        hub.is_cut_off = True
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="its output was cut off"):
                await read(host, "exchange", ndjson([1]))


async def test_a_failed_program_whose_output_stays_open_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On hubs of version 1.0.1, the process of the program keeps running."""

    def fail(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        hub.info |= {"status": "errored", "terminated": {"exitcode": 101, "reason": "failed"}}
        peer.wait_until_closed()

    monkeypatch.setattr(timing, "FIRST_END_CHECK", 0.1)
    with Hub(fail) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="exit code 101"):
                await read(host, "exchange", ndjson([1]))
            assert await all_work_ends()


@METHODS
async def test_an_output_whose_end_is_lost_is_not_complete(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network may lose the last data, although the hub reports that the program completed."""

    def complete(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        hub.log = log_of(COMPLETED)
        hub.info |= {"status": "completed", "terminated": {"exitcode": -1, "reason": "completed"}}
        peer.wait_until_closed()

    monkeypatch.setattr(timing, "FIRST_END_CHECK", 0.1)
    with Hub(complete) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(StreamInterrupted, match="data may be missing") as caught:
                await read(host, method, ndjson([1]))
            assert (caught.value.received, caught.value.cancelled) == (4, False)
            assert await all_work_ends()


async def test_an_output_that_ends_late_is_complete() -> None:
    received = threading.Event()

    def complete(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        assert received.wait(10)
        hub.log = log_of(COMPLETED)
        peer.send(b"0\r\n\r\n")

    with Hub(complete) as hub:
        host = AsyncHostClient(hub.base_url)
        async with host, host.get_sequence_client("s").run(ndjson([1])) as output:
            async for chunk in output:
                assert chunk == b"some"
                assert output._watch is not None
                output._watch.finished = True  # the watch has given up just before the end
                received.set()


@pytest.mark.parametrize(("writes", "max_polls"), [(True, 0), (False, 2)])
async def test_a_program_that_runs_for_30_s_is_polled_rarely(
    monkeypatch: pytest.MonkeyPatch, writes: bool, max_polls: int
) -> None:
    now = 0.0
    received = threading.Event()

    def run_for_30_s(hub: Hub, peer: Peer) -> None:
        nonlocal now
        for _ in range(20):
            now += 1.5
            hub.killed.wait(0.02)  # time for a poll; the program is killed later
            if writes:
                peer.send_chunk(b"part")
                assert received.wait(10)
                received.clear()
        peer.send(END)

    monkeypatch.setattr(programs, "monotonic", lambda: now)
    monkeypatch.setattr(exchanges, "monotonic", lambda: now)
    monkeypatch.setattr(timing, "END_POLL", 0.005)
    with Hub(run_for_30_s) as hub:
        hub.log = log_of(COMPLETED)
        async with (
            AsyncHostClient(hub.base_url) as host,
            host.get_sequence_client("s").run() as stream,
        ):
            async for _ in stream:
                received.set()
    assert hub.paths[: hub.paths.index("GET instance/i/log")].count("GET instance/i") <= max_polls


@METHODS
async def test_a_connection_reset_by_the_hub_is_raised(method: str) -> None:
    def reset(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        assert hub.received.wait(10)
        peer.reset()

    with Hub(reset, reads=False) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(StreamInterrupted) as caught:
                await read(host, method, endless())
            assert (caught.value.received, caught.value.cancelled) == (4, False)
            assert await all_work_ends()
        hub.client_closed.set()


@METHODS
@pytest.mark.parametrize("reads", [True, False])
async def test_leaving_early_ends_all_requests(method: str, reads: bool) -> None:
    def write(hub: Hub, peer: Peer) -> None:
        assert hub.received.wait(10)
        peer.send_chunk(b"some")
        peer.wait_until_closed()

    with Hub(write, reads=reads) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            async with open_stream(host, method, endless()) as stream:
                async for chunk in stream:
                    assert chunk == b"some"
                    break
            del stream
            assert await all_work_ends()
        hub.client_closed.set()
        assert hub.killed.is_set() == (method == "run")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses for coalescing small parts instead of sleeping."""
    found = list[float]()

    async def pause(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(streams, "async_sleep", pause)
    return found


@pytest.mark.parametrize("data", ["bytes", "iterable", None])
async def test_small_parts_of_an_output_are_coalesced(
    pauses: list[float], data: str | None
) -> None:
    def write(hub: Hub, peer: Peer) -> None:
        for _ in range(PARTS):
            assert permits.acquire(timeout=10)
            peer.send_chunk(b"a part")
        hub.info["status"] = "completed"
        peer.send(END)

    permits = threading.Semaphore(0)
    source = {"bytes": b"data", "iterable": iter([b"da", b"ta"]), None: None}[data]
    with Hub(write) as hub:
        async with (
            AsyncHostClient(hub.base_url) as host,
            open_stream(host, "run", source) as stream,
        ):
            assert data is None or await async_wait(hub.ended, 5)
            permits.release()
            async for chunk in stream:
                assert chunk == b"a part"
                permits.release()
    coalescing = [seconds for seconds in pauses if seconds == timing.COALESCE_PAUSE]
    assert len(coalescing) == (0 if data is None else PARTS - streams._MANY)


@SHORT_RESULT_TIMEOUT
async def test_the_output_is_not_delayed_while_the_input_may_wait_for_it(
    pauses: list[float],
) -> None:
    def send_part_for_each_byte(hub: Hub, peer: Peer) -> None:
        for number in range(PARTS):
            while len(hub.input) <= number:
                assert hub.received.wait(10)
                hub.received.clear()
            peer.send_chunk(b"a part")
        hub.info["status"] = "completed"
        peer.send(END)

    def source() -> Iterator[bytes]:
        for _ in range(PARTS):
            yield b"."
            assert answered.acquire(timeout=10)

    answered = threading.Semaphore(0)
    with Hub(send_part_for_each_byte) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_stream(host, "run", async_source(source()))
            async with stream:
                async for chunk in stream:
                    assert chunk == b"a part"
                    answered.release()
    assert hub.input == b"." * PARTS
    assert timing.COALESCE_PAUSE not in pauses


@METHODS
async def test_a_program_that_never_becomes_healthy_is_an_error(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the error, the reader would wait forever for the answer to unsent input."""
    monkeypatch.setattr(timing, "HEALTH_TIMEOUT", 0.1)
    monkeypatch.setattr(timing, "INPUT_GRACE", 0.01)
    with Hub(send_nothing) as hub:
        hub.healthy = False
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(RequestTimeoutError, match="instance i is not healthy"):
                await read(host, method, ndjson([1]))
            assert await all_work_ends()
        assert hub.inputs() == []


async def test_an_exception_of_the_token_function_is_raised_and_ends_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """All requests after the start need a token, also those in the background."""
    tokens = iter([("token", 0.0)])

    def get_token() -> tuple[str, float]:
        for token in tokens:
            return token
        raise OwnError

    with Hub(send_nothing) as hub:
        async with AsyncHostClient(hub.base_url, token=get_token) as host:
            with pytest.raises(OwnError):
                async with open_stream(host, "run", b"data") as stream:
                    await content(stream)
            gc.collect()
            assert await all_work_ends()
    assert "never retrieved" not in caplog.text


async def test_nothing_is_started_for_a_run_that_was_cancelled_before() -> None:
    with Hub(send_nothing) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_stream(host, "run", b"data")
            stream.cancel()
            with pytest.raises(StreamInterrupted, match="was cancelled"):
                async with stream:
                    pass
    assert hub.requests == []


@METHODS
async def test_cancelling_a_call_interrupts_its_reader(method: str) -> None:
    with Hub(send_nothing, reads=False) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = open_stream(host, method, endless())
            async with stream, AsyncBackground(content, stream) as reader:
                assert await async_wait(hub.received, 5)
                stream.cancel()
                with pytest.raises(StreamInterrupted, match="was cancelled"):
                    await reader.result()
            assert await all_work_ends()
        hub.client_closed.set()


@SHORT_RESULT_TIMEOUT
async def test_a_program_can_run_without_input() -> None:
    def write(hub: Hub, peer: Peer) -> None:
        peer.send_chunk(b"some")
        peer.send(END)

    with Hub(write) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            run = host.get_sequence_client("s").run(app_config={"a": 1})
            async with run as stream:
                assert stream.instance.id == "i"
                assert await content(stream) == b"some"
        assert hub.inputs() == []
        assert hub.killed.is_set()


@SHORT_RESULT_TIMEOUT
async def test_a_failure_of_a_python_program_is_raised_although_its_stderr_opens_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timing, "LAST_LINE_SILENCE", 0.05)
    with Hub(lambda _, peer: peer.send(END)) as hub:
        hub.info["config"] = {"engines": {"python3": ""}}
        hub.stderr = b"Traceback (most recent call last):\n  File\nRuntimeError: mine\n"
        hub.stderr_delay = 0.3
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(InstanceFailedError, match="RuntimeError: mine"):
                async with host.get_sequence_client("s").run() as stream:
                    await content(stream)


async def test_leaving_a_python_program_closes_its_stderr() -> None:
    """The client watches stderr for exceptions."""
    with Hub(send_nothing) as hub:
        hub.info["config"] = {"engines": {"python3": ""}}
        hub.keeps_stderr_open = True
        async with AsyncHostClient(hub.base_url) as host:
            async with host.get_sequence_client("s").run():
                assert await async_wait(hub.stderr_opened, 5)
            assert await all_work_ends()


async def test_the_instance_is_available_only_inside_the_block() -> None:
    async with AsyncHostClient("http://127.0.0.1:1/api/v1") as host:
        stream = host.get_sequence_client("s").run()
        with pytest.raises(ClientError, match="enter the stream first"):
            stream.instance  # noqa: B018


@pytest.mark.parametrize("count", [0, 1, 20_000])
async def test_records_pass_through_a_program(hub: AnyHub, count: int) -> None:
    records = [{"number": number, "text": "zażółć\u2028"} for number in range(count)]
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "records") as sequence,
        sequence.run(ndjson(iter(records))) as results,
    ):
        received = [result async for result in results.iter_json()]
    assert received == [{**record, "seen": True} for record in records]


async def test_a_program_may_end_before_reading_all_input(hub: AnyHub) -> None:
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "records") as sequence,
        sequence.run(ndjson({"n": n} for n in iter(int, 1)), app_config={"endAfter": 5}) as results,
    ):
        assert len([result async for result in results.iter_json()]) == 5


async def test_text_passes_through_a_program(hub: AnyHub) -> None:
    lines = "".join(f"line {number}\n" for number in range(100_000))
    async with (
        AsyncHostClient(hub.api_base) as host,
        await host.send_sequence(SEQUENCES / "echo") as sequence,
        sequence.run(lines, "application/octet-stream") as results,
    ):
        assert (await content(results)).decode() == lines


async def test_bytes_that_an_old_hub_damages_are_reported(
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
async def test_run_stops_the_health_reports_of_its_instance(version: str) -> None:
    """A busy hub responds to reports too late, and the instance would close its streams."""

    def rates() -> list[Any]:
        return [seen.json for seen in hub.requests if seen.path.endswith("/_monitoring_rate")]

    with FakeHub(version=version) as hub:
        sequence_id = hub.add_sequence("echo", lambda data: data)
        hub.fail("POST", "_monitoring_rate", status=500)
        async with AsyncHostClient(hub.url) as host:
            sequence = host.get_sequence_client(sequence_id)
            for number in range(2):  # the first request is rejected before its body is read
                async with sequence.run(ndjson([number])) as results:
                    assert [result async for result in results.iter_json()] == [number]
            expected = [None, [4003, {"monitoringRate": 1e-5}]] if version == "1.0.1" else []
            assert rates() == expected
            async with (
                await sequence.start() as instance,
                instance.exchange(ndjson([2])) as results,
            ):
                assert [result async for result in results.iter_json()] == [2]
            assert rates() == expected


@pytest.mark.parametrize("method", ["run", "exchange"])
async def test_an_output_that_never_opens_ends_with_its_program(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", 0.01)
    monkeypatch.setattr(timing, "FIRST_END_CHECK", 0.02)
    monkeypatch.setattr(timing, "END_POLL", 0.01)
    monkeypatch.setattr(timing, "OPEN_AFTER_END", 0.05)
    with Hub(send_nothing) as hub:
        hub.holds_head = True  # without input it is held for 10 s
        hub.info |= {"status": "completed", "terminated": {"exitcode": -1, "reason": "done"}}
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ClientError, match="ended before this stream began"):
                await read(host, method, None)
            hub.received.set()
