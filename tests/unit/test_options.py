"""The options of clients, and the secrecy of tokens and headers."""

from __future__ import annotations

import copy
import pickle
import traceback
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import scramjet_facade
from scramjet_facade import (
    AsyncHostClient,
    AsyncManagerClient,
    BadParametersError,
    ClientUtils,
    HostClient,
    ManagerClient,
    MiddlewareClient,
    MultiManagerClient,
    NeedAuthenticationError,
)
from scramjet_facade.options.base_url import join_base_url, joined, read_base_url
from scramjet_facade.options.options import Options
from tests.scripted_server import ScriptedServer, always, answer
from tests.unit import bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOKEN = "t0ken-that-must-not-be-shown"
KEY = "k3y-that-must-not-be-shown"
URL = "http://127.0.0.1:1/api/v1"

CLIENTS = [
    getattr(scramjet_facade, flavour + name)
    for flavour in ("", "Async")
    for name in ("MiddlewareClient", "MultiManagerClient", "ManagerClient", "HostClient")
]


# Base URLs.


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://hub", "http://hub"),
        ("http://hub/", "http://hub"),
        ("http://hub:8000/api/v1", "http://hub:8000/api/v1"),
        ("http://hub:8000/api/v1/", "http://hub:8000/api/v1"),
        ("http://hub:8000//api///v1//", "http://hub:8000/api/v1"),
        ("  http://hub/api/v1\n", "http://hub/api/v1"),
        ("https://hub/api", "https://hub/api"),
        ("HTTP://Hub/API", "http://Hub/API"),
        ("http://[::1]:8000/api/v1/", "http://[::1]:8000/api/v1"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://hub/with%20space", "http://hub/with%20space"),
        ("http://hub/@team:1/api", "http://hub/@team:1/api"),
        ("http://hub/api?", "http://hub/api"),
    ],
)
def test_redundant_slashes_are_removed(given: str, expected: str) -> None:
    assert read_base_url(given) == expected
    assert HostClient(given).base_url == expected


@bounded
@given(st.lists(st.sampled_from(["api", "v1", "", "", "%2F", "~x"]), max_size=6))
@example([])
def test_reading_a_base_url_is_idempotent(segments: list[str]) -> None:
    once = read_base_url("/".join(["http://hub", *segments]))
    assert read_base_url(once) == once
    assert once.split("/")[3:] == [segment for segment in segments if segment]


@pytest.mark.parametrize("client_class", CLIENTS)
def test_the_environment_sets_the_default_base_url(
    client_class: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAMJET_API_URL", "http://of-the-environment//api/")
    assert client_class().base_url == "http://of-the-environment/api"
    assert client_class("http://given/").base_url == "http://given"


@pytest.mark.parametrize("client_class", CLIENTS)
def test_the_error_for_a_missing_base_url_names_both_ways_to_set_it(client_class: Any) -> None:
    with pytest.raises(BadParametersError, match=r"pass base_url, .*, or set SCRAMJET_API_URL"):
        client_class()


@pytest.mark.parametrize("empty", ["", None])
def test_empty_variables_are_ignored(empty: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRAMJET_API_URL", "")
    monkeypatch.setenv("SCRAMJET_TOKEN", "")
    with pytest.raises(BadParametersError, match="the base URL is missing"):
        HostClient(empty)
    assert HostClient(URL)._session.options.environment_token is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("hub:8000", "must be an http:// or https:// URL"),
        ("127.0.0.1:8000/api/v1", "must be an http:// or https:// URL"),
        ("//hub/api/v1", "must be an http:// or https:// URL"),
        ("/api/v1", "must be an http:// or https:// URL"),
        ("ftp://hub", "must be an http:// or https:// URL"),
        ("http://", "with a host"),
        ("http:///api/v1", "with a host"),
        ("http:hub", "with a host"),
        ("http://hub:port/", "base_url is not a valid URL"),
        ("http://hub:65536/", "base_url is not a valid URL"),
        ("http://hub:-1/", "base_url is not a valid URL"),
        ("http://[::1/", "base_url is not a valid URL"),
        ("http://hub/api?key=value", "cannot have a query or a fragment"),
        ("http://hub/api#part", "cannot have a query or a fragment"),
        (5, "base_url must be a str, not int"),
        (b"http://hub", "base_url must be a str, not bytes"),
    ],
)
def test_invalid_base_urls_are_rejected(given: Any, message: str) -> None:
    with pytest.raises(BadParametersError, match=message):
        HostClient(given)


BAD_HOSTS = [
    "http://a b/",
    "http://hub/a b",
    "http://hub\0/",
    "http://hub/\0",
    "http://h\nub/",
    "http://h\tub/",
    "http://hub/\ud83d",
    "http://\ud83d/",
    "http://-ü.example/",
    "http://999.1.1.1/",
    "http://.",
    "http://a..b/",
    f"http://{'a' * 64}.example/",
]


@pytest.mark.parametrize("client_class", [HostClient, AsyncHostClient])
@pytest.mark.parametrize("given", BAD_HOSTS)
def test_invalid_hosts_are_rejected(client_class: Any, given: str) -> None:
    with pytest.raises(BadParametersError, match="base_url"):
        client_class(given)


@pytest.mark.parametrize(
    "given",
    [
        f"http://user:{TOKEN}@hub/",
        f"http://{TOKEN}@hub/",
        f"http://:{TOKEN}@hub/",
        f"http://user:{TOKEN}/more@hub/",
        f"http://user:{TOKEN}?more@hub/",
        f"http://user:{TOKEN}#more@hub/",
        f"http://user:1{TOKEN}@hub:port/",
        f"http://[{TOKEN}@hub/",
        f"http://hub/?token={TOKEN}",
        f"http://hub/#{TOKEN}",
    ],
)
def test_a_secret_in_a_base_url_is_rejected_and_not_shown(given: str) -> None:
    with pytest.raises(BadParametersError) as caught:
        HostClient(given)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


# Navigation.


@pytest.mark.parametrize(
    ("api_base", "expected"),
    [
        ("/api/v1", "http://hub/base/cpm/api/v1"),
        ("api/v1/", "http://hub/base/cpm/api/v1"),
        ("//api//v2//", "http://hub/base/cpm/api/v2"),
        ("", "http://hub/base/cpm"),
        ("/", "http://hub/base/cpm"),
    ],
)
def test_redundant_slashes_of_an_api_base_are_removed(api_base: str, expected: str) -> None:
    assert HostClient("http://hub/base/").get_manager_client(api_base).base_url == expected
    assert join_base_url("http://hub/base", "cpm", api_base) == expected


@pytest.mark.parametrize("path", ["/version", "/instance/a%2Fb", "/topic/ü", "/a?b=c&d=%20"])
@pytest.mark.parametrize(
    "base_url", ["http://hub/base/", "https://hub:8443/api/v1", "http://[::1]"]
)
def test_urls_are_joined_as_httpx_joins_them(base_url: str, path: str) -> None:
    with httpx.Client(base_url=base_url) as client:
        assert joined(base_url, path) == client.build_request("GET", path).url


@pytest.mark.parametrize(
    ("navigate", "expected"),
    [
        (lambda: MiddlewareClient(URL).get_manager_client("a b"), "/space/a%20b/api/v1"),
        (lambda: MultiManagerClient(URL).get_manager_client("a/b"), "/cpm/a%2Fb/api/v1"),
        (lambda: ManagerClient(URL).get_host_client("..."), "/sth/.../api/v1"),
        (lambda: AsyncManagerClient(URL).get_host_client("%2e"), "/sth/%252e/api/v1"),
        (lambda: HostClient(URL).get_manager_client(), "/cpm/api/v1"),
        (lambda: HostClient(URL).get_sequence_client("a"), ""),
        (lambda: HostClient(URL).get_sequence_client("a").get_instance("b"), ""),
    ],
)
def test_navigation_adds_one_segment_for_an_id(navigate: Any, expected: str) -> None:
    assert navigate().base_url == URL + expected


@pytest.mark.parametrize(
    "api_base", [None, 5, "..", "/api/../v1", ".", "v1?a", "v1#a", "a b", "\0"]
)
def test_invalid_api_bases_are_rejected(api_base: Any) -> None:
    with pytest.raises(BadParametersError, match="api_base"):
        HostClient(URL).get_manager_client(api_base)


# Constructors.


class Mixin:
    def __init__(self, *arguments: Any, colour: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.colour = colour


class Derived(HostClient):
    pass


class Mixed(Mixin, HostClient):
    pass


@pytest.mark.parametrize("client_class", [*CLIENTS, Derived])
def test_a_wrong_argument_names_the_class_that_was_called(client_class: Any) -> None:
    name = client_class.__name__
    with pytest.raises(TypeError, match=rf"^{name}\.__init__\(\) got an unexpected .* 'tokn'"):
        client_class(URL, tokn="a")
    with pytest.raises(TypeError, match=rf"^{name}\.__init__\(\) takes from 1 to 2 positional"):
        client_class(URL, "token")
    assert "base_url: The service's base URL." in client_class.__init__.__doc__


def test_a_class_with_its_own_constructor_keeps_it() -> None:
    client = Mixed(URL, colour="red", timeout=5)
    assert (client.colour, client.base_url) == ("red", URL)
    assert client._session.options.timeout == 5


# Options.


@pytest.mark.parametrize("token", ["", " ", f"{TOKEN}\n", f"{TOKEN}\r\nX: y", f" {TOKEN}", 5, b"x"])
@pytest.mark.parametrize("client_class", [HostClient, AsyncHostClient])
def test_an_invalid_token_is_rejected_and_not_shown(client_class: Any, token: Any) -> None:
    for make in (lambda: client_class(URL, token=token), lambda: client_class(URL).with_options):
        with pytest.raises(BadParametersError, match="token") as caught:
            make()(token=token)
        assert TOKEN not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("token", [f"Bearer {TOKEN}", f"bearer {TOKEN}"])
def test_a_token_with_its_scheme_is_rejected(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    message = "must not start with 'Bearer': pass the token alone"
    with pytest.raises(BadParametersError, match=f"^token {message}") as caught:
        HostClient(URL, token=token)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(BadParametersError, match=f"passed as token= {message}"):
        HostClient(URL, token=lambda: token).list_sequences()
    monkeypatch.setenv("SCRAMJET_TOKEN", token)
    with pytest.raises(BadParametersError, match=f"^SCRAMJET_TOKEN {message}"):
        HostClient(URL)


def test_an_invalid_token_of_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SCRAMJET_TOKEN", f"{TOKEN}\n")
    with pytest.raises(BadParametersError, match=r"environment_token|SCRAMJET_TOKEN") as caught:
        HostClient(URL)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), "5", True])
def test_invalid_timeouts_are_rejected(timeout: Any) -> None:
    with pytest.raises(BadParametersError, match="timeout must be"):
        HostClient(URL, timeout=timeout)


@pytest.mark.parametrize(
    ("timeout", "expected"), [(None, 10.0), (0.5, 0.5), (9, 9), (10, 10), (3600, 10.0)]
)
def test_the_connect_timeout_is_at_most_10_s(timeout: float | None, expected: float) -> None:
    assert Options(timeout=timeout).connect_timeout == expected


def sent(server: ScriptedServer, name: str) -> list[str]:
    """Return a header's values in the last request, ignoring the case of its name."""
    headers = server.requests[-1].headers
    return [value for key, value in headers if key.lower() == name.lower()]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(answer(b"[]"))) as running:
        yield running


def test_a_copy_with_other_options_does_not_change_the_original(server: ScriptedServer) -> None:
    with HostClient(server.base_url, token="a", headers={"X-One": "1"}) as host:
        other = host.with_options(token="b", headers={"X-Two": "2"}, timeout=None)
        for client, token, two in ((other, "b", ["2"]), (host, "a", [])):
            client.list_sequences()
            assert sent(server, "Authorization") == [f"Bearer {token}"]
            assert sent(server, "X-One") == ["1"]
            assert sent(server, "X-Two") == two
        assert (host._session.options.timeout, other._session.options.timeout) == (30, None)
        assert server.connections == 1


@pytest.mark.parametrize("name", ["Authorization", "authorization"])
def test_a_later_token_or_header_replaces_an_earlier_one(server: ScriptedServer, name: str) -> None:
    with HostClient(server.base_url, token="a") as host:
        other = host.with_options(headers={name: "Basic b"})
        for client, value in (
            (other, "Basic b"),
            (other.with_options(timeout=1), "Basic b"),
            (other.with_options(token="c"), "Bearer c"),
            (host, "Bearer a"),
        ):
            client.list_sequences()
            assert sent(server, "Authorization") == [value]
        with pytest.raises(BadParametersError, match="not both"):
            host.with_options(token="c", headers={name: "Basic b"})
        with pytest.raises(BadParametersError, match="not both"):
            HostClient(server.base_url, token="c", headers={name: "Basic b"})


@pytest.mark.parametrize("name", ["X-Name", "x-name", "X-NAME"])
def test_a_header_replaces_one_in_another_case(server: ScriptedServer, name: str) -> None:
    with HostClient(server.base_url, headers={"X-Name": "old"}) as host:
        host.with_options(headers={name: "new"}).list_sequences()
        assert sent(server, "X-Name") == ["new"]


@pytest.mark.parametrize("name", ["User-Agent", "user-agent", "Accept-Encoding", "accept-encoding"])
@pytest.mark.parametrize("set_default", [True, False])
def test_a_header_of_the_user_replaces_that_of_the_client(
    server: ScriptedServer, name: str, set_default: bool
) -> None:
    headers = {name: "mine"}
    ClientUtils.set_default_headers(headers if set_default else {})
    with HostClient(server.base_url, headers={} if set_default else headers) as host:
        host.list_sequences()
        assert sent(server, name) == ["mine"]


def test_invalid_default_headers_are_rejected_and_change_nothing() -> None:
    ClientUtils.set_default_headers({"X-Name": "value"})
    with pytest.raises(BadParametersError):
        ClientUtils.set_default_headers({"X-Name": f"{KEY}\n"})
    assert ClientUtils.default_headers() == {"X-Name": "value"}


def test_default_headers_are_copied(server: ScriptedServer) -> None:
    headers = {"X-Name": "then"}
    ClientUtils.set_default_headers(headers)
    headers["X-Name"] = "now"
    with HostClient(server.base_url) as host:
        host.list_sequences()
    assert sent(server, "X-Name") == ["then"]


# Secrets.


def objects_of(client: HostClient) -> dict[str, Any]:
    """Return the objects that a user can get from a client with secrets."""
    return {
        "options": client._session.options,
        "session": client._session,
        "client": client,
        "bindings": client.bindings,
        "http client": client.bindings.get_httpx_client(),
        "sequence": client.get_sequence_client("a"),
        "instance": client.get_instance_client("a"),
        "manager": client.get_manager_client(),
        "copy": client.with_options(timeout=1),
        "stream": client.get_log_stream(),
        "bound method": client.list_sequences,
        "attributes": vars(client),
        "attributes of the session": vars(client._session),
    }


@pytest.fixture
def client_with_secrets() -> Iterator[HostClient]:
    with HostClient(URL, token=TOKEN, headers={"X-Key": KEY}, retries=0) as client:
        yield client


SHOWN: list[Callable[[object], object]] = [repr, str, "{}".format, ascii, lambda value: [value]]


@pytest.mark.parametrize("show", SHOWN)
def test_no_secret_is_shown(
    client_with_secrets: HostClient, show: Callable[[object], object]
) -> None:
    for name, thing in objects_of(client_with_secrets).items():
        shown = str(show(thing))
        assert TOKEN not in shown, name
        assert KEY not in shown, name


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_secret_is_pickled(client_with_secrets: HostClient, protocol: int) -> None:
    for name, thing in objects_of(client_with_secrets).items():
        try:
            pickled = pickle.dumps(thing, protocol)
        except (TypeError, AttributeError, pickle.PicklingError):
            continue
        assert TOKEN.encode() not in pickled, name
        assert KEY.encode() not in pickled, name


def test_the_options_of_the_client_contain_the_secrets(client_with_secrets: HostClient) -> None:
    options = client_with_secrets._session.options
    assert (options.token, options.headers) == (TOKEN, {"X-Key": KEY})


@pytest.mark.parametrize("environment", [True, False])
def test_no_error_shows_a_secret(monkeypatch: pytest.MonkeyPatch, environment: bool) -> None:
    token: dict[str, Any] = {"token": TOKEN}
    if environment:
        monkeypatch.setenv("SCRAMJET_TOKEN", token.pop("token"))
    with (
        ScriptedServer(always(answer(b'{"error": "no"}', 401, "Unauthorized"))) as server,
        HostClient(server.base_url, **token, headers={"X-Key": KEY}) as client,
    ):
        with pytest.raises(NeedAuthenticationError) as caught:
            client.list_sequences()
        assert sent(server, "Authorization") == [f"Bearer {TOKEN}"]
        assert sent(server, "X-Key") == [KEY]
    error = caught.value
    shown = [str(error), repr(error), str(vars(error)), *traceback.format_exception(error)]
    shown.append(repr(pickle.dumps(error)))
    shown.append(repr(copy.copy(error)))
    assert not [text for text in shown if TOKEN in text or KEY in text]


def test_no_error_without_a_response_shows_a_secret(client_with_secrets: HostClient) -> None:
    with pytest.raises(scramjet_facade.CannotConnectError) as caught:
        client_with_secrets.list_sequences()
    shown = "".join(traceback.format_exception(caught.value)) + str(vars(caught.value))
    assert TOKEN not in shown
    assert KEY not in shown
