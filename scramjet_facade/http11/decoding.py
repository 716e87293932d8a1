"""Decompresses response bodies in pieces of limited size."""

from __future__ import annotations

import zlib

import httpx

ENCODINGS = "gzip"
"""The compression that servers may use."""

_GZIP = 31  # zlib's number for a gzip file with the largest window.
_MAGIC = b"\x1f\x8b"  # The first bytes of a gzip file.
_PIECE = 1024 * 1024
# Some servers send these values, which do not mean compression.
_UNENCODED = {"", "identity", "none", "binary", "utf-8", "utf8", "us-ascii", "iso-8859-1"}
# Bodies without compression share this object and never use it, because creating an object is slow.
_NO_GZIP = zlib.decompressobj(_GZIP)


class Decoder:
    """Decompresses a response's body, at most 1 MiB at a time.

    Attributes:
        is_needed: Whether the body is compressed, and so needs a decoder.
    """

    def __init__(self, response: httpx.Response) -> None:
        encoding = response.headers.get("content-encoding")
        self.is_needed: bool = encoding is not None and _is_gzip(encoding)
        self._gzip = zlib.decompressobj(_GZIP) if self.is_needed else _NO_GZIP
        self._has_begun = False
        self._rest = b""
        self._after = b""  # bytes after a gzip file; they may begin another gzip file

    def feed(self, chunk: bytes) -> None:
        """Accept the next chunk; all pieces of the previous chunk must have been taken."""
        self._rest = chunk

    def take(self) -> bytes:
        """Return the next decompressed piece; b"" if there is none."""
        while chunk := self._rest:
            if self._gzip.eof:
                chunk = self._after = self._after + chunk
                if not chunk.startswith(_MAGIC):
                    self._after, self._rest = chunk[: len(_MAGIC)], b""
                    break  # the rest is padding, or the start of the next member is incomplete
                self._after = b""
                self._gzip = zlib.decompressobj(_GZIP)
            self._has_begun = True
            try:
                piece = self._gzip.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from error
            self._rest = self._gzip.unconsumed_tail or self._gzip.unused_data
            if piece:
                return piece
        return b""

    def end(self) -> None:
        """Raise an error if a compressed body is cut off; an empty body is complete."""
        if self._has_begun and not self._gzip.eof:
            raise httpx.DecodingError("the compressed data is cut off")


def _is_gzip(encoding: str) -> bool:
    codings = [
        name for name in map(str.strip, encoding.lower().split(",")) if name not in _UNENCODED
    ]
    if codings in (["gzip"], ["x-gzip"]):
        return True
    if codings:
        raise httpx.DecodingError("the client did not ask for this content encoding")
    return False
