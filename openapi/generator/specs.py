"""Reads specifications: the data in a file, and the line of each part of the data."""

import hashlib
import keyword
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

ROOT = Path(__file__).resolve().parent.parent.parent
SPECS = ROOT / "openapi"
SUFFIXES = {".yaml", ".yml", ".json"}
# The modules of the runtime.
RUNTIME = {"client", "errors", "types", "wire"}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# The values of these keywords are data, such as examples, and not parts of the specification.
DATA = {"example", "examples", "default", "enum", "const", "mapping", "x-enum-varnames"}
# The values of these keywords map names to parts. A name may be the same as a keyword.
NAME_MAPS = {"properties", "patternProperties", "$defs", "schemas", "responses", "parameters"} | {
    "headers",
    "requestBodies",
    "callbacks",
    "links",
}

Where = tuple[str | int, ...]


class _Constructor(RoundTripConstructor):
    """Keeps dates as text, because OpenAPI is based on JSON, which has no dates."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_scalar)


@dataclass(frozen=True, order=True)
class Finding:
    """A reason to refuse a specification."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class RefusedError(Exception):
    """The specifications can't be used unless they are corrected."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(map(str, self.findings)))


@dataclass(frozen=True)
class Operation:
    """An operation of a specification."""

    path: str
    method: str
    data: Mapping[str, Any]

    @property
    def where(self) -> Where:
        """The place of this operation in the document."""
        return ("paths", self.path, self.method)


@dataclass(frozen=True)
class Spec:
    """A specification that was read.

    Attributes:
        file: The file's name in messages.
        name: The name of the generated package.
        text: The text of the file.
        document: The text, parsed into plain data.
        lines: The line of each part of the document.
    """

    file: str
    name: str
    text: str
    document: Any
    lines: Mapping[Where, int] = field(repr=False)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def version(self) -> str:
        """The version in the specification's ``info``."""
        return str(mapping(mapping(self.document).get("info")).get("version", ""))

    def found(self, where: Where, text: str) -> Finding:
        """Return a finding about a part, with the line of the nearest part that has a line."""
        while where and where not in self.lines:
            where = where[:-1]
        return Finding(self.file, self.lines.get(where, 1), text)

    @property
    def operations(self) -> list[Operation]:
        """All operations, in the order of the file."""
        return [
            Operation(path, method, mapping(item[method]))
            for path, item in mapping(mapping(self.document).get("paths")).items()
            for method in METHODS
            if method in mapping(item)
        ]

    @property
    def schemas(self) -> Mapping[str, Any]:
        """The named schemas."""
        return mapping(mapping(mapping(self.document).get("components")).get("schemas"))


def mapping(node: Any) -> Mapping[str, Any]:
    """Return the node if it is a mapping, else an empty mapping."""
    return node if isinstance(node, dict) else {}


def resolve(document: Any, node: Any) -> Any:
    """Return the target of a node's references; None if the document has no such target."""
    for _ in range(50):
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return node
        pointer = node["$ref"].removeprefix("#/")
        node = document
        for part in pointer.split("/"):
            node = mapping(node).get(part.replace("~1", "/").replace("~0", "~"))
    return None


class _Reader:
    """Converts data from ruamel.yaml into plain data, and records the line of each part."""

    def __init__(self, file: str) -> None:
        self.lines: dict[Where, int] = {}
        self.findings: list[Finding] = []
        self._file = file
        self._open: list[Any] = []

    def plain(self, node: Any, where: Where = ()) -> Any:
        if not isinstance(node, (CommentedMap, CommentedSeq)):
            return _scalar(node)
        if any(node is one for one in self._open):
            text = "an alias that refers to a part of itself: write a $ref"
            self.findings.append(Finding(self._file, self.lines.get(where, 1), text))
            return None
        self._open.append(node)
        made: Any
        if isinstance(node, CommentedMap):
            made = {}
            for key, value in node.items():
                name = str(_scalar(key)) if not isinstance(key, bool) else str(key).lower()
                # A key that was merged in has no line of its own.
                own = node.lc.data.get(key) if node.lc.data else None
                self.lines[(*where, name)] = (own[0] if own else node.lc.line) + 1
                made[name] = self.plain(value, (*where, name))
        else:
            made = []
            for index, value in enumerate(node):
                self.lines[(*where, index)] = node.lc.item(index)[0] + 1
                made.append(self.plain(value, (*where, index)))
        self._open.pop()
        return made


def _scalar(value: Any) -> Any:
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return None if value is None else str(value)


def parse(text: str, file: str, name: str) -> Spec:
    """Read a specification's text; raise RefusedError if it is not YAML or JSON."""
    loader = YAML()
    loader.Constructor = _Constructor
    try:
        # JSON may be indented with tabs, which YAML forbids.
        node = loader.load(text.replace("\t", " ") if text.lstrip().startswith("{") else text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1
        key = str(error.problem).partition('"')[2].partition('"')[0]
        finding = Finding(file, line, f"the key `{key}` appears twice: delete one of them")
        raise RefusedError([finding]) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        finding = Finding(file, mark.line + 1 if mark else 1, f"this is not YAML: {error.problem}")
        raise RefusedError([finding]) from None
    except (YAMLError, ValueError) as error:
        problem = " ".join(str(error).split())[:200]
        raise RefusedError([Finding(file, 1, f"this is not YAML: {problem}")]) from None
    reader = _Reader(file)
    document = reader.plain(node)
    if reader.findings:
        raise RefusedError(reader.findings)
    return Spec(file, name, text, document, reader.lines)


def files_of(place: Path) -> list[Path]:
    """Return the specifications at a place: the file itself, or all files in the folder."""
    if place.is_dir():
        return sorted(path for path in place.iterdir() if path.suffix in SUFFIXES)
    return [place]


def read_all(place: Path, shown: str) -> list[Spec]:
    """Read a file, or all specifications in a folder; raise RefusedError if one can't be read.

    Args:
        place: The file or the folder.
        shown: The name of the file or the folder in messages.
    """
    found: list[Spec] = []
    findings: list[Finding] = []
    for path in files_of(place):
        file = f"{shown.rstrip('/')}/{path.name}" if place.is_dir() else shown
        try:
            found.append(parse(path.read_text(encoding="utf-8"), file, package_name(path)))
        except RefusedError as refused:
            findings += refused.findings
        except OSError as error:
            findings.append(Finding(file, 1, f"this file can't be read: {error.strerror}"))
        except UnicodeError:
            findings.append(Finding(file, 1, "this file is not text in UTF-8"))
    if not found and not findings:
        findings.append(Finding(shown, 1, "there is no specification here: no .yaml or .json file"))
    if findings:
        raise RefusedError(findings)
    return found


def package_name(path: Path) -> str:
    """Return the package name for a file: the file's name in a form that Python can import."""
    name = "".join(one if one.isalnum() and one.isascii() else "_" for one in path.stem)
    is_free = name.isidentifier() and not keyword.iskeyword(name) and name not in RUNTIME
    return name if is_free else f"api_{name}"


def walk(node: Any, where: Where = (), *, is_name_map: bool = False) -> Iterator[tuple[Any, Where]]:
    """Yield all parts below a node with their places, except data such as examples."""
    if isinstance(node, dict):
        if not is_name_map:
            yield node, where
        for key, child, is_map in _children(node, is_name_map):
            yield from walk(child, (*where, key), is_name_map=is_map)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from walk(child, (*where, index))


def reached(document: Any, nodes: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """Return all parts that some nodes contain or refer to, by the identity of each part."""
    waiting, found = [(node, False) for node in nodes], {}
    while waiting:
        node, is_name_map = waiting.pop()
        node = node if is_name_map else resolve(document, node)
        if isinstance(node, list):
            waiting += [(one, False) for one in node]
        elif isinstance(node, dict) and id(node) not in found:
            found[id(node)] = node
            waiting += [(child, is_map) for _, child, is_map in _children(node, is_name_map)]
    return found


def _children(node: dict[str, Any], is_name_map: bool) -> Iterator[tuple[str, Any, bool]]:
    """Yield the keys and values of a node without its data.

    The third item is True if the keys of the value are names.
    """
    for key, child in node.items():
        if is_name_map or key not in DATA:
            yield key, child, not is_name_map and key in NAME_MAPS
