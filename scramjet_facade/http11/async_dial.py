"""Connecting, for tasks."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from ..concurrency import timing
from .addresses import literal, look_up, new_socket
from .channel import READ, Channel, reason

if TYPE_CHECKING:
    import socket

    from .addresses import Address, Found
    from .way import Way


class AsyncDial:
    """Connecting to a service, within a limit of time for all of it.

    It may be broken off from any thread and any signal handler.
    """

    def __init__(self, way: Way, seconds: float | None) -> None:
        self._way = way
        self._loop = asyncio.get_running_loop()
        self._scope = asyncio.timeout(seconds)
        self._why: str | None = None

    def break_off(self, why: str = "the stream was stopped") -> None:
        """Wake whoever waits for the connection."""
        self._why = self._why or why
        with suppress(RuntimeError):  # the loop is closed: nobody waits
            self._loop.call_soon_threadsafe(self._expire)

    def _expire(self) -> None:
        with suppress(RuntimeError):  # it was left meanwhile
            self._scope.reschedule(0)

    async def connect(self) -> Channel:
        """Return a connection over which requests can be sent.

        Raises:
            httpx.ConnectError: There is none.
            httpx.ConnectTimeout: There was none in time.
        """
        try:
            async with self._scope:
                return await self._connect()
        except TimeoutError as error:
            if self._why is not None:
                raise httpx.ConnectError(self._why) from error
            if not self._scope.expired():
                raise httpx.ConnectError(reason(error)) from error
            raise httpx.ConnectTimeout("it takes too long") from error

    async def _connect(self) -> Channel:
        connection = await self._first_of(await self._addresses())
        channel = Channel(connection)
        steps = self._way.introduce(channel)
        received: bytes | None = None
        try:
            while True:
                words = steps.send(received)
                received = None
                if words is None:
                    received = await self._received(channel)
                else:
                    await self._loop.sock_sendall(connection, words)
        except StopIteration:
            return channel
        except (OSError, httpx.ReadError) as error:
            connection.close()
            raise httpx.ConnectError(reason(error)) from error
        except BaseException:
            connection.close()
            raise

    async def _addresses(self) -> list[Address]:
        way, loop = self._way, self._loop
        if (known := literal(way.host, way.port)) is not None:
            return known
        answered: asyncio.Future[Found] = loop.create_future()

        def tell(found: Found) -> None:
            with suppress(RuntimeError):  # the loop is closed: nobody waits
                loop.call_soon_threadsafe(_answer, answered, found)

        look_up(way.host, way.port, tell)
        found = await answered
        if isinstance(found, list):
            return found
        raise httpx.ConnectError(f"{way.host}: {reason(found)}") from found

    async def _first_of(self, addresses: list[Address]) -> socket.socket:
        """Return the first socket that is connected."""
        waiting = deque(addresses)
        failures: list[BaseException] = []
        tasks: set[asyncio.Task[socket.socket]] = set()
        try:
            while waiting or tasks:
                if waiting:
                    tasks.add(asyncio.create_task(self._open(waiting.popleft())))
                done, _ = await asyncio.wait(
                    tasks,
                    timeout=timing.HAPPY_EYEBALLS_DELAY if waiting else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                for task in done:
                    tasks.remove(task)
                    if (error := task.exception()) is None:
                        return task.result()
                    failures.append(error)
            raise httpx.ConnectError(reason(failures[0])) from failures[0]
        finally:
            for task in tasks:
                task.add_done_callback(_close_result)
                task.cancel()

    async def _open(self, address: Address) -> socket.socket:
        one = new_socket(address)
        try:
            await self._loop.sock_connect(one, address.to)
        except BaseException as error:
            one.close()
            if isinstance(error, OSError) and error.errno:
                raise OSError(error.errno, os.strerror(error.errno)) from error  # as for threads
            raise
        return one

    async def _received(self, channel: Channel) -> bytes:
        while True:
            received = channel.decode(await self._loop.sock_recv(channel.socket, READ))
            if received:
                return received
            if received == b"":
                raise httpx.ReadError("the server closed it")


def _answer(future: asyncio.Future[Found], found: Found) -> None:
    if not future.done():
        future.set_result(found)


def _close_result(task: asyncio.Task[socket.socket]) -> None:
    """Close the socket of an attempt that came second."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()
