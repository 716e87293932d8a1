"""Threads, forks, event loops and cancelled tasks: tests without a twin."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    ClientError,
    HostClient,
    RequestTimeoutError,
    StreamInterrupted,
)
from scramjet_facade.http11.connection import Connection
from tests.faults._sync.test_late_responses import LateHub
from tests.faults.faults import valid_response
from tests.faults.resource_count import assert_not_grown, count_resources
from tests.scripted_server import Peer, Request, ScriptedServer, always, answer, head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def test_64_threads_share_one_client() -> None:
    def echo(request: Request) -> bytes:
        return answer(b'{"id": "%s"}' % request.path.rpartition("/")[2].encode())

    with ScriptedServer(always(echo)) as server, HostClient(server.base_url) as host:
        start = threading.Barrier(64)

        def work(number: int) -> None:
            start.wait(10)
            for turn in range(20):
                name = f"{number}-{turn}"
                assert host.get_sequence(name).id == name

        with ThreadPoolExecutor(64) as threads:
            list(threads.map(work, range(64)))
        assert len(server.requests) == 64 * 20


async def test_1000_cancelled_calls_leak_nothing() -> None:
    arrived = threading.Semaphore(0)

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            if request.path.endswith("/version"):
                peer.send(valid_response(request))
            else:
                arrived.release()
                peer.wait_until_closed()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()

            async def cancel(count: int) -> None:
                tasks = [asyncio.create_task(host.get_sequence("s")) for _ in range(count)]
                for _ in tasks:
                    assert await asyncio.to_thread(arrived.acquire, timeout=10)
                for task in tasks:
                    task.cancel()
                outcomes = await asyncio.gather(*tasks, return_exceptions=True)
                assert {type(end) for end in outcomes} == {asyncio.CancelledError}
                del tasks, outcomes
                await asyncio.to_thread(server.clear)
                await host.get_version()
                server.requests.clear()

            await cancel(50)
            tasks = asyncio.all_tasks()
            before = count_resources()
            for _ in range(20):
                await cancel(50)
            assert asyncio.all_tasks() == tasks
            assert_not_grown(before)


async def test_10_000_calls_of_100_tasks_leak_nothing() -> None:
    with ScriptedServer(always(answer(b'{"version": "1.0.1"}'))) as server:
        async with AsyncHostClient(server.base_url) as host:

            async def make_calls(count: int) -> None:
                for _ in range(count):
                    await host.get_version()

            async def run_tasks(count: int) -> None:
                async with asyncio.TaskGroup() as group:
                    for _ in range(100):
                        group.create_task(make_calls(count))

            await run_tasks(3)
            server.requests.clear()
            tasks = asyncio.all_tasks()
            before = count_resources()
            await run_tasks(100)
            assert len(server.requests) == 10_000
            server.requests.clear()
            assert asyncio.all_tasks() == tasks
            assert_not_grown(before)


def test_a_forked_process_uses_the_client_on_its_own() -> None:
    with ScriptedServer(always(valid_response)) as server, HostClient(server.base_url) as host:
        host.get_version()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the server uses threads
            child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if host.get_version().version == "1.0.1" else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert host.get_version().version == "1.0.1"
        assert server.connections == 2
        assert len(server.requests) == 3


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # in a process with threads
def test_a_connection_of_the_parent_is_not_usable_in_a_forked_process() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.setblocking(False)
        connection = Connection(one)
        child = os.fork()
        if not child:
            os._exit(connection.is_usable())
        assert os.waitpid(child, 0)[1] == 0
        assert connection.is_usable()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # in a process with threads
def test_a_forked_process_that_closes_the_client_does_not_interrupt_connecting() -> None:
    has_arrived, may_continue = threading.Event(), threading.Event()

    def script(peer: Peer) -> None:
        peer.read_request()
        has_arrived.set()
        may_continue.wait(5)
        peer.send(answer(b"", status=407))

    with (
        ScriptedServer(script) as proxy,
        HostClient("https://hub.example/api/v1", proxy=proxy.origin, retries=0) as host,
        ThreadPoolExecutor(1) as threads,
    ):
        call = threads.submit(host.get_version)
        assert has_arrived.wait(5)
        child = os.fork()
        if not child:
            status = 1
            try:
                host.close()
                status = 0
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        may_continue.set()
        with pytest.raises(ClientError, match="refused the connection: 407"):
            call.result(5)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # in a process with threads
def test_a_forked_process_does_not_wait_for_a_late_response_to_its_parent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UNDO_TIMEOUT", 60)
    with LateHub() as hub, HostClient(hub.base_url) as host:
        host.get_version()  # the connection is not part of the test
        with pytest.raises(RequestTimeoutError):
            host.with_options(timeout=0.1).send_sequence(b"package")
        child = os.fork()
        if not child:
            status = 1
            try:
                signal.alarm(5)
                host.close()
                status = 0
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        hub.may_respond.set()
        assert hub.removed.wait(10)


def test_one_client_works_in_several_event_loops_in_turn() -> None:
    """A loop that ends while connections are open causes neither errors nor warnings."""
    with ScriptedServer(always(valid_response)) as server:
        host = AsyncHostClient(server.base_url)

        async def use() -> None:
            assert (await host.get_version()).version == "1.0.1"
            async with host.get_instance_client("i").get_stream("output") as stream:
                assert [chunk async for chunk in stream]

        for _ in range(3):
            asyncio.run(use())
            gc.collect()
        asyncio.run(host.aclose())
        gc.collect()
        assert server.connections == 1  # an idle connection belongs to no loop


def test_one_client_works_in_several_event_loops_at_once() -> None:
    with ScriptedServer(always(valid_response)) as server:
        host = AsyncHostClient(server.base_url)

        async def use() -> None:
            for _ in range(50):
                assert (await host.get_version()).version == "1.0.1"

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: asyncio.run(use()), range(4)))
        asyncio.run(host.aclose())
        gc.collect()
        assert len(server.requests) == 200


def send_one_chunk(peer: Peer) -> None:
    if peer.read_request() is not None:
        peer.send(head(transfer_encoding="chunked"))
        peer.send_chunk(b"some")
        peer.wait_until_closed()


def test_closing_unblocks_a_reader_in_another_thread() -> None:
    has_read = threading.Event()
    outcomes: list[Exception] = []

    with ScriptedServer(send_one_chunk) as server:
        host = HostClient(server.base_url)

        def read() -> None:
            try:
                with host.get_log_stream() as stream:
                    for _ in stream:
                        has_read.set()
            except Exception as error:  # noqa: BLE001 (checked below)
                outcomes.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        assert has_read.wait(5)
        host.close()
        reader.join(5)
        assert not reader.is_alive()
    assert [type(end) for end in outcomes] == [StreamInterrupted]


async def test_closing_unblocks_a_reading_task() -> None:
    with ScriptedServer(send_one_chunk) as server:
        host = AsyncHostClient(server.base_url)
        has_read = asyncio.Event()

        async def read() -> None:
            async with host.get_log_stream() as stream:
                async for _ in stream:
                    has_read.set()

        reader = asyncio.create_task(read())
        async with asyncio.timeout(5):
            await has_read.wait()
            await host.aclose()
            with pytest.raises(StreamInterrupted):
                await reader


def test_closing_ends_the_streams_of_all_event_loops() -> None:
    has_read = threading.Event()
    outcomes: list[Exception] = []

    with ScriptedServer(send_one_chunk) as server:
        host = AsyncHostClient(server.base_url)

        async def read() -> None:
            try:
                async with host.get_log_stream() as stream:
                    async for _ in stream:
                        has_read.set()
            except Exception as error:  # noqa: BLE001 (checked below)
                outcomes.append(error)

        reader = threading.Thread(target=asyncio.run, args=(read(),))
        reader.start()
        assert has_read.wait(5)
        asyncio.run(host.aclose())
        reader.join(5)
        assert not reader.is_alive()
    assert [type(end) for end in outcomes] == [StreamInterrupted]


CALLS: dict[str, Callable[[HostClient], object]] = {
    "a call": lambda host: host.get_version(),
    "a stream": lambda host: host.get_log_stream().__enter__(),
    "a duplex call": lambda host: host.get_instance_client("i").inout([b"data"]).__enter__(),
    "an upload": lambda host: host.get_instance_client("i").send_input(endless()),
}


def endless() -> Iterator[bytes]:
    while True:
        yield bytes(65536)


@pytest.mark.parametrize("kind", CALLS)
def test_closing_unblocks_calls_that_wait_for_a_response(kind: str) -> None:
    arrived = threading.Event()
    outcomes: list[Exception] = []

    def never_respond(peer: Peer) -> None:
        if peer.read_head() is not None:
            arrived.set()
            peer.wait_until_closed()

    with ScriptedServer(never_respond) as server:
        host = HostClient(server.base_url)

        def use() -> None:
            try:
                CALLS[kind](host)
            except Exception as error:  # noqa: BLE001 (checked below)
                outcomes.append(error)

        user = threading.Thread(target=use)
        user.start()
        assert arrived.wait(5)
        host.close()
        user.join(5)
        assert not user.is_alive()
    assert [isinstance(end, ClientError) for end in outcomes] == [True]


def test_closing_unblocks_concurrent_first_requests() -> None:
    both = threading.Barrier(2)
    arrived = threading.Semaphore(0)

    def never_respond(peer: Peer) -> None:
        if peer.read_head() is not None:
            arrived.release()
            peer.wait_until_closed()

    def get_version() -> object:
        both.wait(5)
        return host.get_version()

    with ScriptedServer(never_respond) as server, ThreadPoolExecutor(2) as threads:
        host = HostClient(server.base_url)
        calls = [threads.submit(get_version) for _ in range(2)]
        assert all(arrived.acquire(timeout=5) for _ in calls)
        host.close()
        for call in calls:
            assert isinstance(call.exception(5), ClientError)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # in a process with threads
@pytest.mark.parametrize("how", ["client closed", "stream left"])
@pytest.mark.parametrize("kind", ["download", "duplex"])
def test_a_stream_that_a_forked_process_closes_continues_in_its_parent(kind: str, how: str) -> None:
    may_continue = threading.Event()

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(head(transfer_encoding="chunked"))
        peer.send_chunk(b"first")
        may_continue.wait(5)
        peer.send_chunk(b"second")
        peer.send(b"0\r\n\r\n")

    with ScriptedServer(script) as server, HostClient(server.base_url) as host:
        instance = host.get_instance_client("i")
        stream = instance.get_stream("output") if kind == "download" else instance.inout(b"data")
        with stream:
            chunks = stream.iter_bytes()
            assert next(chunks) == b"first"
            child = os.fork()
            if not child:
                status = 1
                try:
                    signal.alarm(5)  # ends the process if it hangs
                    if how == "client closed":
                        host.close()
                    else:
                        stream.__exit__(None, None, None)
                    status = 0
                finally:
                    os._exit(status)
            assert os.waitpid(child, 0)[1] == 0
            may_continue.set()
            assert list(chunks) == [b"second"]
