"""A small proxy for tests: forwards plain requests and CONNECT tunnels, checks a password."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.scripted_server import CHUNK, Peer, Script, answer

if TYPE_CHECKING:
    from tests.scripted_server import Request

REFUSAL = answer(
    b"", 407, "Proxy Authentication Required", content_type=None, proxy_authenticate="Basic"
)


def proxy_script(to: tuple[str, int], authorization: str | None = None) -> Script:
    """Return the script of a proxy that sends all requests to one address, whatever their host."""

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.header("proxy-authorization") != authorization:
                peer.read_body(request)
                peer.send(REFUSAL)
                continue
            with socket.create_connection(to) as upstream:
                if request.method == "CONNECT":
                    peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    _tunnel(peer.socket, upstream)
                    return
                peer.read_body(request)
                upstream.sendall(_rewritten(request))
                upstream.shutdown(socket.SHUT_WR)
                while block := upstream.recv(CHUNK):
                    peer.send(block)

    return script


def _rewritten(request: Request) -> bytes:
    path = "/" + request.target.split("/", 3)[3]
    omitted = {"proxy-authorization", "transfer-encoding", "content-length"}
    lines = [f"{request.method} {path} HTTP/1.1", f"content-length: {len(request.body)}"]
    lines += [f"{name}: {value}" for name, value in request.headers if name.lower() not in omitted]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + request.body


def _tunnel(client: socket.socket, upstream: socket.socket) -> None:
    back = threading.Thread(target=_pump, args=(upstream, client), name="tunnel")
    back.start()
    _pump(client, upstream)
    back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(CHUNK):
            target.sendall(block)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
