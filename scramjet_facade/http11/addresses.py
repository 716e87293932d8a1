"""Looks up the addresses of hosts, and creates sockets for them."""

from __future__ import annotations

import os
import socket
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ..concurrency import timing
from ..concurrency.single_flight import Flight, finish, join
from ..concurrency.threads import Thread
from ..errors import ClientError
from . import keepalive

if TYPE_CHECKING:
    from ..concurrency.future import Future


class Address(NamedTuple):
    """The arguments for creating a socket and connecting it."""

    family: int
    address: tuple[object, ...]


Found = list[Address] | OSError | UnicodeError


def literal(host: str, port: int) -> list[Address] | None:
    """Return the address if the host is an IP address; None if the host is a name."""
    if not (":" in host or host[-1:].isdigit()):
        return None
    try:
        return _resolve(host, port, socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return None


# The keys contain the process id, because a lookup from before a fork ends only in the parent.
_flights: dict[tuple[int, str, int], Flight[Found]] = {}


def look_up(host: str, port: int) -> Future[Found]:
    """Look up a name in a thread, because the system may need a long time.

    The thread is a daemon, so a name server that never answers cannot prevent the program's exit.
    """
    key = os.getpid(), host, port
    flight, is_leader = join(_flights, key, timing.DNS_SHARED)
    if not is_leader:
        return flight.result

    def work() -> None:
        try:
            found: Found = _resolve(host, port)
        except (OSError, UnicodeError) as error:
            found = error
        finish(_flights, key, flight, found)

    thread = Thread("lookup", work)
    try:
        thread.start()
    except ClientError:
        if thread.prevent():  # no thread can start, for example while the interpreter exits
            work()
    except BaseException as error:  # a signal handler raised an exception
        finish(_flights, key, flight, OSError(str(error)))
        raise
    return flight.result


def _resolve(host: str, port: int, flags: int = 0) -> list[Address]:
    """Return a host's addresses, alternating between IPv4 and IPv6."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    addresses = [Address(family, address) for family, _, _, _, address in found]
    first = [address for address in addresses if address.family == addresses[0].family]
    others = [address for address in addresses if address.family != addresses[0].family]
    pairs = chain.from_iterable(zip_longest(first, others))
    return [address for address in pairs if address is not None]


def new_socket(address: Address) -> socket.socket:
    """Return a non-blocking socket that sends without delay and detects a vanished peer."""
    made = socket.socket(address.family, socket.SOCK_STREAM)
    made.setblocking(False)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    keepalive.enable(made)
    return made
