"""Proxies and certificates from options and from the environment."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from scramjet_facade import BadParametersError
from scramjet_facade.options.route import Route

PROXY = "http://user:word@proxy.example:3128"
HTTPS = "https://hub.example/api/v1"
HTTP = "http://hub.example/api/v1"
NAMES = {"SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name in NAMES | {"REQUEST_METHOD"}:
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("exceptions", "direct", "proxied"),
    [
        ("*", ["http://hub", "http://[::1]", "http://10.0.0.1:81"], []),
        ("other.example, *", ["http://hub"], []),
        (
            "hub.example",
            ["http://hub.example", "https://HUB.example:8443", "http://a.hub.example"],
            ["http://myhub.example", "http://example", "http://hub.example.org"],
        ),
        (".hub.example", ["http://hub.example", "http://a.b.hub.example"], ["http://xhub.example"]),
        ("*.hub.example", ["http://hub.example", "http://a.hub.example"], ["http://example"]),
        ("HUB.Example.", ["http://hub.example", "http://hub.example."], ["http://hub"]),
        ("bücher.example", ["http://xn--bcher-kva.example", "http://BÜCHER.example"], []),
        ("a.example b.example\tc.example", ["http://b.example", "http://c.example"], ["http://d"]),
        (" , ,,", [], ["http://hub"]),
        (".", [], ["http://hub", "http://10.0.0.1"]),
        ("hub.example:8000", ["http://hub.example:8000"], ["http://hub.example"]),
        ("hub.example:80", ["http://hub.example"], ["https://hub.example"]),
        ("hub.example:443", ["https://hub.example"], ["http://hub.example:8443"]),
        ("10.0.0.1", ["http://10.0.0.1:8000"], ["http://10.0.0.10", "http://1.10.0.0.1"]),
        ("10.0.0.1:81", ["http://10.0.0.1:81"], ["http://10.0.0.1", "http://10.0.0.2:81"]),
        ("1", [], ["http://10.0.0.1"]),
        ("10.0.0.0/8", ["http://10.1.2.3"], ["http://11.0.0.1", "http://10.example"]),
        ("10.0.0.7/255.0.0.0", ["http://10.1.2.3"], ["http://11.0.0.1", "http://[::1]"]),
        ("::1", ["http://[::1]:8000", "http://[0:0::1]"], ["http://[::2]", "http://0.0.0.1"]),
        ("[::1]", ["http://[::1]"], ["http://[::2]"]),
        ("[::1]:81", ["http://[::1]:81"], ["http://[::1]", "http://[::2]:81"]),
        ("FD00::/8", ["http://[fd12:3456::1]"], ["http://[fe80::1]", "http://10.0.0.1"]),
        ("[fd00::]/8", ["http://[fd12::1]"], ["http://[fe80::1]"]),
        ("fe80::1", ["http://[fe80::1%25eth0]", "http://[fe80::1%eth0]"], ["http://[fe80::2]"]),
        ("fe80::1%eth0", ["http://[fe80::1%25eth0]"], ["http://[fe80::2%25eth0]"]),
    ],
)
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_no_proxy_excludes_hosts(
    exceptions: str,
    direct: list[str],
    proxied: list[str],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", PROXY)
    monkeypatch.setenv(name, exceptions)
    for url in direct:
        assert Route().proxy_setting(url)[0] is None, url
    for url in proxied:
        assert Route().proxy_setting(url)[0] == PROXY, url
        assert Route(proxy="http://other").proxy_setting(url)[0] == "http://other"


@pytest.mark.parametrize(
    ("variables", "url", "expected"),
    [
        ({"HTTP_PROXY": "a:1"}, HTTP, "http://a:1"),
        ({"HTTP_PROXY": "a:1"}, HTTPS, None),
        ({"https_proxy": " https://a:1 "}, HTTPS, "https://a:1"),
        ({"HTTPS_PROXY": "a:1", "https_proxy": "b:1"}, HTTPS, "http://b:1"),
        ({"HTTPS_PROXY": "a:1", "https_proxy": ""}, HTTPS, None),
        ({"HTTPS_PROXY": "a:1", "ALL_PROXY": "b:1"}, HTTPS, "http://a:1"),
        ({"HTTP_PROXY": "a:1", "ALL_PROXY": "b:1"}, HTTPS, "http://b:1"),
        ({"HTTPS_PROXY": "a:1", "ALL_PROXY": "socks5://b"}, HTTPS, "http://a:1"),
        ({"HTTPS_PROXY": "socks5://b", "NO_PROXY": "hub.example"}, HTTPS, None),
        ({"NO_PROXY": "hub.example"}, HTTPS, None),
    ],
)
def test_proxy_variables_have_an_order_of_precedence(
    variables: dict[str, str], url: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Route().proxy_setting(url)[0] == expected
    assert Route(trust_env=False).proxy_setting(url)[0] is None


@pytest.mark.parametrize("name", ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"])
@pytest.mark.parametrize("scheme", ["socks5", "SOCKS5h", "socks4", "ftp"])
def test_an_unsupported_proxy_of_the_environment_is_rejected(
    name: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, f"{scheme}://user:word@proxy.example:1080")
    with pytest.raises(BadParametersError, match=f"^{name}: ") as caught:
        Route().proxy_setting(HTTPS)
    assert ("SOCKS is not supported" in str(caught.value)) == (scheme != "ftp")
    assert "word" not in str(caught.value)
    assert Route(trust_env=False).proxy_setting(HTTPS)[0] is None


def test_an_unsupported_proxy_option_is_rejected() -> None:
    with pytest.raises(BadParametersError, match=r"a proxy must be .*SOCKS is not supported"):
        Route(proxy="socks5://proxy.example")


def test_a_proxy_that_is_not_a_valid_url_is_rejected() -> None:
    with pytest.raises(BadParametersError, match="a proxy must be an http"):
        Route(proxy="http://user:word\x01@proxy.example:1080")


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return path


def test_the_default_ssl_context_is_created_once() -> None:
    context = Route().ssl_context()
    assert context is Route(proxy="https://proxy.example").ssl_context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert len(context.get_ca_certs()) > 50


def test_a_route_with_its_own_settings_has_its_own_ssl_context(pem: Path) -> None:
    default = Route().ssl_context()
    for route in (Route(verify=pem), Route(verify=str(pem)), Route(verify=False)):
        context = route.ssl_context()
        assert context is not default
        assert context is route.ssl_context()
        assert len(context.get_ca_certs()) == (route.verify is not False)
        assert context.check_hostname == (route.verify is not False)


@pytest.mark.parametrize("cert", [str, Path, lambda path: (path, str(path))])
def test_a_client_certificate_is_not_shared(tmp_path: Path, cert: Any) -> None:
    own = tmp_path / "own.pem"
    trustme.CA().issue_cert("client").private_key_and_cert_chain_pem.write_to_path(str(own))
    route = Route(cert=cert(own))
    assert route.ssl_context() is route.ssl_context()
    assert route.ssl_context() is not Route().ssl_context()
    assert len(route.ssl_context().get_ca_certs()) > 50


@pytest.mark.parametrize("cert", ["missing.pem", "\ud800", 5, ("missing.pem", 5)])
def test_a_client_certificate_that_cannot_be_loaded_is_rejected(cert: Any) -> None:
    with pytest.raises(BadParametersError, match="cert: cannot load "):
        Route(cert=cert)


@pytest.mark.parametrize("cert", [(), ("a.pem",), ("a.pem", "a.key", "password")])
def test_a_client_certificate_is_one_path_or_two(cert: Any) -> None:
    with pytest.raises(BadParametersError, match="cert must be one path, or ") as caught:
        Route(cert=cert)
    assert "password" not in str(caught.value)


def test_certificates_of_the_environment_are_used(
    pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    default = Route().ssl_context()
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    assert len(Route().ssl_context().get_ca_certs()) == 1  # the missing folder is ignored
    assert Route(trust_env=False).ssl_context() is default
    monkeypatch.setenv("SSL_CERT_FILE", "")
    folders = [tmp_path / "none", tmp_path / "some"]
    folders[1].mkdir()
    (folders[1] / "0123abcd.0").write_bytes(pem.read_bytes())
    monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join(map(str, folders)))
    assert Route().ssl_context() is not default


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
@pytest.mark.parametrize("kind", ["nothing", "empty", "no certificate", "the other"])
def test_missing_certificates_of_the_environment_are_an_error(
    name: str, kind: str, pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_folder = name == "SSL_CERT_DIR"
    path = tmp_path / "named"
    if kind == "empty":
        path.mkdir() if is_folder else path.touch()
    elif kind == "no certificate":
        if is_folder:
            path.mkdir()
        (path / "ca.pem" if is_folder else path).write_text("no certificate")
    elif kind == "the other":
        path = pem if is_folder else tmp_path
    monkeypatch.setenv(name, str(path))
    with pytest.raises(BadParametersError, match=f"^{name}: .*{path.name}"):
        Route().ssl_context()
    Route().target(HTTP)
    Route(trust_env=False).ssl_context()
    Route(verify=pem).ssl_context()


@pytest.mark.parametrize("name", ["nowhere.pem", "x" * 300], ids=["missing", "too long"])
def test_a_missing_file_of_trusted_certificates_is_an_error(name: str, tmp_path: Path) -> None:
    for path in (tmp_path / name, str(tmp_path / name)):
        with pytest.raises(BadParametersError, match=r"^verify: .* does not exist$"):
            Route(verify=path)


def test_a_key_log_file_that_cannot_be_written_is_an_error(
    pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "none" / "keys"))
    for trust_env in (True, False):
        with pytest.raises(BadParametersError, match=r"^SSLKEYLOGFILE: .*none"):
            Route(trust_env=trust_env).ssl_context()
    with pytest.raises(BadParametersError, match=r"^SSLKEYLOGFILE: "):
        Route(verify=pem)
    Route().target(HTTP)
    Route(verify=False).ssl_context()
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    assert Route().ssl_context().keylog_filename == str(tmp_path / "keys")
