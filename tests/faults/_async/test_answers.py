"""What a server says is heard: refusals, whatever happens to the connection then, and paths."""

from __future__ import annotations

import select
import socket
import ssl
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psutil
import pytest

from scramjet_facade import AsyncHostClient, ClientError, RequestError, UnprocessableEntityError
from tests.faults.faults import good, release, secured, server_context
from tests.faults.guard import AsyncGuard
from tests.faults.relay import relay
from tests.flavor import async_source
from tests.scripted_server import Peer, ScriptedServer, always, answer

from .test_tls import at, every_kind, ours, server_for, trusting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFUSALS = {
    413: ("Content Too Large", RequestError),
    415: ("Unsupported Media Type", RequestError),
    422: ("Unprocessable Entity", UnprocessableEntityError),
}
BLOCK = b"x" * 65536


def blocks() -> Iterator[bytes]:
    while True:
        yield BLOCK


def refuses(peer: Peer) -> None:
    """Answer after the head, and close with data unread, which makes it a reset."""
    number = peer.server.connections
    assert peer.read_head() is not None
    select.select([peer.socket], [], [], 5)
    peer.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    status = [*REFUSALS][number % len(REFUSALS)]
    peer.send(answer(b'{"error": "no such thing"}', status, REFUSALS[status][0]))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("kind", ["iterator", "bytes"])
async def test_a_refusal_is_heard_though_the_connection_breaks(kind: str, scheme: str) -> None:
    """60 of 60: the bytes of the answer reached this machine."""
    script = refuses
    if scheme == "https":
        script = secured(server_context("127.0.0.1", authority=ours()), refuses)
    with ScriptedServer(script) as server:
        url = server.base_url.replace("http:", f"{scheme}:")
        async with AsyncHostClient(url, verify=trusting(ours())) as host:
            for _ in range(60):
                source = async_source(blocks()) if kind == "iterator" else BLOCK * 32
                with pytest.raises(ClientError, match="no such thing") as caught:
                    await host.send_sequence(source)
                status = caught.value.status
                assert status == [*REFUSALS][server.connections % len(REFUSALS)]
                assert type(caught.value) is REFUSALS[status][1]
                assert caught.value.attempts == 1
        assert server.connections == 60


async def test_who_ended_tls_is_not_asked_again() -> None:
    """The server keeps the connection open, but nothing more can come over it."""
    held: list[socket.socket] = []

    def script(peer: Peer) -> None:
        raw = peer.socket
        context = server_context("127.0.0.1", authority=ours())
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = context.wrap_bio(incoming, outgoing, server_side=True)

        def run(step: Callable[[], Any]) -> Any:
            while True:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    raw.sendall(outgoing.read())
                    incoming.write(raw.recv(65536))

        run(session.do_handshake)
        while b"\r\n\r\n" not in run(lambda: session.read(65536)):
            pass
        session.write(answer(b'{"version": "1.0.1"}'))
        with pytest.raises(ssl.SSLWantReadError):
            session.unwrap()
        raw.sendall(outgoing.read())
        held.append(raw)
        peer.wait_until_closed()

    with ScriptedServer(script) as server:
        async with (
            AsyncGuard(10, lambda: release(server)),
            AsyncHostClient(at(server), verify=trusting(ours()), retries=0) as host,
        ):
            for _ in range(3):
                assert (await host.get_version()).version == "1.0.1"
        assert server.connections == 3


IDS = ["a;b", "a%b", "a%41", "two words", "ü", "a/b", "a+b", "a:b@c", "a?b#c", "'()*!~", "日本"]


@pytest.mark.parametrize("base", ["/api/v1", "/%41;p/a%2Fb/api/v1", "/grüße/a%20b/v1"])
async def test_the_bytes_of_a_path(base: str) -> None:
    """What an id holds is escaped but for what needs it nowhere; a base path stays as it is."""
    with ScriptedServer(always(good)) as server:
        server.version = "1.0.1"
        async with AsyncHostClient(server.origin + base) as host:
            for one in IDS:
                await host.get_sequence_client(one).start()
                async with host.get_instance_client(one).get_stream("output") as stream:
                    assert [chunk async for chunk in stream]
                await host.get_instance_client(one).send_input(async_source(iter([b"x"])))
        sent = [request.target for request in server.requests]
    ids = [
        *("a%3Bb", "a%25b", "a%2541", "two%20words", "%C3%BC", "a%2Fb", "a%2Bb", "a%3Ab%40c"),
        *("a%3Fb%23c", "%27%28%29%2A%21~", "%E6%97%A5%E6%9C%AC"),
    ]
    path = base.replace("ü", "%C3%BC").replace("ß", "%C3%9F")
    assert sent == [
        path + tail
        for one in ids
        for tail in (
            f"/sequence/{one}/start",
            f"/instance/{one}/output",
            f"/instance/{one}/input",
        )
    ]


async def test_a_dot_at_the_end_of_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that the name is whole; no certificate has it, and TLS has no place for it."""
    asked: list[str | None] = []
    context = server_context("hub.example", authority=ours())
    context.sni_callback = lambda _, name, __: asked.append(name)
    with ScriptedServer(secured(context, always(good))) as server:
        to = ("127.0.0.1", urlsplit(server.origin).port)
        looked_up: list[str] = []

        def getaddrinfo(host: str, *_: Any, **__: Any) -> list[Any]:
            looked_up.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", to)]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        url = f"https://hub.example.:{to[1]}/api/v1"
        async with AsyncHostClient(url, verify=trusting(ours())) as host:
            await every_kind(host)
    assert set(looked_up) == {"hub.example."}
    assert set(asked) == {"hub.example"}


async def test_a_zone_stays_on_this_machine() -> None:
    """It says which of this machine's links leads there."""
    with ScriptedServer(always(good), "::1") as server:
        port = server._listener.getsockname()[1]
        async with AsyncHostClient(f"http://[::1%251]:{port}/api/v1") as host:
            await every_kind(host)
        assert {request.header("host") for request in server.requests} == {f"[::1]:{port}"}


def options_of_sockets_to(port: int) -> list[tuple[int, int, int]]:
    """Tell of each if it is kept alive, how many seconds long, and if parts leave at once."""
    found: list[tuple[int, int, int]] = []
    for connection in psutil.Process().net_connections("tcp"):
        if connection.raddr and connection.raddr.port == port:
            with socket.fromfd(connection.fd, socket.AF_INET, socket.SOCK_STREAM) as one:
                idle, interval, count = (
                    one.getsockopt(socket.IPPROTO_TCP, option)
                    for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
                )
                alive = one.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                at_once = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                found.append((alive, idle + interval * count, at_once))
    return found


@pytest.mark.parametrize("way", ["plain", "tls", "proxy", "tunnel", "tls proxy", "tls tunnel"])
async def test_every_connection_is_kept_alive(way: str) -> None:
    """A peer that vanishes is noticed within a minute, though nothing is to be sent."""
    is_secure = way in {"tls", "tunnel", "tls tunnel"}
    hub = server_for("127.0.0.1") if is_secure else ScriptedServer(always(good))
    with hub as server:
        port = urlsplit(server.origin).port
        assert port is not None
        script = relay(("127.0.0.1", port))
        if way.startswith("tls "):
            script = secured(server_context("127.0.0.1", authority=ours()), script)
        with ScriptedServer(script) as proxy:
            options: dict[str, Any] = {"verify": trusting(ours())}
            to = server
            if "proxy" in way or "tunnel" in way:
                to = proxy
                options["proxy"] = at(proxy) if way.startswith("tls ") else proxy.origin
            url = at(server) if is_secure else server.base_url
            first = urlsplit(to.origin).port
            assert first is not None
            async with AsyncHostClient(url, **options) as host:
                await host.get_version()
                instance = host.get_instance_client("i")
                async with instance.get_stream("output"), instance.inout(iter([b"x"])):
                    found = options_of_sockets_to(first)
                    assert len(found) >= 2
                    assert all(alive and seconds < 60 for alive, seconds, _ in found)
                    assert all(at_once for _, _, at_once in found)
