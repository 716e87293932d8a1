# Generated from tests/namespaces/_async/calls.py
"""The calls of one flavour, each until it ends or fails."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from scramjet_facade import ClientError, HostClient
from tests.flavor import sync_wait

if TYPE_CHECKING:
    import threading
    from collections.abc import Awaitable, Callable, Iterator

    from scramjet_facade import Gap

_BLOCK = bytes(256 * 1024)
_BLOCKS = 128

Outcome = tuple[str, str, float]
"""What came of a call: its error's class or ``ended``, a text, and when."""


def outcome(kind: str, options: dict[str, Any], over: threading.Event) -> Outcome:
    """Make a call of a kind; ``over`` tells the sources of data that the silence is over."""
    with HostClient(**options, timeout=None, retries=0) as host:
        try:
            text, when = _CALLS[kind](host, over)
        except ClientError as error:
            return type(error).__name__, str(error), monotonic()
        return "ended", text, when


def _stream(host: HostClient, _: threading.Event) -> tuple[str, float]:
    with host.get_instance_client("i").get_stream("output") as stream:
        return repr([line for line in stream.iter_lines()]), monotonic()


def _followed(host: HostClient, _: threading.Event) -> tuple[str, float]:
    gaps: list[Gap] = []
    with host.get_log_stream(on_gap=gaps.append) as stream:
        lines = stream.iter_lines()
        read = [next(lines), next(lines)]
        assert read == ["first", "first"], read
        return type(gaps[0].error).__name__, monotonic() - gaps[0].seconds


def _event(host: HostClient, _: threading.Event) -> tuple[str, float]:
    return repr(host.get_instance_client("i").get_next_event("event")), monotonic()


def _inout(host: HostClient, over: threading.Event) -> tuple[str, float]:
    with host.get_instance_client("i").inout(_until(over)) as stream:
        return repr([line for line in stream.iter_lines()]), monotonic()


def _unread(host: HostClient, _: threading.Event) -> tuple[str, float]:
    host.send_topic("unread", (_BLOCK for _ in range(_BLOCKS)))
    return "", monotonic()


def _waiting(host: HostClient, over: threading.Event) -> tuple[str, float]:
    host.send_topic("waiting", _until(over))
    return "", monotonic()


def _unanswered(host: HostClient, _: threading.Event) -> tuple[str, float]:
    host.send_topic("unanswered", b"all")
    return "", monotonic()


def _until(over: threading.Event) -> Iterator[bytes]:
    yield b"first"
    sync_wait(over, 3600)
    yield b"last"


_CALLS: dict[str, Callable[[HostClient, threading.Event], Awaitable[tuple[str, float]]]] = {
    "stream": _stream,
    "followed": _followed,
    "event": _event,
    "inout": _inout,
    "unread": _unread,
    "waiting": _waiting,
    "unanswered": _unanswered,
}
