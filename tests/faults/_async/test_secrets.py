"""Secrets appear in no error, log or repr, and are sent to no other server."""

from __future__ import annotations

import json
import logging
import pickle
from contextlib import suppress
from typing import Any

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncMiddlewareClient,
    BadParametersError,
    ClientError,
    ClientUtils,
    InvalidResponseError,
    Retries,
)
from scramjet_facade.models import CreatedAccessKey
from tests.faults import faults
from tests.faults.secret_leaks import MARK, leaks_of_error, leaks_of_object, printed
from tests.scripted_server import ScriptedServer, always, answer

from .every_method import ACCESS_KEY, CALLS, METHODS, create_client, make_call, missing_methods

SECRETS: dict[str, Any] = {
    "token": f"{MARK}-token",
    "headers": {"X-Own": f"{MARK}-header"},
}
DEFAULTS = {"X-Default": f"{MARK}-default"}
FAULTS = [
    "connection_refused",
    "reset_after_reading",
    "invalid_http",
    "header_1_mb",
    "truncated_chunk",
    "json_of_wrong_type",
    "status_401",
    "retry_after_0",
    "redirect_other_origin",
    "invalid_gzip",
    "no_fault",
]


def test_the_table_of_methods_is_complete() -> None:
    assert missing_methods() == set()


@pytest.mark.parametrize("fault", FAULTS)
async def test_errors_logs_and_reprs_of_every_method_show_no_secret(
    fault: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("HEALTH_TIMEOUT", "KILL_TIMEOUT", "INPUT_READY", "INPUT_GRACE", "RESULT_TIMEOUT"):
        monkeypatch.setattr(f"scramjet_facade.concurrency.timing.{limit}", 0.1)
    ClientUtils.set_default_headers(DEFAULTS)
    caplog.set_level(logging.DEBUG)
    found: set[str] = set()
    errors = 0
    with faults.start_faulty_server(fault) as faulty:
        for kind, name in METHODS:
            client, owner = create_client(
                kind,
                faulty.base_url,
                follow_redirects=True,
                retries=Retries(1, longest_pause=0.001),
                trust_env=False,
                **SECRETS,
            )
            async with owner:
                try:
                    await make_call(CALLS[kind][name], client)
                except ClientError as error:
                    errors += 1
                    found |= {f"{name}: {leak}" for leak in leaks_of_error(error)}
                for thing in (client, owner, client._session, client.bindings):
                    found |= {f"{name}: {leak} of {thing}" for leak in leaks_of_object(thing)}
                    found |= {f"{name}: {leak}" for leak in leaks_of_object(vars(thing))}
        if faulty.server is not None and fault != "reset_after_reading":
            assert faulty.server.requests[-1].header("x-default")  # the secrets were sent
        if faulty.other_server is not None:
            assert faulty.other_server.connections == 0
    assert errors > 50 or fault in {"no_fault", "json_of_wrong_type", "redirect_other_origin"}
    found |= {f"log: {record.name}" for record in caplog.records if MARK in record.getMessage()}
    assert sorted(found) == []


async def test_a_traceback_printed_by_rich_shows_no_secret() -> None:
    """The traceback also contains the frames of other libraries."""
    with faults.start_faulty_server("status_401") as faulty:
        async with AsyncMiddlewareClient(faulty.base_url, **SECRETS) as client:
            with pytest.raises(ClientError) as caught:
                await client.revoke_access_key("s", ACCESS_KEY)
    assert MARK not in printed(caught.value)


async def test_the_secrets_are_sent_to_the_server() -> None:
    ClientUtils.set_default_headers(DEFAULTS)
    body = b'{"message": "m", "keysRevoked": 1}'
    with ScriptedServer(always(answer(body))) as server:
        async with AsyncMiddlewareClient(server.base_url, **SECRETS) as client:
            await client.revoke_access_key("s", ACCESS_KEY)
            await client.get_manager_client("s").disconnect_hubs(access_key=ACCESS_KEY)
        revoked, disconnected = server.requests
    assert revoked.header("authorization") == f"Bearer {MARK}-token"
    assert revoked.header("x-revoke") == ACCESS_KEY
    assert revoked.header("x-own") == f"{MARK}-header"
    assert revoked.header("x-default") == f"{MARK}-default"
    assert ACCESS_KEY.encode() in disconnected.body


async def create_access_key(body: str, status: int = 200) -> CreatedAccessKey | str:
    with ScriptedServer(always(answer(body.encode(), status))) as server:
        async with AsyncMiddlewareClient(server.base_url) as client:
            return await client.create_access_key("s")


async def test_the_repr_of_a_new_access_key_does_not_show_it() -> None:
    fields = {"accessKey": f"{MARK}-key", "more": [f"{MARK}-key"]}
    created = await create_access_key(json.dumps(fields))
    assert leaks_of_object(created) == []
    assert "accessKey" in repr(created)
    assert isinstance(created, CreatedAccessKey)
    assert created.to_dict() == pickle.loads(pickle.dumps(created)).to_dict() == fields
    text = await create_access_key(f'"{MARK}-key"')
    assert text == str(text) == f"{MARK}-key"
    assert MARK not in repr(text)


@pytest.mark.parametrize(
    ("body", "status"), [(f"{MARK}-key", 200), (f'["{MARK}-key"]', 200), (f'"{MARK}-key"', 201)]
)
async def test_the_error_about_an_unexpected_response_does_not_show_a_new_access_key(
    body: str, status: int
) -> None:
    with pytest.raises(InvalidResponseError, match="may contain an access key") as caught:
        await create_access_key(body, status)
    assert leaks_of_error(caught.value) == []


async def test_the_password_of_a_proxy_is_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    refusal = answer(b"", 407, "Proxy Authentication Required", content_type=None)
    found: list[str] = []
    with (
        ScriptedServer(always(refusal)) as proxy,
        faults.start_faulty_server("connection_refused") as unreachable,
    ):
        for address in (proxy.origin, unreachable.base_url):
            for scheme in ("http", "https"):
                client = AsyncHostClient(
                    f"{scheme}://hub.example",
                    proxy=address.replace("//", f"//user:{MARK}-proxy@"),
                    retries=0,
                    **SECRETS,
                )
                async with client as host:
                    found += leaks_of_object(vars(host._session))
                    for call in (host.get_version, host.get_sequence_client("s").start):
                        with pytest.raises(ClientError) as caught:
                            await call()
                        found += leaks_of_error(caught.value)
    found += [record.name for record in caplog.records if MARK in record.getMessage()]
    assert sorted(set(found)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "ftp://hub.example"},
        {"timeout": -1},
        {"retries": -1},
        {"verify": "/no/such/file"},
        {"cert": "/no/such/file"},
        {"proxy": f"socks5://user:{MARK}-proxy@proxy.example"},
        {"token": f"{MARK}\n"},
        {"headers": {"X-Own": f"{MARK}\n"}},
        {"headers": {"X-Own": f"{MARK}", "x-own": f"{MARK}"}},
    ],
    ids=str,
)
async def test_errors_about_invalid_options_show_no_secret(wrong: dict[str, Any]) -> None:
    options = {
        "base_url": "http://hub.example",
        "proxy": f"http://user:{MARK}-proxy@proxy.example",
        **SECRETS,
        **wrong,
    }
    with pytest.raises(BadParametersError) as caught:
        AsyncHostClient(**options)
    assert leaks_of_error(caught.value) == []
    if wrong.keys() <= {"timeout", "retries", "token", "headers"}:
        async with AsyncHostClient("http://hub.example") as host:
            with pytest.raises(BadParametersError) as caught:
                host.with_options(**{**SECRETS, **wrong})
            assert leaks_of_error(caught.value) == []
    if "headers" in wrong:
        with pytest.raises(BadParametersError) as caught:
            ClientUtils.set_default_headers(wrong["headers"])
        assert leaks_of_error(caught.value) == []


async def test_the_bindings_refuse_requests_to_another_origin() -> None:
    ClientUtils.set_default_headers(DEFAULTS)
    with (
        ScriptedServer(always(answer())) as server,
        ScriptedServer(always(answer())) as other,
    ):
        async with AsyncHostClient(server.base_url, **SECRETS) as host:
            client = host.bindings.get_async_httpx_client()
            port = server.origin.rpartition(":")[2]
            for url in (
                f"{other.base_url}/version",
                f"https://127.0.0.1:{port}/api/v1/version",
                f"http://localhost:{port}/api/v1/version",
                f"http://127.0.0.1:{port}@{other.origin.partition('//')[2]}/",
            ):
                with pytest.raises(BadParametersError, match="sends requests only to"):
                    await client.request("GET", url)
                with pytest.raises(BadParametersError, match="sends requests only to"):
                    async with client.stream("GET", url):
                        pass
        assert other.connections == server.connections == 0


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("follow", [True, False])
async def test_no_request_is_redirected_to_another_origin(code: int, follow: bool) -> None:
    ClientUtils.set_default_headers(DEFAULTS)
    with ScriptedServer(always(answer())) as other:
        moved = answer(b"", code, "Moved", content_type=None, location=f"{other.origin}/version")
        with ScriptedServer(always(moved)) as server:
            for kind, name in METHODS:
                client, owner = create_client(
                    kind, server.base_url, follow_redirects=follow, retries=0, **SECRETS
                )
                async with owner:
                    with suppress(ClientError):
                        await make_call(CALLS[kind][name], client)
            assert len(server.requests) >= len(METHODS) - 1
        assert other.connections == 0
