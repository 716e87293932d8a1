"""A fake hub that is fast enough not to limit the measured clients.

``python -m tests.benchmarks.server`` prints its port, and exits when its stdin is closed.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from contextlib import suppress

BLOCK = 65536
"""Bytes in a chunk of a download: the block size of Node's streams."""

LINE = b'{"level":"INFO","msg":"Lorem ipsum dolor sit amet","ts":1700000000000,"from":"Sequence"}\n'
VERSION = {"service": "@scramjet/host", "apiVersion": "v1", "version": "1.0.1", "build": "bench"}


def instance(number: int) -> dict[str, object]:
    """Return an instance as listed by hubs of version 1.0.1."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "appConfig": {"k": 1},
        "args": ["a", 2],
        "provides": "",
        "sequence": {
            "id": "5b0b6d1c-6f4e-4d0c-9d2f-0f7f3a1f4a11",
            "config": {
                "type": "process",
                "engines": {"node": ">=16"},
                "entrypointPath": "index.js",
                "version": "1.2.3",
                "name": "@test/js-echo",
                "id": "5b0b6d1c-6f4e-4d0c-9d2f-0f7f3a1f4a11",
                "sequenceDir": "/root/.scramjet_sequences/5b0b6d1c-6f4e-4d0c-9d2f-0f7f3a1f4a11",
                "language": "js",
                "packageSize": 835,
            },
            "location": "sth-bench",
        },
        "created": "2026-01-02T03:04:05.678Z",
        "started": "2026-01-02T03:04:06.789Z",
        "status": "running",
    }


def _answer(body: bytes, content_type: str = "application/json") -> bytes:
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _lines(size: int) -> bytes:
    return (LINE * (size // len(LINE) + 1))[:size]


INSTANCES = json.dumps([instance(number) for number in range(1000)], separators=(",", ":")).encode()
_SMALL = {
    b"/api/v1/version": _answer(json.dumps(VERSION, separators=(",", ":")).encode()),
    b"/api/v1/instances": _answer(INSTANCES),
    b"/api/v1/instance/any": _answer(b'{"id": "any"}'),  # before lines of JSON are sent to it
}
_ACCEPTED = _answer(b"{}")
_STREAM = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)
# Complete lines, for clients that read lines.
_DATA = _lines(len(LINE) * BLOCK)
_CHUNKS = [_chunk(_DATA[start : start + BLOCK]) for start in range(0, len(_DATA), BLOCK)]
# Several chunks are written together, so that the server does not limit downloads.
_CHUNKS_PER_WRITE = 4
_IDLE = 30.0  # seconds
_WRITES = [
    b"".join(_CHUNKS[(start + number) % len(_CHUNKS)] for number in range(_CHUNKS_PER_WRITE))
    for start in range(0, _CHUNKS_PER_WRITE * len(_CHUNKS), _CHUNKS_PER_WRITE)
]


# One buffer for all connections, because its data is processed before the next recv().
_BUFFER = memoryview(bytearray(4 * BLOCK))


class _Upload:
    """Finds the content and the end of a body."""

    def __init__(self, length: int | None) -> None:
        self.remaining = 0 if length is None else length
        self._chunked = length is None
        self._line = b""
        self._last = False
        self.ended = length == 0

    def feed(self, data: memoryview) -> list[memoryview]:
        """Process the next part of the body; return the content in it."""
        if not self._chunked:
            self.remaining -= len(data)
            self.ended = self.remaining <= 0
            return [data]
        content: list[memoryview] = []
        position = 0
        while position < len(data) and not self.ended:
            if self.remaining > 0:
                piece = data[position : position + self.remaining]
                content.append(piece)
                self.remaining -= len(piece)
                position += len(piece)
                continue
            # A line: the end of a chunk, the size of the next chunk, or the end of the body.
            self._line += bytes(data[position : position + 1])
            position += 1
            if not self._line.endswith(b"\r\n"):
                continue
            line, self._line = self._line[:-2], b""
            if self._last:
                self.ended = True
            elif line:
                self.remaining = int(line, 16)
                self._last = self.remaining == 0
        return content


class _Connection(asyncio.BufferedProtocol):
    """One client's connection; requests are not pipelined."""

    transport: asyncio.Transport

    def __init__(self, connections: set[_Connection]) -> None:
        self._connections = connections
        self.idle_since: float | None = None
        self._head = b""
        self._upload: _Upload | None = None
        self._echo = False
        self._writable = asyncio.Event()
        self._writable.set()
        self._sending: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._connections.add(self)
        transport.set_write_buffer_limits(high=8 * BLOCK)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        if self._sending is not None:
            self._sending.cancel()

    def pause_writing(self) -> None:
        self._writable.clear()
        if self._echo:
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        self._writable.set()
        self.transport.resume_reading()  # the echo may have ended meanwhile

    def get_buffer(self, sizehint: int) -> memoryview:
        return _BUFFER

    def buffer_updated(self, nbytes: int) -> None:
        data = _BUFFER[:nbytes]
        if self._upload is not None:
            self._body(data)
            return
        self._head += data
        while (end := self._head.find(b"\r\n\r\n")) >= 0:
            head, rest = self._head[:end], self._head[end + 4 :]
            self._head = b""
            self._request(head)
            if self._upload is not None:
                self._body(memoryview(rest))
                return
            self._head = rest

    def _request(self, head: bytes) -> None:
        method, target, _ = head.split(b" ", 2)
        # Paths of services behind this one end with a path of this one.
        path = b"/api/v1/" + target.rpartition(b"/api/v1/")[2]
        if method == b"GET" and (small := _SMALL.get(path)) is not None:
            self.transport.write(small)
            self.idle_since = asyncio.get_running_loop().time()
            return
        self.idle_since = None
        if method == b"GET":
            self._stream(path)
            return
        headers = dict(
            line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line
        )
        if b"expect" in headers:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        length = headers.get(b"content-length")
        self._upload = _Upload(None if length is None else int(length))
        self._echo = path.endswith(b"/inout")
        if self._echo:
            self.transport.write(_STREAM)

    def _body(self, data: memoryview) -> None:
        assert self._upload is not None
        content = self._upload.feed(data)
        if self._echo and content:
            parts: list[bytes | memoryview] = []
            for piece in content:
                parts += [b"%x\r\n" % len(piece), piece, b"\r\n"]
            self.transport.write(b"".join(parts))
        if self._upload.ended:
            self.transport.write(b"0\r\n\r\n" if self._echo else _ACCEPTED)
            self._upload = None
            self._echo = False
            self.idle_since = asyncio.get_running_loop().time()

    def _stream(self, path: bytes) -> None:
        self.transport.write(_STREAM)
        if path.endswith(b"/log"):  # sends one line and then nothing
            self.transport.write(_chunk(LINE))
            return
        # …/instance/{bytes}/output, or …/topic/{bytes}
        size = int(path.removesuffix(b"/output").rpartition(b"/")[2])
        self._sending = asyncio.get_running_loop().create_task(self._send(size))

    async def _send(self, size: int) -> None:
        blocks, rest = divmod(size, BLOCK)
        writes, chunks = divmod(blocks, _CHUNKS_PER_WRITE)
        for number in range(writes):
            self.transport.write(_WRITES[number % len(_WRITES)])
            await self._writable.wait()
        for number in range(blocks - chunks, blocks):
            self.transport.write(_CHUNKS[number % len(_CHUNKS)])
        if rest:
            self.transport.write(_chunk(_DATA[blocks * BLOCK % len(_DATA) :][:rest]))
        self.transport.write(b"0\r\n\r\n")


async def _close_idle(connections: set[_Connection]) -> None:
    """Close connections without requests, because some clients leave that to the server.

    The timeout is longer than the 5 s of hubs, because the clients take turns.
    """
    while True:
        await asyncio.sleep(1)
        latest = asyncio.get_running_loop().time() - _IDLE
        for connection in list(connections):
            if connection.idle_since is not None and connection.idle_since < latest:
                connection.transport.close()


async def main() -> None:
    """Serve until stdin is closed, which also happens when the parent process exits."""
    _, maximum = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (maximum, maximum))
    loop = asyncio.get_running_loop()
    connections: set[_Connection] = set()
    server = await loop.create_server(
        lambda: _Connection(connections), "127.0.0.1", 0, backlog=2048
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    closing = loop.create_task(_close_idle(connections))
    await loop.run_in_executor(None, sys.stdin.read)
    closing.cancel()
    server.close()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
