"""TLS: trusted and untrusted servers, and client certificates."""

from __future__ import annotations

import hashlib
import select
import ssl
import threading
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import trustme
from cryptography import x509

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    CannotConnectError,
    RequestError,
    ServerError,
    StreamInterrupted,
)
from tests.faults.faults import DATA, secured, server_context, valid_response
from tests.faults.scripted_proxy import proxy_script
from tests.flavor import async_source
from tests.scripted_server import CHUNK, Peer, ScriptedServer, always, answer, head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@cache
def trusted_authority() -> trustme.CA:
    return trustme.CA()


@cache
def untrusted_authority() -> trustme.CA:
    return trustme.CA()


def server_for(*hosts: str, requires_client_certificate: bool = False) -> ScriptedServer:
    context = server_context(*hosts, authority=trusted_authority())
    if requires_client_certificate:
        context.verify_mode = ssl.CERT_REQUIRED
        trusted_authority().configure_trust(context)
    return ScriptedServer(secured(context, always(valid_response)))


def https_url(server: ScriptedServer, host: str = "127.0.0.1") -> str:
    return server.base_url.replace("http://127.0.0.1", f"https://{host}")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    trusted_authority().cert_pem.write_to_path(str(path))
    return path


def context_trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def make_calls_of_each_kind(host: AsyncHostClient) -> None:
    """Make a call, an upload, a download and a duplex call."""
    assert (await host.get_version()).version == "1.0.1"
    blocks = [b"x" * 100_000] * 20
    assert (await host.send_sequence(async_source(iter(blocks)))).id == "the-id"
    instance = host.get_instance_client("i")
    async with instance.get_stream("output") as stream:
        assert b"".join([chunk async for chunk in stream]) == DATA
    async with instance.inout(async_source(iter([b"in"]))) as stream:
        assert b"".join([chunk async for chunk in stream]) == DATA


@pytest.mark.parametrize("form", ["str", "path", "context", "off"])
async def test_each_form_of_verify_trusts_the_server(form: str, bundle: Path) -> None:
    verify: Any = {
        "str": str(bundle),
        "path": bundle,
        "context": context_trusting(trusted_authority()),
        "off": False,
    }
    with server_for("127.0.0.1") as server:
        async with AsyncHostClient(https_url(server), verify=verify[form]) as host:
            await make_calls_of_each_kind(host)


def hashed_file_name(pem: bytes) -> str:
    """Return the file name that OpenSSL expects in a directory of certificates."""
    subject = x509.load_pem_x509_certificate(pem).subject
    canonical = x509.Name(
        [
            x509.NameAttribute(part.oid, " ".join(str(part.value).lower().split()))
            for part in subject
        ]
    )
    without_header = canonical.public_bytes()[2:]
    digest = hashlib.sha1(without_header, usedforsecurity=False).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}.0"


async def test_verify_accepts_a_directory_of_certificates(tmp_path: Path) -> None:
    with server_for("127.0.0.1") as server:
        async with AsyncHostClient(
            https_url(server), verify=tmp_path
        ) as host:  # an empty directory
            with pytest.raises(CannotConnectError, match="certificate verification failed"):
                await host.get_version()
        pem = trusted_authority().cert_pem.bytes()
        (tmp_path / hashed_file_name(pem)).write_bytes(pem)
        async with AsyncHostClient(https_url(server), verify=tmp_path) as host:
            await make_calls_of_each_kind(host)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", None])
async def test_ssl_cert_file_is_used_only_with_trust_env(
    variable: str | None, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    with server_for("127.0.0.1") as server:
        # Clients without TLS options share one SSL context; with cert= a new one is created.
        own = bundle.with_name("own.pem")
        trusted_authority().issue_cert("client").private_key_and_cert_chain_pem.write_to_path(
            str(own)
        )
        options: Any = {"cert": str(own), "trust_env": variable is not None}
        async with AsyncHostClient(https_url(server), **options) as host:
            if variable is None:
                with pytest.raises(CannotConnectError, match="certificate verification failed"):
                    await host.get_version()
            else:
                await make_calls_of_each_kind(host)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"])
async def test_an_invalid_path_in_a_tls_variable_is_reported(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each error names the variable until its path is corrected; plain HTTP ignores the path."""
    for other in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(other, raising=False)
    with ScriptedServer(always(valid_response)) as plain, server_for("127.0.0.1") as server:
        async with AsyncHostClient(plain.base_url) as host:
            monkeypatch.setenv(name, str(tmp_path / "none" / "at all"))
            await make_calls_of_each_kind(host)
        async with AsyncHostClient(plain.base_url) as host:
            await make_calls_of_each_kind(host)
        async with AsyncHostClient(https_url(server)) as host:
            instance = host.get_instance_client("i")
            for call in (
                host.get_version,
                host.get_sequence_client("s").start,
                lambda: instance.get_stream("output").__aenter__(),
                lambda: instance.inout(async_source(iter([b"x"]))).__aenter__(),
            ):
                with pytest.raises(BadParametersError, match=f"^{name}: ") as caught:
                    await call()
                assert caught.value.attempts == 0
            monkeypatch.delenv(name)
            with pytest.raises(CannotConnectError, match="certificate verification failed"):
                await host.get_version()
        assert server.requests == []


@pytest.mark.parametrize("kind", ["default", "another authority", "another host"])
async def test_untrusted_certificates_are_refused(kind: str) -> None:
    hosts = ("hub.example",) if kind == "another host" else ("127.0.0.1",)
    verify: Any = {
        "default": True,
        "another authority": context_trusting(untrusted_authority()),
        "another host": context_trusting(trusted_authority()),
    }[kind]
    with server_for(*hosts) as server:
        async with AsyncHostClient(https_url(server), verify=verify) as host:
            instance = host.get_instance_client("i")
            for call in (
                host.get_version,
                host.get_sequence_client("s").start,
                lambda: host.send_sequence(async_source(iter([b"x"]))),
                lambda: instance.get_stream("output").__aenter__(),
                lambda: instance.inout(async_source(iter([b"x"]))).__aenter__(),
            ):
                with pytest.raises(
                    CannotConnectError, match="certificate verification failed"
                ) as caught:
                    await call()
                assert caught.value.attempts == 1
        assert server.requests == []


@pytest.mark.parametrize("form", ["one file", "two files"])
async def test_a_client_certificate_is_sent(form: str, bundle: Path, tmp_path: Path) -> None:
    issued = trusted_authority().issue_cert("client@hub.example")
    both, chain, key = (str(tmp_path / name) for name in ("both.pem", "chain.pem", "key.pem"))
    issued.private_key_and_cert_chain_pem.write_to_path(both)
    issued.cert_chain_pems[0].write_to_path(chain)
    issued.private_key_pem.write_to_path(key)
    cert: Any = both if form == "one file" else (chain, key)
    with server_for("127.0.0.1", requires_client_certificate=True) as server:
        async with AsyncHostClient(https_url(server), verify=bundle, cert=cert) as host:
            await make_calls_of_each_kind(host)
        # Without it the server ends the handshake or, with TLS 1.3, the first exchange.
        request_count = len(server.requests)
        async with AsyncHostClient(https_url(server), verify=bundle, retries=0) as host:
            with pytest.raises(CannotConnectError):
                await host.get_version()
        assert len(server.requests) == request_count


async def test_invalid_files_for_verify_and_cert_are_refused(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no certificate")
    url = "https://hub.example"
    for wrong in ({"verify": str(tmp_path / "none")}, {"verify": tmp_path / "no.pem"}):
        with pytest.raises(BadParametersError, match="verify"):
            AsyncHostClient(url, **wrong)  # type: ignore[arg-type]
    for cert in (str(tmp_path / "none"), str(tmp_path / "no.pem")):
        with pytest.raises(BadParametersError, match="cert"):
            AsyncHostClient(url, cert=cert)


def reject_invalid_http(peer: Peer) -> None:
    """Respond as a server does to invalid HTTP."""
    peer.send(answer(b"", 400, "Bad Request"))
    peer.wait_until_closed()


NGINX = b"<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>"


async def test_a_wrong_scheme_is_reported() -> None:
    with server_for("127.0.0.1") as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            with pytest.raises(CannotConnectError, match="does the service use https"):
                await host.get_version()
    with ScriptedServer(reject_invalid_http) as server:
        async with AsyncHostClient(https_url(server)) as host:
            with pytest.raises(CannotConnectError, match="does the service use https"):
                await host.get_version()
    with ScriptedServer(always(answer(NGINX, 400, "Bad Request"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(BadParametersError, match="use https:// in the base URL"):
                await host.get_version()


async def test_no_scheme_is_suggested_after_a_response() -> None:
    def script(peer: Peer) -> None:
        request = peer.read_request()
        if request is not None and len(peer.server.requests) == 1:
            peer.send(valid_response(request))

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            await host.get_version()
            for one in (host, host.with_options(timeout=5), host.with_options(headers={"x": "y"})):
                with pytest.raises(CannotConnectError, match="before a response") as caught:
                    await one.get_version()
                assert "https" not in str(caught.value)


async def test_the_scheme_is_not_doubted_after_a_response() -> None:
    def script(peer: Peer) -> None:
        if not server.requests:
            peer.read_request()
            peer.send(answer(b'{"version": "1.0.1"}'))
        peer.read_request()

    with ScriptedServer(script) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            await host.get_version()
            with pytest.raises(CannotConnectError, match=r"closed the connection$"):
                await host.get_version()


@pytest.mark.parametrize("kind", ["unknown issuer", "another host"])
async def test_the_remedy_for_an_unknown_issuer_is_named(kind: str) -> None:
    hosts = ("127.0.0.1",) if kind == "unknown issuer" else ("hub.example",)
    authority = untrusted_authority() if kind == "unknown issuer" else trusted_authority()
    with server_for(*hosts) as server:
        async with AsyncHostClient(https_url(server), verify=context_trusting(authority)) as host:
            with pytest.raises(CannotConnectError) as caught:
                await host.get_version()
    assert ("pass verify= or set SSL_CERT_FILE" in str(caught.value)) == (kind == "unknown issuer")


@pytest.mark.parametrize("number", range(4))
async def test_a_missing_client_certificate_is_reported(bundle: Path, number: int) -> None:
    """With TLS 1.3 its alert arrives after the handshake, often followed by a reset."""
    blocks = [b"x" * 100_000] * 20
    with server_for("127.0.0.1", requires_client_certificate=True) as server:
        async with AsyncHostClient(https_url(server), verify=bundle) as host:
            instance = host.get_instance_client("i")
            calls: list[Any] = [
                host.get_version,
                lambda: host.send_sequence(async_source(iter(blocks))),
                lambda: instance.get_stream("output").__aenter__(),
                lambda: instance.inout(async_source(iter(blocks))).__aenter__(),
            ]
            for _ in range(10):
                with pytest.raises(CannotConnectError, match="certificate required") as caught:
                    await calls[number]()
                assert caught.value.is_final
                assert caught.value.attempts == 1
                assert not caught.value.may_have_arrived
                assert "cert=" in caught.value.message


class TLSPeer(Peer):
    """A server's end of a TLS connection that can send an end of TLS together with data."""

    def __init__(self, peer: Peer, early: bytes = b"") -> None:
        """Finish the handshake; ``early`` is sent together with the end of the handshake."""
        super().__init__(peer.server, peer.socket)
        context = server_context("127.0.0.1", authority=trusted_authority())
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_side=True)
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self.socket.sendall(self._out.read())
                self._in.write(self.socket.recv(CHUNK))
            else:
                break
        self._tls.write(early)
        self.socket.sendall(self._out.read())

    def _fill(self) -> bool:
        while True:
            try:
                self._unread += self._tls.read()
            except ssl.SSLWantReadError:
                if not (block := self.socket.recv(CHUNK)):
                    return False
                self._in.write(block)
            else:
                return True

    def send_with_end(self, data: bytes, end: str) -> None:
        """Send data and a fatal alert, or the regular end of TLS, in one segment."""
        self._tls.write(data)
        if end == "alert":
            self._in.write(b"\x17\x03\x03\x00\x10" + b"x" * 16)  # it cannot be decrypted
        with suppress(ssl.SSLError):
            if end == "close":
                self._tls.unwrap()
            while True:
                self._tls.read()
        self.socket.sendall(self._out.read())


ENDS = ["alert", "close"]


@pytest.mark.parametrize("end", ENDS)
async def test_data_before_the_end_of_tls_in_the_same_segment_is_delivered(end: str) -> None:
    """After the data, TLS ends, which is an error in the middle of a response."""

    def script(peer: Peer) -> None:
        tls = TLSPeer(peer)
        request = tls.read_head()
        assert request is not None
        if request.path.endswith("/version"):
            tls.send_with_end(valid_response(request), end)
        elif request.path.endswith("/sequence"):
            tls.send_with_end(answer(b'{"error": "full"}', 413, "Content Too Large"), end)
        else:
            tls.send_with_end(head(transfer_encoding="chunked") + b"9\r\nsome data\r\n", end)
        peer.wait_until_closed()

    def source() -> Iterator[bytes]:
        yield b"in"
        while not is_over.wait(0.001):
            yield b"x" * 1000

    with ScriptedServer(script) as server:
        context = context_trusting(trusted_authority())
        async with AsyncHostClient(https_url(server), verify=context, retries=0) as host:
            assert (await host.get_version()).version == "1.0.1"
            with pytest.raises(RequestError, match="full"):
                await host.send_sequence(async_source(iter([b"x" * 100_000] * 20)))
            instance = host.get_instance_client("i")
            message = "ALERT" if end == "alert" else "closed the connection"
            for is_duplex in (False, True):
                is_over = threading.Event()
                stream = (
                    instance.inout(async_source(source()))
                    if is_duplex
                    else instance.get_stream("output")
                )
                async with stream:
                    chunks = aiter(stream)
                    assert await anext(chunks) == DATA
                    with pytest.raises(StreamInterrupted, match=message):
                        await anext(chunks)
                    is_over.set()
        assert server.connections == len(server.requests) == 4


async def test_a_response_together_with_the_end_of_the_handshake_is_read() -> None:
    """With TLS 1.2 the server sends the last message of the handshake."""

    def script(peer: Peer) -> None:
        busy = answer(b'{"error": "busy"}', 503, "Service Unavailable", connection="close")
        TLSPeer(peer, early=busy)
        peer.wait_until_closed()

    context = context_trusting(trusted_authority())
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with ScriptedServer(script) as server:
        async with AsyncHostClient(https_url(server), verify=context, retries=0, timeout=5) as host:
            with pytest.raises(ServerError, match="busy"):
                await host.get_version()


async def test_tls_through_a_proxy_with_tls_ends_with_the_data_before_it() -> None:
    """The connection to the proxy stays open."""

    def script(peer: Peer) -> None:
        tls = TLSPeer(peer)
        assert tls.read_head() is not None
        tls.send_with_end(head() + DATA, "close")
        peer.wait_until_closed()

    context = context_trusting(trusted_authority())
    with ScriptedServer(script) as server:
        to = ("127.0.0.1", urlsplit(server.origin).port or 0)
        with ScriptedServer(
            secured(server_context("127.0.0.1", authority=trusted_authority()), proxy_script(to))
        ) as proxy:
            proxy_url = proxy.origin.replace("http:", "https:")
            async with (
                AsyncHostClient(https_url(server), proxy=proxy_url, verify=context) as host,
                host.get_instance_client("i").get_stream("output") as stream,
            ):
                assert b"".join([chunk async for chunk in stream]) == DATA


async def test_a_certificate_can_be_requested_after_the_handshake(tmp_path: Path) -> None:
    """The certificate is sent while the client waits for the response."""
    context = server_context("127.0.0.1", authority=trusted_authority())
    context.post_handshake_auth = True
    context.verify_mode = ssl.CERT_OPTIONAL
    trusted_authority().configure_trust(context)

    def script(peer: Peer) -> None:
        connection = peer.socket
        assert isinstance(connection, ssl.SSLSocket)
        request = peer.read_request()
        assert request is not None
        connection.verify_client_post_handshake()
        connection.write(b"")
        connection.setblocking(False)
        while connection.getpeercert() is None:
            assert select.select([connection], [], [], 10)[0], "it sends no certificate"
            with suppress(ssl.SSLWantReadError):
                connection.read()
        connection.setblocking(True)
        peer.send(valid_response(request))

    own = tmp_path / "own.pem"
    trusted_authority().issue_cert("client").private_key_and_cert_chain_pem.write_to_path(str(own))
    verify = context_trusting(trusted_authority())
    verify.post_handshake_auth = True
    with ScriptedServer(secured(context, script)) as server:
        async with AsyncHostClient(https_url(server), verify=verify, cert=own, timeout=5) as host:
            assert (await host.get_version()).version == "1.0.1"
