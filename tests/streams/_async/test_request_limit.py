"""Hubs that end a request after a short time, while an upload lasts longer."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, ClientError
from scramjet_facade.concurrency import timing
from tests.conftest import SEQUENCES
from tests.fake_programs import FakeHubWithPrograms
from tests.flavor import async_source
from tests.hub.real_hub import RealHub
from tests.hubs import OLD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hubs import Hub

LIMIT = 1.5
WAIT = threading.Event()  # never set


@pytest.fixture(scope="module", params=["real", "fake"])
def hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    """Start a hub of version 0.18.7 with this limit."""
    is_real = request.param == "real"
    with (
        RealHub(request_timeout=LIMIT)
        if is_real
        else FakeHubWithPrograms(OLD, request_timeout=LIMIT)
    ) as running:
        yield running


def slowly(sent: list[bytes]) -> Iterator[bytes]:
    """Return records until a request would have exceeded the limit."""
    end = monotonic() + 1.4 * LIMIT
    while monotonic() < end:
        sent.append(b"record %d\n" % len(sent))
        yield sent[-1]
        WAIT.wait(0.05)


async def read(host: AsyncHostClient, sent: list[bytes]) -> bytes:
    """Send records through a program that returns what it receives."""
    async with (
        await host.send_sequence(SEQUENCES / "echo") as sequence,
        sequence.run(async_source(slowly(sent))) as stream,
    ):
        return b"".join([chunk async for chunk in stream])


async def test_an_upload_lasts_longer_than_the_limit_of_its_hub(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "REQUEST_RENEWAL", LIMIT / 4)
    sent: list[bytes] = []
    async with AsyncHostClient(hub.api_base) as host:
        assert await read(host, sent) == b"".join(sent)


async def test_the_hub_has_this_limit(hub: Hub) -> None:
    async with AsyncHostClient(hub.api_base) as host:
        with pytest.raises(ClientError, match=r"0 of \d+ bytes certainly arrived"):
            await read(host, [])
