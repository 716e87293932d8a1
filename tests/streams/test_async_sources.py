"""The sources of asynchronous clients: they may block, wait, fail, and hold resources."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import aiofiles  # type: ignore[import-untyped]
import anyio
import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    ClientError,
    UnprocessableEntityError,
    ndjson,
)
from scramjet_facade.body.async_producer import AsyncProducer
from scramjet_facade.body.source import data_source
from scramjet_facade.concurrency.async_waiting import AsyncEvent
from tests.flavor import async_wait
from tests.scripted_server import Peer, ScriptedServer, always, answer
from tests.streams.background import (
    async_wait_for_all,
    connections_to,
    join_threads,
    running_threads,
    running_work,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

OK = answer(b"{}")
SECONDS = 10


class InputServer(ScriptedServer):
    """Accepts inputs, and counts the received blocks."""

    def __init__(self) -> None:
        super().__init__(self._serve_inputs)
        self.version = "1.0.1"
        self.arrived = threading.Semaphore(0)

    def _serve_inputs(self, peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            for block in peer.body_blocks(request):
                request.body += block
                self.arrived.release()
            if not request.complete:
                return
            peer.send(OK)


async def send(server: ScriptedServer, data: Any, **options: Any) -> bytes:
    async with AsyncHostClient(server.base_url) as host:
        await host.send_topic("t", data, **options)
    return server.requests[-1].body


async def test_a_blocking_iterator_does_not_block_the_loop() -> None:
    """The iterator waits for events that the loop sets."""
    requested, released = asyncio.Queue[int](), [threading.Event() for _ in range(3)]
    loop = asyncio.get_running_loop()

    def source() -> Iterator[bytes]:
        for number, event in enumerate(released):
            loop.call_soon_threadsafe(requested.put_nowait, number)
            assert event.wait(SECONDS)
            yield b"%d" % number

    with InputServer() as server:
        upload = asyncio.create_task(send(server, source()))
        for _ in released:
            number = await requested.get()
            released[number].set()
            # Each block is sent before the next one is available.
            assert await asyncio.to_thread(server.arrived.acquire, timeout=SECONDS)
        assert await upload == b"012"


async def test_one_thread_runs_and_closes_an_iterator() -> None:
    threads: list[int] = []

    def source() -> Iterator[bytes]:
        try:
            for _ in range(1000):
                threads.append(threading.get_ident())
                yield bytes(10_000)
        finally:
            threads.append(threading.get_ident())

    with ScriptedServer(always(OK)) as server:
        await send(server, source())
        assert len(threads) == 1001
        assert len(set(threads)) == 1
        assert threading.get_ident() not in threads
    assert running_work() == []


@pytest.mark.parametrize("is_refused", [True, False], ids=["refused", "cancelled"])
async def test_a_source_can_wait_while_it_cleans_up(is_refused: bool) -> None:
    began, steps = asyncio.Event(), list[str]()

    async def source() -> AsyncIterator[bytes]:
        try:
            yield b"first"
            began.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)
            steps.append("cleaned up")

    def script(peer: Peer) -> None:
        if (request := peer.read_head()) is not None:
            next(peer.body_blocks(request))
            if is_refused:
                peer.send(answer(b"{}", 400, "Bad Request"))
            peer.wait_until_closed()

    with ScriptedServer(script) as server:
        server.version = "1.0.1"
        upload = asyncio.create_task(send(server, source()))
        if is_refused:
            with pytest.raises(BadParametersError):
                await upload
        else:
            await began.wait()
            upload.cancel()
            with pytest.raises(asyncio.CancelledError):
                await upload
    assert steps == ["cleaned up"]


async def test_a_source_that_ignores_its_cancellation_ends_at_its_next_part() -> None:
    began, parts = asyncio.Event(), list[bytes]()

    async def source() -> AsyncIterator[bytes]:
        yield b"first"
        began.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        while True:
            parts.append(b"more")
            yield b"more"
            await asyncio.sleep(0)

    with InputServer() as server:
        upload = asyncio.create_task(send(server, source()))
        await began.wait()
        upload.cancel()
        with pytest.raises(asyncio.CancelledError):
            await upload
        assert parts == [b"more"]
        assert running_work() == []


@pytest.mark.parametrize("kind", [SystemExit, asyncio.CancelledError])
async def test_a_blocking_iterator_that_wants_to_end_its_thread_fails(
    kind: type[BaseException],
) -> None:
    def source() -> Iterator[bytes]:
        yield b"first"
        raise kind

    with InputServer() as server:
        with pytest.raises(ClientError, match=f"data source raised {kind.__name__}") as caught:
            await send(server, source())
        assert type(caught.value.__cause__) is kind


async def test_a_source_that_awaits_a_cancelled_task_fails() -> None:
    async def source() -> AsyncIterator[bytes]:
        yield b"first"
        task = asyncio.create_task(asyncio.sleep(SECONDS))
        task.cancel()
        await task

    with InputServer() as server, pytest.raises(ClientError, match="source raised CancelledError"):
        await send(server, source())


async def test_cancelling_does_not_wait_for_an_iterator() -> None:
    waiting, release, closed = threading.Event(), threading.Event(), threading.Event()

    def source() -> Iterator[bytes]:
        try:
            yield b"first"
            waiting.set()
            release.wait(SECONDS)
            yield b"last"
        finally:
            closed.set()

    with InputServer() as server:
        upload = asyncio.create_task(send(server, source()))
        assert await async_wait(waiting, SECONDS)
        upload.cancel()
        with pytest.raises(asyncio.CancelledError):
            await upload
        assert not closed.is_set()
        release.set()
        assert await async_wait(closed, SECONDS)
        join_threads(running_threads())


def test_silent_pipes_block_neither_other_files_nor_the_end_of_the_loop(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    pipes = [os.pipe() for _ in range(40)]  # more than the threads of the loop's executor
    files = [os.fdopen(read, "rb", buffering=0) for read, _ in pipes]

    async def main(server: InputServer) -> None:
        async with AsyncHostClient(server.base_url) as host:
            uploads = [asyncio.create_task(host.send_topic("t", pipe)) for pipe in files]
            while len(running_threads()) < len(files):  # noqa: ASYNC110 (threads set no asyncio event)
                await asyncio.sleep(0.001)
            await host.send_topic("t", file)
            for upload in uploads:
                upload.cancel()
            await asyncio.wait(uploads)
            assert all(upload.cancelled() for upload in uploads)

    try:
        with InputServer() as server:
            asyncio.run(main(server))
            assert b"content" in [request.body for request in server.requests]
    finally:
        for _, write in pipes:
            os.close(write)
        join_threads(running_threads())
        for pipe in files:
            pipe.close()


class AsyncFile:
    """A file with an asynchronous read, such as those of aiofiles."""

    def __init__(self, *blocks: Any) -> None:
        self._blocks = iter(blocks)

    async def read(self, size: int = -1) -> Any:
        assert size > 0
        await asyncio.sleep(0.001)
        return next(self._blocks, b"")


class Wrapped:
    """A file whose read only returns an awaitable."""

    def __init__(self, *blocks: bytes) -> None:
        self._file = AsyncFile(*blocks)

    def read(self, size: int = -1) -> Any:
        return self._file.read(size)

    def __aiter__(self) -> Any:
        raise AssertionError("its read() must be used")


class Lines:
    """An object with an __aiter__ of bytes."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"con"
        yield b"tent"


@pytest.mark.parametrize("source", [AsyncFile(b"con", b"tent"), Wrapped(b"con", b"tent"), Lines()])
async def test_asynchronous_files_and_iterables_are_sent(source: Any) -> None:
    with ScriptedServer(always(OK)) as server:
        assert await send(server, source) == b"content"


async def test_the_output_of_a_subprocess_is_sent_as_it_arrives() -> None:
    program = "import sys; print('one', flush=True); sys.stdin.readline(); print('two')"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=pipe, stdout=pipe
    )
    assert process.stdin is not None
    with InputServer() as server:
        upload = asyncio.create_task(send(server, process.stdout))
        assert await asyncio.to_thread(server.arrived.acquire, timeout=SECONDS)
        process.stdin.write(b"\n")
        assert await upload == b"one\ntwo\n"
    await process.wait()


async def test_a_file_of_anyio_is_sent(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    with ScriptedServer(always(OK)) as server:
        async with await anyio.open_file(tmp_path / "file", "rb") as file:
            assert await send(server, file) == b"content"


async def test_a_file_of_aiofiles_is_sent(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    with ScriptedServer(always(OK)) as server:
        async with aiofiles.open(tmp_path / "file", "rb") as file:
            assert await send(server, file) == b"content"


async def test_an_asynchronous_file_in_text_mode_is_rejected() -> None:
    with (
        ScriptedServer(always(OK)) as server,
        pytest.raises(BadParametersError, match="binary mode"),
    ):
        await send(server, AsyncFile("text"))


variable: ContextVar[str] = ContextVar("variable", default="")


async def in_context() -> AsyncIterator[bytes]:
    token = variable.set("value")
    try:
        while True:
            yield b"data"
            await asyncio.sleep(0.001)
    finally:
        variable.reset(token)


async def in_scope() -> AsyncIterator[bytes]:
    with anyio.CancelScope():
        while True:
            yield b"data"
            await asyncio.sleep(0.001)


async def in_group() -> AsyncIterator[bytes]:
    async with anyio.create_task_group() as group:
        group.start_soon(anyio.sleep_forever)
        while True:
            yield b"data"
            await asyncio.sleep(0.001)


def blocks() -> Iterator[bytes]:
    while True:
        yield b"data"
        time.sleep(0.001)


def refuse(peer: Peer) -> None:
    peer.server.version = "1.0.1"
    while (request := peer.read_head()) is not None:
        next(iter(peer.body_blocks(request)))
        peer.send(answer(b'{"error": "no"}', 422, "Unprocessable Entity"))
        peer.wait_until_closed()
        return


@pytest.mark.parametrize("source", [in_context, in_scope, in_group])
@pytest.mark.parametrize("as_records", [False, True])
async def test_a_source_is_closed_by_the_task_that_runs_it(
    source: Any, as_records: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Context variables, scopes and groups must be left in the task that entered them."""

    def data() -> Any:
        return ndjson(source(), dumps=bytes) if as_records else source()

    with InputServer() as server:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await send(server, data())
        upload = asyncio.create_task(send(server, data()))
        assert await asyncio.to_thread(server.arrived.acquire, timeout=SECONDS)
        upload.cancel()
        with pytest.raises(asyncio.CancelledError):
            await upload
    with ScriptedServer(refuse) as server, pytest.raises(UnprocessableEntityError):
        await send(server, data())
    assert running_work() == []
    assert caplog.records == []


@pytest.mark.parametrize("source", [in_context, in_scope, in_group, blocks])
async def test_uploads_cancelled_by_anyio_leave_no_connection_or_task(source: Any) -> None:
    with InputServer() as server:
        async with AsyncHostClient(server.base_url) as host:
            for _ in range(5):
                with anyio.move_on_after(0.02) as scope:
                    await host.get_instance_client("i").send_input(source(), "text/plain")
                assert scope.cancelled_caught
            if running_work():
                await async_wait_for_all()
            assert connections_to(server) == 0
            assert not host._session._transport._pool._active
            await host.get_version()


class OwnError(Exception):
    """The user's own exception."""


async def fails_at_the_end() -> AsyncIterator[bytes]:
    try:
        while True:
            yield b"data"
            await asyncio.sleep(0.001)
    finally:
        raise OwnError


def fails_at_the_end_in_a_thread() -> Iterator[bytes]:
    try:
        while True:
            yield bytes(100_000)
    finally:
        raise OwnError


@pytest.mark.parametrize("source", [fails_at_the_end, fails_at_the_end_in_a_thread])
async def test_an_error_while_closing_a_source_is_logged_and_hides_no_other_error(
    source: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with InputServer() as server, pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await send(server, source())
    with ScriptedServer(refuse) as server, pytest.raises(UnprocessableEntityError):
        await send(server, source())
    join_threads(running_threads())
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert "A data source failed while it was being closed" in caplog.text


async def test_the_error_for_sqlite_rows_of_another_thread_has_a_note() -> None:
    import sqlite3  # noqa: PLC0415

    database = sqlite3.connect(":memory:")
    try:
        with ScriptedServer(always(OK)) as server:
            with pytest.raises(sqlite3.ProgrammingError) as caught:
                await send(server, ndjson(database.execute("SELECT 1")))
            assert "check_same_thread=False" in caught.value.__notes__[0]
    finally:
        database.close()


async def test_a_wait_for_a_source_that_ends_too_early_is_no_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Timers of an event loop may end up to 15 ms early on Windows."""

    async def wait_too_briefly(event: AsyncEvent, _: float | None) -> bool:
        await asyncio.sleep(0)
        return False

    async def source() -> AsyncIterator[bytes]:
        await asyncio.sleep(1000)
        yield b""

    monkeypatch.setattr(AsyncEvent, "wait", wait_too_briefly)
    producer = AsyncProducer(data_source(source()))
    deadline = time.monotonic() + 0.05
    assert await producer.take(deadline) is None
    assert time.monotonic() >= deadline
    await producer.aclose()
