"""A request body on its way."""

from __future__ import annotations

import logging
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from scramjet_bindings.types import File

from ..data.async_feed import AsyncFeed
from ..errors import ClientError
from ..network.settings import upload_timeouts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from ..data.sources import Source
    from ..network import Timeouts
    from ..settings.options import Options

T = TypeVar("T")

_log = logging.getLogger("scramjet_facade")


class AsyncUpload:
    """Hands a source's blocks to the transport, one at a time.

    Attributes:
        file: What a generated operation takes as its body.
        timeouts: The time limits of its request.
        content_type: The data's type.
        is_ascii: Whether the data is known to be ASCII.
    """

    def __init__(
        self,
        source: Source,
        options: Options,
        *,
        content_type: str,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> None:
        self._feed = AsyncFeed(source, progress)
        self.timeouts: Timeouts = upload_timeouts(
            connect=options.connect_timeout, answer=options.timeout
        )
        # What is small goes out as it is, with its length.
        self._small = source.small if progress is None else None
        self.file = File(self if self._small is None else self._small, content_type)
        self.content_type = content_type
        self.is_ascii = source.is_ascii
        self._damage: str | None = None
        self._spared = 0

    async def send(
        self, operation: Callable[..., Awaitable[T]], *arguments: Any, **options: Any
    ) -> T:
        """Send it with a generated operation; the source's own exception gets out as it is."""
        call = partial(operation, *arguments, body=self.file, timeout=self.timeouts, **options)
        try:
            if self._small is not None:
                self._look_for_damage(self._small)
            return await self._feed.run(call)
        except ClientError:
            if self.failure is not None:
                raise self.failure  # noqa: B904 (the cause is in the user's own exception)
            raise
        finally:
            await self.aclose()

    def warn_of_damage(self, text: str, *, beyond: int = 0) -> None:
        """Log a warning, once, if the data is other than ASCII and has more than so many bytes."""
        self._damage, self._spared = text, beyond

    def _look_for_damage(self, block: bytes) -> None:
        self._spared -= len(block)
        if self._damage is not None and self._spared < 0 and not block.isascii():
            _warn(self._damage)
            self._damage = None

    @property
    def failure(self) -> Exception | None:
        """What the source raised."""
        return self._feed.failure

    async def aclose(self) -> None:
        """End the source, if it is a generator."""
        await self._feed.aclose()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for block in self._feed:
            if self._damage is not None:
                self._look_for_damage(block)
            yield block


@cache
def _warn(text: str) -> None:
    _log.warning(text)
