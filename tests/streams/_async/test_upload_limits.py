"""Uploads that nobody takes: each ends in time, with its instance, when cancelled, when closed."""

from __future__ import annotations

import json
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
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.beside import AsyncBeside

from .test_stopping import nothing_is_at_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IDLE = 0.3
AT_ONCE = 1.0  # seconds in which a blocked upload ends, at the most
PARTS = [b"x" * 65536] * 400  # more than sockets hold


def json_answer(body: object, status: int = 200, reason: str = "OK") -> bytes:
    return answer(json.dumps(body).encode(), status, reason)


RUNNING = json_answer({"id": "i", "status": "running"})
COMPLETED = json_answer({"id": "i", "status": "completed"})
GONE = json_answer({"error": "Instance i not found"}, 404, "Not Found")


class Hub(ScriptedServer):
    """Plays a hub with one instance, and takes nothing of what it is sent.

    Attributes:
        info: What it answers when it is asked for the instance.
        looked: Set when it was asked.
        asked: Set when something else came.
        end: Set when it is to let go of its connections.
        outputs: Whether what is sent is answered with an output, or a head of one.
    """

    def __init__(self, info: bytes = RUNNING, *, outputs: bool = False) -> None:
        super().__init__(self._play)
        self.info = info
        self.looked, self.asked, self.end = (threading.Event() for _ in range(3))
        self.outputs = outputs

    def __exit__(self, *exc_info: Any) -> None:
        self.end.set()
        super().__exit__(*exc_info)

    def _play(self, peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.path.endswith("/instance/i"):
                peer.send(self.info)
                self.looked.set()
            elif request.path.endswith("/health"):
                peer.send(answer(b'{"healthy": true}'))
            elif request.header("x-end-stream") == "false":  # an exchange's first input
                peer.read_body(request)
                peer.send(answer(b"{}"))
            elif request.path.endswith("/output") or self.outputs:
                peer.send(head(transfer_encoding="chunked"))
                self.asked.set()
                self.end.wait(20)
                return
            else:
                self.asked.set()
                self.end.wait(20)
                return


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_POLL", 0.01)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_SILENCE", 0.1)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UPLOAD_AFTER_END", 0.1)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.OPEN_AFTER_END", 0.1)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.INPUT_GRACE", 0.1)


@pytest.fixture(autouse=True)
def hub_without_request_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients ask a hub for its version before a long upload."""
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
    "a source": lambda: async_source(waiting()),
}


# idle_timeout


@pytest.mark.parametrize("send", ALL)
async def test_an_upload_that_nobody_takes_ends_in_time(send: Callable[..., Any]) -> None:
    with Hub() as hub:
        with pytest.raises(RequestTimeoutError, match=f"accepted no data for {IDLE} s") as caught:
            await send(hub, idle_timeout=IDLE)
        assert caught.value.may_have_arrived
        assert len(hub.requests) == 1
    assert await nothing_is_at_work()


@pytest.mark.parametrize("kind", KINDS)
async def test_data_of_any_kind_ends_in_time(kind: str) -> None:
    with Hub() as hub, pytest.raises(RequestTimeoutError, match="accepted no data"):
        await send_input(hub, KINDS[kind](), idle_timeout=IDLE)
    assert await nothing_is_at_work()


def inout(instance: AsyncInstanceClient, **options: Any) -> AsyncStream:
    return instance.inout(PARTS, **options)


def exchange(instance: AsyncInstanceClient, **options: Any) -> AsyncStream:
    return instance.exchange(PARTS, **options)


async def read(stream: AsyncStream) -> bytes:
    async with stream:
        return b"".join([chunk async for chunk in stream])


class TalkingHub(Hub):
    """Takes nothing, and never ends to speak."""

    def _play(self, peer: Peer) -> None:
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
async def test_what_both_sends_and_reads_ends_in_time_though_the_output_goes_on(
    open_: Callable[..., AsyncStream],
) -> None:
    with TalkingHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(RequestTimeoutError, match=f"accepted no data for {IDLE} s"):
                await read(open_(host.get_instance_client("i"), idle_timeout=IDLE))
    assert await nothing_is_at_work()


async def test_who_takes_a_little_now_and_then_is_not_idle() -> None:
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


async def test_a_source_that_waits_is_not_the_hub_s_idleness() -> None:
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
async def test_what_is_no_limit_is_refused(
    send: Callable[..., Any], options: dict[str, Any]
) -> None:
    with Hub() as hub, pytest.raises(BadParametersError, match=next(iter(options))):
        await send(hub, **options)
        assert hub.connections == 0


# until_ended


async def until_ended(send: Callable[..., Any], hub: Hub, data: Any) -> None:
    await send(hub, data, until_ended=True)


@pytest.mark.parametrize("send", INPUTS)
@pytest.mark.parametrize("end", [COMPLETED, GONE], ids=["completed", "gone"])
async def test_an_input_ends_with_its_instance(send: Callable[..., Any], end: bytes) -> None:
    with Hub() as hub:
        async with AsyncBeside(until_ended, send, hub, PARTS) as upload:
            assert await async_wait(hub.asked, 5)
            assert await async_wait(hub.looked, 5)
            hub.info = end
            with pytest.raises(UploadInterrupted, match="the instance has ended") as caught:
                await upload.result()
        error = caught.value
        assert (error.method, error.attempts, error.may_have_arrived) == ("POST", 1, True)
    assert await nothing_is_at_work()


@pytest.mark.parametrize("kind", KINDS)
async def test_an_input_to_an_ended_instance_ends(kind: str) -> None:
    with Hub(COMPLETED) as hub, pytest.raises(UploadInterrupted, match="the instance has ended"):
        await send_input(hub, KINDS[kind](), until_ended=True)
    assert await nothing_is_at_work()


async def test_an_input_whose_answer_never_comes_ends_with_its_instance() -> None:
    """All of it was sent, as far as anybody knows."""
    with Hub(COMPLETED) as hub, pytest.raises(UploadInterrupted, match="the instance has ended"):
        await send_input(hub, b"small", until_ended=True)


async def test_what_the_hub_says_comes_before_that_the_instance_has_ended() -> None:
    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            peer.send(COMPLETED if request.method == "GET" else GONE)

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(NotFoundError):
                await host.get_instance_client("i").send_input(b"data", until_ended=True)


async def test_an_input_that_is_taken_is_no_error_though_the_instance_ends_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UPLOAD_AFTER_END", 10.0)

    def script(peer: Peer) -> None:
        while (request := peer.read_request()) is not None:
            peer.send(COMPLETED if request.method == "GET" else answer(b"{}"))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(PARTS[:50], until_ended=True)
    assert await nothing_is_at_work()


async def test_if_the_status_cannot_be_known_that_is_raised() -> None:
    with (
        Hub(json_answer({"error": "broken"}, 500, "Internal Server Error")) as hub,
        pytest.raises(ServerError, match="broken"),
    ):
        await send_input(hub, until_ended=True)
    assert await nothing_is_at_work()


@pytest.mark.parametrize("end", [COMPLETED, GONE], ids=["completed", "gone"])
async def test_entering_inout_on_an_ended_instance_says_so(end: bytes) -> None:
    with Hub(end) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(ClientError, match=r"has ended|not found"):
                await read(inout(host.get_instance_client("i"), until_ended=True))
    assert await nothing_is_at_work()


async def test_inout_whose_instance_is_killed_before_its_first_output() -> None:
    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = inout(host.get_instance_client("i"), until_ended=True)
            async with AsyncBeside(read, stream) as reader:
                assert await async_wait(hub.asked, 5)
                assert await async_wait(hub.looked, 5)
                hub.info = COMPLETED
                with pytest.raises(ClientError, match="the instance has ended, and this stream"):
                    await reader.result()
    assert await nothing_is_at_work()


async def test_a_stream_that_opens_late_loses_nothing_of_an_ended_instance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.OPEN_AFTER_END", 1.5)

    class LateHub(Hub):
        def _play(self, peer: Peer) -> None:
            while (request := peer.read_request()) is not None:
                if request.path.endswith("/i"):
                    peer.send(COMPLETED)
                    self.looked.set()
                    continue
                self.looked.wait(5)
                self.end.wait(0.2)  # longer than the silence that ends an open stream
                peer.send(head(transfer_encoding="chunked"))
                peer.send_chunk(b"all")
                self.end.wait(20)
                return

    with LateHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            stream = host.get_instance_client("i").get_stream("output", until_ended=True)
            assert await read(stream) == b"all"


# cancellation


async def cancellable(send: Callable[..., Any], hub: Hub, data: Any, word: Cancellation) -> None:
    await send(hub, data, cancellation=word)


async def is_cancelled(upload: AsyncBeside) -> UploadInterrupted:
    with pytest.raises(UploadInterrupted, match="the upload was cancelled") as caught:
        await upload.result()
    return caught.value


@pytest.mark.parametrize("send", ALL)
async def test_cancel_ends_an_upload_at_once(send: Callable[..., Any]) -> None:
    took: list[float] = []
    for _ in range(3):  # a machine may hesitate once
        word = Cancellation()
        with Hub() as hub:
            async with AsyncBeside(cancellable, send, hub, PARTS, word) as upload:
                assert await async_wait(hub.asked, 5)
                start = time.monotonic()
                word.cancel()
                error = await is_cancelled(upload)
                took.append(time.monotonic() - start)
            assert (error.attempts, error.may_have_arrived) == (1, True)
            assert len(hub.requests) == 1
    assert min(took) < AT_ONCE
    assert await nothing_is_at_work()


@pytest.mark.parametrize("kind", KINDS)
async def test_cancel_from_a_thread_ends_what_sends_data_of_any_kind(kind: str) -> None:
    word = Cancellation()
    with Hub() as hub:
        async with AsyncBeside(cancellable, send_input, hub, KINDS[kind](), word) as upload:
            assert await async_wait(hub.asked, 5)
            canceller = threading.Thread(target=word.cancel)
            canceller.start()
            await is_cancelled(upload)
            canceller.join(5)
    assert await nothing_is_at_work()


async def test_cancel_before_sending_sends_nothing() -> None:
    word = Cancellation()
    word.cancel()
    with Hub() as hub:
        for _ in range(2):
            with pytest.raises(UploadInterrupted, match="cancelled before it began") as caught:
                await send_topic(hub, cancellation=word)
            assert not caught.value.may_have_arrived
        assert hub.connections == 0
    assert repr(word) == "<Cancellation cancelled>"


async def test_one_cancellation_ends_many_uploads_and_no_other() -> None:
    word = Cancellation()
    assert repr(word) == "<Cancellation>"
    with Hub() as first, Hub() as second, Hub() as third:
        async with (
            AsyncBeside(cancellable, send_topic, first, PARTS, word) as one,
            AsyncBeside(cancellable, send_topic, second, PARTS, word) as two,
            AsyncBeside(cancellable, send_topic, third, PARTS, Cancellation()) as other,
        ):
            for hub in (first, second, third):
                assert await async_wait(hub.asked, 5)
            word.cancel()
            await is_cancelled(one)
            await is_cancelled(two)
            third.end.set()
            with pytest.raises(ClientError, match="broke"):
                await other.result()


async def test_cancel_after_the_end_hurts_nobody() -> None:
    word = Cancellation()

    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(answer(b'{"version": "1"}'))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_instance_client("i").send_input(PARTS, cancellation=word)
            word.cancel()
            word.cancel()
            assert (await host.get_version()).version
        assert server.connections == 1


# Closing the client.


async def upload_over(host: AsyncHostClient) -> None:
    await host.get_instance_client("i").send_input(PARTS)


async def inout_over(host: AsyncHostClient) -> None:
    await read(inout(host.get_instance_client("i")))


async def exchange_over(host: AsyncHostClient) -> None:
    await read(exchange(host.get_instance_client("i")))


@pytest.mark.parametrize("work", [upload_over, inout_over, exchange_over])
@pytest.mark.parametrize("outputs", [False, True], ids=["silent", "answering"])
async def test_closing_the_client_ends_what_sends(work: Callable[..., Any], outputs: bool) -> None:
    took: list[float] = []
    for _ in range(3):
        with Hub(outputs=outputs) as hub:
            host = AsyncHostClient(hub.base_url)
            async with AsyncBeside(work, host) as sender:
                assert await async_wait(hub.asked, 5)
                start = time.monotonic()
                await host.aclose()
                took.append(time.monotonic() - start)
                with pytest.raises(ClientError, match=r"this client (was|is) closed"):
                    await sender.result()
    assert min(took) < AT_ONCE
    assert await nothing_is_at_work()
