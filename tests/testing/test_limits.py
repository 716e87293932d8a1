"""Fake hubs with a request timeout, and fake hubs that delay the heads of responses."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scramjet_facade.testing import FakeHub

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 0.3
BYTES = {"content-type": "application/octet-stream"}


def slowly() -> Iterator[bytes]:
    while True:
        yield b"a"
        time.sleep(LIMIT / 10)


def client(hub: FakeHub) -> httpx.Client:
    return httpx.Client(base_url=hub.url, trust_env=False)


def start(hub: FakeHub, http: httpx.Client, program: Any) -> str:
    sequence = hub.add_sequence("program", program)
    return str(http.post(f"/sequence/{sequence}/start", json={}).json()["id"])


@pytest.mark.parametrize("version", ["1.0.1", "0.18.7"])
def test_requests_that_are_not_received_in_time_are_ended(version: str) -> None:
    with FakeHub(version, request_timeout=LIMIT) as hub, client(hub) as http:
        instance = start(hub, http, lambda context: context.sleep(3600))
        # The head of the response to an input has been sent already: the connection is closed.
        with pytest.raises((httpx.RemoteProtocolError, httpx.WriteError, httpx.ReadError)):
            http.post(f"/instance/{instance}/input", content=slowly(), headers=BYTES)
        # Node responds to a package with 408, because nothing has been sent yet.
        with suppress(httpx.WriteError):  # the connection was closed before the response was read
            assert http.post("/sequence", content=slowly(), headers=BYTES).status_code == 408


def test_the_request_timeout_does_not_limit_responses() -> None:
    def late(context: Any) -> Iterator[str]:
        context.sleep(2 * LIMIT)
        yield "late"

    with FakeHub(request_timeout=LIMIT) as hub, client(hub) as http:
        instance = start(hub, http, late)
        assert http.get(f"/instance/{instance}/output").text == "late"


def test_the_head_of_a_stream_can_be_delayed_until_its_first_byte() -> None:
    continued = threading.Event()

    def wait(context: Any) -> Iterator[str]:
        assert continued.wait(10)
        while True:
            yield "more"
            context.sleep(0.01)

    with FakeHub(holds_heads=True) as hub, client(hub) as http:
        path = f"/instance/{start(hub, http, wait)}/output"
        with pytest.raises(httpx.ReadTimeout), http.stream("GET", path, timeout=LIMIT):
            pass
        continued.set()
        with http.stream("GET", path, timeout=10) as response:
            assert next(response.iter_raw()).startswith(b"more")
    with FakeHub() as hub, client(hub) as http:
        path = f"/instance/{start(hub, http, lambda context: context.sleep(3600))}/output"
        with http.stream("GET", path, timeout=10) as response:
            assert response.status_code == 200
