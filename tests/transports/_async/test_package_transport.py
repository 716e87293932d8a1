"""The package's transport in a plain httpx client."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import httpx
import pytest

from scramjet_facade._async.transport import AsyncHTTPTransport
from scramjet_facade.options.route import Route
from tests.faults.faults import valid_response
from tests.flavor import async_source
from tests.scripted_server import Peer, ScriptedServer, always, head
from tests.streams.background import connections_to

if TYPE_CHECKING:
    from collections.abc import Iterator


def transport_to(server: ScriptedServer) -> AsyncHTTPTransport:
    return AsyncHTTPTransport(partial(Route().target, server.base_url))


async def test_calls_and_uploads_share_a_connection() -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with httpx.AsyncClient(
            base_url=server.base_url, transport=transport_to(server)
        ) as client:
            for _ in range(3):
                response = await client.get("/version")
                assert response.status_code == 200
                assert response.json()["version"] == "1.0.1"
            await client.post("/sequence", content=async_source(iter([b"pack", b"age"])))
            assert server.requests[-1].body == b"package"
            assert server.connections == 1
        assert connections_to(server) == 0


async def test_a_response_can_be_read_while_the_request_is_sent() -> None:
    def echo(peer: Peer) -> None:
        request = peer.read_head()
        assert request is not None
        peer.send(head(transfer_encoding="chunked"))
        for block in peer.body_blocks(request):
            peer.send_chunk(block)
        peer.send(b"0\r\n\r\n")

    def parts() -> Iterator[bytes]:
        for number in range(3):
            yield b"%d" % number

    with ScriptedServer(echo) as server:
        async with (
            httpx.AsyncClient(transport=transport_to(server)) as client,
            client.stream(
                "POST",
                f"{server.base_url}/instance/i/inout",
                content=async_source(parts()),
                extensions={"duplex": True},
            ) as response,
        ):
            assert b"".join([part async for part in response.aiter_raw()]) == b"012"


async def test_a_request_to_another_server_is_rejected() -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with httpx.AsyncClient(transport=transport_to(server)) as client:
            with pytest.raises(
                httpx.UnsupportedProtocol, match=r"sends requests only to http://127\.0\.0\.1"
            ):
                await client.get("http://other.example/")
        assert server.connections == 0


async def test_errors_are_httpx_errors() -> None:
    def script(peer: Peer) -> None:
        if peer.read_request() is not None:
            peer.reset()

    with ScriptedServer(script) as server:
        async with httpx.AsyncClient(transport=transport_to(server)) as client:
            with pytest.raises(httpx.ReadError):
                await client.get(f"{server.base_url}/version")
