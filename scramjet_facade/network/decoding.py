"""Decompression in pieces of bounded size."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

_GZIP = 31  # zlib's number for "a gzip file with the largest window"
_PIECE = 1024 * 1024


class Decoder:
    """Gives an answer's body as its sender meant it, never more than 1 MiB at once.

    Attributes:
        is_needed: Whether the body is compressed; else its chunks are what its sender meant.
    """

    def __init__(self, response: httpx.Response) -> None:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        self.is_needed = encoding in {"gzip", "x-gzip"}
        if not self.is_needed and encoding not in {"", "identity"}:
            raise httpx.DecodingError(f"this client never asked for the encoding {encoding!r}")
        self._gzip = zlib.decompressobj(_GZIP)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Take the next chunk; give what it holds."""
        while chunk:
            if self._gzip.eof:  # a gzip file may consist of several
                self._gzip = zlib.decompressobj(_GZIP)
            try:
                piece = self._gzip.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from error
            if piece:
                yield piece
            chunk = self._gzip.unconsumed_tail or self._gzip.unused_data

    def end(self) -> None:
        """Refuse a compressed body that stops in the middle."""
        if self.is_needed and not self._gzip.eof:
            raise httpx.DecodingError("the compressed data stops in the middle")
