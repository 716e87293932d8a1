"""The output of a program, read while its input is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scramjet_bindings.host.api import instances

from ..body.source import data_source
from ..concurrency.async_flavor import AsyncBackground, AsyncCancelToken
from ..options.arguments import check_input_type, check_seconds
from .program import AsyncProgram
from .stream import AsyncStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from ..body.source import AsyncData
    from ..http11 import Response
    from .base_client import AsyncBaseClient
    from .instance_client import AsyncInstanceClient
    from .upload import AsyncUpload


class AsyncExchange(AsyncStream):
    """A program's output, while it is sent its input; otherwise a stream as all are.

    Attributes:
        instance: The instance's client, for its other streams, once the block is entered.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[AsyncInstanceClient]],
        open_: Callable[[AsyncInstanceClient], AbstractAsyncContextManager[Response]],
        upload: AsyncUpload | None,
        *,
        is_owner: bool,
    ) -> None:
        """Take what gives the instance, and whether it is to end with the stream."""
        cancel_token = AsyncCancelToken()
        self._start = start
        self._program = program = AsyncProgram(upload, cancel_token, is_owned=is_owner)
        super().__init__(
            lambda: open_(program.instance),
            upload=upload,
            has_ended=program.has_ended,
            cancel_token=cancel_token,
        )
        self._is_owner = is_owner
        self._feeding: AsyncBackground | None = None

    @property
    def instance(self) -> AsyncInstanceClient:
        """The instance's client, for its other streams, once the block is entered."""
        return self._program.instance

    async def __aenter__(self) -> Self:
        if not self._entered:
            self._program.started = await self._start()
        try:
            await super().__aenter__()
            self._feeding = AsyncBackground(self._program.feed)
            self._feeding.start()
        except BaseException as error:
            if self._feeding is not None:  # else the stream isn't open
                await super().__aexit__(type(error), error, error.__traceback__)
            if self._is_owner:
                await self.instance.__aexit__(type(error), error, error.__traceback__)
            raise
        return self

    async def __aexit__(self, *exc_info: Any) -> None:
        self._cancel_token.cancel()
        try:
            await self._end_feeding()
        finally:
            try:
                await super().__aexit__(*exc_info)
            finally:
                if self._is_owner:
                    await self.instance.__aexit__(*exc_info)

    async def _chunks(self) -> AsyncIterator[bytes]:
        async for chunk in super()._chunks():
            yield chunk
        await self._end_feeding()  # of what the program didn't want to read
        if self._program.failure is not None:
            self._raise()
        await self._program.check()

    async def _end_feeding(self) -> None:
        if self._feeding is not None:
            await self._feeding.aclose()

    def _cause(self) -> Exception | None:
        return self._program.failure or super()._cause()


def new_exchange(
    client: AsyncBaseClient,
    start: Callable[[], Awaitable[AsyncInstanceClient]],
    data: AsyncData | None,
    content_type: str | None,
    *,
    idle_timeout: float | None,
    progress: Callable[[int, int | None], object] | None,
    is_owner: bool = False,
) -> AsyncExchange:
    """Return the exchange with an instance that ``start`` starts or returns; nothing is sent."""
    check_seconds("idle_timeout", idle_timeout)
    check_input_type(content_type)
    upload = None
    if data is not None:
        # The hub accepts the last bytes when the program has read enough, however long it takes.
        patient = client.with_options(timeout=None)
        upload = patient._new_upload(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            data_source(data), content_type, progress, idle_timeout=idle_timeout
        )
    timeouts = client._session.timeouts(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        answer=idle_timeout
    )
    return AsyncExchange(
        start,
        lambda instance: instances.get_instance_output.asyncio_stream(
            instance.id, client=instance.bindings, timeout=timeouts
        ),
        upload,
        is_owner=is_owner,
    )
