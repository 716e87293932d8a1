"""Waiting until a program reads: a hub reports that it runs before it reads and listens."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scramjet_facade import RequestTimeoutError

if TYPE_CHECKING:
    from scramjet_facade import AsyncInstanceClient

SECONDS = 10  # the longest wait


async def wait_until_reading(instance: AsyncInstanceClient) -> None:
    """Wait for the first line of the greeter.

    Hubs of version 0.18.7 deliver an input three times if the program does not read yet.
    """
    async with instance.get_stream("stdout", idle_timeout=SECONDS) as stdout:
        assert await anext(stdout.iter_lines()) == "greeter: ready"


async def wait_until_listening(instance: AsyncInstanceClient) -> None:
    """Wait until the program ``events`` has answered all events."""
    answered = False
    while not answered:
        await instance.send_event("ping", "first")
        with suppress(RequestTimeoutError):
            await instance.get_event("pong", timeout=0.2)
            answered = True
    await instance.send_event("ping", "last")
    last = None
    while last != "last":
        pong = await instance.get_event("pong", timeout=SECONDS)
        last = pong.get("message", pong)["got"]
