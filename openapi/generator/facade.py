"""Finds the operations, models and fields of the bindings that each method of the facade uses."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from specs import ROOT
from surface import PACKAGE, Service

FACADE = ROOT / "scramjet_facade"


@dataclass(frozen=True)
class Use:
    """A use of the bindings by a method.

    Attributes:
        method: The name of the method or function, such as ``HostClient.get_version``.
        service: The service whose bindings it uses.
        name: The operation or the model that it uses.
        names: The names of all attributes and keyword arguments in the method.
    """

    method: str
    service: str
    name: str
    names: frozenset[str]


def uses(bindings: Mapping[str, Service], facade: Path = FACADE) -> list[Use]:
    """Return all uses of the bindings in the facade, without its synchronous twins."""
    found = []
    for path in sorted(facade.rglob("*.py")):
        if "_sync" not in path.relative_to(facade).parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += list(_in_module(tree, bindings))
    return found


def _in_module(tree: ast.Module, bindings: Mapping[str, Service]) -> Iterator[Use]:
    imported: dict[str, tuple[str, str, str]] = {}
    literals = {
        ast.unparse(node.targets[0]): re.findall(r"'(\w+)'", ast.unparse(node.value))
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal[")
    }
    for node in ast.walk(tree):
        names = (getattr(node, "module", None) or "").split(".")
        if isinstance(node, ast.ImportFrom) and names[0] == PACKAGE and names[2:]:
            for alias in node.names:
                imported[alias.asname or alias.name] = (names[1], names[2], alias.name)
    for owner, function in _functions(tree):
        shown = f"{owner}.{function.name}" if owner else function.name
        inside = list(ast.walk(function))
        words = {one.attr for one in inside if isinstance(one, ast.Attribute)}
        words |= {one.arg or "" for one in inside if isinstance(one, ast.keyword)}
        for one in {node.id for node in inside if isinstance(node, ast.Name)} & imported.keys():
            service, kind, name = imported[one]
            if kind == "models":
                yield Use(shown, service, name, frozenset(words))
            elif service in bindings:
                chosen = _chosen(function, one, literals)
                for operation in bindings[service].operations.values():
                    if operation.tag == name and chosen.fullmatch(operation.name):
                        yield Use(shown, service, operation.name, frozenset(words))


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in tree.body:
        for one in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield (
                    getattr(node, "name", "").removeprefix("Async") if one is not node else "",
                    one,
                )


def _chosen(
    function: ast.FunctionDef | ast.AsyncFunctionDef, tag: str, literals: Mapping[str, list[str]]
) -> re.Pattern[str]:
    """Return a pattern that matches the operations of a tag that a function uses.

    ``instances.get_instance`` is one operation. ``getattr(instances, f"get_instance_{name}")`` is
    one operation for each value of the parameter ``name``, if the type of ``name`` is a literal.
    """
    values = {
        one.arg: "|".join(literals.get(ast.unparse(one.annotation), [r"\w+"]))
        for one in function.args.args
        if one.annotation
    }
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == tag:
            found.append(node.attr)
        elif isinstance(node, ast.Call) and ast.unparse(node).startswith(f"getattr({tag}, "):
            name = re.sub(r"""^f?['"]|['"]$""", "", ast.unparse(node.args[1]))
            found.append(re.sub(r"\{(\w+)\}", lambda one: f"(?:{values.get(one[1])})", name))
    return re.compile("|".join(found) or r"(?!)")
