"""Counts what a process holds, to see whether it grows."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Census:
    """What there was at one time."""

    sockets: int
    descriptors: int
    objects: int


def census() -> Census:
    """Count."""
    gc.collect()
    process = psutil.Process()
    return Census(
        sockets=len(process.net_connections("tcp")),
        descriptors=process.num_fds(),
        objects=len(gc.get_objects()),
    )


def settled(limit: Census, *, objects: int) -> Census:
    """Count until it is no more than it was, since a peer notices an end a moment later."""
    end = time.monotonic() + 5
    while True:
        now = census()
        if is_within(now, limit, objects) or time.monotonic() > end:
            return now
        time.sleep(0.01)


def is_within(now: Census, limit: Census, objects: int) -> bool:
    """Tell whether nothing grew, but for some objects."""
    return (
        now.sockets <= limit.sockets
        and now.descriptors <= limit.descriptors
        and now.objects <= limit.objects + objects
    )


def nothing_grew(before: Census, *, objects: int = 300) -> bool:
    """Tell whether there is no more than there was."""
    return is_within(settled(before, objects=objects), before, objects)


def assert_nothing_grew(before: Census, *, objects: int = 300) -> None:
    """Fail if there is more than there was."""
    now = settled(before, objects=objects)
    assert is_within(now, before, objects), f"{before} grew to {now}"
