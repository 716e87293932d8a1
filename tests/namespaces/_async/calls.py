"""The calls of one flavour, and their outcomes."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from scramjet_facade import AsyncHostClient, ClientError
from tests.flavor import async_wait

if TYPE_CHECKING:
    import threading
    from collections.abc import AsyncIterator, Awaitable, Callable

    from scramjet_facade import Gap

_BLOCK = bytes(256 * 1024)
_BLOCKS = 128  # more than all buffers hold

Outcome = tuple[str, str, float]
"""The outcome of a call: the class of its error or ``ended``, a text, and the time."""


async def outcome(kind: str, options: dict[str, Any], over: threading.Event) -> Outcome:
    """Make a call of a kind; ``over`` is set at the end of the silence, for data sources."""
    async with AsyncHostClient(**options, timeout=None, retries=0) as host:
        try:
            text, when = await _CALLS[kind](host, over)
        except ClientError as error:
            return type(error).__name__, str(error), monotonic()
        return "ended", text, when


async def _stream(host: AsyncHostClient, _: threading.Event) -> tuple[str, float]:
    async with host.get_instance_client("i").get_stream("output") as stream:
        return repr([line async for line in stream.iter_lines()]), monotonic()


async def _reconnecting(host: AsyncHostClient, _: threading.Event) -> tuple[str, float]:
    gaps: list[Gap] = []
    async with host.get_log_stream(on_gap=gaps.append) as stream:
        lines = stream.iter_lines()
        read = [await anext(lines), await anext(lines)]
        assert read == ["first", "first"], read
        return type(gaps[0].error).__name__, monotonic() - gaps[0].seconds


async def _event(host: AsyncHostClient, _: threading.Event) -> tuple[str, float]:
    return repr(await host.get_instance_client("i").get_next_event("event")), monotonic()


async def _inout(host: AsyncHostClient, over: threading.Event) -> tuple[str, float]:
    async with host.get_instance_client("i").inout(_until(over)) as stream:
        return repr([line async for line in stream.iter_lines()]), monotonic()


async def _unread(host: AsyncHostClient, _: threading.Event) -> tuple[str, float]:
    await host.send_topic("unread", (_BLOCK for _ in range(_BLOCKS)))
    return "", monotonic()


async def _waiting(host: AsyncHostClient, over: threading.Event) -> tuple[str, float]:
    await host.send_topic("waiting", _until(over))
    return "", monotonic()


async def _unanswered(host: AsyncHostClient, _: threading.Event) -> tuple[str, float]:
    await host.send_topic("unanswered", b"all")
    return "", monotonic()


async def _until(over: threading.Event) -> AsyncIterator[bytes]:
    yield b"first"
    await async_wait(over, 3600)
    yield b"last"


_CALLS: dict[str, Callable[[AsyncHostClient, threading.Event], Awaitable[tuple[str, float]]]] = {
    "stream": _stream,
    "reconnecting": _reconnecting,
    "event": _event,
    "inout": _inout,
    "unread": _unread,
    "waiting": _waiting,
    "unanswered": _unanswered,
}
