"""Putting new trees in the place of old ones: at once, and one run after the other."""

import ctypes
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE, of Linux


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lock a folder for this run; another run waits for it, and prints that."""
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
    """Put a fresh tree in the place of the standing one, which is deleted.

    On Linux both change places in one step, so that there is a whole tree at any time; elsewhere
    there is none for a moment.
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
