"""Requests without a valid response: the error mentions what the hub may have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, ClientError
from tests.scripted_server import Peer, ScriptedServer, answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def reset(peer: Peer) -> None:
    peer.read_request()
    peer.reset()


def respond_with_error(peer: Peer) -> None:
    while peer.read_request() is not None:
        peer.send(answer(b'{"error": "no"}', 500, "No"))


def respond_with_other_json(peer: Peer) -> None:
    while peer.read_request() is not None:
        peer.send(answer(b"[]"))


def respond_without_id(peer: Peer) -> None:
    while peer.read_request() is not None:
        peer.send(answer(b'{"id": ""}'))


def time_out_in_a_proxy(peer: Peer) -> None:
    while peer.read_request() is not None:
        peer.send(answer(b"", 504, "Gateway Time-out"))


async def start(host: AsyncHostClient) -> None:
    await host.get_sequence_client("s").start()


async def send_sequence(host: AsyncHostClient) -> None:
    await host.send_sequence(b"package")


HINTS = {
    start: "; the hub may have started an instance, which continues to run: check list_instances()",
    send_sequence: "; the sequence may exist on the hub: check list_sequences()",
}


async def message(call: Callable[[AsyncHostClient], Awaitable[None]], url: str) -> str:
    async with AsyncHostClient(url, timeout=0.3, retries=0) as host:
        with pytest.raises(ClientError) as caught:
            await call(host)
    assert not hasattr(caught.value, "__notes__")  # many logs do not show notes
    return str(caught.value)


@pytest.mark.parametrize(
    "script",
    [
        reset,
        respond_with_error,
        respond_with_other_json,
        respond_without_id,
        time_out_in_a_proxy,
    ],
)
@pytest.mark.parametrize("call", HINTS)
async def test_the_error_mentions_what_the_hub_may_have_done(
    call: Callable[[AsyncHostClient], Awaitable[None]], script: Callable[[Peer], None]
) -> None:
    with ScriptedServer(script) as server:
        is_uncertain = script is not respond_with_error
        assert (HINTS[call] in await message(call, server.base_url)) is is_uncertain


@pytest.mark.parametrize("call", HINTS)
async def test_the_error_of_a_request_that_was_not_sent_mentions_nothing(
    call: Callable[[AsyncHostClient], Awaitable[None]],
) -> None:
    assert HINTS[call] not in await message(call, "http://127.0.0.1:1/api/v1")


async def test_the_error_of_a_package_that_could_not_be_read_has_no_note() -> None:
    class ApplicationError(Exception):
        """An exception of the application."""

    def package():  # noqa: ANN202 (a generator that fails)
        yield b"some"
        raise ApplicationError

    with ScriptedServer(reset) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(ApplicationError) as caught:
                await host.send_sequence(package())
    assert not hasattr(caught.value, "__notes__")
