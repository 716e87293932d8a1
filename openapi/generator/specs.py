"""Reading specifications: what stands in a file, and in which line."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SPECS = ROOT / "openapi"
SUFFIXES = {".yaml", ".yml", ".json"}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Where = tuple[str | int, ...]

# As YAML 1.2 has it, which OpenAPI asks for: "no" and "2026-01-01" are texts.
_CONSTANTS = {"": None, "~": None} | {
    form: value
    for text, value in {"null": None, "true": True, "false": False}.items()
    for form in (text, text.title(), text.upper())
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
# What has data below it, and what has names below it, which may be any of these words too.
_DATA = {"example", "examples", "default", "enum", "const"}
_NAMED = {"paths", "responses", "content", "headers", "callbacks", "links", "properties"} | {
    "schemas",
    "parameters",
    "requestBodies",
    "securitySchemes",
    "pathItems",
}
_TEXT_TAG = "tag:yaml.org,2002:str"


@dataclass(frozen=True, order=True)
class Finding:
    """Something in a specification that is refused."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class RefusedError(Exception):
    """The specifications can't be used as they are."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(map(str, self.findings)))


@dataclass(frozen=True)
class Operation:
    """An operation of a specification, with what its path says for all of its operations."""

    path: str
    method: str
    data: Mapping[str, Any]
    where: Where

    @property
    def name(self) -> str:
        """Its id, or else its method and path."""
        return str(self.data.get("operationId") or f"{self.method} {self.path}")


@dataclass(frozen=True)
class Spec:
    """A specification that was read.

    Attributes:
        file: What messages call it.
        name: The name of its package.
        text: What stands in the file.
        document: The same, parsed.
        lines: The line of each thing in it.
        findings: What was wrong with reading it.
    """

    file: str
    name: str
    text: str
    document: Any
    lines: Mapping[Where, int] = field(repr=False)
    findings: list[Finding] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """What the text's SHA-256 is."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def version(self) -> str:
        """The version that it says it has."""
        return str(mapping(mapping(self.document).get("info")).get("version", ""))

    def found(self, where: Where, text: str) -> Finding:
        """Make the finding about a thing, or about the nearest one around it that is there."""
        while where not in self.lines:
            where = where[:-1]
        return Finding(self.file, self.lines[where], text)

    def at(self, where: Where) -> Any:
        """Return what stands at a place, None if there is nothing."""
        node = self.document
        for key in where:
            if isinstance(node, list) and isinstance(key, int) and key < len(node):
                node = node[key]
            else:
                node = mapping(node).get(str(key))
        return node

    def pointed_at(self, reference: object) -> Where | None:
        """Return the place that a reference leads to; None if it isn't in this file."""
        text = str(reference)
        if not text.startswith("#/"):
            return None
        where: Where = ()
        for part in text.removeprefix("#/").split("/"):
            key: str | int = part.replace("~1", "/").replace("~0", "~")
            if isinstance(self.at(where), list) and str(key).isdecimal():
                key = int(key)
            where = (*where, key)
        return where if where in self.lines else None

    def follow(self, where: Where) -> tuple[Mapping[str, Any], Where]:
        """Return the mapping at a place, and where it really stands; an empty one if none does."""
        seen = set()
        node = mapping(self.at(where))
        while "$ref" in node and where not in seen:
            seen.add(where)
            target = self.pointed_at(node["$ref"])
            if target is None:
                return {}, where
            where, node = target, mapping(self.at(target))
        return ({} if "$ref" in node else node), where

    @cached_property
    def operations(self) -> list[Operation]:
        """All operations, in the order of the file."""
        paths = mapping(mapping(self.document).get("paths"))
        return [
            Operation(path, method, mapping(item[method]), ("paths", path, method))
            for path, item in paths.items()
            for method in METHODS
            if method in mapping(item)
        ]

    def parameters(self, operation: Operation) -> dict[tuple[str, str], tuple[Any, Where]]:
        """Return an operation's parameters by place and name; its own go before its path's."""
        found: dict[tuple[str, str], tuple[Any, Where]] = {}
        for owner in (operation.where, operation.where[:-1]):
            given = mapping(self.at(owner)).get("parameters")
            for index in range(len(given) if isinstance(given, list) else 0):
                parameter, where = self.follow((*owner, "parameters", index))
                found.setdefault(
                    (str(parameter.get("in")), str(parameter.get("name"))), (parameter, where)
                )
        return found


def mapping(node: Any) -> Mapping[str, Any]:
    """Return a node if it is a mapping, else an empty one: what it should be is judged apart."""
    return node if isinstance(node, dict) else {}


class _Reader:
    """Turns YAML's nodes into plain data, and notes their lines."""

    def __init__(self, file: str) -> None:
        self.lines: dict[Where, int] = {(): 1}
        self.findings: list[Finding] = []
        self._file = file
        self._open: set[int] = set()

    def read(self, node: yaml.Node, where: Where = ()) -> Any:
        if id(node) in self._open:
            self._refuse(node, "an alias that leads back to itself can't be read: write a $ref")
            return None
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, where)
            if isinstance(node, yaml.SequenceNode):
                return [self._item(item, (*where, index)) for index, item in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self._open.remove(id(node))

    def _item(self, node: yaml.Node, where: Where) -> Any:
        self.lines[where] = node.start_mark.line + 1
        return self.read(node, where)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key == "<<":
                self._refuse(key_node, "this key can't be read: write it out as a plain text")
                continue
            if key in made:
                self._refuse(key_node, f"`{key}` stands here twice: the first would be lost")
            self.lines[*where, key] = key_node.start_mark.line + 1
            made[key] = self.read(value_node, (*where, key))
        return made

    def _refuse(self, node: yaml.Node, text: str) -> None:
        self.findings.append(Finding(self._file, node.start_mark.line + 1, text))

    @staticmethod
    def _scalar(node: yaml.Node) -> Any:
        text: str = node.value
        if node.style or node.tag == _TEXT_TAG:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _NUMBER.fullmatch(text) else text


def parse(text: str, file: str, name: str) -> Spec:
    """Read a specification's text; raise RefusedError if it is no YAML."""
    reader = _Reader(file)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise RefusedError([Finding(file, line, f"this is no YAML: {problem}")]) from None
    document = None if node is None else reader.read(node)
    return Spec(file, name, text, document, reader.lines, reader.findings)


def files_of(place: Path) -> list[Path]:
    """Return the files of specifications at a place: a file itself, or all those in a folder."""
    if place.is_dir():
        return sorted(path for path in place.iterdir() if path.suffix in SUFFIXES)
    return [place]


def read_all(place: Path, shown: str) -> list[Spec]:
    """Read a specification, or all that are in a folder; raise RefusedError if one can't be.

    Args:
        place: The file or the folder.
        shown: What messages call it.
    """
    specs: list[Spec] = []
    findings: list[Finding] = []
    for path in files_of(place):
        file = f"{shown.rstrip('/')}/{path.name}" if place.is_dir() else shown
        try:
            specs.append(parse(path.read_text(encoding="utf-8"), file, path.stem))
        except RefusedError as refused:
            findings += refused.findings
        except (OSError, UnicodeError) as error:
            findings.append(Finding(file, 1, f"this can't be read: {error}"))
    if not specs and not findings:
        findings.append(Finding(shown, 1, "there is no specification here: a .yaml file"))
    if findings:
        raise RefusedError(findings + [one for spec in specs for one in spec.findings])
    return specs


def nodes(node: Any, where: Where = ()) -> Iterator[tuple[Mapping[str, Any], Where]]:
    """Give all mappings below a node with their places, but for those inside of examples."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from nodes(item, (*where, index))
    elif isinstance(node, dict):
        yield node, where
        for key, child in node.items():
            if key in _NAMED and isinstance(child, dict):
                for name, item in child.items():
                    yield from nodes(item, (*where, key, name))
            elif key not in _DATA:
                yield from nodes(child, (*where, key))
