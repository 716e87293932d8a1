"""A pipe, which sends the output of one instance to the input of another instance."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ..concurrency import timing
from ..concurrency.async_flavor import AsyncBackground, AsyncCancelToken
from ..concurrency.cancel_token import async_cancellable
from ..errors import ClientError, NotFoundError
from .program import AsyncProgram

if TYPE_CHECKING:
    from .instance_client import AsyncInstanceClient
    from .stream import AsyncStream
    from .upload import AsyncUpload


async def pipe(
    source: AsyncInstanceClient,
    target: AsyncInstanceClient,
    output: AsyncStream,
    upload: AsyncUpload,
) -> None:
    """Send an instance's output to another instance until either ends."""

    async def watch() -> None:
        while not await cancel_token.wait(timing.END_POLL):
            with suppress(Exception):  # the next check may succeed
                if await target._lifecycle.has_ended():  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
                    ended.append(True)
                    cancel_token.cancel()
                    output.cancel()

    cancel_token, ended = AsyncCancelToken(), list[bool]()
    program = AsyncProgram(upload, cancel_token, target)
    watching: AsyncBackground | None = None
    try:
        if await program.takes_input(upload):
            watching = AsyncBackground(watch)
            watching.start()
            await async_cancellable(cancel_token, lambda: program.send(upload))
    except ClientError as error:
        if not ended and upload.failure is None and not isinstance(error, NotFoundError):
            error.add_note(f"This error is about the input of instance {target.id}.")
            raise
        if not ended and upload.failure is not None:
            error.add_note(f"This error is about the output of instance {source.id}.")
            raise
    finally:
        cancel_token.cancel()
        if watching is not None:
            await watching.aclose()
    for end in (program, AsyncProgram(None, cancel_token, source)):
        await end.check(may_be_killed=True)  # some programs end only when they are killed
