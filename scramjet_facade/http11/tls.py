"""TLS for bytes in memory. This module never waits."""

from __future__ import annotations

import ssl
import threading

_PIECE = 65536


class TLSLayer:
    """The client's side of a TLS connection.

    One thread may encrypt while another one decrypts.

    Attributes:
        has_ended: Whether the peer has closed TLS or sent an alert.
    """

    def __init__(self, context: ssl.SSLContext, server_name: str) -> None:
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._session = context.wrap_bio(self._in, self._out, server_hostname=server_name)
        self._lock = threading.Lock()
        self._failure: ssl.SSLError | None = None
        self.has_ended: bool = False

    def handshake(self, received: bytes = b"") -> tuple[bool, bytes]:
        """Process received data; return whether the handshake is done, and the data to send.

        Raises:
            ssl.SSLError: The server is not trusted, or does not use TLS.
        """
        self._in.write(received)
        try:
            self._session.do_handshake()
        except ssl.SSLWantReadError:
            return False, self._out.read()
        return True, self._out.read()

    def encrypt(self, *parts: bytes | memoryview) -> bytes:
        """Encrypt plain data; the result begins with pending data of TLS itself."""
        with self._lock:
            for part in parts:
                if part:
                    self._session.write(part)
            return self._out.read()

    @property
    def has_output(self) -> bool:
        """Whether reading has produced data to send, for example a client certificate."""
        return self._out.pending > 0

    def decrypt(self, data: bytes) -> bytes:
        """Return the plain data that the received data completes; b"" at the end.

        Raises:
            ssl.SSLError: The data is not TLS, was changed in transit, or is an alert of the peer.
                The data before the error is returned first, and the next call raises the error.
        """
        pieces: list[bytes] = []
        with self._lock:
            self._in.write(data)
            try:
                while self._failure is None and (piece := self._session.read(_PIECE)):
                    pieces.append(piece)
                self.has_ended = True
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLError as error:
                self._failure, self.has_ended = error.with_traceback(None), True
        if self._failure is not None and not pieces:
            raise self._failure
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def alert(error: BaseException | None) -> ssl.SSLError | None:
    """Return the server's TLS alert that caused an error; None if there is none."""
    while error is not None:
        if isinstance(error, ssl.SSLError) and "ALERT" in (error.reason or ""):
            return error
        error = error.__cause__ or error.__context__
    return None
