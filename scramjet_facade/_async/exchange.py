"""A stream that reads a program's output while the program's input is sent."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from scramjet_bindings.host.api import instances

from ..body.source import data_source
from ..concurrency import timing
from ..concurrency.async_flavor import AsyncBackground, AsyncCancelToken, async_settled
from ..concurrency.future import Future
from ..errors import InstanceFailedError, NotFoundError
from ..options.arguments import check_input_type, check_seconds
from .input_type import adapt_input_type
from .program import AsyncProgram
from .spans import async_untraced, async_within, is_traced
from .stream import AsyncStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from ..body.source import AsyncData
    from ..http11 import Response
    from .base_client import AsyncBaseClient
    from .input_type import FindConfig
    from .instance_client import AsyncInstanceClient
    from .tracing import AsyncJobSpan
    from .upload import AsyncUpload, SentCount


class AsyncExchange(AsyncStream):
    """The output of a program whose input is sent at the same time.

    A sequence client's ``run`` and an instance client's ``exchange`` return this stream.

    Attributes:
        instance: The instance's client, for example to read stderr; use it inside the ``with``
            block.
    """

    def __init__(
        self,
        start: Callable[[], Awaitable[AsyncInstanceClient]],
        open_: Callable[[AsyncInstanceClient], AbstractAsyncContextManager[Response]],
        upload: AsyncUpload | None,
        *,
        find_config: FindConfig,
        owner: str | None,
    ) -> None:
        """Create the exchange; no request is sent yet.

        Args:
            start: A function that starts or returns the instance.
            open_: A function that opens the output.
            upload: The input, or None if no input is sent.
            find_config: A function that returns the hub's information about the program's package.
            owner: The id of the sequence to start; None if the instance exists already.
        """
        cancel_token = AsyncCancelToken()
        self._start = start
        self._program = program = AsyncProgram(
            upload, cancel_token, find_config=find_config, is_owned=owner is not None
        )
        super().__init__(
            lambda: open_(program.instance),
            upload=upload,
            has_ended=program.has_ended,
            cancel_token=cancel_token,
        )
        self._watching_python: AsyncBackground | None = None
        self._owner = owner
        self._job: AsyncJobSpan | None = None
        self._result = ""
        self._failure: InstanceFailedError | None = None  # the reader may catch it in the block
        self._sent: SentCount | None = None
        self._records = 0  # the number of received records, for the job's span
        self._opened: Future[None] = Future()
        self._opening: AsyncBackground | None = None
        self._feeding: AsyncBackground | None = None

    @property
    def instance(self) -> AsyncInstanceClient:
        """The instance's client, for example to read stderr; use it inside the ``with`` block."""
        return self._program.instance

    async def _enter(self) -> None:
        if self._owner is not None:
            self._begin_job(self._owner)
        await async_within(self._job, self._begin)

    async def _begin(self) -> None:
        if self._cancel_token.is_cancelled:
            self._raise()
        self._program.started = await self._start()
        self._program.silent_since = monotonic()
        self._feeding = AsyncBackground(self._program.feed)
        self._feeding.start()
        if self._owner is not None:  # nobody else reads the stderr of the new instance
            self._watching_python = AsyncBackground(
                lambda: async_untraced(self._program.watch_python)
            )
            self._watching_python.start()
        await super()._enter()

    async def _leave(self, error: BaseException | None) -> None:
        try:
            await async_within(self._job, lambda: self._end_all(error))
        finally:
            self._end_job(error)

    async def _end_all(self, error: BaseException | None) -> None:
        try:
            self._cancel_token.cancel()
            await self._end_background()
        finally:
            try:
                await super()._leave(error)
            finally:
                await self._end_instance(error)

    async def _connect(self) -> None:
        """Open the output in the background; wait only briefly for the response headers.

        A hub sends the headers immediately. A proxy may hold the headers back until the first byte
        of the output. The first byte may depend on input that the code inside the block provides.
        """
        self._opening = AsyncBackground(self._open_output)
        self._opening.start()
        if await async_settled(self._opened, timing.HEAD_TIMEOUT):
            self._opened.result()

    async def _open_output(self) -> None:
        try:
            try:
                await super()._connect()
            except NotFoundError:
                if self._owner is not None:  # the instance existed, but has already ended
                    await self._program.check_removed()
                raise
        except BaseException as error:  # noqa: BLE001 (the reader gets it)
            self._opened.set_exception(error)
        else:
            self._opened.set_result(None)

    async def _chunks(self) -> AsyncIterator[bytes]:
        try:
            if self._response is None and self._entered:
                await async_settled(self._opened, None)
                if self._is_left:
                    self._raise()
                self._opened.result()
            async for chunk in super()._chunks():
                self._program.silent_since = monotonic()
                if self._job is not None:
                    self._records += chunk.count(b"\n")
                yield chunk
            self._result = "interrupted"  # the result of the program is still unknown
            await self._end_feeding()  # the program has ended without reading the rest of its input
            if self._program.failure is not None:
                self._raise()
            await async_within(self._job, self._program.check)
            self._check_output()
        except InstanceFailedError as error:
            self._failure = error
            # The cause is in the program, so frames of this package only hide the message.
            raise error.with_traceback(None) from error.__cause__
        self._result = "completed"

    async def _end_background(self) -> None:
        try:
            await self._end_feeding()
        finally:
            try:
                if self._opening is not None:
                    await self._opening.aclose()
            finally:
                if self._watching_python is not None:
                    await self._watching_python.aclose()

    async def _end_feeding(self) -> None:
        if self._feeding is not None:
            await self._feeding.aclose()

    async def _end_instance(self, error: BaseException | None) -> None:
        instance = self._program.started
        if self._owner is not None and instance is not None:
            await instance._end(error)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

    def _begin_job(self, sequence_id: str) -> None:
        if not is_traced():
            return
        from .tracing import AsyncJobSpan  # noqa: PLC0415 (it imports OpenTelemetry)

        self._job = AsyncJobSpan("run", sequence_id)
        if self._upload is not None:
            self._sent = self._upload.count_sent()

    def _end_job(self, error: BaseException | None) -> None:
        error, self._failure = self._failure or error, None
        job, self._job = self._job, None
        if job is None:
            return
        if isinstance(error, InstanceFailedError):
            self._result = "failed"
        attributes: dict[str, str | int] = {
            "scramjet.run.result": self._result or self._how,
            "scramjet.run.bytes_received": self._received,
            "scramjet.run.records_received": self._records,
        }
        if self._sent is not None:
            attributes["scramjet.run.bytes_sent"] = self._sent.bytes
            attributes["scramjet.run.records_sent"] = self._sent.records
        if self._program.started is not None:
            attributes["scramjet.instance.id"] = self._program.started.id
        job.set_attributes(attributes)
        job.end(error)

    def _cause(self) -> Exception | None:
        return self._program.failure or super()._cause()


def new_exchange(
    client: AsyncBaseClient,
    start: Callable[[], Awaitable[AsyncInstanceClient]],
    find_config: FindConfig,
    data: AsyncData | None,
    content_type: str | None,
    *,
    idle_timeout: float | None,
    progress: Callable[[int, int | None], object] | None,
    owner: str | None = None,
) -> AsyncExchange:
    """Return an exchange with the instance that ``start`` returns; no request is sent yet."""
    check_seconds("idle_timeout", idle_timeout)
    check_input_type(content_type)
    upload = None
    if data is not None:
        # There is no timeout, because the hub accepts the last bytes only when the program has
        # read enough of its input.
        unlimited = client.with_options(timeout=None)
        upload = unlimited._new_upload(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            data_source(data), content_type, progress, idle_timeout=idle_timeout, is_limited=True
        )
    timeouts = client._session.options.timeouts(  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        answer=idle_timeout
    )

    async def adapt_and_start() -> AsyncInstanceClient:
        if upload is not None:
            is_given = content_type is not None
            await async_untraced(partial(adapt_input_type, upload, find_config, is_given=is_given))
        return await start()

    return AsyncExchange(
        adapt_and_start,
        lambda instance: instances.get_instance_output.asyncio_stream(
            instance.id, client=instance.bindings, timeout=timeouts
        ),
        upload,
        find_config=find_config,
        owner=owner,
    )
