"""Directories are packed reproducibly and without data of the machine."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tarfile
import tempfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any, Self

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scramjet_facade import BadParametersError
from scramjet_facade.body import package
from scramjet_facade.body.package import BLOCK, pack
from scramjet_facade.body.source import package_source
from tests.unit import bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Create a directory with a few files of every kind."""
    root = tmp_path / "package"
    write(root, "package.json", b'{"name": "a"}')
    write(root, "index.js", b"exports.default = 1\n")
    write(root, "empty", b"")
    write(root, "lib/deep/er/code.js", b"code")
    write(root, "lib/run.sh", b"#!/bin/sh\n").chmod(0o755)
    return root


def write(root: Path, name: str, content: bytes = b"content") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def link(root: Path, name: str, target: str | Path) -> None:
    (root / name).symlink_to(target)


def packed(root: Path, exclude: Iterable[str] = ()) -> bytes:
    return b"".join(pack(root, exclude))


def entries(root: Path, exclude: Iterable[str] = ()) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=BytesIO(packed(root, exclude)), mode="r:gz") as tar:
        return {entry.name: entry for entry in tar}


def contents(root: Path, exclude: Iterable[str] = ()) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=BytesIO(packed(root, exclude)), mode="r:gz") as tar:
        for entry in tar:
            file = tar.extractfile(entry) if entry.isfile() else None
            found[entry.name] = b"" if file is None else file.read()
    return found


def test_every_file_is_packed_with_its_content(folder: Path) -> None:
    assert contents(folder) == {
        "package.json": b'{"name": "a"}',
        "index.js": b"exports.default = 1\n",
        "empty": b"",
        "lib/deep/er/code.js": b"code",
        "lib/run.sh": b"#!/bin/sh\n",
    }


def test_the_same_files_result_in_the_same_bytes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = packed(folder)
    other = tmp_path / "elsewhere" / "other"
    # The same files in another folder, created in another order, with other times and modes.
    before = os.umask(0o077)
    try:
        for name in sorted((p.relative_to(folder) for p in folder.rglob("*")), reverse=True):
            if (folder / name).is_file():
                copy = write(other, str(name), (folder / name).read_bytes())
                copy.chmod(stat.S_IMODE((folder / name).stat().st_mode) & 0o700)
                os.utime(copy, (1_000_000, 1_000_000))
        monkeypatch.chdir(tmp_path)
        assert packed(other) == first
        assert packed(Path("elsewhere/other")) == first
        monkeypatch.chdir(other)
        assert packed(Path()) == first
    finally:
        os.umask(before)


def test_files_are_sorted_by_name(tmp_path: Path) -> None:
    for name in ["d/y", "d/x", "b/1", "f", "é", "B", "e/1", "a/1", "c/1", "c/0/1", "g"]:
        write(tmp_path, name)
    assert list(entries(tmp_path)) == [
        *["B", "f", "g", "é"],
        *["a/1", "b/1", "c/1", "c/0/1", "d/x", "d/y", "e/1"],
    ]


def test_owners_and_times_are_not_packed(folder: Path) -> None:
    owners = {
        (entry.uid, entry.gid, entry.uname, entry.gname, entry.mtime)
        for entry in entries(folder).values()
    }
    time_of_npm = 499162500  # in 1985, because zip tools reject times before 1980
    assert owners == {(0, 0, "", "", time_of_npm)}
    assert packed(folder)[4:8] == bytes(4)  # the time in the gzip header


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        *[(mode, 0o644) for mode in (0o644, 0o600, 0o666, 0o640, 0o654)],
        *[(mode, 0o755) for mode in (0o755, 0o700, 0o764, 0o4755)],
    ],
)
def test_only_the_executable_bit_of_the_mode_is_packed(
    folder: Path, mode: int, expected: int
) -> None:
    write(folder, "file").chmod(mode)
    assert entries(folder)["file"].mode == expected


def test_long_and_non_ascii_names_are_packed(folder: Path) -> None:
    names = {
        "zażółć gęślą.txt",
        "日本語/ファイル.js",
        "n" * 101,
        "n" * 255,
        "/".join(["d" * 90] * 5) + "/file",
        " space and\nnewline",
        "-rf",
    }
    for name in names:
        write(folder, name, name.encode())
    found = contents(folder)
    assert {name: found.get(name) for name in names} == {name: name.encode() for name in names}


def test_a_name_that_is_not_valid_utf_8_is_packed(folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9")
    write(folder, name, b"latin")
    assert contents(folder)[name] == b"latin"


def test_tar_of_the_system_unpacks_the_package(folder: Path, tmp_path: Path) -> None:
    write(folder, "日本語/" + "n" * 200)
    archive = tmp_path / "package.tar.gz"
    archive.write_bytes(packed(folder))
    (tmp_path / "out").mkdir()
    subprocess.run(["tar", "-xzf", archive, "-C", tmp_path / "out"], check=True, timeout=30)
    unpacked = tmp_path / "out"
    assert contents(unpacked) == contents(folder)
    assert os.access(unpacked / "lib/run.sh", os.X_OK)
    assert not os.access(unpacked / "lib/deep/er/code.js", os.X_OK)


@pytest.mark.parametrize("size", [1, 511, 512, 513, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5])
def test_files_of_any_size_are_packed(folder: Path, size: int) -> None:
    content = os.urandom(size)
    write(folder, "data", content)
    assert contents(folder)["data"] == content


class Reads:
    """Records the sizes of reads from files that are opened with Path.open."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        opened = Path.open

        def open_(path: Path, *arguments: str) -> Reader:
            return Reader(opened(path, *arguments), self.sizes)

        monkeypatch.setattr(Path, "open", open_)


class Reader:
    def __init__(self, file: IO[bytes], sizes: list[int]) -> None:
        self.file, self.sizes = file, sizes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.file.close()

    def read(self, size: int) -> bytes:
        block = self.file.read(size)
        self.sizes.append(len(block))
        return block


def test_a_large_file_is_read_block_by_block(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = 20 * BLOCK
    write(
        folder, "a", os.urandom(size)
    )  # the first in the archive; random data cannot be compressed
    reads = Reads(monkeypatch)
    blocks = pack(folder, ())
    assert reads.sizes == []
    yielded = 0
    for block in blocks:
        yielded += len(block)
        ahead = sum(reads.sizes) - yielded
        assert ahead <= BLOCK, "more was read than needed"
        if yielded > size // 2:
            break
    assert max(reads.sizes) <= BLOCK
    assert len(reads.sizes) > 8
    before = len(reads.sizes)
    blocks.close()
    assert len(reads.sizes) == before


def test_closing_the_iterator_early_closes_the_file(folder: Path) -> None:
    file = write(folder, "a", os.urandom(4 * BLOCK))
    blocks = pack(folder, ())
    next(blocks)
    next(blocks)  # the first may be a header only
    assert str(file) in open_files()
    blocks.close()
    assert str(file) not in open_files()


def open_files() -> set[str]:
    return {file.path for file in psutil.Process().open_files()}


def test_only_git_folders_are_excluded_by_default(folder: Path) -> None:
    write(folder, ".git/HEAD")
    write(folder, "sub/.git/HEAD")
    write(folder, ".gitignore")
    write(folder, ".github/x")
    write(folder, "node_modules/a/index.js")
    names = set(unpack(package_source(folder).blocks))
    assert names == set(contents(folder)) - {".git/HEAD", "sub/.git/HEAD"} | {"sub"}
    assert {".gitignore", ".github/x", "node_modules/a/index.js"} <= names


def unpack(blocks: Iterable[bytes]) -> list[str]:
    with tarfile.open(fileobj=BytesIO(b"".join(blocks)), mode="r:gz") as tar:
        return tar.getnames()


SUB = {"sub/node_modules/b.js", "sub/dir/c.js", "sub/dir/c.log", "sub/top.js", "sub/b.log"}


@pytest.mark.parametrize(
    ("exclude", "excluded"),
    [
        ([], set()),
        (["node_modules"], {"node_modules/a/index.js", "sub/node_modules/b.js"}),
        (["node_modules/"], {"node_modules/a/index.js", "sub/node_modules/b.js"}),
        (["*.log"], {"a.log", "sub/b.log", "sub/dir/c.log"}),
        (["sub/dir"], {"sub/dir/c.log", "sub/dir/c.js"}),
        (["dir"], {"sub/dir/c.log", "sub/dir/c.js"}),
        (["sub/*.js"], {"sub/top.js"}),
        (["a.lo?"], {"a.log"}),
        (["[ab].log"], {"a.log", "sub/b.log"}),
        (["sub/"], SUB),
        (["/a.log"], {"a.log"}),
        (["./a.log"], {"a.log"}),
        (["/b.log", "./b.log", "top.js/", "ir", "log", "A.LOG", "sub/c.js", "# a.log", ""], set()),
        (["**/a.log"], {"a.log"}),
        (["/node_modules"], {"node_modules/a/index.js"}),
        (["./node_modules/"], {"node_modules/a/index.js"}),
        (["**/node_modules"], {"node_modules/a/index.js", "sub/node_modules/b.js"}),
        (["sub/**/c.*"], {"sub/dir/c.log", "sub/dir/c.js"}),
        (["sub/**"], SUB),
        (["*.log", "!b.log"], {"a.log", "sub/dir/c.log"}),
        (["*.log", "!./a.log"], {"sub/b.log", "sub/dir/c.log"}),
        (["!b.log", "*.log"], {"a.log", "sub/b.log", "sub/dir/c.log"}),
        (["sub/*", "!sub/dir"], SUB - {"sub/dir/c.js", "sub/dir/c.log"}),
        (["sub", "!sub/dir"], SUB),  # files of an excluded folder cannot be included again
        (["[!a].log"], {"sub/b.log", "sub/dir/c.log"}),
        ([r"\#odd", r"\!odd"], {"#odd", "!odd"}),
    ],
)
def test_exclude_patterns_follow_gitignore(
    folder: Path, exclude: list[str], excluded: set[str]
) -> None:
    for name in ["a.log", "#odd", "!odd", "node_modules/a/index.js", *SUB]:
        write(folder, name)
    assert set(contents(folder)) - set(contents(folder, exclude)) == excluded


def test_patterns_may_come_from_an_iterator(folder: Path) -> None:
    source = package_source(folder, (pattern for pattern in ["lib", "empty"]))
    assert unpack(source.blocks) == ["index.js", "package.json"]


@pytest.mark.parametrize("exclude", ["*.log", 5, None, [b"*.log"], [Path("lib")], ["a", None]])
def test_invalid_exclude_arguments_are_rejected(folder: Path, exclude: object) -> None:
    with pytest.raises(BadParametersError, match="exclude must be a list of "):
        package_source(folder, exclude)


@pytest.mark.parametrize("wrong", ["!", "a\\", "[z-a]"])
def test_an_invalid_pattern_is_rejected(folder: Path, wrong: str) -> None:
    with pytest.raises(BadParametersError, match="a pattern that selects files is invalid"):
        package_source(folder, [wrong])


@bounded
@given(st.lists(st.text(max_size=8), max_size=3))
def test_any_text_is_a_pattern_or_rejected(exclude: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), "package.json")
        with suppress(BadParametersError):
            assert len(entries(Path(folder), exclude)) < 2


def test_a_link_to_a_file_inside_is_packed_as_the_file(folder: Path) -> None:
    link(folder, "relative", "lib/run.sh")
    link(folder, "absolute", folder / "lib" / "run.sh")
    link(folder, "twice", "relative")
    found = contents(folder)
    for name in ("relative", "absolute", "twice"):
        assert found[name] == b"#!/bin/sh\n"
        assert entries(folder)[name].mode == 0o755


def test_a_link_to_a_directory_inside_is_packed_as_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / "node_modules").mkdir()
    link(folder, "node_modules/inner", "../lib/deep")
    link(folder, "absolute", folder / "lib" / "deep")
    (tmp_path / "out").mkdir()
    with tarfile.open(fileobj=BytesIO(packed(folder)), mode="r:gz") as tar:
        tar.extractall(tmp_path / "out", filter="data")
    for name in ("node_modules/inner", "absolute"):
        assert entries(folder)[name].issym()
        assert (tmp_path / "out" / name / "er/code.js").read_bytes() == b"code"


def test_cyclic_links_are_packed_as_links(folder: Path) -> None:
    link(folder, "lib/up", "..")
    link(folder, "lib/deep/self", ".")
    names = set(contents(folder))
    assert {"lib/up", "lib/deep/self"} <= names
    assert not any(name.startswith(("lib/up/", "lib/deep/self/")) for name in names)


OUTWARD = {
    "relative": "../secret",
    "absolute": "/etc/hostname",
    "directory": "../packages",  # a name that starts with the folder's name
    "lib/parent": "../..",
    "dangling": "nowhere",
    "over": "via/secret",
    "circle": "circle",
    "device": "/dev/null",
    "to_pipe": "pipe",
}


@pytest.mark.parametrize("name", OUTWARD)
def test_a_link_out_of_the_directory_is_an_error(folder: Path, tmp_path: Path, name: str) -> None:
    before = set(contents(folder))
    write(tmp_path, "secret", b"secret")
    write(tmp_path, "packages/secret", b"secret")
    if name == "over":
        link(folder, "via", "../packages")
    os.mkfifo(folder / "pipe")
    link(folder, name, OUTWARD[name])
    with pytest.raises(BadParametersError, match=f"point out of the directory.*{name}.*exclude="):
        package_source(folder)
    assert set(contents(folder, [f"/{name}", "via"])) == before
    if name in {"directory", "lib/parent"}:  # a link to a directory matches a directory pattern
        assert set(contents(folder, [f"/{name}/"])) == before


def test_the_error_names_up_to_five_links_out_of_the_directory(folder: Path) -> None:
    for number in range(7):
        link(folder, f"link{number}", "nowhere")
    with pytest.raises(BadParametersError, match="link0, link1, link2, link3, link4 and 2 more"):
        pack(folder)
    with pytest.raises(BadParametersError, match="link5, link6; "):
        pack(folder, ["link[0-4]"])


MOUNT_POINT = 0xA0000003


@pytest.fixture
def junction(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, Path], None]:
    """Return a function that simulates a Windows junction: it copies the target."""

    def make(path: Path, target: Path) -> None:
        shutil.copytree(target, path)
        junctions[str(path)] = str(target)

    def lstat_(path: Path) -> Any:
        tag = MOUNT_POINT if str(path) in junctions else 0
        return SimpleNamespace(st_mode=lstat(path).st_mode, st_reparse_tag=tag)

    junctions: dict[str, str] = {}
    lstat, realpath = Path.lstat, os.path.realpath
    monkeypatch.setattr(package, "_JUNCTION", MOUNT_POINT)
    monkeypatch.setattr(Path, "lstat", lstat_)
    monkeypatch.setattr(
        os.path, "realpath", lambda path, **_: junctions.get(str(path)) or realpath(path)
    )
    return make


def test_a_windows_junction_is_packed_as_a_link(
    folder: Path, junction: Callable[[Path, Path], None]
) -> None:
    junction(folder / "node_modules" / "inner", folder / "lib" / "deep")
    found = entries(folder)
    assert found["node_modules/inner"].issym()
    assert found["node_modules/inner"].linkname == "../lib/deep"
    assert "node_modules/inner/er/code.js" not in found


def test_a_windows_junction_out_of_the_directory_is_an_error(
    folder: Path, tmp_path: Path, junction: Callable[[Path, Path], None]
) -> None:
    write(tmp_path / "outside", "secret")
    junction(folder / "out", tmp_path / "outside")
    with pytest.raises(BadParametersError, match=r"point out of the directory.*: out; use exclude"):
        pack(folder)


def test_on_windows_every_file_is_packed_as_executable(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "_HAS_EXECUTE_BIT", False)
    assert {entry.mode for entry in entries(folder).values()} == {0o755}


def test_links_in_excluded_folders_are_ignored(folder: Path) -> None:
    (folder / "node_modules").mkdir()
    link(folder, "node_modules/out", "/")
    assert "node_modules/out" not in contents(folder, ["node_modules"])


@pytest.mark.parametrize("exclude", [[], ["*.log"], ["logs/*"]])
def test_an_empty_directory_is_packed(folder: Path, exclude: list[str]) -> None:
    (folder / "data/deep").mkdir(parents=True)
    (folder / "logs").mkdir()
    if exclude:
        write(folder, "logs/a.log")
    found = entries(folder, exclude)
    for name in ("data/deep", "logs"):
        assert found[name].isdir()
        assert found[name].mode == 0o755
    assert {"data", "lib", "."}.isdisjoint(found)  # directories with files need no entry
    assert "logs" not in entries(folder, [*exclude, "logs"])
    assert contents(folder, ["*"]) == {}


def test_the_directory_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    link(tmp_path, "link", "package")
    assert packed(tmp_path / "link") == packed(folder)


def test_special_files_are_not_packed(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    both_ends = os.open(folder / "pipe", os.O_RDWR)  # otherwise opening it would block
    try:
        assert "pipe" not in contents(folder)
    finally:
        os.close(both_ends)


def test_a_file_that_shrinks_while_it_is_packed_is_an_error(folder: Path) -> None:
    file = write(folder, "a", os.urandom(8 * BLOCK))
    blocks = pack(folder, ())
    next(blocks)
    os.truncate(file, 3 * BLOCK)
    with pytest.raises(OSError, match="a became shorter while it was being sent"):
        list(blocks)


def test_a_file_that_grows_while_it_is_packed_keeps_its_first_size(folder: Path) -> None:
    content = os.urandom(8 * BLOCK)
    file = write(folder, "a", content)
    blocks = pack(folder, ())
    first = next(blocks)
    with file.open("ab") as more:
        more.write(b"more")
    with tarfile.open(fileobj=BytesIO(b"".join([first, *blocks])), mode="r:gz") as tar:
        data = tar.extractfile("a")
        assert data
        assert data.read() == content
        assert "package.json" in tar.getnames()


def test_a_folder_that_cannot_be_read_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "deep":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PermissionError, match="deep"):
        packed(folder)


def test_a_directory_without_package_json_is_rejected(folder: Path) -> None:
    (folder / "package.json").unlink()
    with pytest.raises(BadParametersError, match=r"package is not a package: it has no"):
        package_source(folder)
    (folder / "package.json").mkdir()
    with pytest.raises(BadParametersError, match=r"package is not a package: it has no"):
        package_source(folder)
