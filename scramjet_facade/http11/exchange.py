"""A request and its response over one connection: the protocol for both threads and tasks."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

import httpx

from ..concurrency import timing
from .connection import UnsendableError, reason
from .failures import TruncatedHeadError
from .parser import ResponseParser
from .readiness import has_data, is_silent
from .request import LAST_CHUNK, has_body, head_of, is_chunked
from .tls import alert
from .waiting import READ, WRITE, Wait

if TYPE_CHECKING:
    from .connection import Connection
    from .target import Target
    from .waiting import Steps


class HTTP11Exchange:
    """A request and its response while they use a connection.

    One thread or task may send while another one receives. ``cancel`` and ``fail`` may be called
    from any thread and signal handler.

    Attributes:
        connection: The connection.
        request: The request that is sent.
        parser: The parser of the received response.
        is_sent: Whether all of the request was sent.
        is_duplex: Whether the wait for the response is limited while the body is being sent.
        is_delivering: Whether received data is being passed to the reader.
    """

    def __init__(self, connection: Connection, request: httpx.Request, target: Target) -> None:
        timeouts: dict[str, float | None] = request.extensions.get("timeout", {})
        self.connection = connection
        self.request = request
        self.parser: ResponseParser = ResponseParser(request.method)
        self.is_sent: bool = False
        self.is_delivering: bool = False
        self._target = target
        self._read_timeout = timeouts.get("read")
        self._write_timeout = timeouts.get("write")
        self.is_duplex: bool = request.extensions.get("duplex", False)
        self._is_chunked = is_chunked(request)
        self._waiting_since: float | None = None
        self._has_begun = self._is_closed = False
        self._why: str | None = None
        self._error: httpx.TransportError | None = None

    def cancel(self, why: str = "the stream was cancelled") -> None:
        """Cancel the exchange, unless it is complete or has failed."""
        if self.is_complete or self._error is not None:
            return
        # This method sets the reason, and then reads _is_closed. close() sets _is_closed, and then
        # reads the reason. So no cancellation is missed.
        self._why = self._why or why
        if not self._is_closed:
            self.connection.shutdown()

    def fail(self, error: httpx.TransportError) -> None:
        """Abort the exchange; reading its response then raises the error."""
        self._error = self._error or error
        if not self._is_closed:  # afterwards, another exchange may use the connection
            self.connection.shutdown()

    def close(self) -> bool:
        """End the exchange; return whether another exchange may use the connection."""
        self._is_closed = True
        if not self.is_complete or self._why is not None or self._error is not None:
            return False
        # A server that refuses a body may close the connection without reading the body.
        return not (self.parser.is_refusal and has_body(self.request))

    @property
    def is_complete(self) -> bool:
        """Whether all was sent and received, and the connection can be reused."""
        return self.is_sent and self.parser.is_complete and not self.parser.must_close

    @property
    def is_accepted(self) -> bool:
        """Whether the server has accepted the complete request with a complete response."""
        return self.is_sent and self.parser.is_complete and not self.parser.is_refusal

    def send_request(self, content: bytes = b"") -> Steps[None]:
        """Send the request's head, together with a short body."""
        try:
            yield from self._send(head_of(self.request, self._target, content))
        except UnsendableError as error:
            self._receive_rest(error)
        else:
            self.is_sent = isinstance(self.request.stream, httpx.ByteStream)

    def send_block(self, block: bytes, *, listens: bool = False) -> Steps[None]:
        """Send a block of the body.

        Args:
            block: The block.
            listens: Whether to receive as well, and to stop if the server refuses the body.
        """
        if not block:
            return
        try:
            if self._is_chunked:
                yield from self._send(b"%x\r\n" % len(block), block, b"\r\n", listens=listens)
            else:
                yield from self._send(block, listens=listens)
        except UnsendableError as error:
            if not listens:
                raise
            self._receive_rest(error)
        if listens:
            self._receive_refusal()

    def send_end(self, *, listens: bool = False) -> Steps[None]:
        """Send the end of the body."""
        if self._is_chunked:
            try:
                yield from self._send(LAST_CHUNK, listens=listens)
            except UnsendableError as error:
                if not listens:
                    raise
                self._receive_rest(error)
        if not (listens and self.parser.is_refusal):
            if self._waiting_since is None:
                self._waiting_since = monotonic()
            self.is_sent = True

    def receive_head(self) -> Steps[None]:
        """Receive the response's head."""
        self._start_waiting()
        try:
            while not self.parser.has_head:
                yield from self._receive()
        except (OSError, httpx.TransportError) as error:
            raise self.failure(error) from error
        self._waiting_since = None

    def receive_data(self) -> Steps[bytes]:
        """Return the next data of the response's body; b"" at its end.

        The caller must set ``is_delivering`` to False after it has received the data.
        """
        parser = self.parser
        self._start_waiting()
        try:
            if self.is_delivering:
                self._lose_data()
            while self._error is None:
                self.is_delivering = True
                if piece := parser.take():
                    return piece
                self.is_delivering = False
                if parser.is_complete:
                    return b""
                if self._is_closed:
                    raise httpx.ReadError("the response was closed")
                yield from self._receive()
            raise self._error
        except (OSError, httpx.TransportError) as error:
            raise self.failure(error) from error
        finally:
            self._waiting_since = None

    def extend_wait(self, seconds: float) -> None:
        """Set the time limit for another wait for the response."""
        self._read_timeout = seconds

    def limit_silence(self, seconds: float | None) -> None:
        """Limit the wait for more data, unless the wait has a shorter limit already."""
        if self._read_timeout is None or (seconds is not None and seconds < self._read_timeout):
            self._read_timeout = seconds

    def take_all(self) -> bytes | None:
        """Return the response's body if all of it has arrived, else None."""
        return self.parser.take() if self.parser.is_complete else None

    def failure(self, error: Exception) -> httpx.TransportError:
        """Return the error that the request raises after its connection failed."""
        if self._why is not None:
            return httpx.ReadError(self._why, request=self.request)
        if self._error is not None:
            error = self._error
        kind = type(error) if isinstance(error, httpx.TransportError) else httpx.ReadError
        if issubclass(kind, httpx.NetworkError):
            if not self._has_begun:
                kind = httpx.ConnectError
            elif self.parser.is_in_head:
                kind = TruncatedHeadError
        return kind(reason(error), request=self.request)

    def _send(self, *parts: bytes | memoryview, listens: bool = False) -> Steps[None]:
        """Send data; stop early if the server refuses the request."""
        connection, parser = self.connection, self.parser
        buffers = connection.encode(*parts)
        deadline: float | None = None
        while True:
            try:
                is_all_sent = connection.send(buffers)
            except BlockingIOError:
                pass
            except OSError as error:
                connection.is_cut = True
                raise UnsendableError(f"the request was cut off: {reason(error)}") from error
            else:
                self._has_begun = True
                if is_all_sent:
                    return
                deadline = None
            if self._write_timeout is not None:
                now = monotonic()
                deadline = now + self._write_timeout if deadline is None else deadline
                if now >= deadline:
                    raise httpx.WriteTimeout("the server accepts no more data")
            # Unread data, or the end of the connection, would immediately end a wait for data.
            is_listening = listens and not (parser.is_full or parser.is_complete)
            yield from self._wait(READ | WRITE if is_listening else WRITE, deadline)
            if listens and self._receive_refusal():
                return

    def _receive(self) -> Steps[None]:
        """Wait for data, and parse it."""
        connection = self.connection
        for layer in connection.layers:
            # While the request is being sent, TLS output is sent together with the request.
            if layer.has_output and self.is_sent:
                yield from self._send()
        # On Linux, this avoids a wait that would end immediately, and saves 10 % of the time of a
        # call in a thread.
        if connection.early_data or connection.has_ended or has_data(connection.socket):
            try:
                return self._take()
            except BlockingIOError:  # the data that has arrived is out of order
                pass
        while True:
            yield from self._wait(READ, self._read_deadline)
            try:
                return self._take()
            except BlockingIOError:
                deadline = self._read_deadline
                if deadline is not None and monotonic() >= deadline:
                    raise httpx.ReadTimeout("no data arrived") from None

    def _start_waiting(self) -> None:
        """Limit the wait for the response; for uploads, the limit starts after the body."""
        is_limited = self.is_duplex or self.is_sent or self.parser.is_refusal
        self._waiting_since = monotonic() if is_limited else None

    @property
    def _read_deadline(self) -> float | None:
        if self._read_timeout is None or self._waiting_since is None:
            return None
        return self._waiting_since + self._read_timeout

    def _wait(self, events: int, deadline: float | None) -> Steps[None]:
        """Wait until the socket is ready, and check whether the peer is alive."""
        until = deadline
        is_acked = self.is_sent and self.parser.has_head  # the peer has acknowledged all data
        if not is_acked:
            check = monotonic() + timing.KEEPALIVE_CHECK
            until = check if deadline is None else min(deadline, check)
        if not (yield Wait((self.connection.socket,), events, until)) and not is_acked:
            self.connection.keepalive.check()

    def _take(self) -> None:
        """Receive and parse what has arrived."""
        try:
            received = self.connection.receive()
            if received:
                self.parser.feed(received)
            elif received == b"":
                self.parser.end()
        except (OSError, httpx.TransportError):
            raise
        except BaseException:
            self._lose_data()
            raise

    def _lose_data(self) -> None:
        """Abort the exchange: an exception of a signal handler may have lost data."""
        self.fail(httpx.ReadError("a signal handler interrupted the delivery of data"))

    def _receive_refusal(self) -> bool:
        """Receive data while the body is sent; return whether the server refuses the body."""
        parser = self.parser
        if not (parser.is_refusal or parser.is_full or is_silent(self.connection.socket)):
            with suppress(BlockingIOError):
                self._take()
        return parser.is_refusal

    def _receive_rest(self, error: UnsendableError) -> None:
        """Receive what arrived before the connection broke: the response or a TLS alert."""
        try:
            while not self.parser.is_complete:
                self._take()
        except BlockingIOError:
            pass
        except httpx.TransportError as broke:
            if alert(broke) is not None and not self.parser.is_refusal:
                raise
        if not self.parser.is_refusal:
            raise error
