"""Decompression in pieces of bounded size."""

from __future__ import annotations

import zlib

import httpx

_GZIP = 31  # zlib's number for "a gzip file with the largest window"
_MAGIC = b"\x1f\x8b"  # what a gzip file begins with
_PIECE = 1024 * 1024
# Some servers write what is no coding there.
_AS_IT_IS = {"", "identity", "none", "binary", "utf-8", "utf8", "us-ascii", "iso-8859-1"}
_NO_GZIP = zlib.decompressobj(_GZIP)  # is never fed: to make one takes long


class Decoder:
    """Gives an answer's body as its sender meant it, never more than 1 MiB at once.

    Attributes:
        is_needed: Whether the body is compressed; else its chunks are what its sender meant.
    """

    def __init__(self, response: httpx.Response) -> None:
        encoding = response.headers.get("content-encoding")
        self.is_needed: bool = encoding is not None and _is_gzip(encoding)
        self._gzip = zlib.decompressobj(_GZIP) if self.is_needed else _NO_GZIP
        self._has_begun = False
        self._rest = b""
        self._after = b""  # the end of a gzip file, which another one may follow

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk, after all pieces of the one before."""
        self._rest = chunk

    def take(self) -> bytes:
        """Return a piece of what was fed; b"" if there is no more."""
        while chunk := self._rest:
            if self._gzip.eof:
                chunk = self._after = self._after + chunk
                if not chunk.startswith(_MAGIC):
                    self._after, self._rest = chunk[: len(_MAGIC)], b""
                    break  # it is padding, or the magic is not complete yet
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
        """Refuse a compressed body that stops in the middle; an empty one has nothing in it."""
        if self._has_begun and not self._gzip.eof:
            raise httpx.DecodingError("the compressed data stops in the middle")


def _is_gzip(encoding: str) -> bool:
    codings = [
        name for name in map(str.strip, encoding.lower().split(",")) if name not in _AS_IT_IS
    ]
    if codings in (["gzip"], ["x-gzip"]):
        return True
    if codings:
        raise httpx.DecodingError("its encoding was never asked for")
    return False
