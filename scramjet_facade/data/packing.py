"""A directory as a package: a tar.gz that is made while it is sent."""

from __future__ import annotations

import os
import stat
import zlib
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BLOCK = 256 * 1024
_GZIP = 31  # zlib's number for "a gzip file with the largest window"; its header has no time


DEFAULT_EXCLUDE = (".git",)


def pack(directory: Path, exclude: Iterable[str] = DEFAULT_EXCLUDE) -> Iterator[bytes]:
    """Give a directory's tar.gz in blocks; the same files always give the same bytes.

    Symbolic links to files are packed as the files, those to directories as links; links that lead
    out of the directory are left out.

    Args:
        directory: The directory.
        exclude: What to leave out: patterns such as ``*.log`` for the name of a file or folder, or
            for its path below the directory.
    """
    gzip = zlib.compressobj(wbits=_GZIP)
    for block in _tar(directory, tuple(glob.rstrip("/") for glob in exclude)):
        if compressed := gzip.compress(block):
            yield compressed
    yield gzip.flush()


def _tar(directory: Path, exclude: tuple[str, ...]) -> Iterator[bytes]:
    import tarfile  # noqa: PLC0415 (only few programs pack)

    root = directory.resolve()
    for path in _files(root, exclude):
        info = tarfile.TarInfo(path.relative_to(root).as_posix())
        if path.is_dir():
            info.type = tarfile.SYMTYPE
            info.linkname = Path(os.path.relpath(path.resolve(), path.parent)).as_posix()
            yield info.tobuf(tarfile.PAX_FORMAT)
            continue
        info.size = size = path.stat().st_size
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


def _files(root: Path, exclude: tuple[str, ...]) -> Iterator[Path]:
    """Give the files, and the links to directories."""

    def wanted(path: Path) -> bool:
        below = path.relative_to(root).as_posix()
        return not any(fnmatch(path.name, glob) or fnmatch(below, glob) for glob in exclude)

    for folder, names, files in os.walk(root, onerror=_fail):
        names[:] = sorted(name for name in names if wanted(Path(folder, name)))
        links = [name for name in names if Path(folder, name).is_symlink()]
        for name in sorted([*files, *links]):
            path = Path(folder, name)
            is_data = path.is_file() or path.is_dir()
            if is_data and wanted(path) and path.resolve().is_relative_to(root):
                yield path


def _fail(error: OSError) -> NoReturn:
    raise error
