"""Pack a directory into a tar.gz, one block after another, while the blocks are sent."""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from ..errors import BadParametersError

if TYPE_CHECKING:
    import tarfile
    from collections.abc import Generator, Iterator, Mapping

    from pathspec import GitIgnoreSpec

_GZIP = 31  # zlib's number for gzip with the largest window. The header contains no time.
_TIME = 499162500  # The time that npm uses. Zip tools reject times before 1980.
_LISTED = 5  # An error names at most this many links.
_HAS_EXECUTE_BIT = os.name != "nt"
_JUNCTION: int | None = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)  # defined only on Windows

BLOCK = 256 * 1024
"""Bytes in one read of a file."""

DEFAULT_EXCLUDE = (".git",)


def pack(directory: Path, exclude: Iterable[str] = DEFAULT_EXCLUDE) -> Generator[bytes, None, None]:
    """Pack a directory into a tar.gz; the same files always produce the same bytes.

    Links to files are packed as files, and links to directories as links. On Windows, which has no
    execute bit, every file becomes executable, as in Docker's build contexts.

    Args:
        directory: The directory. Files are found immediately, but read while they are sent.
        exclude: Patterns of the files to leave out, in the format of ``.gitignore``.

    Returns:
        The archive, in blocks.

    Raises:
        BadParametersError: A pattern is invalid, or a link points out of the directory.
    """
    root = directory.resolve()
    paths = [*_paths(root, _read_patterns(exclude))]
    _check_links(root, paths)
    return _gzip(_tar((path.relative_to(root).as_posix(), path) for path in paths))


def pack_files(files: Mapping[str, bytes | Path]) -> Generator[bytes, None, None]:
    """Pack files into a tar.gz under the given names; equal files produce equal bytes."""
    return _gzip(_tar(sorted(files.items())))


def find_files(directory: Path, include: Iterable[str], exclude: Iterable[str]) -> dict[str, Path]:
    """Return selected files below a directory, by relative path.

    Args:
        directory: The directory.
        include: Patterns of the files to return, in the format of ``.gitignore``.
        exclude: Patterns of the files to leave out.

    Raises:
        BadParametersError: A pattern is invalid, or a link points out of the directory.
    """
    root = directory.resolve()
    included = _read_patterns(include)
    named = {
        path.relative_to(root).as_posix(): path for path in _paths(root, _read_patterns(exclude))
    }
    found = {n: path for n, path in named.items() if path.is_file() and included.match_file(n)}
    _check_links(root, found.values())
    return found


def _check_links(root: Path, paths: Iterable[Path]) -> None:
    stray = [str(path.relative_to(root)) for path in paths if _leaves(path, root)]
    if stray:
        more = f" and {len(stray) - _LISTED} more" if len(stray) > _LISTED else ""
        raise BadParametersError(
            f"these links point out of the directory, or to neither a file nor a directory: "
            f"{', '.join(stray[:_LISTED])}{more}; use exclude= to leave them out"
        )


def check_patterns(option: str, patterns: Any) -> list[str]:
    """Return patterns as a list; refuse other values."""
    if isinstance(patterns, str) or not isinstance(patterns, Iterable):
        raise BadParametersError(
            f"{option} must be a list of patterns, not one {type(patterns).__name__}"
        )
    given: list[Any] = [*patterns]
    if not all(isinstance(pattern, str) for pattern in given):
        raise BadParametersError(f"{option} must be a list of str: patterns for names or paths")
    return given


def _read_patterns(exclude: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 (few programs pack)

    # Git does not support the prefix "./", which can only mean the top directory.
    patterns = [re.sub(r"^(!?)\./", r"\1/", pattern) for pattern in exclude]
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except (ValueError, re.error) as error:
        raise BadParametersError(f"a pattern that selects files is invalid: {error}") from error


def read_exactly(file: IO[bytes], size: int, name: object) -> Iterator[bytes]:
    """Read a file up to the given size, even if the file has grown since."""
    while size > 0 and (block := file.read(min(BLOCK, size))):
        size -= len(block)
        yield block
    if size > 0:
        raise OSError(f"{name} became shorter while it was being sent")


def _paths(root: Path, excluded: GitIgnoreSpec) -> Iterator[Path]:
    """List the files, the links, and the empty directories."""
    for folder, names, files in os.walk(root, onerror=_fail):
        below = "".join(f"{name}/" for name in Path(folder).relative_to(root).parts)
        included = sorted(n for n in names if not excluded.match_file(f"{below}{n}/"))
        links = [name for name in included if _is_link(Path(folder, name))]
        names[:] = [name for name in included if name not in links]
        found = sorted([*(n for n in files if not excluded.match_file(below + n)), *links])
        if not found and not names and Path(folder) != root:
            yield Path(folder)
        for name in found:
            path = Path(folder, name)
            if _is_link(path) or path.is_file():  # no pipes, sockets or devices
                yield path


def _is_link(path: Path) -> bool:
    """Return whether a path is a symbolic link, or a junction on Windows."""
    if path.is_symlink():
        return True
    return _JUNCTION is not None and getattr(path.lstat(), "st_reparse_tag", 0) == _JUNCTION


def _leaves(path: Path, root: Path) -> bool:
    """Return whether a link points out of the directory, or to neither a file nor a folder."""
    if not _is_link(path):
        return False
    return not (path.is_file() or path.is_dir()) or not Path(os.path.realpath(path)).is_relative_to(
        root
    )


def _gzip(blocks: Iterator[bytes]) -> Generator[bytes, None, None]:
    gzip = zlib.compressobj(wbits=_GZIP)
    for block in blocks:
        if compressed := gzip.compress(block):
            yield compressed
    yield gzip.flush()


def _tar(files: Iterable[tuple[str, bytes | Path]]) -> Iterator[bytes]:
    import tarfile  # noqa: PLC0415 (few programs pack)

    for name, content in files:
        info = _entry(content, name)
        yield info.tobuf(tarfile.PAX_FORMAT)
        if not info.isfile():
            continue
        if isinstance(content, bytes):
            yield content
        else:
            with content.open("rb") as file:
                yield from read_exactly(file, info.size, content)
        yield b"\0" * (-info.size % tarfile.BLOCKSIZE)
    yield b"\0" * (2 * tarfile.BLOCKSIZE)


def _entry(path: bytes | Path, name: str) -> tarfile.TarInfo:
    import tarfile  # noqa: PLC0415 (few programs pack)

    info = tarfile.TarInfo(name)
    info.mtime = _TIME
    if isinstance(path, bytes):
        info.size = len(path)
        return info
    if path.is_dir():
        info.mode = 0o755
        info.type = tarfile.DIRTYPE
        if _is_link(path):
            info.type = tarfile.SYMTYPE
            info.linkname = Path(os.path.relpath(os.path.realpath(path), path.parent)).as_posix()
        return info
    found = path.stat()
    info.size = found.st_size
    is_executable = not _HAS_EXECUTE_BIT or found.st_mode & stat.S_IXUSR
    info.mode = 0o755 if is_executable else 0o644
    return info


def _fail(error: OSError) -> NoReturn:
    raise error
