# Generated from tests/e2e/_async/readiness.py
"""Waiting for a program itself: a hub says that it runs before it reads and listens."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scramjet_facade import RequestTimeoutError

if TYPE_CHECKING:
    from scramjet_facade import InstanceClient

SECONDS = 10


def until_it_reads(instance: InstanceClient) -> None:
    """Wait for the greeter's first words.

    Hubs of version 0.18.7 give an input three times to a program that didn't read yet.
    """
    with instance.get_stream("stdout", idle_timeout=SECONDS) as stdout:
        assert next(stdout.iter_lines()) == "greeter: ready"


def until_it_listens(instance: InstanceClient) -> None:
    """Wait until the program ``events`` has answered everything that it was sent."""
    answered = False
    while not answered:
        instance.send_event("ping", "is anybody there")
        with suppress(RequestTimeoutError):
            instance.get_event("pong", timeout=0.2)
            answered = True
    instance.send_event("ping", "the last one")
    last = None
    while last != "the last one":
        pong = instance.get_event("pong", timeout=SECONDS)
        last = pong.get("message", pong)["got"]
