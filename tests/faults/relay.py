"""A small scripted proxy: forwards plain requests, tunnels CONNECT, wants a password if told."""

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


def relay(to: tuple[str, int], authorization: str | None = None) -> Script:
    """Make the script of a proxy that takes all requests to one address, whatever their host."""

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            if request.header("proxy-authorization") != authorization:
                peer.read_body(request)
                peer.send(REFUSAL)
                continue
            with socket.create_connection(to) as far:
                if request.method == "CONNECT":
                    peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    _tunnel(peer.socket, far)
                    return
                peer.read_body(request)
                far.sendall(_rewritten(request))
                far.shutdown(socket.SHUT_WR)
                while block := far.recv(CHUNK):
                    peer.send(block)

    return script


def _rewritten(request: Request) -> bytes:
    path = "/" + request.target.split("/", 3)[3]
    left_out = {"proxy-authorization", "transfer-encoding", "content-length"}
    lines = [f"{request.method} {path} HTTP/1.1", f"content-length: {len(request.body)}"]
    lines += [f"{name}: {value}" for name, value in request.headers if name.lower() not in left_out]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + request.body


def _tunnel(near: socket.socket, far: socket.socket) -> None:
    back = threading.Thread(target=_pump, args=(far, near), name="tunnel")
    back.start()
    _pump(near, far)
    back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(CHUNK):
            target.sendall(block)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
