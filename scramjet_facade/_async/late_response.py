"""Undo what a hub has created if its response arrives after the request has timed out."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ..concurrency import timing
from ..concurrency.cancel_token import async_cancellable, async_having
from ..errors import ClientError, extend
from ..options.arguments import response_id
from ..options.retries import may_have_acted
from .http_client import error_of, read_body
from .spans import async_untraced
from .transport import late_responses

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..options.options import Options
    from .transport import AsyncHTTPTransport, AsyncResponseStream

T = TypeVar("T")

_log = logging.getLogger("scramjet_facade")


async def async_created(
    create: Callable[[], Awaitable[T]],
    undo: Callable[[str], Awaitable[object]],
    *,
    options: Options,
    what: str,
    leftover: str,
) -> T:
    """Call a function that creates an object on a hub; return the function's result.

    If a response does not arrive in time, the request continues in the background, and ``undo``
    removes the object. The message of an error reports what may remain on the hub.

    Args:
        create: The function.
        undo: A function that removes the object with the given id.
        options: The options of the client.
        what: The kind of object, for example ``instance``.
        leftover: A text about the object that may remain.
    """
    late: list[tuple[AsyncHTTPTransport, AsyncResponseStream]] = []
    try:
        return await async_having(late_responses, late, create)
    except ClientError as error:
        if may_have_acted(error):
            if late:
                transport, stream = late[-1]
                with suppress(ClientError):  # there are too many threads
                    transport.run_in_background(
                        partial(_undo_late, stream, undo, options, what, leftover)
                    )
                    late.pop()
                    leftover = (
                        f"the client removes the new {what} if the response arrives within "
                        f"{timing.LATE_RESPONSE_TIMEOUT:g} s and before the client is closed"
                    )
            extend(error, leftover)
        raise
    finally:
        for _, stream in late:
            await stream.aclose()


async def _undo_late(
    stream: AsyncResponseStream,
    undo: Callable[[str], Awaitable[object]],
    options: Options,
    what: str,
    leftover: str,
) -> None:
    """Wait for a late response, and remove the object that the hub has created."""

    async def work() -> None:
        nonlocal leftover
        try:
            response = await stream.open_late(timing.LATE_RESPONSE_TIMEOUT)
            content = await read_body(response, options)
        finally:
            await stream.aclose()
        if response.is_success:
            id = response_id("an id", json.loads(content)["id"])
            leftover = f"{what} {id}, which the hub reported after the timeout, was not removed"
            await undo(id)
            _log.info("the hub responded after the timeout, and %s %s was removed", what, id)
        elif may_have_acted(error := error_of(response, content)):
            raise error

    try:
        await async_cancellable(None, partial(async_untraced, work))
    except BaseException as error:
        _log.warning("%s: %s", leftover, str(error) or type(error).__name__)
        if not isinstance(error, Exception):
            raise
