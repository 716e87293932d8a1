"""Certificates: what is trusted, what is not, and the client's own."""

from __future__ import annotations

import hashlib
import ssl
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from cryptography import x509

from scramjet_facade import AsyncHostClient, BadParametersError, CannotConnectError
from tests.faults.faults import DATA, good, secured, server_context
from tests.flavor import async_source
from tests.scripted_server import Peer, ScriptedServer, always, answer

if TYPE_CHECKING:
    from pathlib import Path


@cache
def ours() -> trustme.CA:
    return trustme.CA()


@cache
def strange() -> trustme.CA:
    return trustme.CA()


def server_for(*hosts: str, wants_client: bool = False) -> ScriptedServer:
    context = server_context(*hosts, authority=ours())
    if wants_client:
        context.verify_mode = ssl.CERT_REQUIRED
        ours().configure_trust(context)
    return ScriptedServer(secured(context, always(good)))


def at(server: ScriptedServer, host: str = "127.0.0.1") -> str:
    return server.base_url.replace("http://127.0.0.1", f"https://{host}")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    ours().cert_pem.write_to_path(str(path))
    return path


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


async def every_kind(host: AsyncHostClient) -> None:
    """Make a call of each kind: each has its own way to the server."""
    assert (await host.get_version()).version == "1.0.1"
    blocks = [b"x" * 100_000] * 20
    assert (await host.send_sequence(async_source(iter(blocks)))).id == "the-id"
    instance = host.get_instance_client("i")
    async with instance.get_stream("output") as stream:
        assert b"".join([chunk async for chunk in stream]) == DATA
    async with instance.inout(async_source(iter([b"in"]))) as stream:
        assert b"".join([chunk async for chunk in stream]) == DATA


@pytest.mark.parametrize("form", ["str", "path", "context", "off"])
async def test_what_is_trusted(form: str, bundle: Path) -> None:
    verify: Any = {"str": str(bundle), "path": bundle, "context": trusting(ours()), "off": False}
    with server_for("127.0.0.1") as server:
        async with AsyncHostClient(at(server), verify=verify[form]) as host:
            await every_kind(host)


def name_in_folder(pem: bytes) -> str:
    """Return the name that OpenSSL looks for in a folder, as its `rehash` gives it."""
    subject = x509.load_pem_x509_certificate(pem).subject
    canonical = x509.Name(
        [
            x509.NameAttribute(part.oid, " ".join(str(part.value).lower().split()))
            for part in subject
        ]
    )
    without_head = canonical.public_bytes()[2:]
    digest = hashlib.sha1(without_head, usedforsecurity=False).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}.0"


async def test_a_folder_of_certificates(tmp_path: Path) -> None:
    with server_for("127.0.0.1") as server:
        async with AsyncHostClient(at(server), verify=tmp_path) as host:  # it is empty
            with pytest.raises(CannotConnectError, match="certificate verification failed"):
                await host.get_version()
        pem = ours().cert_pem.bytes()
        (tmp_path / name_in_folder(pem)).write_bytes(pem)
        async with AsyncHostClient(at(server), verify=tmp_path) as host:
            await every_kind(host)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", None])
async def test_the_environment(
    variable: str | None, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked with trust_env only."""
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    with server_for("127.0.0.1") as server:
        # The context of clients without settings is made once: cert= asks for a new one.
        own = bundle.with_name("own.pem")
        ours().issue_cert("client").private_key_and_cert_chain_pem.write_to_path(str(own))
        options: Any = {"cert": str(own), "trust_env": variable is not None}
        async with AsyncHostClient(at(server), **options) as host:
            if variable is None:
                with pytest.raises(CannotConnectError, match="certificate verification failed"):
                    await host.get_version()
            else:
                await every_kind(host)


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"])
async def test_an_environment_that_cant_be_used(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call says which variable it is, until it is put right; plain HTTP needs none."""
    for other in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(other, raising=False)
    with ScriptedServer(always(good)) as plain, server_for("127.0.0.1") as server:
        async with AsyncHostClient(plain.base_url) as host:
            monkeypatch.setenv(name, str(tmp_path / "none" / "at all"))
            await every_kind(host)
        async with AsyncHostClient(plain.base_url) as host:
            await every_kind(host)
        async with AsyncHostClient(at(server)) as host:
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
async def test_what_is_not_trusted(kind: str) -> None:
    hosts = ("hub.example",) if kind == "another host" else ("127.0.0.1",)
    verify: Any = {
        "default": True,
        "another authority": trusting(strange()),
        "another host": trusting(ours()),
    }[kind]
    with server_for(*hosts) as server:
        async with AsyncHostClient(at(server), verify=verify) as host:
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
async def test_the_clients_own_certificate(form: str, bundle: Path, tmp_path: Path) -> None:
    issued = ours().issue_cert("client@hub.example")
    both, chain, key = (str(tmp_path / name) for name in ("both.pem", "chain.pem", "key.pem"))
    issued.private_key_and_cert_chain_pem.write_to_path(both)
    issued.cert_chain_pems[0].write_to_path(chain)
    issued.private_key_pem.write_to_path(key)
    cert: Any = both if form == "one file" else (chain, key)
    with server_for("127.0.0.1", wants_client=True) as server:
        async with AsyncHostClient(at(server), verify=bundle, cert=cert) as host:
            await every_kind(host)
        # Without it the server ends the handshake, or what looks like the first exchange.
        seen = len(server.requests)
        async with AsyncHostClient(at(server), verify=bundle, retries=0) as host:
            with pytest.raises(CannotConnectError):
                await host.get_version()
        assert len(server.requests) == seen


async def test_what_cant_be_used(tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no certificate")
    url = "https://hub.example"
    for wrong in ({"verify": str(tmp_path / "none")}, {"verify": tmp_path / "no.pem"}):
        with pytest.raises(BadParametersError, match="verify"):
            AsyncHostClient(url, **wrong)  # type: ignore[arg-type]
    for cert in (str(tmp_path / "none"), str(tmp_path / "no.pem")):
        with pytest.raises(BadParametersError, match="cert"):
            AsyncHostClient(url, cert=cert)


def refuses(peer: Peer) -> None:
    """Answer as servers do to what is no HTTP."""
    peer.send(answer(b"", 400, "Bad Request"))
    peer.wait_until_closed()


async def test_http_at_a_tls_port_and_tls_at_an_http_port() -> None:
    with server_for("127.0.0.1") as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            with pytest.raises(CannotConnectError):
                await host.get_version()
    with ScriptedServer(refuses) as server:
        async with AsyncHostClient(at(server)) as host:
            with pytest.raises(CannotConnectError, match="is it an https:// service"):
                await host.get_version()


@pytest.mark.parametrize("number", range(4))
async def test_a_server_that_requires_a_client_certificate(bundle: Path, number: int) -> None:
    """With TLS 1.3 its alert arrives after the handshake, often followed by a reset."""
    blocks = [b"x" * 100_000] * 20
    with server_for("127.0.0.1", wants_client=True) as server:
        async with AsyncHostClient(at(server), verify=bundle) as host:
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
