"""Error responses followed by a reset, request paths, host names, and keep-alive options."""

from __future__ import annotations

import select
import socket
import ssl
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psutil
import pytest

from scramjet_facade import (
    AsyncHostClient,
    ClientError,
    NotAuthorizedError,
    RequestError,
    UnprocessableEntityError,
)
from tests.faults.faults import disconnect_clients, secured, server_context, valid_response
from tests.faults.scripted_proxy import proxy_script
from tests.faults.watchdog import AsyncWatchdog
from tests.flavor import async_source
from tests.scripted_server import Peer, ScriptedServer, always, answer

from .test_tls import (
    context_trusting,
    https_url,
    make_calls_of_each_kind,
    server_for,
    trusted_authority,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ERRORS = {
    413: ("Content Too Large", RequestError),
    415: ("Unsupported Media Type", RequestError),
    422: ("Unprocessable Entity", UnprocessableEntityError),
}
BLOCK = b"x" * 65536


def blocks() -> Iterator[bytes]:
    while True:
        yield BLOCK


def respond_and_reset(peer: Peer) -> None:
    """Respond after the head, and close with unread data, which causes a reset."""
    number = peer.server.connections
    assert peer.read_head() is not None
    select.select([peer.socket], [], [], 5)
    peer.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    status = [*ERRORS][number % len(ERRORS)]
    peer.send(answer(b'{"error": "no such thing"}', status, ERRORS[status][0]))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("kind", ["iterator", "bytes"])
async def test_an_error_response_is_reported_although_the_connection_is_reset(
    kind: str, scheme: str
) -> None:
    """The error must be reported every time, because the response has arrived on this machine."""
    script = respond_and_reset
    if scheme == "https":
        script = secured(
            server_context("127.0.0.1", authority=trusted_authority()), respond_and_reset
        )
    with ScriptedServer(script) as server:
        url = server.base_url.replace("http:", f"{scheme}:")
        async with AsyncHostClient(url, verify=context_trusting(trusted_authority())) as host:
            for _ in range(60):
                source = async_source(blocks()) if kind == "iterator" else BLOCK * 32
                with pytest.raises(ClientError, match="no such thing") as caught:
                    await host.send_sequence(source)
                status = caught.value.status
                assert status == [*ERRORS][server.connections % len(ERRORS)]
                assert type(caught.value) is ERRORS[status][1]
                assert caught.value.attempts == 1
        assert server.connections == 60


async def test_a_connection_is_not_reused_after_a_close_notify() -> None:
    """The server keeps the TCP connection open, but has ended the TLS session."""
    held: list[socket.socket] = []

    def script(peer: Peer) -> None:
        raw = peer.socket
        context = server_context("127.0.0.1", authority=trusted_authority())
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = context.wrap_bio(incoming, outgoing, server_side=True)

        def read_or_write(step: Callable[[], Any]) -> Any:
            while True:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    raw.sendall(outgoing.read())
                    incoming.write(raw.recv(65536))

        read_or_write(session.do_handshake)
        while b"\r\n\r\n" not in read_or_write(lambda: session.read(65536)):
            pass
        session.write(answer(b'{"version": "1.0.1"}'))
        with pytest.raises(ssl.SSLWantReadError):
            session.unwrap()
        raw.sendall(outgoing.read())
        held.append(raw)
        peer.wait_until_closed()

    with ScriptedServer(script) as server:
        async with (
            AsyncWatchdog(10, lambda: disconnect_clients(server)),
            AsyncHostClient(
                https_url(server), verify=context_trusting(trusted_authority()), retries=0
            ) as host,
        ):
            for _ in range(3):
                assert (await host.get_version()).version == "1.0.1"
        assert server.connections == 3


IDS = ["a;b", "a%b", "a%41", "two words", "ü", "a/b", "a+b", "a:b@c", "a?b#c", "'()*!~", "日本"]


@pytest.mark.parametrize("base", ["/api/v1", "/%41;p/a%2Fb/api/v1", "/grüße/a%20b/v1"])
async def test_ids_are_escaped_and_the_path_of_the_base_url_is_unchanged(base: str) -> None:
    with ScriptedServer(always(valid_response)) as server:
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


async def test_a_trailing_dot_of_a_host_name_is_used_for_the_dns_lookup_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A trailing dot marks a fully qualified name. Certificates and TLS server names omit it."""
    server_names: list[str | None] = []
    context = server_context("hub.example", authority=trusted_authority())
    context.sni_callback = lambda _, name, __: server_names.append(name)
    with ScriptedServer(secured(context, always(valid_response))) as server:
        to = ("127.0.0.1", urlsplit(server.origin).port)
        looked_up: list[str] = []

        def getaddrinfo(host: str, *_: Any, **__: Any) -> list[Any]:
            looked_up.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", to)]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        url = f"https://hub.example.:{to[1]}/api/v1"
        async with AsyncHostClient(url, verify=context_trusting(trusted_authority())) as host:
            await make_calls_of_each_kind(host)
    assert set(looked_up) == {"hub.example."}
    assert set(server_names) == {"hub.example"}


async def test_an_ipv6_zone_is_not_sent() -> None:
    """A zone names a network interface of this machine."""
    with ScriptedServer(always(valid_response), "::1") as server:
        port = server._listener.getsockname()[1]
        async with AsyncHostClient(f"http://[::1%251]:{port}/api/v1") as host:
            await make_calls_of_each_kind(host)
        assert {request.header("host") for request in server.requests} == {f"[::1]:{port}"}


def keepalive_options(port: int) -> list[tuple[int, int, int]]:
    """Return keep-alive, seconds until a lost peer is noticed, and no-delay of each socket."""
    found: list[tuple[int, int, int]] = []
    for connection in psutil.Process().net_connections("tcp"):
        if connection.raddr and connection.raddr.port == port:
            with socket.fromfd(connection.fd, socket.AF_INET, socket.SOCK_STREAM) as one:
                idle, interval, count = (
                    one.getsockopt(socket.IPPROTO_TCP, option)
                    for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
                )
                keepalive = one.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                no_delay = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                found.append((keepalive, idle + interval * count, no_delay))
    return found


@pytest.mark.parametrize("route", ["plain", "tls", "proxy", "tunnel", "tls proxy", "tls tunnel"])
async def test_keepalive_and_no_delay_are_set_on_every_connection(route: str) -> None:
    """A lost peer is noticed within a minute, even if nothing is sent."""
    is_secure = route in {"tls", "tunnel", "tls tunnel"}
    hub = server_for("127.0.0.1") if is_secure else ScriptedServer(always(valid_response))
    with hub as server:
        port = urlsplit(server.origin).port
        assert port is not None
        script = proxy_script(("127.0.0.1", port))
        if route.startswith("tls "):
            script = secured(server_context("127.0.0.1", authority=trusted_authority()), script)
        with ScriptedServer(script) as proxy:
            options: dict[str, Any] = {"verify": context_trusting(trusted_authority())}
            to = server
            if "proxy" in route or "tunnel" in route:
                to = proxy
                options["proxy"] = https_url(proxy) if route.startswith("tls ") else proxy.origin
            url = https_url(server) if is_secure else server.base_url
            first = urlsplit(to.origin).port
            assert first is not None
            async with AsyncHostClient(url, **options) as host:
                await host.get_version()
                instance = host.get_instance_client("i")
                async with instance.get_stream("output"), instance.inout(iter([b"x"])):
                    found = keepalive_options(first)
                    assert len(found) >= 2
                    assert all(keepalive and seconds < 60 for keepalive, seconds, _ in found)
                    assert all(no_delay for _, _, no_delay in found)


@pytest.mark.parametrize("begun", [b"", b"no"])
async def test_an_error_response_whose_body_is_cut_off_keeps_its_status(begun: bytes) -> None:
    def script(peer: Peer) -> None:
        while peer.read_request() is not None:
            peer.send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n" + begun)
            peer.socket.shutdown(socket.SHUT_RDWR)

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(NotAuthorizedError) as caught:
                await host.get_version()
    assert caught.value.status == 403
