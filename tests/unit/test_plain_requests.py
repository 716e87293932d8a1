"""Requests without a body are built like those of httpx."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from scramjet_facade import AsyncHostClient, HostClient

BASE = "http://hub.example:8000/api/v1"


def parts_of(request: httpx.Request) -> Any:
    """Return all parts of a request."""
    assert isinstance(request.stream, httpx.ByteStream)
    return (
        request.method,
        request.url,
        request.headers.raw,
        request.extensions,
        request.content,
        b"".join(request.stream),
    )


def client_of(kind: type[HostClient | AsyncHostClient], **options: Any) -> Any:
    bindings = kind(BASE, **options).bindings
    if issubclass(kind, HostClient):
        return bindings.get_httpx_client()
    return bindings.get_async_httpx_client()


@pytest.fixture(params=[HostClient, AsyncHostClient])
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"headers": {"X-Seq-Kill-Inst": "true"}},
        {"headers": {"accept": "text/plain", "Host": "other"}},
        {"timeout": None},
        {"timeout": 3.0},
        {"timeout": httpx.Timeout(1, read=2)},
        {"extensions": {"scramjet_redirects": 1}},
        {"extensions": {"timeout": {"read": 1.0}}},
        {"content": None, "json": None, "params": None, "headers": None, "extensions": None},
        {"params": {"a": "b"}},
        {"json": {"a": 1}},
        {"json": {}},
        {"json": 0},
        {"content": b"data"},
        {"content": b""},
        {"cookies": {"a": "b"}},
    ],
)
@pytest.mark.parametrize("method", ["get", "GET", "DELETE", "delete", "post", "PUT"])
@pytest.mark.filterwarnings("ignore:Setting per-request cookies:DeprecationWarning")
def test_requests_equal_those_of_httpx(kind: Any, method: str, options: dict[str, Any]) -> None:
    client = client_of(kind, headers={"X-Mine": "1"}, timeout=7)
    build_with_httpx = super(type(client).__mro__[1], client).build_request
    for _ in range(2):
        ours = client.build_request(method, "/a%2Fb", **options)
        expected = build_with_httpx(method, f"{BASE}/a%2Fb", **options)
        assert parts_of(ours) == parts_of(expected)
        ours.headers["X-Later"] = "2"  # it must not be in the next request


def test_changed_headers_of_a_client_are_sent(kind: Any) -> None:
    client = client_of(kind)
    client.build_request("GET", "/a")
    client.headers["X-New"] = "1"
    assert client.build_request("GET", "/a").headers["X-New"] == "1"
    del client.headers["X-New"]
    assert "X-New" not in client.build_request("GET", "/a").headers
    client.headers["Host"] = "mine"
    assert client.build_request("GET", "/a").headers.get_list("Host") == ["mine"]
    client.cookies.set("a", "b")
    assert client.build_request("GET", "/a").headers["Cookie"] == "a=b"


def test_the_first_requests_of_many_threads_are_complete() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            for _ in range(200):
                client = client_of(HostClient)
                requests = [threads.submit(client.build_request, "GET", "/a") for _ in range(8)]
                assert all(one.result().headers["Host"] == "hub.example:8000" for one in requests)
    finally:
        sys.setswitchinterval(before)


def test_a_client_without_headers_still_sends_the_host(kind: Any) -> None:
    client = client_of(kind)
    client.headers.clear()
    assert client.build_request("GET", "/a").headers["Host"] == "hub.example:8000"
