"""Replaces old trees by new trees in one step; only one run at a time may do this."""

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lock a folder for this run; another run prints a message, and waits for the lock."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another run uses this folder: waiting for its end", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def swap(fresh: Path, standing: Path) -> None:
    """Replace the existing tree by a fresh tree, and delete the old one.

    On Linux, the two trees change places in one step, so there is a complete tree at any time. On
    other systems, there is no tree for a moment.
    """
    standing.parent.mkdir(parents=True, exist_ok=True)
    if not standing.exists():
        fresh.rename(standing)
        return
    if not _exchange(fresh, standing):
        aside = fresh.with_name(f"{fresh.name}.old")
        standing.rename(aside)
        fresh.rename(standing)
        fresh = aside
    shutil.rmtree(fresh)


def _exchange(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and not rename(
        _HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE
    )
