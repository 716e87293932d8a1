"""TLS on top of whatever carries bytes. Nothing waits here."""

from __future__ import annotations

import ssl
import threading

_PIECE = 65536


class Tls:
    """One side of a TLS connection, from plain bytes to those on the wire and back.

    One thread may encrypt while another decrypts.

    Attributes:
        has_ended: Whether the peer said that nothing more will come.
    """

    def __init__(self, context: ssl.SSLContext, server_name: str) -> None:
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._session = context.wrap_bio(self._in, self._out, server_hostname=server_name)
        self._lock = threading.Lock()
        self.has_ended = False

    def shake_hands(self, received: bytes = b"") -> tuple[bool, bytes]:
        """Take what came; return whether that is all, and what is to be sent.

        Raises:
            ssl.SSLError: The server isn't trusted, or there is no TLS with it.
        """
        self._in.write(received)
        try:
            self._session.do_handshake()
        except ssl.SSLWantReadError:
            return False, self._out.read()
        return True, self._out.read()

    def encrypt(self, data: bytes | memoryview) -> bytes:
        """Return plain bytes as they go over the wire, after whatever else has to go."""
        with self._lock:
            if data:
                self._session.write(data)
            return self._out.read()

    def decrypt(self, data: bytes) -> bytes:
        """Return the plain bytes that are complete with what came.

        Raises:
            ssl.SSLError: It is no TLS, or was changed on its way.
        """
        pieces: list[bytes] = []
        with self._lock:
            self._in.write(data)
            try:
                while piece := self._session.read(_PIECE):
                    pieces.append(piece)
                self.has_ended = True
            except ssl.SSLWantReadError:
                pass
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)
