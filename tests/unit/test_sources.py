"""Data that can be uploaded, and the errors for other data."""

from __future__ import annotations

import array
import io
import mmap
import os
import tempfile
from collections import deque
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import BadParametersError
from scramjet_facade._async.body_iterator import AsyncBodyIterator
from scramjet_facade._sync.body_iterator import BodyIterator
from scramjet_facade.body.package import BLOCK
from scramjet_facade.body.source import Source, data_source, package_source, to_bytes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

HALF = "\ud83d"  # half of a surrogate pair: not valid text


class Located:
    """An object with a path, such as those of pathlib."""

    def __init__(self, path: Any) -> None:
        self.path = path

    def __fspath__(self) -> Any:
        return self.path


class Forwarder:
    """An object that only has the method read() of a file, such as those of tempfile."""

    def __init__(self, *blocks: object) -> None:
        self.blocks = deque(blocks)

    def read(self, size: int) -> object:
        assert size == BLOCK
        return self.blocks.popleft()


async def numbers() -> AsyncIterator[bytes]:
    for number in range(3):
        yield b"%d" % number


def sync_blocks(source: Source) -> Iterator[bytes]:
    return iter(BodyIterator(source))


def content(source: Source) -> bytes:
    return b"".join(sync_blocks(source))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data"
    path.write_bytes(b"content")
    return path


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", b""),
        (b"abc", b"abc"),
        (bytearray(b"abc"), b"abc"),
        (memoryview(b"abc"), b"abc"),
        (memoryview(b"abcdef")[1:3], b"bc"),
        (memoryview(b"abcdef")[::2], b"ace"),
        (memoryview(b"abc")[::-1], b"cba"),
        (memoryview(array.array("H", [1, 2])), array.array("H", [1, 2]).tobytes()),
        (memoryview(b"abcd").cast("B", (2, 2)), b"abcd"),
        ("", b""),
        ("zażółć \U0001f600\n", "zażółć \U0001f600\n".encode()),
        ('{"a": 1}', b'{"a": 1}'),
    ],
)
def test_data_in_memory_is_sent_with_its_size(data: object, expected: bytes) -> None:
    source = data_source(data)
    assert content(source) == expected
    assert (source.size, source.small) == (len(expected), expected)
    assert not source.blocking


def test_large_data_in_memory_is_sent_in_blocks() -> None:
    data = os.urandom(2 * BLOCK + 1)
    source = data_source(data)
    assert source.small is None
    assert source.size == len(data)
    blocks = list(sync_blocks(source))
    assert [len(block) for block in blocks] == [BLOCK, BLOCK, 1]
    assert b"".join(blocks) == data


@pytest.mark.parametrize("kind", [Path, Located, lambda path: Located(os.fsencode(path))])
def test_a_path_is_sent_as_its_file(file: Path, kind: Any) -> None:
    source = data_source(kind(str(file)))
    assert content(source) == b"content"
    assert source.size == 7
    assert source.blocking


def test_a_directory_entry_is_a_path(file: Path) -> None:
    with os.scandir(file.parent) as entries:
        source = data_source(next(entries))
    assert content(source) == b"content"


def test_a_path_is_opened_when_its_data_is_read(file: Path) -> None:
    source = data_source(file)
    file.write_bytes(b"changed")
    assert content(source) == b"changed"


def test_a_str_is_never_a_path_but_the_name_of_a_file_is_reported_once(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        assert content(data_source(str(file))) == str(file).encode()
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert f"to send the file's content, pass Path({str(file)!r})" in record.getMessage()


def test_only_short_texts_are_compared_with_names_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "two\nlines").touch()
    monkeypatch.chdir(tmp_path)
    compared: list[str] = []
    isfile = os.path.isfile
    monkeypatch.setattr(os.path, "isfile", lambda name: compared.append(name) or isfile(name))
    long = "a" * 256
    for text in ("", "two\nlines", long, "no\0name", "missing.ndjson", str(tmp_path)):
        assert content(data_source(text)) == text.encode()
    assert compared == ["no\0name", "missing.ndjson", str(tmp_path)]
    assert caplog.records == []


def test_an_open_file_is_sent_from_its_position(file: Path) -> None:
    with file.open("rb") as opened:
        opened.seek(3)
        source = data_source(opened)
        assert content(source) == b"tent"
        assert source.size is None
        assert source.waits
        assert not opened.closed, "only its owner may close it"


@pytest.mark.parametrize(
    "make",
    [io.BytesIO, lambda data: io.BufferedReader(io.BytesIO(data)), lambda d: Forwarder(d, b"")],
)
def test_any_object_that_reads_bytes_is_a_file(make: Any) -> None:
    assert content(data_source(make(b"content"))) == b"content"


def test_a_memory_mapped_file_is_sent(file: Path) -> None:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as mapped:
        assert content(data_source(mapped)) == b"content"


@pytest.mark.parametrize(
    "data",
    [
        ["a", "ż"],
        (b"a", "ż".encode()),
        deque([bytearray(b"a"), memoryview("ż".encode())]),
        {"a": 1, "ż": 2}.keys(),
    ],
)
def test_small_parts_of_a_collection_are_joined(data: object) -> None:
    source = data_source(data)
    assert list(sync_blocks(source)) == ["aż".encode()]
    assert (source.size, source.small) == (None, None)
    assert (source.blocking, source.waits) == (False, False)


def test_many_parts_of_a_collection_are_sent_in_blocks() -> None:
    blocks = list(sync_blocks(data_source([b"x" * 1000] * 1000)))
    assert b"".join(blocks) == b"x" * 1_000_000
    assert 10 < len(blocks) < 20


def test_an_iterator_may_wait() -> None:
    source = data_source(part for part in ["a", "ż"])
    assert source.waits
    assert (source.size, source.small, source.blocking) == (None, None, False)
    assert content(source) == "aż".encode()


async def test_an_async_iterable_needs_the_asynchronous_client() -> None:
    source = data_source(numbers())
    assert b"".join([block async for block in AsyncBodyIterator(source)]) == b"012"
    with pytest.raises(BadParametersError, match="needs the asynchronous client"):
        next(sync_blocks(data_source(numbers())))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"a": 1}, r"data cannot be a mapping: send a line of JSON with ndjson\(\[…\]\)"),
        (MappingProxyType({}), r"data cannot be a mapping: .* or text with json\.dumps\(…\)"),
        ([{"a": 1}], r"must return bytes or str, not dict: use ndjson\(…\) to send any values"),
        ((b"a", None), r"must return bytes or str, not NoneType: use ndjson\(…\)"),
        ({1}, r"must return bytes or str, not int: use ndjson\(…\)"),
        (None, "must be bytes, str, a path, a binary file or an iterable of .*, not NoneType"),
        (5, "must be bytes, str, a path, a binary file or an iterable of .*, not int"),
        (object, "must be bytes, str, a path, a binary file or an iterable of .*, not type"),
        (io.StringIO("text"), "data must be a file opened in binary mode"),
        (HALF, "character 0 of the text cannot be sent as UTF-8: surrogates not allowed"),
        (Path("nowhere"), "cannot read data: nowhere does not exist"),
        (Path("null\0"), "cannot read data: .* does not exist"),
        (Path(), r"cannot read data: \. is a directory"),
        (Path("/dev/null"), "cannot read data: /dev/null .* is not a file"),
        # On Python 3.14, a path with such a name counts as one that does not exist.
        (Path("x" * 300), "cannot read data: x+(: File name too long| does not exist)"),
    ],
)
def test_unsupported_data_is_rejected_immediately(data: object, message: str) -> None:
    with pytest.raises(BadParametersError, match=message):
        data_source(data)


@pytest.mark.parametrize("text", ["", "text"])
def test_a_file_opened_in_text_mode_is_rejected_immediately(file: Path, text: str) -> None:
    file.write_text(text)
    with file.open(encoding="utf-8") as opened:
        with pytest.raises(BadParametersError, match="must be a file opened in binary mode"):
            data_source(opened)
        with pytest.raises(BadParametersError, match="a package must be a file opened in binary"):
            package_source(opened)


def test_a_function_as_a_package_is_rejected_with_a_remedy() -> None:
    with pytest.raises(BadParametersError, match="not function: use python_program"):
        package_source(test_a_function_as_a_package_is_rejected_with_a_remedy)


@pytest.mark.parametrize("text", ["", "text"])
def test_a_file_object_that_returns_text_is_rejected(text: str) -> None:
    with tempfile.NamedTemporaryFile("w+") as opened:
        opened.write(text)
        opened.seek(0)
        blocks = sync_blocks(data_source(opened))
        with pytest.raises(BadParametersError, match=r"its read\(\) returned str, not bytes"):
            next(blocks)


def test_a_non_blocking_file_without_data_is_an_error() -> None:
    blocks = sync_blocks(data_source(Forwarder(b"first", None, b"second", b"")))
    assert next(blocks) == b"first"
    with pytest.raises(BadParametersError, match=r"a blocking file: its read\(\) returned None"):
        next(blocks)


def test_a_file_without_read_permission_is_rejected_immediately(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Simulated, because the superuser may read every file.
    monkeypatch.setattr(os, "access", lambda path, mode: path != file or mode != os.R_OK)
    with pytest.raises(BadParametersError, match=f"cannot read data: no permission for {file}"):
        data_source(file)


def test_the_error_names_the_purpose_of_the_data() -> None:
    with pytest.raises(BadParametersError, match=r"^the greeting must be bytes"):
        data_source(5, "the greeting")
    with pytest.raises(BadParametersError, match=r"^a package cannot be a mapping"):
        package_source({})
    with pytest.raises(BadParametersError, match=r"^cannot read a package: nowhere"):
        package_source(Path("nowhere"))


@pytest.mark.parametrize("package", ["", "x" * 100_000])
def test_a_str_that_is_not_a_path_is_rejected_as_a_package(package: str) -> None:
    with pytest.raises(BadParametersError, match="a package as a str must be a path"):
        package_source(package)


@pytest.mark.parametrize("package", ["package.tar.gz", "no/such", "null\0"])
def test_a_str_as_a_package_is_a_path(package: str) -> None:
    with pytest.raises(BadParametersError, match=r"cannot read a package: .* does not exist"):
        package_source(package)


def test_a_str_that_the_system_does_not_accept_as_a_path_is_rejected_as_a_package() -> None:
    with pytest.raises(BadParametersError, match=r"cannot read a package: x+(:| does not)"):
        package_source("x" * 300)


@pytest.mark.parametrize("kind", [str, Path, Located, lambda path: Located(os.fsencode(path))])
def test_a_package_is_a_file_or_a_directory(tmp_path: Path, kind: Any) -> None:
    (tmp_path / "package.json").write_text("{}")
    archive = tmp_path / "package.tar.gz"
    archive.write_bytes(b"an archive")
    packed = package_source(kind(str(tmp_path)))
    assert packed.blocking
    assert packed.size is None
    assert content(packed).startswith(b"\x1f\x8b")
    assert content(package_source(kind(str(archive)))) == b"an archive"


def test_a_package_may_be_in_memory() -> None:
    assert content(package_source(b"archive")) == b"archive"
    assert content(package_source(io.BytesIO(b"archive"))) == b"archive"
    assert content(package_source(iter([b"arch", b"ive"]))) == b"archive"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (b"a", b"a"),
        ("ż", "ż".encode()),
        (bytearray(b"a"), b"a"),
        (memoryview(b"abc")[::2], b"ac"),
        ("", b""),
    ],
)
def test_blocks_are_converted_to_bytes(block: object, expected: bytes) -> None:
    converted = to_bytes(block)
    assert converted == expected
    assert type(converted) is bytes


@pytest.mark.parametrize("block", [None, 1, ["a"], {"a": 1}, object()])
def test_blocks_of_other_types_are_rejected(block: object) -> None:
    message = f"the iterable of an upload must return bytes or str, not {type(block).__name__}"
    with pytest.raises(BadParametersError, match=message):
        to_bytes(block)


def test_a_block_with_half_a_surrogate_pair_is_rejected() -> None:
    with pytest.raises(BadParametersError, match="character 2 of the text cannot be sent as UTF-8"):
        to_bytes(f"ab{HALF}")
