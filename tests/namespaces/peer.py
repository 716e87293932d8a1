"""The servers of the far machine: each starts a response, and is then silent for a time.

``python -m tests.namespaces.peer ADDRESS PEER CERTIFICATE`` runs until its stdin is closed. The
program prints the addresses of the servers, and a line for each request when the silence starts.
"""

from __future__ import annotations

import fcntl
import json
import os
import ssl
import struct
import sys
import termios
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.faults.faults import secured
from tests.faults.scripted_proxy import proxy_script
from tests.namespaces.kinds import SILENCE
from tests.scripted_server import Peer, ScriptedServer, answer, head

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

START = head(content_type="application/octet-stream", transfer_encoding="chunked")
_never = threading.Event()


def silent_for(seconds: float) -> Callable[[Peer], None]:
    """Return the script of a server that is silent for some seconds."""

    def be_silent(kind: str) -> None:
        print(kind, flush=True)
        _never.wait(seconds)

    def script(peer: Peer) -> None:
        while (request := peer.read_head()) is not None:
            kind = request.path.rsplit("/", 1)[-1]
            if kind in {"output", "log", "inout"}:
                peer.send(START)
                peer.send_chunk(b"first\n")
                be_silent(kind)
                peer.send_chunk(b"last\n")
                peer.send(b"0\r\n\r\n")
                peer.read_body(request)
                continue
            if kind == "unread":
                wait_until_full(peer.socket)
                be_silent(kind)
            blocks = peer.body_blocks(request)
            if kind == "waiting":
                next(blocks)
                print(kind, flush=True)
            for _ in blocks:
                pass
            if kind in {"event", "unanswered"}:
                be_silent(kind)
            peer.send(answer(b"{}"))

    return script


def wait_until_full(connection: socket.socket) -> None:
    """Wait until the buffers are full and no more data arrives."""
    before = -1
    while (now := unread_bytes(connection)) > before or not now:
        before = now
        _never.wait(1)


def unread_bytes(connection: socket.socket) -> int:
    """Return the number of received bytes that are unread."""
    size: bytes = fcntl.ioctl(connection.fileno(), termios.FIONREAD, bytes(4))
    return int(struct.unpack("i", size)[0])


def main(address: str, seconds: float, certificate: str) -> None:
    """Serve until the standard input is closed."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    plain = ScriptedServer(silent_for(seconds), address)
    tls = ScriptedServer(secured(context, silent_for(seconds)), address)
    proxies = {
        route: ScriptedServer(proxy_script((address, urlsplit(server.origin).port or 0)), address)
        for route, server in (("proxy", plain), ("tunnel", tls))
    }
    for server in (plain, tls, *proxies.values()):
        server.__enter__()
    secure = tls.base_url.replace("http:", "https:")
    routes = {
        "plain": {"base_url": plain.base_url},
        "tls": {"base_url": secure},
        "proxy": {"base_url": plain.base_url, "proxy": proxies["proxy"].origin},
        "tunnel": {"base_url": secure, "proxy": proxies["tunnel"].origin},
    }
    print(json.dumps(routes), flush=True)
    sys.stdin.read()
    os._exit(0)  # its threads are still waiting


if __name__ == "__main__":
    main(sys.argv[1], SILENCE if sys.argv[2] == "silent" else 3600, sys.argv[3])
