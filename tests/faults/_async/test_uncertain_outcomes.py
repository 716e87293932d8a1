"""What may have been done, though no answer came, is said: nobody else knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, ClientError
from tests.scripted_server import Peer, ScriptedServer, answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def is_silent(peer: Peer) -> None:
    peer.read_request()
    peer.wait_until_closed()


def breaks(peer: Peer) -> None:
    peer.read_request()
    peer.reset()


def refuses(peer: Peer) -> None:
    while peer.read_request() is not None:
        peer.send(answer(b'{"error": "no"}', 500, "No"))


async def start(host: AsyncHostClient) -> None:
    await host.get_sequence_client("s").start()


async def send_sequence(host: AsyncHostClient) -> None:
    await host.send_sequence(b"package")


NOTES = {
    start: "An instance may have been started, and runs.",
    send_sequence: "The sequence may exist on the hub; it was not deleted.",
}


async def notes(use: Callable[[AsyncHostClient], Awaitable[None]], url: str) -> list[str]:
    async with AsyncHostClient(url, timeout=0.3, retries=0) as host:
        with pytest.raises(ClientError) as caught:
            await use(host)
    found: list[str] = getattr(caught.value, "__notes__", [])
    return found


@pytest.mark.parametrize("script", [is_silent, breaks, refuses])
@pytest.mark.parametrize("use", NOTES)
async def test_what_may_have_been_done(
    use: Callable[[AsyncHostClient], Awaitable[None]], script: Callable[[Peer], None]
) -> None:
    with ScriptedServer(script) as server:
        assert await notes(use, server.base_url) == ([] if script is refuses else [NOTES[use]])


@pytest.mark.parametrize("use", NOTES)
async def test_what_was_surely_not_done(
    use: Callable[[AsyncHostClient], Awaitable[None]],
) -> None:
    assert await notes(use, "http://127.0.0.1:1/api/v1") == []


async def test_a_package_that_could_not_be_read() -> None:
    class OwnError(Exception):
        """The user's own exception."""

    def package():  # noqa: ANN202 (blocks that are never given)
        yield b"some"
        raise OwnError

    with ScriptedServer(is_silent) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(OwnError) as caught:
                await host.send_sequence(package())
    assert not hasattr(caught.value, "__notes__")
