"""A directory as a package: a tar.gz that is made while it is sent."""

from __future__ import annotations

import os
import re
import stat
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ..errors import BadParametersError

if TYPE_CHECKING:
    import tarfile
    from collections.abc import Generator, Iterable, Iterator

    from pathspec import GitIgnoreSpec

_BLOCK = 256 * 1024
_GZIP = 31  # zlib's number for "a gzip file with the largest window"; its header has no time
_TIME = 499162500  # as npm packs; zip tools refuse what is older than 1980
_NAMED = 5  # links that an error names


DEFAULT_EXCLUDE = (".git",)


def pack(directory: Path, exclude: Iterable[str] = DEFAULT_EXCLUDE) -> Generator[bytes, None, None]:
    """Give a directory's tar.gz in blocks; the same files always give the same bytes.

    Symbolic links to files are packed as the files, those to directories as links.

    Args:
        directory: The directory, which is looked through at once, but read as its bytes are needed.
        exclude: What to leave out: patterns by the rules of ``.gitignore``.

    Raises:
        BadParametersError: A pattern can't be used, or a link leads out of the directory.
    """
    root = directory.resolve()
    paths = [*_paths(root, _read_patterns(exclude))]
    stray = [str(path.relative_to(root)) for path in paths if _leads_out(path, root)]
    if stray:
        more = f" and {len(stray) - _NAMED} more" if len(stray) > _NAMED else ""
        raise BadParametersError(
            f"links that lead out of the directory, or nowhere, can't be packed: "
            f"{', '.join(stray[:_NAMED])}{more}: exclude= leaves them out"
        )
    return _gzip(_tar(root, paths))


def _read_patterns(exclude: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 (only few programs pack)

    # Git knows no "./", but who writes it means the top.
    patterns = [re.sub(r"^(!?)\./", r"\1/", pattern) for pattern in exclude]
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except (ValueError, re.error) as error:
        raise BadParametersError(f"exclude has a pattern that can't be used: {error}") from error


def _paths(root: Path, excluded: GitIgnoreSpec) -> Iterator[Path]:
    """Give the files, the links, and the directories with nothing in them."""
    for folder, names, files in os.walk(root, onerror=_fail):
        below = "".join(f"{name}/" for name in Path(folder).relative_to(root).parts)
        names[:] = sorted(n for n in names if not excluded.match_file(f"{below}{n}/"))
        links = [name for name in names if Path(folder, name).is_symlink()]
        found = sorted([*(n for n in files if not excluded.match_file(below + n)), *links])
        if not found and not names and Path(folder) != root:
            yield Path(folder)
        for name in found:
            path = Path(folder, name)
            if path.is_symlink() or path.is_file():  # no pipes, sockets or devices
                yield path


def _leads_out(path: Path, root: Path) -> bool:
    if not path.is_symlink():
        return False
    return not path.exists() or not Path(os.path.realpath(path)).is_relative_to(root)


def _gzip(blocks: Iterator[bytes]) -> Generator[bytes, None, None]:
    gzip = zlib.compressobj(wbits=_GZIP)
    for block in blocks:
        if compressed := gzip.compress(block):
            yield compressed
    yield gzip.flush()


def _tar(root: Path, paths: list[Path]) -> Iterator[bytes]:
    import tarfile  # noqa: PLC0415 (only few programs pack)

    for path in paths:
        info = _entry(path, path.relative_to(root).as_posix())
        yield info.tobuf(tarfile.PAX_FORMAT)
        if not info.isfile():
            continue
        with path.open("rb") as file:
            left = info.size
            while left and (block := file.read(min(_BLOCK, left))):
                left -= len(block)
                yield block
        if left:
            raise OSError(f"{path} became shorter while it was packed")
        yield b"\0" * (-info.size % tarfile.BLOCKSIZE)
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


def _entry(path: Path, name: str) -> tarfile.TarInfo:
    import tarfile  # noqa: PLC0415 (only few programs pack)

    info = tarfile.TarInfo(name)
    info.mtime = _TIME
    if path.is_dir():
        info.mode = 0o755
        info.type = tarfile.SYMTYPE if path.is_symlink() else tarfile.DIRTYPE
        if path.is_symlink():
            info.linkname = Path(os.path.relpath(path.resolve(), path.parent)).as_posix()
        return info
    found = path.stat()
    info.size = found.st_size
    info.mode = 0o755 if found.st_mode & stat.S_IXUSR else 0o644
    return info


def _fail(error: OSError) -> NoReturn:
    raise error
