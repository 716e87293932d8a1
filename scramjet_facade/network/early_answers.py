"""A network backend for httpcore that hears a server's refusal while an upload still runs.

httpcore by itself sends a whole body before it looks for the answer.
"""

from __future__ import annotations

import os
import re
import selectors
import socket
import ssl
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import httpcore

from .stop import present_stop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .stop import BaseStop

_REFUSAL = re.compile(rb"HTTP/1\.\d [345]")
_READ = 65536
_BOTH = selectors.EVENT_READ | selectors.EVENT_WRITE
# Needs no file of its own as epoll does, nor has it select's limit; Windows lacks it.
Selector: type[selectors.BaseSelector] = getattr(
    selectors, "PollSelector", selectors.SelectSelector
)


class Backend(httpcore.SyncBackend):
    """httpcore's own backend, its streams wrapped."""

    def __init__(self) -> None:
        self._streams: WeakValueDictionary[int, Stream] = WeakValueDictionary()

    def break_off(self) -> None:
        """Wake whoever waits at any of the streams, from whatever thread."""
        for reference in self._streams.valuerefs():
            if (stream := reference()) is not None:
                stream.break_off()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a server."""
        stop = present_stop()
        if stop is not None and stop.is_given:
            raise httpcore.ConnectError("the stream was stopped")
        stream = super().connect_tcp(host, port, timeout, local_address, socket_options)
        return Stream(stream, self._streams)


class Stream(httpcore.NetworkStream):
    """A stream that reads ahead while it writes, so as to notice an answer that means no.

    Whoever waits at it can be stopped.
    """

    def __init__(
        self, stream: httpcore.NetworkStream, siblings: WeakValueDictionary[int, Stream]
    ) -> None:
        self._stream = stream
        self._siblings = siblings
        self._siblings[id(self)] = self
        self._process = os.getpid()
        self._selector = Selector()
        self._wanted = 0
        self._socket: Any = stream.get_extra_info("socket")
        self._ahead = b""
        self._has_sent = False  # of the present request, that is, since the last read
        self._stop: BaseStop | None = None
        self._awaits_head = False
        self._head_due: float | None = None
        self.has_leftovers = False  # more came than the last answer's head had told

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what comes next."""
        self._has_sent = False
        if self._ahead:
            block, self._ahead = self._ahead[:max_bytes], self._ahead[max_bytes:]
            return block
        return self._stream.read(max_bytes, self._until_head(timeout))

    def head_came(self) -> None:
        """Count the time for each part of the answer from now on, no longer for its head."""
        self._awaits_head = False

    def _until_head(self, timeout: float | None) -> float | None:
        """Return the seconds left for an answer's head, which may come in parts without end."""
        if timeout is None or not self._awaits_head:
            return timeout
        now = monotonic()
        if self._head_due is None:
            self._head_due = now + timeout
        if self._head_due <= now:
            raise httpcore.ReadTimeout("the answer's head has no end")
        return self._head_due - now

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send data, unless the server says no meanwhile."""
        if not self._has_sent:
            self._hand_over()
        self._awaits_head, self._head_due = True, None
        if not self._is_plain():
            self._stream.write(buffer, timeout)
            return
        left = memoryview(buffer)
        while left:
            readable, writable = self._wait(timeout)
            if readable:
                self._read_ahead(timeout)
            if writable:
                left = left[self._send(left, timeout) :]

    def _hand_over(self) -> None:
        """Let this connection be broken off by what stops the request that begins here, only."""
        if self._stop is not None:
            self._stop.spares(self.break_off)
        self._stop = present_stop()
        if self._stop is not None:
            self._stop.breaks(self.break_off)

    def break_off(self) -> None:
        """Wake whoever waits here, from whatever thread; they find that the connection broke."""
        if self._process != os.getpid():
            return  # after a fork it is still the other process's
        with suppress(OSError):  # it is closed already
            # Not TLS's own shutdown, after which its bytes would be read undeciphered.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _is_plain(self) -> bool:
        """Whether the socket is all there is: not so with TLS inside a proxy's TLS."""
        ssl_object = self._stream.get_extra_info("ssl_object")
        return isinstance(self._socket, socket.socket) and (
            ssl_object is None or ssl_object is getattr(self._socket, "_sslobj", None)
        )

    def _wait(self, timeout: float | None) -> tuple[bool, bool]:
        wanted = selectors.EVENT_WRITE if self._ahead else _BOTH
        try:
            if not self._selector.get_map():
                self._selector.register(self._socket, wanted)
            elif self._wanted != wanted:
                self._selector.modify(self._socket, wanted)
        except ValueError as error:
            raise self._broken("this client closed the connection") from error
        self._wanted = wanted
        found = self._selector.select(timeout)
        if not found:
            raise httpcore.WriteTimeout("the server takes no more data")
        events = found[0][1]
        return bool(events & selectors.EVENT_READ), bool(events & selectors.EVENT_WRITE)

    def _read_ahead(self, timeout: float | None) -> None:
        try:
            self._socket.settimeout(0)
            self._ahead = self._socket.recv(_READ)
        except (BlockingIOError, ssl.SSLWantReadError):
            return  # what came is TLS's own, such as a session ticket
        except OSError as error:
            raise self._broken(str(error)) from error
        finally:
            with suppress(OSError):  # it is closed
                self._socket.settimeout(timeout)
        if not self._ahead and not self._has_sent:
            # The server closed an idle connection: nothing of this request has left.
            raise httpcore.ConnectError("the server had closed the connection")
        if not self._ahead or _REFUSAL.match(self._ahead):
            # httpcore takes this as the word to stop writing and read the answer.
            raise httpcore.WriteError("the server answered before the request's end")

    def _send(self, data: memoryview, timeout: float | None) -> int:
        """Send what the system takes at once: to wait would be to hear no refusal."""
        try:
            self._socket.settimeout(0)
            sent: int = self._socket.send(data)
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            return 0
        except OSError as error:
            if not self._has_sent:  # nothing has left
                raise httpcore.ConnectError(str(error)) from error
            raise httpcore.WriteError(str(error)) from error
        finally:
            with suppress(OSError):  # it is closed
                self._socket.settimeout(timeout)
        self._has_sent = True
        return sent

    def _broken(self, what: str) -> Exception:
        return (httpcore.ReadError if self._has_sent else httpcore.ConnectError)(what)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Put TLS on top of this."""
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return Stream(stream, self._siblings)

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore wants to know of a connection."""
        if info == "is_readable" and (self._ahead or self.has_leftovers):
            return True  # httpcore then uses the connection no more
        return self._stream.get_extra_info(info)
