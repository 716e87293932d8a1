"""Counts the sockets, file descriptors and objects of this process, to detect leaks."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class ResourceCount:
    """The numbers at one time."""

    sockets: int
    descriptors: int
    objects: int


def count_resources() -> ResourceCount:
    """Collect garbage and count."""
    gc.collect()
    process = psutil.Process()
    return ResourceCount(
        sockets=len(process.net_connections("tcp")),
        descriptors=process.num_fds(),
        objects=len(gc.get_objects()),
    )


def count_until_stable(limit: ResourceCount, *, objects: int) -> ResourceCount:
    """Count until nothing has grown, for up to 5 s: peers close their sockets a bit later."""
    end = time.monotonic() + 5
    while True:
        now = count_resources()
        if is_within(now, limit, objects) or time.monotonic() > end:
            return now
        time.sleep(0.01)


def is_within(now: ResourceCount, limit: ResourceCount, objects: int) -> bool:
    """Return whether nothing has grown by more than a number of objects."""
    return (
        now.sockets <= limit.sockets
        and now.descriptors <= limit.descriptors
        and now.objects <= limit.objects + objects
    )


def has_not_grown(before: ResourceCount, *, objects: int = 300) -> bool:
    """Return whether nothing has grown by more than a number of objects."""
    return is_within(count_until_stable(before, objects=objects), before, objects)


def assert_not_grown(before: ResourceCount, *, objects: int = 300) -> None:
    """Fail if anything has grown by more than a number of objects."""
    now = count_until_stable(before, objects=objects)
    assert is_within(now, before, objects), f"leak: {before} has grown to {now}"
