"""A download: data that comes for as long as it comes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ..errors import ClientError
from ..flavor import async_write_file
from ..lines import LineSplitter, TextDecoder, decode_line, parse_line
from ..network.async_client import body

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from ..network import Response


class AsyncStream:
    """A stream of the platform, as a context manager; nothing is sent before it is entered.

    Inside the ``with`` block, once, one of ``iter_bytes``, ``iter_text``, ``iter_lines``,
    ``iter_json`` or ``save``; iterating the stream itself gives bytes. Only a complete body ends
    normally: one that breaks off raises StreamInterrupted. Leaving the block frees the connection.
    """

    def __init__(self, open_: Callable[[], AbstractAsyncContextManager[Response]]) -> None:
        self._open = open_
        self._context: AbstractAsyncContextManager[Response] | None = None
        self._response: Response | None = None
        self._used = False

    async def __aenter__(self) -> Self:
        if self._context is not None:
            raise ClientError("this stream was entered before: ask the client for a new one")
        self._context = self._open()
        self._response = await self._context.__aenter__()
        return self

    async def __aexit__(self, *exc_info: Any) -> None:
        context, self._response = self._context, None
        if context is not None:
            await context.__aexit__(*exc_info)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self.iter_bytes()

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """Give the data in chunks as they come.

        Raises:
            ClientError: The stream isn't open, was read before, or fails.
            StreamInterrupted: It broke off.

        """
        async for chunk in body(self._take()):
            yield chunk

    async def iter_text(self, encoding: str = "utf-8") -> AsyncIterator[str]:
        """Give the data as text in pieces as they come.

        Args:
            encoding: The data's encoding; characters may be split over chunks.

        Raises:
            InvalidResponseError: The data isn't in that encoding; the message names the place.
            ClientError: As for ``iter_bytes``.

        """
        decoder = TextDecoder(encoding)
        async for chunk in body(self._take()):
            if text := decoder.feed(chunk):
                yield text
        if text := decoder.feed(b"", final=True):
            yield text

    async def iter_lines(self) -> AsyncIterator[str]:
        r"""Give the data as lines of UTF-8 text, without their ``\n`` or ``\r\n``.

        Raises:
            InvalidResponseError: A line isn't UTF-8.
            ClientError: As for ``iter_bytes``.

        """
        number = 0
        async for line in self._lines():
            number += 1
            yield decode_line(line, number)

    async def iter_json(self) -> AsyncIterator[Any]:
        """Give the values of newline-delimited JSON; empty lines are passed over.

        Raises:
            InvalidResponseError: A line isn't JSON.
            ClientError: As for ``iter_bytes``.

        """
        number = 0
        async for line in self._lines():
            number += 1
            if line.strip():
                yield parse_line(line, number)

    async def save(
        self, path: os.PathLike[str], progress: Callable[[int], None] | None = None
    ) -> int:
        """Write the data to a file, which is made or overwritten.

        Args:
            path: The file.
            progress: Called with the number of bytes written so far.

        Returns:
            The number of bytes.

        Raises:
            ClientError: As for ``iter_bytes``; the file then holds what had come.
            OSError: The file can't be written.

        """
        response = self._take()
        written = 0
        with Path(path).open("wb") as file:  # noqa: ASYNC230 (once a download)
            async for chunk in body(response):
                await async_write_file(file, chunk)
                written += len(chunk)
                if progress is not None:
                    progress(written)
        return written

    async def _lines(self) -> AsyncIterator[bytes]:
        splitter = LineSplitter()
        async for chunk in body(self._take()):
            for line in splitter.feed(chunk):
                yield line
        for line in splitter.end():
            yield line

    def _take(self) -> Response:
        """Return the open response, for its only reader."""
        if self._response is None:
            raise ClientError("this stream is not open: read it inside its own with block")
        if self._used:
            raise ClientError("this stream was read before: its data came only once")
        self._used = True
        return self._response
