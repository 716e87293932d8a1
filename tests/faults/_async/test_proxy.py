"""Proxies: proxy=, environment variables, passwords and CONNECT, also with a real proxy."""

from __future__ import annotations

import base64
import socket
import subprocess
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    CannotConnectError,
    ClientError,
    RequestError,
)
from tests.faults.faults import secured, server_context, valid_response
from tests.faults.scripted_proxy import proxy_script
from tests.faults.secret_leaks import chain
from tests.scripted_server import ScriptedServer, always

from .test_tls import context_trusting, make_calls_of_each_kind, trusted_authority

if TYPE_CHECKING:
    from collections.abc import Iterator

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
LOGIN = "us%40er:p%3Aß".replace("ß", "%C3%9F")
BASIC = "Basic " + base64.b64encode("us@er:p:ß".encode()).decode()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@contextmanager
def hub(scheme: str) -> Iterator[tuple[ScriptedServer, str, tuple[str, int]]]:
    """Start a server whose name only a proxy resolves; yield it, its URL and its address."""
    script = always(valid_response)
    if scheme == "https":
        script = secured(server_context("hub.invalid", authority=trusted_authority()), script)
    with ScriptedServer(script) as server:
        port = urlsplit(server.origin).port
        assert port is not None
        yield server, f"{scheme}://hub.invalid:{port}/api/v1", ("127.0.0.1", port)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("login", [None, LOGIN], ids=["open", "login"])
async def test_every_kind_of_call_through_a_proxy(scheme: str, login: str | None) -> None:
    authorization = BASIC if login else None
    with hub(scheme) as (server, url, to), ScriptedServer(proxy_script(to, authorization)) as proxy:
        proxy_url = proxy.origin if login is None else proxy.origin.replace("//", f"//{login}@")
        async with AsyncHostClient(
            url, proxy=proxy_url, verify=context_trusting(trusted_authority())
        ) as host:
            await make_calls_of_each_kind(host)
        assert len(server.requests) == 4
        assert all(request.header("proxy-authorization") is None for request in server.requests)
        methods = {request.method for request in proxy.requests}
        assert methods == ({"CONNECT"} if scheme == "https" else {"GET", "POST"})


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_missing_proxy_password_is_reported(scheme: str) -> None:
    with (
        hub(scheme) as (server, url, address),
        ScriptedServer(proxy_script(address, BASIC)) as proxy,
    ):
        async with AsyncHostClient(
            url, proxy=proxy.origin, verify=context_trusting(trusted_authority())
        ) as host:
            kind = RequestError if scheme == "http" else CannotConnectError
            for call in (host.get_version, host.get_sequence_client("s").start):
                with pytest.raises(kind, match="407"):
                    await call()
        assert server.requests == []
        assert len(proxy.requests) == 2, "a retry cannot succeed"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("variable", ["{}_PROXY", "{}_proxy", "ALL_PROXY"])
async def test_the_proxy_of_the_environment_is_used(
    scheme: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = variable.format(scheme.upper() if variable.endswith("PROXY") else scheme)
    with hub(scheme) as (server, url, address), ScriptedServer(proxy_script(address)) as proxy:
        monkeypatch.setenv(name, proxy.origin)
        async with AsyncHostClient(url, verify=context_trusting(trusted_authority())) as host:
            await make_calls_of_each_kind(host)
        assert len(server.requests) == 4
        # proxy= takes precedence, and without trust_env the environment is ignored.
        monkeypatch.setenv(name, "http://127.0.0.1:1")
        options: dict[str, Any] = {"verify": context_trusting(trusted_authority()), "retries": 0}
        async with AsyncHostClient(url, proxy=proxy.origin, **options) as host:
            await host.get_version()
        async with AsyncHostClient(url, trust_env=False, **options) as host:
            with pytest.raises(CannotConnectError):
                await host.get_version()
        monkeypatch.setenv(name, proxy.origin.removeprefix("http://"))
        async with AsyncHostClient(url, **options) as host:
            await host.get_version()
        assert len(server.requests) == 6


@pytest.mark.parametrize("exceptions", ["127.0.0.1", "hub.invalid,127.0.0.0/8", "*"])
async def test_hosts_in_no_proxy_are_reached_directly(
    exceptions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            with pytest.raises(CannotConnectError):
                await host.get_version()
        monkeypatch.setenv("NO_PROXY", exceptions)
        async with AsyncHostClient(server.base_url) as host:
            await make_calls_of_each_kind(host)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_socks_proxy_in_the_environment_is_refused(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    with pytest.raises(BadParametersError, match=r"ALL_PROXY.*SOCKS is not supported"):
        AsyncHostClient(f"{scheme}://hub.invalid")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("setting", ["{}_PROXY", "{}_proxy", "ALL_PROXY", "proxy="])
async def test_the_error_names_the_proxy_and_where_it_is_set(
    scheme: str, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = setting.format(scheme.upper() if setting.endswith("PROXY") else scheme)
    options: dict[str, Any] = {"retries": 0}
    if setting == "proxy=":
        options["proxy"] = "http://user:secret@127.0.0.1:1"
    else:
        monkeypatch.setenv(setting, "http://user:secret@127.0.0.1:1")
    async with AsyncHostClient(f"{scheme}://hub.invalid", **options) as host:
        with pytest.raises(CannotConnectError) as caught:
            await host.get_version()
    assert caught.value.message == (
        f"no connection through the proxy 127.0.0.1:1 (set by {setting}): Connection refused: "
        "is the proxy running there?"
    )
    assert [type(one) for one in chain(caught.value)] == [
        CannotConnectError,
        ConnectionRefusedError,
    ]
    assert "secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_an_unreachable_proxy_is_reported(scheme: str) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        unreachable = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        async with AsyncHostClient(f"{scheme}://hub.invalid", proxy=unreachable, retries=1) as host:
            instance = host.get_instance_client("i")
            for call in (
                host.get_version,
                host.get_sequence_client("s").start,
                lambda: instance.inout(iter([b"x"])).__aenter__(),
            ):
                with pytest.raises(CannotConnectError) as caught:
                    await call()
                assert caught.value.attempts == 2


@pytest.mark.parametrize("wrong", ["", "proxy:80", "socks5://proxy", "http://", "http://[::1"])
def test_an_invalid_proxy_url_is_refused(wrong: str) -> None:
    with pytest.raises(BadParametersError, match="a proxy must be"):
        AsyncHostClient("http://hub.invalid", proxy=wrong)


@pytest.fixture
def real_proxy() -> Iterator[str]:
    """Start proxy.py with a password, and yield its URL."""
    code = (
        "import proxy, sys\n"
        "with proxy.Proxy(['--hostname', '127.0.0.1', '--port', '0', '--num-workers', '1',\n"
        "    '--num-acceptors', '1', '--basic-auth', 'user:word', '--log-level', 'e']) as p:\n"
        "    print(p.flags.port, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port.isdecimal(), "proxy.py did not start"
        yield f"http://user:word@127.0.0.1:{port}"
        assert process.stdin is not None
        process.stdin.close()  # this ends it
        process.wait(10)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_all_kinds_of_calls_work_through_a_real_proxy(scheme: str, real_proxy: str) -> None:
    script = always(valid_response)
    if scheme == "https":
        script = secured(server_context("localhost", authority=trusted_authority()), script)
    with ScriptedServer(script) as server:
        url = f"{scheme}://localhost:{urlsplit(server.origin).port}/api/v1"
        options: dict[str, Any] = {
            "verify": context_trusting(trusted_authority()),
            "retries": 0,
            "timeout": 10,
        }
        async with AsyncHostClient(url, proxy=real_proxy, **options) as host:
            await make_calls_of_each_kind(host)
        assert len(server.requests) == 4
        wrong = real_proxy.replace("word", "wrong")
        async with AsyncHostClient(url, proxy=wrong, **options) as host:
            with pytest.raises(ClientError, match="407"):
                await host.get_version()
        assert len(server.requests) == 4
