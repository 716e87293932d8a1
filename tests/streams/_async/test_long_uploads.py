"""Uploads that take longer than a hub's request limit continue in further requests."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncManagerClient,
    Cancellation,
    CannotConnectError,
    NeedAuthenticationError,
    NotFoundError,
    UploadInterrupted,
    ndjson,
)
from scramjet_facade.concurrency import timing
from tests.flavor import async_source, async_wait
from tests.scripted_server import Peer, ScriptedServer, answer, head
from tests.streams.background import AsyncBackground

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OK = answer(b"", content_type=None)
INFO = answer(b'{"id": "i"}')  # without a status, as version 0.18.7 answers
EXPIRED = answer(b'{"message": "Unauthorized"}', 401, "Unauthorized")
NOT_FOUND = answer(b"", 404, "Not Found", content_type=None)
RENEWAL = 0.1
COMPLETED = (
    b'{"level":"TRACE","msg":"Sequence completed. Waiting 10000ms with exit.","from":"Runner"}\n'
)


class Hub(ScriptedServer):
    """A scripted hub of version 0.18.7.

    Attributes:
        received: The received data in order.
        renewed: Set when a second request has started.
    """

    def __init__(self, version: str = "0.18.7", *, breaks_at: int = 0) -> None:
        super().__init__(self._serve_hub)
        self.info = INFO
        self.hub_version = version
        self.versions = 0
        self.received = bytearray()
        self.renewed = threading.Event()
        self.was_polled = threading.Event()
        self._breaks_at = breaks_at

    @property
    def uploads(self) -> list[tuple[bytes, str | None]]:
        return [
            (bytes(one.body), one.header("x-end-stream"))
            for one in self.requests
            if one.method == "POST"
        ]

    def _serve_hub(self, peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.path.endswith("/version"):
                self.versions += 1
                peer.send(answer(b'{"version": "%b"}' % self.hub_version.encode()))
                continue
            if request.method == "GET":
                peer.send(self.info)
                self.was_polled.set()
                continue
            if len(self.uploads) > 1:
                self.renewed.set()
            if len(self.uploads) == self._breaks_at:
                next(iter(peer.body_blocks(request)))
                peer.reset()
                return
            for block in peer.body_blocks(request):
                request.body += block
                self.received += block
            if not request.complete:
                return
            peer.send(OK)


@pytest.fixture(autouse=True)
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.REQUEST_RENEWAL", RENEWAL)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.END_POLL", 0.01)
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UPLOAD_AFTER_END", 0.05)


async def send_input(host: AsyncHostClient, data: Any, **options: Any) -> None:
    await host.get_instance_client("i").send_input(data, **options)


async def send_stdin(host: AsyncHostClient, data: Any, **options: Any) -> None:
    await host.get_instance_client("i").send_stdin(data, **options)


async def send_topic(host: AsyncHostClient, data: Any, **options: Any) -> None:
    await host.send_topic("t", data, **options)


async def send_topic_of_space(host: AsyncHostClient, data: Any, **options: Any) -> None:
    await host.get_manager_client().send_topic("t", data, **options)


ALL = [send_input, send_stdin, send_topic, send_topic_of_space]
WAIT = threading.Event()  # never set


def steady(hub: Hub) -> Iterator[bytes]:
    """Yield parts until three requests have been received."""
    number = 0
    while len(hub.uploads) < 3:
        yield b"%d\n" % number
        number += 1
        WAIT.wait(0.01)


def silent(hub: Hub) -> Iterator[bytes]:
    """Yield nothing until another request has been received."""
    yield b"first\n"
    assert hub.renewed.wait(10)
    yield b"last\n"


@pytest.mark.parametrize("send", ALL)
@pytest.mark.parametrize("source", [steady, silent])
@pytest.mark.parametrize("end", [None, True, False])
async def test_an_upload_continues_in_further_requests(
    send: Callable[..., Any], source: Callable[[Hub], Iterator[bytes]], end: bool | None
) -> None:
    sent: list[int] = []
    yielded: list[bytes] = []

    def parts() -> Iterator[bytes]:
        for part in source(hub):
            yielded.append(part)
            yield part

    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await send(
                host,
                async_source(parts()),
                end=end,
                progress=lambda count, total: sent.append(count) or total,
            )
    uploads = hub.uploads
    assert len(uploads) >= 2
    assert hub.received == b"".join(yielded)
    assert sent[-1] == len(hub.received)
    assert sent == sorted(sent)
    assert {header for _, header in uploads[:-1]} == {"false"}
    assert uploads[-1][1] == {None: None, True: "true", False: "false"}[end]


async def test_a_file_continues_in_further_requests(tmp_path: Path) -> None:
    """A file is read faster than other sources."""
    (tmp_path / "file").write_bytes(bytes(20 << 20))
    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await send_input(host, tmp_path / "file")
    assert hub.received == bytes(20 << 20)


async def test_an_exchange_continues_in_further_requests() -> None:
    class Program(Hub):
        def _serve_hub(self, peer: Peer) -> None:
            while (request := peer.read_head()) is not None:
                if request.path.endswith("/output"):
                    peer.send(head(transfer_encoding="chunked"))
                    assert self.renewed.wait(10)
                    peer.send_chunk(b"out")
                    ended.wait(10)
                    peer.send(b"0\r\n\r\n")
                elif request.path.endswith("/health"):
                    peer.send(answer(b'{"healthy": true}'))
                elif request.path.endswith("/log"):
                    peer.send(head(transfer_encoding="chunked"))
                    peer.send_chunk(COMPLETED)
                    peer.send(b"0\r\n\r\n")
                elif request.method == "GET":
                    peer.send(INFO)
                else:
                    if len(self.uploads) > 1:
                        self.renewed.set()
                    peer.read_body(request)
                    peer.send(OK)
                    if request.header("x-end-stream") is None:
                        ended.set()

    ended = threading.Event()
    with Program() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            exchange = host.get_instance_client("i").exchange(async_source(silent(hub)))
            async with exchange as stream:
                assert [chunk async for chunk in stream] == [b"out"]
    assert b"".join(body for body, _ in hub.uploads) == b"first\nlast\n"
    assert [header for _, header in hub.uploads][-1] is None
    assert hub.versions == 0, "the version is known from the instance's information"


@pytest.mark.parametrize(
    "data",
    [b"small", ["in", "parts"], iter([b"in", b"parts"]), ndjson([1, 2]), ndjson(iter([1, 2]))],
    ids=["bytes", "list", "iterator", "records", "generated records"],
)
async def test_a_short_upload_is_one_request(data: Any) -> None:
    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            await send_input(host, data)
    assert [header for _, header in hub.uploads] == [None]
    assert hub.versions == 0


async def test_a_hub_without_a_limit_receives_one_request() -> None:
    def source() -> Iterator[bytes]:
        for _ in range(3):
            yield b"part"
            WAIT.wait(RENEWAL)

    with Hub("1.0.1") as hub:
        async with AsyncHostClient(hub.base_url) as host:
            for _ in range(2):
                await send_input(host, async_source(source()))
    assert hub.uploads == [(b"part" * 3, None)] * 2
    assert hub.versions == 1


async def test_the_error_of_a_later_request_states_how_much_has_arrived() -> None:
    with Hub(breaks_at=2) as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(CannotConnectError, match=r"; 6 of \d+ bytes certainly arrived"):
                await send_input(host, async_source(endless(hub)))


def endless(hub: Hub) -> Iterator[bytes]:
    yield b"first\n"
    assert hub.renewed.wait(10)
    while True:
        yield b"more"
        WAIT.wait(0.01)


async def test_an_error_of_a_later_request_is_raised() -> None:
    class DeletingHub(Hub):
        def _serve_hub(self, peer: Peer) -> None:
            while (request := peer.read_request()) is not None:
                if request.path.endswith("/version"):
                    peer.send(answer(b'{"version": "0.18.7"}'))
                else:
                    peer.send(OK if len(self.uploads) == 1 else NOT_FOUND)
                    self.renewed.set()

    with DeletingHub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(NotFoundError):
                await send_input(host, async_source(silent(hub)))


async def test_a_refused_token_of_a_later_request_is_raised(tmp_path: Path) -> None:
    """Starting again would send the first part twice."""

    class Expiring(Hub):
        version = "0.18.7"

        def _serve_hub(self, peer: Peer) -> None:
            while (request := peer.read_head()) is not None:
                is_first = len(self.uploads) == 1
                if is_first:
                    WAIT.wait(2 * RENEWAL)
                peer.read_body(request)
                self.received += request.body
                peer.send(OK if is_first else EXPIRED)

    tokens: list[str] = []

    def token() -> str:
        tokens.append(f"token-{len(tokens)}")
        return tokens[-1]

    content = bytes(20 << 20)
    (tmp_path / "file").write_bytes(content)
    with Expiring() as hub:
        async with AsyncHostClient(hub.base_url, token=token) as host:
            with pytest.raises(NeedAuthenticationError) as caught:
                await send_input(host, tmp_path / "file")
        first = len(hub.uploads[0][0])
        assert f"{first} of {len(hub.received)} bytes certainly arrived." in caught.value.__notes__
        assert content.startswith(hub.received)


class OwnError(Exception):
    """The user's own exception."""


async def test_a_source_that_fails_in_a_later_request_does_not_end_the_input() -> None:
    def source() -> Iterator[bytes]:
        yield b"first\n"
        assert hub.renewed.wait(10)
        raise OwnError

    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(OwnError):
                await send_input(host, async_source(source()))
    assert not any(header is None for _, header in hub.uploads), "the input must not be ended"


async def test_cancelling_a_later_request_states_how_much_has_arrived() -> None:
    cancellation = Cancellation()

    def source() -> Iterator[bytes]:
        yield b"first\n"
        assert hub.renewed.wait(10)
        cancellation.cancel()
        yield b"more"
        WAIT.wait(0.1)

    with Hub() as hub:
        async with AsyncHostClient(hub.base_url) as host:
            with pytest.raises(UploadInterrupted, match="was cancelled") as caught:
                await send_input(host, async_source(source()), cancellation=cancellation)
    assert "6 of " in caught.value.__notes__[-1]


async def test_a_later_request_ends_with_its_instance() -> None:
    async def upload(hub: Hub) -> None:
        async with AsyncHostClient(hub.base_url) as host:
            await send_input(host, async_source(source()), until_ended=True)

    def source() -> Iterator[bytes]:
        while not is_over.is_set():
            yield b"part"
            WAIT.wait(0.01)

    is_over = threading.Event()
    with Hub() as hub:
        async with AsyncBackground(upload, hub) as task:
            assert await async_wait(hub.renewed, 10)
            assert await async_wait(hub.was_polled, 10)
            hub.info = NOT_FOUND
            with pytest.raises(UploadInterrupted, match="the instance ended before"):
                await task.result()
            is_over.set()


@pytest.mark.parametrize("status", [0, 404, 503], ids=["no response", "404", "503"])
async def test_the_request_limit_is_looked_up_again_unless_the_hub_answered(status: int) -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            if len(peer.server.requests) > 1:
                peer.send(answer(b'{"version": "0.18.7"}'))
            elif status:
                peer.send(answer(b"", status, "No"))
            else:
                peer.reset()
                return

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            limits = [await host._session.request_limit() for _ in range(3)]
    if status == 404:
        assert (limits, len(server.requests)) == ([None] * 3, 1)
    else:
        limit = timing.REQUEST_LIMIT
        assert (limits, len(server.requests)) == ([None, limit, limit], 2)


async def test_a_hub_that_does_not_report_its_version_in_time_counts_as_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timing, "VERSION_TIMEOUT", 0.05)
    with ScriptedServer(Peer.wait_until_closed) as server:
        async with AsyncHostClient(server.base_url) as host:
            assert await host._session.request_limit() == timing.REQUEST_LIMIT
            assert host._session.has_request_limit is None


async def test_the_error_of_a_slow_package_upload_names_the_request_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scramjet_facade.concurrency.timing.REQUEST_LIMIT", 0.1)

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.method == "GET":
                peer.send(answer(b'{"version": "0.18.7"}'))
                continue
            peer.server.client_closed.wait(0.2)
            peer.reset()
            return

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(CannotConnectError, match=r"ends every request after 0\.1 s"):
                await host.send_sequence([bytes(1 << 20)] * 50)
        async with AsyncManagerClient(server.base_url) as manager:
            with pytest.raises(CannotConnectError) as caught:
                await manager.put_store_item([bytes(1 << 20)] * 50)
    assert "ends every request" not in str(caught.value), "only hubs have this limit"
