"""A network backend for httpcore that hears a server's refusal while an upload still runs.

httpcore by itself sends a whole body before it looks for the answer.
"""

from __future__ import annotations

import re
import select
import socket
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

_REFUSAL = re.compile(rb"HTTP/1\.\d [345]")
_READ = 65536


class Backend(httpcore.SyncBackend):
    """httpcore's own backend, its streams wrapped."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a server."""
        return _Stream(super().connect_tcp(host, port, timeout, local_address, socket_options))


class _Stream(httpcore.NetworkStream):
    """A stream that reads ahead while it writes, so as to notice an answer that means no."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._socket: Any = stream.get_extra_info("socket")
        self._ahead = b""
        self._has_sent = False  # of the present request, that is, since the last read

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._ahead:
            block, self._ahead = self._ahead[:max_bytes], self._ahead[max_bytes:]
            return block
        self._has_sent = False
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not self._is_plain():
            self._stream.write(buffer, timeout)
            return
        left = memoryview(buffer)
        while left:
            readable, writable = self._wait(timeout)
            if readable:
                self._read_ahead(timeout)
            if writable:
                left = left[self._send(left) :]

    def _is_plain(self) -> bool:
        """Whether the socket is all there is: not so with TLS inside a proxy's TLS."""
        ssl_object = self._stream.get_extra_info("ssl_object")
        return isinstance(self._socket, socket.socket) and (
            ssl_object is None or ssl_object is getattr(self._socket, "_sslobj", None)
        )

    def _wait(self, timeout: float | None) -> tuple[bool, bool]:
        poll = select.poll()
        wanted = select.POLLOUT if self._ahead else select.POLLIN | select.POLLOUT
        poll.register(self._socket, wanted)
        found = poll.poll(None if timeout is None else timeout * 1000)
        if not found:
            raise httpcore.WriteTimeout("the server takes no more data")
        events = found[0][1]
        return bool(events & select.POLLIN), bool(events & ~select.POLLIN)

    def _read_ahead(self, timeout: float | None) -> None:
        self._ahead = self._stream.read(_READ, timeout)
        if not self._ahead and not self._has_sent:
            # The server closed an idle connection: nothing of this request has left.
            raise httpcore.ConnectError("the server had closed the connection")
        if not self._ahead or _REFUSAL.match(self._ahead):
            # httpcore takes this as the word to stop writing and read the answer.
            raise httpcore.WriteError("the server answered before the request's end")

    def _send(self, data: memoryview) -> int:
        try:
            sent: int = self._socket.send(data)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error
        self._has_sent = True
        return sent

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable" and self._ahead:
            return True
        return self._stream.get_extra_info(info)
