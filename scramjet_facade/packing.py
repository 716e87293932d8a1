"""A directory as a package: a tar.gz that is made while it is sent."""

from __future__ import annotations

import os
import stat
import tarfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 256 * 1024
_GZIP = 31  # zlib's number for "a gzip file with the largest window"; its header has no time


def pack(directory: Path) -> Iterator[bytes]:
    """Give a directory's tar.gz in blocks; the same files always give the same bytes.

    Symbolic links that lead out of the directory are left out, and so is the version control's
    own ``.git``.
    """
    gzip = zlib.compressobj(wbits=_GZIP)
    for block in _tar(directory):
        if compressed := gzip.compress(block):
            yield compressed
    yield gzip.flush()


def _tar(directory: Path) -> Iterator[bytes]:
    root = directory.resolve()
    for path in _files(root):
        size = path.stat().st_size
        info = tarfile.TarInfo(path.relative_to(root).as_posix())
        info.size = size
        info.mode = 0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644
        yield info.tobuf(tarfile.PAX_FORMAT)
        with path.open("rb") as file:
            left = size
            while left and (block := file.read(min(_BLOCK, left))):
                left -= len(block)
                yield block
        if left:
            raise OSError(f"{path} became shorter while it was packed")
        yield b"\0" * (-size % tarfile.BLOCKSIZE)
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


def _files(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name != ".git")
        for name in sorted(files):
            path = Path(folder, name)
            if path.is_file() and path.resolve().is_relative_to(root):
                yield path
