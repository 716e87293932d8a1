"""What the facade needs of the bindings: every operation, parameter and model that it uses."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import names
from specs import ROOT, Finding, Spec, mapping

FACADE = ROOT / "scramjet_facade"
PACKAGE = "scramjet_bindings"
CALLS = {"asyncio", "asyncio_detailed", "asyncio_stream"}
# What every operation's function takes.
OWN = {"client", "timeout", "body"}


@dataclass(frozen=True)
class Use:
    """Something of the bindings that is used, and where.

    Attributes:
        file: The file, from the project's root.
        line: The line.
        method: The method that uses it, such as ``HostClient.get_version``, or the module.
        service: Whose bindings it is in.
        kind: What it is.
        name: Its name: an operation's, or a model's class.
        tag: The operation's tag.
        parameters: What the operation is given by name.
    """

    file: str
    line: int
    method: str
    service: str
    kind: Literal["operation", "model"]
    name: str
    tag: str = ""
    parameters: frozenset[str] = frozenset()


class _Module(ast.NodeVisitor):
    """Finds the uses in one module."""

    def __init__(self, file: str, tree: ast.Module) -> None:
        self.uses: list[Use] = []
        self._file = file
        self._scope: list[str] = []
        self._tags: dict[str, tuple[str, str]] = {}
        self._choices: dict[str, list[str]] = {}
        self._annotations: list[dict[str, ast.expr | None]] = []
        self.visit(tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._within(node.name.removeprefix("Async"), node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        self._annotations.append({one.arg: one.annotation for one in given})
        self._within(node.name, node)
        self._annotations.pop()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Subscript):
            self._choices[node.targets[0].id] = [
                one.value
                for one in ast.walk(node.value.slice)
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
        self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        package, _, rest = (node.module or "").partition(".")
        service, _, part = rest.partition(".")
        if package != PACKAGE:
            return
        for alias in node.names:
            if part == "api":
                self._tags[alias.asname or alias.name] = (service, alias.name)
            elif part == "models" and alias.name != "*":
                self._add(node, service, "model", alias.name)

    def visit_Call(self, node: ast.Call) -> None:
        given = frozenset(one.arg for one in node.keywords if one.arg) - OWN
        if isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            self._operation(node.func, given)
            for child in [*node.args, *node.keywords]:
                self.visit(child)
        elif isinstance(node.func, ast.Name) and node.func.id == "getattr":
            self._one_of_several(node)
        else:
            self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in CALLS:
            self._operation(node, frozenset())
        self.generic_visit(node)

    def _operation(self, node: ast.Attribute, given: frozenset[str]) -> None:
        inner = node.value
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
            if inner.value.id in self._tags:
                service, tag = self._tags[inner.value.id]
                self._add(node, service, "operation", inner.attr, tag=tag, parameters=given)
        else:
            self.visit(inner)

    def _one_of_several(self, node: ast.Call) -> None:
        """Read ``getattr(instances, f"get_instance_{name}")``: one use for each choice of name."""
        owner, text = node.args[:2]
        if not isinstance(owner, ast.Name) or owner.id not in self._tags:
            return
        service, tag = self._tags[owner.id]
        parts = text.values if isinstance(text, ast.JoinedStr) else [text]
        found = [""]
        for part in parts:
            if isinstance(part, ast.FormattedValue):
                choices = self._choices_of(part.value)
            else:
                choices = [str(part.value)] if isinstance(part, ast.Constant) else []
            found = [begin + choice for begin in found for choice in choices]
        for name in found or [ast.unparse(text)]:  # what can't be read here is no operation's name
            self._add(node, service, "operation", name, tag=tag)

    def _choices_of(self, node: ast.expr) -> list[str]:
        annotation = self._annotations[-1].get(getattr(node, "id", ""))
        return self._choices.get(getattr(annotation, "id", ""), [])

    def _within(self, name: str, node: ast.AST) -> None:
        self._scope.append(name)
        self.generic_visit(node)
        self._scope.pop()

    def _add(
        self,
        node: ast.AST,
        service: str,
        kind: Literal["operation", "model"],
        name: str,
        *,
        tag: str = "",
        parameters: frozenset[str] = frozenset(),
    ) -> None:
        method = ".".join(self._scope[:2]) or Path(self._file).stem
        line = getattr(node, "lineno", 1)
        self.uses.append(Use(self._file, line, method, service, kind, name, tag, parameters))


def uses(facade: Path = FACADE) -> list[Use]:
    """Return all that the facade uses; of its two flavours, the one that is written."""
    found = []
    for path in sorted(facade.rglob("*.py")):
        if "_sync" not in path.relative_to(facade).parts:
            file = path.relative_to(facade.parent).as_posix()
            found += _Module(file, ast.parse(path.read_text(encoding="utf-8"))).uses
    return found


def unmet(given: Sequence[Spec], needed: Sequence[Use]) -> Iterator[Finding]:
    """Say what the facade needs, and no specification has."""
    by_name = {spec.name: spec for spec in given}
    for use in needed:
        spec = by_name.get(use.service)
        if spec is None:
            text = f"needs {use.service}.yaml, which is gone"
        elif use.kind == "model":
            text = _missing_model(spec, use)
        else:
            text = _missing_operation(spec, use)
        if text:
            yield Finding(use.file, use.line, f"{use.method} {text}")


def _missing_model(spec: Spec, use: Use) -> str:
    components = mapping(mapping(spec.document.get("components")).get("schemas"))
    models = {names.model(name) for name in components}
    return (
        "" if use.name in models else f"needs model {use.name} of {spec.name}.yaml, which is gone"
    )


def _missing_operation(spec: Spec, use: Use) -> str:
    found = {names.operation(operation): operation for operation in spec.operations}
    operation = found.get((use.tag, use.name))
    if operation is None:
        moved = [tag for tag, name in found if name == use.name]
        where = f"is under the tag {moved[0]} now" if moved else "is gone"
        return f"needs operation {use.name} of {spec.name}.yaml, which {where}"
    there = {names.attribute(name) for _, name in spec.parameters(operation)}
    if lost := use.parameters - there:
        return (
            f"gives {', '.join(sorted(lost))} to operation {use.name} of {spec.name}.yaml, "
            "which takes no such parameter"
        )
    return ""
