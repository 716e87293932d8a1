"""A server that keeps any number of streams open, in one thread."""

from __future__ import annotations

import asyncio
import resource
import threading
from typing import Self

from tests.scripted_server import answer, head

_FILES = 8192  # for both ends of each connection
_MINIMUM = 4096


class StreamServer:
    """Sends a head for ``…/log`` and, once released, a last line; otherwise a version."""

    def __init__(self) -> None:
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run()), name="stream-server"
        )
        self._ready = threading.Event()
        self._open = 0
        self._expected = 0
        self._all_open = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api/v1"

    def __enter__(self) -> Self:
        self._files = resource.getrlimit(resource.RLIMIT_NOFILE)
        soft, hard = self._files
        if 0 <= hard < _MINIMUM:
            raise RuntimeError(
                f"at least {_MINIMUM} open files are needed (ulimit -Hn), not {hard}"
            )
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(_FILES, hard)), hard))
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._loop.call_soon_threadsafe(self._close.set)
        self._thread.join()
        resource.setrlimit(resource.RLIMIT_NOFILE, self._files)

    def opened(self, count: int) -> threading.Event:
        """Return an event that is set when this number of streams is open."""
        self._expected = count
        if self._open >= count:
            self._all_open.set()
        return self._all_open

    def release(self) -> None:
        """End all streams."""
        self._loop.call_soon_threadsafe(self._release.set)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._close, self._release = asyncio.Event(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=2048)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._close.wait()
        server.close()
        peers = asyncio.all_tasks() - {asyncio.current_task()}
        for peer in peers:
            peer.cancel()
        await asyncio.gather(*peers, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                if b"/log HTTP" not in request:
                    writer.write(answer(b'{"version": "1"}'))
                    continue
                writer.write(head(transfer_encoding="chunked"))
                self._open += 1
                if self._open >= self._expected > 0:
                    self._all_open.set()
                await self._release.wait()
                writer.write(b"4\r\nlast\r\n0\r\n\r\n")
        except (EOFError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
