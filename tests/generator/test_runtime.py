"""The client that all generated packages share, used by itself."""

from __future__ import annotations

import pickle
from typing import Any

import httpx
import pytest
from scramjet_bindings.client import AuthenticatedClient, Client
from scramjet_bindings.errors import InvalidResponse
from scramjet_bindings.host.api import hub

TOKEN = "a-very-secret-token"


def test_reprs_contain_no_secret() -> None:
    arguments: dict[str, Any] = {"headers": {"x-secret": TOKEN}}
    arguments["base_url"] = f"http://me:{TOKEN}@hub/api/v1"
    arguments["httpx_args"] = {"auth": ("me", TOKEN)}
    for client in (Client(**arguments), AuthenticatedClient(token=TOKEN, **arguments)):
        assert TOKEN not in repr(client)
        assert TOKEN not in repr(client.with_headers({"x-more": TOKEN}))
        assert "hub/api/v1" in repr(client)


def test_an_error_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(InvalidResponse(500, b"<html>")))
    assert (error.status_code, error.content) == (500, b"<html>")
    assert "status 500" in str(error)


async def test_calls_have_a_timeout_by_default() -> None:
    client = Client("http://hub")
    with client:
        assert client.get_httpx_client().timeout == httpx.Timeout(30.0)
    async with client:
        assert client.get_async_httpx_client().timeout == httpx.Timeout(30.0)


def test_a_modified_copy_does_not_change_the_original() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"version": "1.0.1"})

    arguments = {"transport": httpx.MockTransport(answer)}
    client = Client("http://hub", timeout=5.0, httpx_args=arguments)
    client.with_headers({"x-more": "1"})
    client.with_timeout(1.0)
    with client:
        assert hub.get_version.sync(client=client).version == "1.0.1"
    assert "x-more" not in sent[0].headers
    assert sent[0].extensions["timeout"]["read"] == 5.0


def test_the_token_is_sent_with_every_request() -> None:
    client = AuthenticatedClient("http://hub", token=TOKEN)
    with client:
        assert client.get_httpx_client().headers["authorization"] == f"Bearer {TOKEN}"
    with pytest.raises(TypeError):
        AuthenticatedClient("http://hub")  # type: ignore[call-arg]
