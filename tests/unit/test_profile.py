"""Clients from a profile of the command-line tool `si`."""

from __future__ import annotations

import asyncio
import json
import os
import traceback
import warnings
from pathlib import Path
from typing import Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncMiddlewareClient,
    BadParametersError,
    HostClient,
    MiddlewareClient,
)
from tests.faults.secret_leaks import MARK, leaks_of_error
from tests.scripted_server import ScriptedServer, always, answer

TOKEN = f"{MARK}-token"
PLATFORM = "https://api.example.com/api/v1"
HUB = "http://127.0.0.1:8000/api/v1"
# As `si` 0.26 writes it.
WRITTEN_BY_SI: dict[str, Any] = {
    "configVersion": 1,
    "apiUrl": HUB,
    "middlewareApiUrl": "",
    "env": "development",
    "scope": "",
    "token": "",
    "log": {"debug": False, "format": "pretty"},
}
HUB_CLIENTS = (HostClient, AsyncHostClient)
PLATFORM_CLIENTS = (MiddlewareClient, AsyncMiddlewareClient)
CLIENTS = (*HUB_CLIENTS, *PLATFORM_CLIENTS)

each_client = pytest.mark.parametrize("client", CLIENTS)
each_hub_client = pytest.mark.parametrize("client", HUB_CLIENTS)
each_platform_client = pytest.mark.parametrize("client", PLATFORM_CLIENTS)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own home directory, without a profile."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("SI_CONFIG", "SI_CONFIG_PATH"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(path: Path, content: object, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    path.chmod(mode)
    return path


def profile(home: Path, name: str, mode: int = 0o600, **changed: Any) -> Path:
    """Write a profile with two addresses that contain the profile's name."""
    urls = {"apiUrl": f"http://{name}/hub", "middlewareApiUrl": f"http://{name}/platform"}
    content = WRITTEN_BY_SI | urls | changed
    return write(home / f".si/profiles/{name}.json", content, mode)


def activate(home: Path, name: object) -> None:
    write(home / ".si/si-config.json", {"profile": name})


# Selecting a profile.


@each_client
def test_profiles_have_an_order_of_precedence(
    client: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("given", "named", "active", "default"):
        profile(home, name)
    monkeypatch.setenv("SI_CONFIG_PATH", str(profile(home / "elsewhere", "path")))
    monkeypatch.setenv("SI_CONFIG", "named")
    activate(home, "active")
    kind = "hub" if client in HUB_CLIENTS else "platform"
    assert client.from_profile("given").base_url == f"http://given/{kind}"
    assert client.from_profile().base_url == f"http://path/{kind}"
    monkeypatch.delenv("SI_CONFIG_PATH")
    assert client.from_profile().base_url == f"http://named/{kind}"
    monkeypatch.delenv("SI_CONFIG")
    assert client.from_profile().base_url == f"http://active/{kind}"
    activate(home, "")
    assert client.from_profile().base_url == f"http://default/{kind}"
    (home / ".si/si-config.json").unlink()
    assert client.from_profile().base_url == f"http://default/{kind}"


@each_client
def test_a_profile_takes_precedence_over_the_environment(
    client: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRAMJET_API_URL", "http://environment/api/v1")
    profile(home, "default")
    assert client.from_profile().base_url.startswith("http://default/")


# Addresses and tokens.


@each_hub_client
def test_a_profile_written_by_si_is_read(client: Any, home: Path) -> None:
    write(home / ".si/profiles/default.json", json.dumps(WRITTEN_BY_SI, indent=2), 0o644)
    assert client.from_profile().base_url == HUB


def authorization(client: type[Any], home: Path, server: ScriptedServer, **content: Any) -> Any:
    """Return the authorization that a client of a profile sends to a server."""
    profile(home, "default", **content)
    created = client.from_profile()
    if client in {HostClient, MiddlewareClient}:
        with created:
            created.get_version()
    else:

        async def request() -> None:
            async with created:
                await created.get_version()

        asyncio.run(request())
    return server.requests[-1].header("authorization")


@each_client
def test_the_token_is_sent_to_its_server(client: Any, home: Path) -> None:
    with ScriptedServer(always(answer(b'{"service": "s"}'))) as server:
        here = {"apiUrl": server.base_url, "middlewareApiUrl": server.base_url, "token": TOKEN}
        assert authorization(client, home, server, **here) == f"Bearer {TOKEN}"
        assert authorization(client, home, server, **here | {"token": ""}) is None


@each_hub_client
def test_the_token_of_a_platform_is_not_sent_to_another_hub(client: Any, home: Path) -> None:
    with ScriptedServer(always(answer(b'{"service": "s"}'))) as server:
        here = {"apiUrl": server.base_url, "token": TOKEN}
        for platform in (PLATFORM, "http://127.0.0.1", "https://127.0.0.1:1"):
            sent = authorization(client, home, server, **here, middlewareApiUrl=platform)
            assert sent is None
        assert authorization(client, home, server, **here, middlewareApiUrl="") == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("url", "middleware", "token"),
    [
        ("https://api.example.com:443/hub", PLATFORM, TOKEN),
        ("https://API.example.com/hub", PLATFORM, TOKEN),
        ("https://example.com/hub", PLATFORM, None),
        ("http://api.example.com/hub", PLATFORM, None),
    ],
)
def test_the_token_is_used_only_for_the_same_server(
    url: str, middleware: str, token: str | None, home: Path
) -> None:
    profile(home, "default", apiUrl=url, middlewareApiUrl=middleware, token=TOKEN)
    with HostClient.from_profile() as host:
        assert host._session.options.token == token


# Invalid profiles.


def error_of(client: Any, name: str | None = None) -> str:
    """Return the error of an invalid profile, and check that it contains no secret."""
    with pytest.raises(BadParametersError) as caught:
        client.from_profile(name)
    assert leaks_of_error(caught.value) == []
    assert MARK not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


@each_client
def test_the_error_without_profiles_names_the_folder(client: Any, home: Path) -> None:
    message = error_of(client)
    assert "'default'" in message
    assert str(home / ".si/profiles") in message
    assert "the folder has no profiles" in message


@each_client
def test_the_error_for_a_missing_profile_lists_the_available_ones(
    client: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(home, "one")
    profile(home, "two")
    assert "'tow' (selected by the argument)" in error_of(client, "tow")
    assert "available: one, two" in error_of(client, "tow")
    monkeypatch.setenv("SI_CONFIG", "tow")
    assert "'tow' (selected by SI_CONFIG)" in error_of(client)
    monkeypatch.delenv("SI_CONFIG")
    activate(home, "tow")
    assert f"'tow' (selected by {home / '.si/si-config.json'})" in error_of(client)
    monkeypatch.setenv("SI_CONFIG_PATH", str(home / "nowhere.json"))
    assert f"({home / 'nowhere.json'}) cannot be read: No such file" in error_of(client)


@each_client
@pytest.mark.parametrize("name", ["", ".", "..", "../one", "a/b", "/etc/passwd", 5])
def test_a_name_cannot_be_a_path(client: Any, name: Any, home: Path) -> None:
    profile(home, "one")
    assert "profile name" in error_of(client, name)


@each_client
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f'{{"token": "{TOKEN}",', "is not valid JSON: "),
        (f'{{\n"token": "{TOKEN}"\n"x": 1}}', "in line 3, column 1"),
        ("", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        (f'["{TOKEN}"]', "must contain one JSON object"),
        ({"apiUrl": 5, "middlewareApiUrl": 5, "token": TOKEN}, "must be a string"),
        ({"apiUrl": HUB, "middlewareApiUrl": PLATFORM, "token": [TOKEN]}, "must be a string"),
        ({"token": TOKEN}, "has no "),
        ({"apiUrl": "hub", "middlewareApiUrl": "x", "token": TOKEN}, "of profile default ("),
        ({"apiUrl": HUB, "middlewareApiUrl": HUB, "token": f"{TOKEN}\n"}, "Authorization"),
    ],
)
def test_invalid_content_of_a_profile_is_an_error(
    client: Any, content: object, message: str, home: Path
) -> None:
    write(home / ".si/profiles/default.json", content)
    assert message in error_of(client)


def test_a_profile_that_is_not_utf_8_is_an_error(home: Path) -> None:
    write(home / ".si/profiles/default.json", "").write_bytes(b'{"token": "\xff"}')
    assert "is not valid JSON" in error_of(HostClient)


@each_client
@pytest.mark.parametrize("content", ["{", "[]"])
def test_invalid_settings_of_si_are_an_error(client: Any, content: object, home: Path) -> None:
    write(home / ".si/si-config.json", content)
    assert "si-config.json" in error_of(client)


@each_client
@pytest.mark.parametrize("name", [5, None, ["one"]])
def test_settings_of_si_with_an_invalid_name_do_not_select_the_default_profile(
    client: Any, name: object, home: Path
) -> None:
    profile(home, "default")
    activate(home, name)
    assert f"profile of {home / '.si/si-config.json'} must be a string" in error_of(client)


@each_client
def test_a_file_that_cannot_be_examined_is_an_error(client: Any, home: Path) -> None:
    profile(home, "default")
    assert "cannot be read: File name too long" in error_of(client, "x" * 300)
    (home / ".si/si-config.json").symlink_to("si-config.json")
    assert "cannot be read: Too many levels of symbolic links" in error_of(client)


@each_client
def test_a_directory_instead_of_a_profile_is_an_error(client: Any, home: Path) -> None:
    (home / ".si/profiles/default.json").mkdir(parents=True)
    assert "cannot be read: " in error_of(client)


@each_client
def test_a_missing_home_directory_is_an_error(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    assert "set HOME or SI_CONFIG_PATH" in error_of(client)


# Permissions.


@each_client
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606, 0o620])
def test_a_warning_is_issued_if_other_users_have_access(client: Any, mode: int, home: Path) -> None:
    path = profile(home, "default", mode, token=TOKEN)
    with pytest.warns(UserWarning, match=rf"mode {mode:o}\): run chmod 600 {path}") as warned:
        client.from_profile()
    assert [warning.filename for warning in warned] == [__file__]
    assert TOKEN not in str(warned[0].message)


@each_client
def test_no_warning_is_issued_if_only_the_owner_has_access(client: Any, home: Path) -> None:
    profile(home, "default", 0o600, token=TOKEN)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.from_profile()


@each_client
def test_no_warning_is_issued_without_a_token(client: Any, home: Path) -> None:
    profile(home, "default", 0o644)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.from_profile()


@each_client
def test_no_warning_is_issued_on_systems_without_file_modes(
    client: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(home, "default", 0o666, token=TOKEN)
    monkeypatch.setattr("scramjet_facade.options.profile.os", _Windows())
    client.from_profile()


class _Windows:
    name = "nt"
    environ = os.environ
    fstat = staticmethod(os.fstat)
