"""Connecting, for threads."""

from __future__ import annotations

import os
import socket
from collections import deque
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING

import httpx

from ..concurrency import timing
from .addresses import literal, look_up, new_socket
from .channel import Channel, reason
from .sync_waiting import READ, WRITE, ready

if TYPE_CHECKING:
    from .addresses import Address, Found
    from .way import Way


class Dial:
    """Connecting to a service, within a limit of time for all of it.

    It may be broken off from any thread and any signal handler.
    """

    def __init__(self, way: Way, seconds: float) -> None:
        self._way = way
        self._due = monotonic() + seconds
        self._found: SimpleQueue[Found | None] = SimpleQueue()
        self._open: dict[int, socket.socket] = {}
        self._failures: list[OSError] = []
        self._why: str | None = None

    def break_off(self, why: str = "the stream was stopped") -> None:
        """Wake whoever waits for the connection."""
        self._why = self._why or why
        self._found.put(None)
        for one in list(self._open.values()):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def connect(self) -> Channel:
        """Return a connection over which requests can be sent.

        Raises:
            httpx.ConnectError: There is none.
            httpx.ConnectTimeout: There was none in time.
        """
        connection = self._first_of(self._addresses())
        channel = Channel(connection)
        self._open[connection.fileno()] = connection
        steps = self._way.introduce(channel)
        received: bytes | None = None
        try:
            self._check()  # while it was in nobody's hands it could not be broken off
            while True:
                words = steps.send(received)
                received = None
                if words is None:
                    received = self._received(channel)
                else:
                    self._send(connection, words)
        except StopIteration:
            self._check()
            self._open.clear()
            return channel
        except (OSError, httpx.ReadError) as error:
            self._check()
            raise httpx.ConnectError(reason(error)) from error
        finally:
            if self._open:
                connection.close()

    def _addresses(self) -> list[Address]:
        way = self._way
        if (known := literal(way.host, way.port)) is not None:
            return known
        look_up(way.host, way.port, self._found.put)
        try:
            found = self._found.get(timeout=max(0, self._due - monotonic()))
        except Empty:
            raise httpx.ConnectTimeout("nobody says where it is") from None
        self._check()
        if isinstance(found, list):
            return found
        assert found is not None
        raise httpx.ConnectError(f"{way.host}: {reason(found)}") from found

    def _first_of(self, addresses: list[Address]) -> socket.socket:
        """Return the first socket that is connected."""
        waiting = deque(addresses)
        next_begins = 0.0
        try:
            while waiting or self._open:
                now = monotonic()
                if waiting and (now >= next_begins or not self._open):
                    self._begin(waiting.popleft())
                    next_begins = now + timing.HAPPY_EYEBALLS_DELAY
                # In this order, which break_off() has the other way round.
                self._check()
                until = min(self._due, next_begins) if waiting else self._due
                if self._open and (connected := self._connected(max(0, until - now))) is not None:
                    return connected
            raise httpx.ConnectError(reason(self._failures[0])) from self._failures[0]
        finally:
            for one in self._open.values():
                one.close()
            self._open.clear()

    def _begin(self, address: Address) -> None:
        try:
            one = new_socket(address)
        except OSError as error:  # this machine has no such addresses
            self._failures.append(error)
            return
        self._open[one.fileno()] = one
        try:
            one.connect(address.to)
        except BlockingIOError:
            pass
        except OSError as error:
            self._fail(one, error)

    def _connected(self, seconds: float) -> socket.socket | None:
        for number in ready(self._open.values(), WRITE, seconds):
            self._check()
            one = self._open[number]
            code = one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if not code:
                return self._open.pop(number)
            self._fail(one, OSError(code, os.strerror(code)))
        return None

    def _fail(self, one: socket.socket, error: OSError) -> None:
        self._failures.append(error)
        del self._open[one.fileno()]
        one.close()

    def _received(self, channel: Channel) -> bytes:
        while True:
            self._wait(channel.socket, READ)
            with suppress(BlockingIOError):
                if received := channel.receive():
                    return received
                if received == b"":
                    raise httpx.ReadError("the server closed it")

    def _send(self, connection: socket.socket, words: bytes | memoryview) -> None:
        left = memoryview(words)
        while left:
            with suppress(BlockingIOError):
                left = left[connection.send(left) :]
                continue
            self._wait(connection, WRITE)

    def _wait(self, connection: socket.socket, event: int) -> None:
        while not ready([connection], event, max(0, self._due - monotonic())):
            self._check()

    def _check(self) -> None:
        if self._why is not None:
            raise httpx.ConnectError(self._why)
        if monotonic() >= self._due:
            raise httpx.ConnectTimeout("it takes too long")
