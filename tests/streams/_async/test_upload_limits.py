"""Blocked uploads end: after idle_timeout, with their instance, by cancel() and close()."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncManagerClient,
    AsyncSequenceClient,
    AsyncStream,
    BadParametersError,
    Cancellation,
    ClientError,
    NotFoundError,
    RequestTimeoutError,
    ServerError,
    UploadInterrupted,
)
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, ScriptedServer, answer, head, json_answer
from tests.streams.background import AsyncBackground

from .test_cancelling import all_work_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IDLE = 0.3
MAX_DELAY = 1.0  # seconds until a blocked upload ends
PARTS = [b"x" * 65536] * 400  # more than socket buffers hold


RUNNING = json_answer({"id": "i", "status": "running"})
COMPLETED = json_answer({"id": "i", "status": "completed"})
NOT_FOUND = json_answer({"error": "Instance i not found"}, 404, "Not Found")


class Hub(ScriptedServer):
    """A scripted hub with one instance that never reads an upload.

    Attributes:
        info: The response to requests for the instance.
        polled: Set when the instance was requested.
        requested: Set when another request was received.
        end: Set when the hub should close its connections.
        outputs: Whether the hub sends the head of an output in response to uploads.
    """

    def __init__(self, info: bytes = RUNNING, *, outputs: bool = False) -> None:
        super().__init__(self._serve_hub)
        self.info = info
        self.polled, self.requested, self.end = (threading.Event() for _ in range(3))
        self.outputs = outputs

    def __exit__(self, *exc_info: Any) -> None:
        self.end.set()
        super().__exit__(*exc_info)

    def _serve_hub(self, peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.path.endswith("/instance/i"):
                peer.send(self.info)
                self.polled.set()
            elif request.path.endswith("/health"):
                peer.send(answer(b'{"healthy": true}'))
            elif request.header("x-end-stream") == "false":  # an exchange's first input
                peer.read_body(request)
                peer.send(answer(b"{}"))
            elif request.path.endswith("/output") or self.outputs:
                peer.send(head(transfer_encoding="chunked"))
                self.requested.set()
                self.end.wait(20)
                return
            else:
                self.requested.set()
                self.end.wait(20)
                return


@pytest.fixture(autouse=True)
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_POLL", 0.01)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_SILENCE", 0.1)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UPLOAD_AFTER_END", 0.1)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.OPEN_AFTER_END", 0.1)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.INPUT_GRACE", 0.1)


@pytest.fixture(autouse=True)
def hub_without_request_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients request the version of the hub before a long upload."""
    monkeypatch.setattr(ScriptedServer, "version", "1.0.1")


async def send_input(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncHostClient(hub.base_url) as host:
        await host.get_instance_client("i").send_input(data, **options)


async def send_stdin(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncHostClient(hub.base_url) as host:
        await host.get_instance_client("i").send_stdin(data, **options)


async def send_stream(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncHostClient(hub.base_url) as host:
        await host.get_instance_client("i").send_stream("input", data, **options)


async def send_topic(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncHostClient(hub.base_url) as host:
        await host.send_topic("t", data, **options)


async def send_sequence(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncHostClient(hub.base_url) as host:
        await host.send_sequence(data, **options)


async def overwrite(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncHostClient(hub.base_url) as host:
        sequence: AsyncSequenceClient = host.get_sequence_client("s")
        await sequence.overwrite(data, **options)


async def send_named_data(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncManagerClient(hub.base_url) as manager:
        await manager.send_named_data("t", data, **options)


async def put_store_item(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncManagerClient(hub.base_url) as manager:
        await manager.put_store_item(data, "item", **options)


async def put_new_store_item(hub: Hub, data: Any = PARTS, **options: Any) -> None:
    async with AsyncManagerClient(hub.base_url) as manager:
        await manager.put_store_item(data, **options)


INPUTS = [send_input, send_stdin, send_stream]
ALL = [
    *(*INPUTS, send_topic, send_sequence, overwrite),
    *(send_named_data, put_store_item, put_new_store_item),
]


def waiting() -> Iterator[bytes]:
    yield from PARTS


KINDS: dict[str, Callable[[], Any]] = {
    "parts": lambda: PARTS,
    "bytes": lambda: bytes(64 << 20),
    "iterator": lambda: async_source(waiting()),
}


# idle_timeout


@pytest.mark.parametrize("send", ALL)
async def test_a_blocked_upload_ends_after_idle_timeout(send: Callable[..., Any]) -> None:
    with Hub() as hub:
        with pytest.raises(RequestTimeoutError, match=f"accepted no data for {IDLE} s") as caught:
            await send(hub, idle_timeout=IDLE)
        assert caught.value.may_have_arrived
        assert len(hub.requests) == 1
    assert await all_work_ends()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_blocked_upload_of_any_data_ends_after_idle_timeout(kind: str) -> None:
    with Hub() as hub, pytest.raises(RequestTimeoutError, match="accepted no data"):
        await send_input(hub, KINDS[kind](), idle_timeout=IDLE)
    assert await all_work_ends()


def inout(instance: AsyncInstanceClient, **options: Any) -> AsyncStream:
    return instance.inout(PARTS, **options)


def exchange(instance: AsyncInstanceClient, **options: Any) -> AsyncStream:
    return instance.exchange(PARTS, **options)


async def read(stream: AsyncStream) -> bytes:
    async with stream:
        return b"".join([chunk async for chunk in stream])


class SendingHub(Hub):
    """Never reads an upload, and sends output without end."""

    def _serve_hub(self, peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.path.endswith(("/inout", "/output")):
                peer.send(head(transfer_encoding="chunked"))
                while not self.end.wait(0.05):
                    peer.send_chunk(b"still here\n")
                return
            if request.path.endswith("/input") and request.header("x-end-stream") is None:
                self.end.wait(20)
                return
            peer.read_body(request)
            peer.send(self.info if request.path.endswith("/i") else answer(b'{"healthy": true}'))


@pytest.mark.parametrize("open_", [inout, exchange])
async def test_idle_timeout_limits_the_input_of_a_duplex_call_with_output(
    open_: Callable[..., AsyncStream],
) -> None:
    with SendingHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            # It also limits the silence of the output, and a busy machine sends the output late.
            with pytest.raises(RequestTimeoutError, match=r"accepted no data for 1\.0 s"):
                await read(open_(host.get_instance_client("i"), idle_timeout=1.0))
    assert await all_work_ends()


async def test_a_slow_server_is_not_idle() -> None:
    def script(peer: Peer) -> None:
        request = peer.read_head()
        assert request is not None
        for _ in peer.body_blocks(request):
            peer.server.client_closed.wait(0.002)
        peer.send(answer(b"{}"))

    with ScriptedServer(script) as server:
        start = time.monotonic()
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(PARTS, idle_timeout=IDLE)
        assert time.monotonic() - start > IDLE
        assert server.requests[0].complete


async def test_idle_timeout_does_not_limit_the_source() -> None:
    never = threading.Event()

    def source() -> Iterator[bytes]:
        for _ in range(2):
            never.wait(2 * IDLE)
            yield b"x"

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(answer(b"{}"))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(
                async_source(source()), idle_timeout=IDLE
            )
        assert server.requests[0].body == b"xx"


@pytest.mark.parametrize("send", ALL)
@pytest.mark.parametrize(
    "options", [{"idle_timeout": 0}, {"idle_timeout": "1"}, {"cancellation": True}]
)
async def test_invalid_limits_are_rejected(
    send: Callable[..., Any], options: dict[str, Any]
) -> None:
    with Hub() as hub, pytest.raises(BadParametersError, match=next(iter(options))):
        await send(hub, **options)
        assert hub.connections == 0


# until_ended


async def until_ended(send: Callable[..., Any], hub: Hub, data: Any) -> None:
    await send(hub, data, until_ended=True)


@pytest.mark.parametrize("send", INPUTS)
@pytest.mark.parametrize("end", [COMPLETED, NOT_FOUND], ids=["completed", "deleted"])
async def test_an_input_ends_with_its_instance(send: Callable[..., Any], end: bytes) -> None:
    with Hub() as hub:
        async with AsyncBackground(until_ended, send, hub, PARTS) as upload:
            assert await async_wait(hub.requested, 5)
            assert await async_wait(hub.polled, 5)
            hub.info = end
            with pytest.raises(UploadInterrupted, match="the instance ended before") as caught:
                await upload.result()
        error = caught.value
        assert (error.method, error.attempts, error.may_have_arrived) == ("POST", 1, True)
        assert not error.cancelled
    assert await all_work_ends()


@pytest.mark.parametrize("kind", KINDS)
async def test_an_input_to_an_ended_instance_ends(kind: str) -> None:
    with Hub(COMPLETED) as hub, pytest.raises(UploadInterrupted, match="the instance ended before"):
        await send_input(hub, KINDS[kind](), until_ended=True)
    assert await all_work_ends()


async def test_an_input_without_a_response_ends_with_its_instance() -> None:
    """All of the input may have been received."""
    with Hub(COMPLETED) as hub, pytest.raises(UploadInterrupted, match="the instance ended before"):
        await send_input(hub, b"small", until_ended=True)


async def test_the_error_of_the_hub_takes_precedence_over_the_end_of_the_instance() -> None:
    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            peer.send(COMPLETED if request.method == "GET" else NOT_FOUND)

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(NotFoundError):
                await host.get_instance_client("i").send_input(b"data", until_ended=True)


async def test_a_received_input_is_no_error_if_the_instance_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UPLOAD_AFTER_END", 10.0)

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            peer.send(COMPLETED if request.method == "GET" else answer(b"{}"))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(PARTS[:50], until_ended=True)
    assert await all_work_ends()


async def test_a_failed_status_request_is_raised() -> None:
    with (
        Hub(json_answer({"error": "broken"}, 500, "Internal Server Error")) as hub,
        pytest.raises(ServerError, match="broken"),
    ):
        await send_input(hub, until_ended=True)
    assert await all_work_ends()


@pytest.mark.parametrize("end", [COMPLETED, NOT_FOUND], ids=["completed", "deleted"])
async def test_entering_inout_of_an_ended_instance_fails(end: bytes) -> None:
    with Hub(end) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ClientError, match=r"ended before|not found"):
                await read(inout(host.get_instance_client("i"), until_ended=True))
    assert await all_work_ends()


async def test_opening_inout_fails_when_its_instance_is_killed() -> None:
    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = inout(host.get_instance_client("i"), until_ended=True)
            async with AsyncBackground(read, stream) as reader:
                assert await async_wait(hub.requested, 5)
                assert await async_wait(hub.polled, 5)
                hub.info = COMPLETED
                with pytest.raises(ClientError, match="the instance ended before this stream"):
                    await reader.result()
    assert await all_work_ends()


async def test_a_stream_that_opens_late_returns_the_output_of_an_ended_instance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.OPEN_AFTER_END", 1.5)

    class LateHub(Hub):
        def _serve_hub(self, peer: Peer) -> None:
            while (request := peer.read_request()) is not None:
                if request.path.endswith("/i"):
                    peer.send(COMPLETED)
                    self.polled.set()
                    continue
                self.polled.wait(5)
                self.end.wait(0.2)  # longer than END_SILENCE, which ends an open stream
                peer.send(head(transfer_encoding="chunked"))
                peer.send_chunk(b"all")
                self.end.wait(20)
                return

    with LateHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = host.get_instance_client("i").get_stream("output", until_ended=True)
            assert await read(stream) == b"all"


# cancellation


async def cancellable(
    send: Callable[..., Any], hub: Hub, data: Any, cancellation: Cancellation
) -> None:
    await send(hub, data, cancellation=cancellation)


async def is_cancelled(upload: AsyncBackground) -> UploadInterrupted:
    with pytest.raises(UploadInterrupted, match="the upload was cancelled") as caught:
        await upload.result()
    assert caught.value.cancelled
    return caught.value


@pytest.mark.parametrize("send", ALL)
async def test_cancel_ends_an_upload_immediately(send: Callable[..., Any]) -> None:
    durations: list[float] = []
    for _ in range(3):  # a busy machine may be slow once
        cancellation = Cancellation()
        with Hub() as hub:
            async with AsyncBackground(cancellable, send, hub, PARTS, cancellation) as upload:
                assert await async_wait(hub.requested, 5)
                start = time.monotonic()
                cancellation.cancel()
                error = await is_cancelled(upload)
                durations.append(time.monotonic() - start)
            assert (error.attempts, error.may_have_arrived) == (1, True)
            assert len(hub.requests) == 1
    assert min(durations) < MAX_DELAY
    assert await all_work_ends()


@pytest.mark.parametrize("kind", KINDS)
async def test_cancel_from_a_thread_ends_an_upload_of_any_data(kind: str) -> None:
    cancellation = Cancellation()
    with Hub() as hub:
        async with AsyncBackground(
            cancellable, send_input, hub, KINDS[kind](), cancellation
        ) as upload:
            assert await async_wait(hub.requested, 5)
            canceller = threading.Thread(target=cancellation.cancel)
            canceller.start()
            await is_cancelled(upload)
            canceller.join(5)
    assert await all_work_ends()


async def test_cancel_before_sending_sends_nothing() -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with Hub() as hub:
        for _ in range(2):
            with pytest.raises(UploadInterrupted, match="cancelled before it began") as caught:
                await send_topic(hub, cancellation=cancellation)
            assert not caught.value.may_have_arrived
            assert caught.value.cancelled
        assert hub.connections == 0
    assert repr(cancellation) == "<Cancellation cancelled>"


async def test_one_cancellation_ends_many_uploads_and_no_other() -> None:
    cancellation = Cancellation()
    assert repr(cancellation) == "<Cancellation>"
    with Hub() as first, Hub() as second, Hub() as third:
        async with (
            AsyncBackground(cancellable, send_topic, first, PARTS, cancellation) as one,
            AsyncBackground(cancellable, send_topic, second, PARTS, cancellation) as two,
            AsyncBackground(cancellable, send_topic, third, PARTS, Cancellation()) as other,
        ):
            for hub in (first, second, third):
                assert await async_wait(hub.requested, 5)
            cancellation.cancel()
            await is_cancelled(one)
            await is_cancelled(two)
            third.end.set()
            with pytest.raises(ClientError, match="broke"):
                await other.result()


async def test_cancel_after_the_end_has_no_effect() -> None:
    cancellation = Cancellation()

    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(answer(b'{"version": "1"}'))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(PARTS, cancellation=cancellation)
            cancellation.cancel()
            cancellation.cancel()
            assert (await host.get_version()).version
        assert server.connections == 1


# Closing the client.


async def upload_with(host: AsyncHostClient) -> None:
    await host.get_instance_client("i").send_input(PARTS)


async def inout_with(host: AsyncHostClient) -> None:
    await read(inout(host.get_instance_client("i")))


async def exchange_with(host: AsyncHostClient) -> None:
    await read(exchange(host.get_instance_client("i")))


@pytest.mark.parametrize("work", [upload_with, inout_with, exchange_with])
@pytest.mark.parametrize("outputs", [False, True], ids=["silent", "answering"])
async def test_closing_the_client_ends_its_uploads(work: Callable[..., Any], outputs: bool) -> None:
    durations: list[float] = []
    for _ in range(3):
        with Hub(outputs=outputs) as hub:
            host = AsyncHostClient(hub.base_url)
            async with AsyncBackground(work, host) as sender:
                assert await async_wait(hub.requested, 5)
                start = time.monotonic()
                await host.aclose()
                durations.append(time.monotonic() - start)
                with pytest.raises(ClientError, match=r"this client (was|is) closed"):
                    await sender.result()
    assert min(durations) < MAX_DELAY
    assert await all_work_ends()
