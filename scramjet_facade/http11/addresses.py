"""Where a host is, and how its sockets are set up."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ..concurrency import timing
from ..concurrency.single_flight import Question, ask, settle
from ..concurrency.threads import Thread
from ..errors import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable


# An idle connection's peer is asked for a sign of life after 20 s, and then each 10 s, three times.
_IDLE, _INTERVAL, _COUNT = 20, 10, 3


class Address(NamedTuple):
    """What a socket is made from and connected to."""

    family: int
    to: tuple[object, ...]


Found = list[Address] | OSError | UnicodeError


def literal(host: str, port: int) -> list[Address] | None:
    """Return the address of a host that is written as one; None if it is a name."""
    if not (":" in host or host[-1:].isdigit()):
        return None
    try:
        return _look_up(host, port, socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return None


# By the process, since what was asked before a fork is answered in the parent.
_questions: dict[tuple[int, str, int], Question[Found]] = {}


def look_up(host: str, port: int, done: Callable[[Found], object]) -> None:
    """Look a name up in a thread, which the system may keep waiting for long, and tell.

    The thread is a daemon: a name server that never answers holds nobody up.
    """
    key = os.getpid(), host, port
    question, is_mine = ask(_questions, key, timing.DNS_SHARED)
    question.answer.add_done_callback(lambda found: done(found.result()))
    if not is_mine:
        return

    def tell(found: Found) -> None:
        settle(_questions, key, question, found)

    def work() -> None:
        try:
            found: Found = _look_up(host, port)
        except (OSError, UnicodeError) as error:
            found = error
        tell(found)

    try:
        Thread("look-up", work).start()
    except BaseException as error:
        # There are too many threads, or all is about to end; or the handler of a signal raised.
        tell(OSError(str(error)))
        if not isinstance(error, ClientError):
            raise


def _look_up(host: str, port: int, flags: int = 0) -> list[Address]:
    """Return a host's addresses, those of both families in turn."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    addresses = [Address(family, to) for family, _, _, _, to in found]
    first = [address for address in addresses if address.family == addresses[0].family]
    others = [address for address in addresses if address.family != addresses[0].family]
    pairs = chain.from_iterable(zip_longest(first, others))
    return [address for address in pairs if address is not None]


def new_socket(address: Address) -> socket.socket:
    """Return a socket that never waits, sends at once, and hears when its peer is gone."""
    made = socket.socket(address.family, socket.SOCK_STREAM)
    made.setblocking(False)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for names, value in (
        (("TCP_KEEPIDLE", "TCP_KEEPALIVE"), _IDLE),  # macOS calls it TCP_KEEPALIVE
        (("TCP_KEEPINTVL",), _INTERVAL),
        (("TCP_KEEPCNT",), _COUNT),
    ):
        for name in names:
            if (option := getattr(socket, name, None)) is not None:
                with suppress(OSError):  # the system knows the name, but not the option
                    made.setsockopt(socket.IPPROTO_TCP, option, value)
                break
    return made
