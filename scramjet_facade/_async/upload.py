"""A request body on its way."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from scramjet_bindings.types import File

from ..data.async_flavor import async_blocks, async_close
from ..errors import ClientError
from ..network.async_client import AsyncAnswerDeadline, upload_timeouts

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

    from ..data.sources import Source
    from ..network import Timeouts
    from ..settings.options import Options


class AsyncUpload:
    """Hands a source's blocks to the transport, one at a time."""

    def __init__(
        self,
        source: Source,
        options: Options,
        *,
        content_type: str = "application/octet-stream",
        progress: Callable[[int, int | None], None] | None = None,
    ) -> None:
        self._source = source
        self._progress = progress
        self.failure: Exception | None = None
        self._deadline = AsyncAnswerDeadline(options.timeout)
        self._is_limited = False
        self.timeouts: Timeouts = upload_timeouts(
            connect=options.connect_timeout, answer=options.timeout
        )
        # What is small goes out as it is, with its length.
        small = source.small if progress is None else None
        self.file = File(self if small is None else small, content_type)
        self._is_small = small is not None

    @asynccontextmanager
    async def sending(self) -> AsyncGenerator[None, None]:
        """Limit the wait for the answer, and let the source's own exception out as it is."""
        try:
            async with self._deadline:
                self._is_limited = True
                if self._is_small:
                    self._deadline.start()
                yield
        except ClientError:
            if self.failure is not None:
                raise self.failure  # noqa: B904 (the cause is in the user's own exception)
            raise
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """End the source, if it is a generator."""
        await async_close(self._source)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        sent = 0
        # aiohttp sends a request's head together with its first block: don't let a slow source
        # hold it back.
        yield b""
        try:
            async for block in async_blocks(self._source):
                yield block
                sent += len(block)
                if self._progress is not None:
                    self._progress(sent, self._source.size)
        except Exception as error:
            self.failure = error
            raise
        finally:
            await async_close(self._source)
        if self._is_limited:  # the answer of a duplex stream may come at any time
            self._deadline.start()
