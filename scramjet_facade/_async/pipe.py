"""A pipe, which sends the output of one instance to the input of another instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..concurrency import timing
from ..concurrency.async_flavor import AsyncBackground, AsyncCancelToken
from ..concurrency.cancel_token import async_cancellable
from ..errors import CannotConnectError, ClientError, NotFoundError, ServerError
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
    """Send an instance's output to another instance until one of the two has ended."""
    cancel_token, failures = AsyncCancelToken(), list[Exception]()
    program = AsyncProgram(upload, cancel_token, target)
    watching: AsyncBackground | None = None
    try:
        if await program.takes_input(upload):
            watching = AsyncBackground(lambda: _watch(target, cancel_token, output, failures))
            watching.start()
            await async_cancellable(cancel_token, lambda: program.send(upload))
    except ClientError as error:
        if not cancel_token.is_cancelled:  # otherwise, the watch has recorded the cause
            if upload.failure is not None:
                error.add_note(f"This error is about the output of instance {source.id}.")
                raise
            if not isinstance(error, NotFoundError):
                failures.append(error)
    finally:
        cancel_token.cancel()
        if watching is not None:
            await watching.aclose()
    for failure in failures:
        failure.add_note(f"This error is about the input of instance {target.id}.")
        raise failure
    for end in (program, AsyncProgram(None, cancel_token, source)):
        await end.check(may_be_killed=True)  # some programs end only when they are killed
    output._check_output()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


async def _watch(
    target: AsyncInstanceClient,
    cancel_token: AsyncCancelToken,
    output: AsyncStream,
    failures: list[Exception],
) -> None:
    """End a pipe when its reader has ended, or when its status requests are refused."""
    while not await cancel_token.wait(timing.END_POLL):
        try:
            if not await target._lifecycle.has_ended():  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
                continue
        except (CannotConnectError, ServerError):  # the next check may succeed
            continue
        except Exception as error:  # noqa: BLE001 (for example, the token has expired)
            failures.append(error)
        cancel_token.cancel()
        output.cancel()
