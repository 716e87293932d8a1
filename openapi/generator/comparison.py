"""What differs between two states of the specifications, for who calls the bindings.

The only way in is ``compare``: another tool that compares OpenAPI 3.1 could stand behind it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import names
import specs
from judge import fields, kinds
from specs import Operation, Spec, Where, mapping

STREAM = "a stream"
PYTHON = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "date": "date",
    "date-time": "datetime",
    "uuid": "UUID",
    "binary": "bytes",
    "any": "Any",
}


@dataclass(frozen=True)
class Change:
    """A difference.

    Attributes:
        service: The specification that it is in.
        name: What has changed, as its user writes it: ``get_version`` or ``Instance.status``.
        text: How.
        breaking: Whether code that calls the bindings may no longer work.
        operation: The tag and the name of the operation, if it is one.
    """

    service: str
    name: str
    text: str
    breaking: bool
    operation: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.service}: {self.name}: {self.text}"


def compare(old: Sequence[Spec], new: Sequence[Spec]) -> list[Change]:
    """Return all that is added, removed or changed, in the order of the specifications."""
    before, after = ({spec.name: spec for spec in state} for state in (old, new))
    found: list[Change] = []
    for name in [*after, *(one for one in before if one not in after)]:
        if name not in after:
            found.append(Change(name, name, "the whole service is gone", breaking=True))
        elif name not in before:
            found.append(Change(name, name, "a new service", breaking=False))
        else:
            found += _Comparison(before[name], after[name]).changes()
    return found


class _Comparison:
    """Compares one specification with what it was."""

    def __init__(self, old: Spec, new: Spec) -> None:
        self._old, self._new = old, new
        self._sent = _reached(old, "sent") | _reached(new, "sent")
        self._read = _reached(old, "read") | _reached(new, "read")

    def changes(self) -> Iterator[Change]:
        if self._old.version != self._new.version:
            yield self._change(
                "SPEC_VERSION", f"{self._old.version} is {self._new.version} now", breaking=False
            )
        yield from self._operations()
        yield from self._models()

    def _change(
        self, name: str, text: str, *, breaking: bool, operation: tuple[str, str] | None = None
    ) -> Change:
        return Change(self._new.name, name, text, breaking, operation)

    def _operations(self) -> Iterator[Change]:
        before, after = (
            {names.operation(one): one for one in spec.operations}
            for spec in (self._old, self._new)
        )
        for key, operation in before.items():
            if key in after:
                for text, breaking in self._operation(operation, after[key]):
                    yield self._change(key[1], text, breaking=breaking, operation=key)
                continue
            moved = [tag for tag, name in after if name == key[1]]
            text = (
                f"the operation is in the tag {moved[0]} now" if moved else "the operation is gone"
            )
            yield self._change(key[1], text, breaking=True, operation=key)
        for key in [one for one in after if one not in before]:
            yield self._change(key[1], "a new operation", breaking=False, operation=key)

    def _operation(self, old: Operation, new: Operation) -> Iterator[tuple[str, bool]]:
        if (old.method, old.path) != (new.method, new.path):
            was = f"{old.method.upper()} {old.path}"
            yield f"it sends {new.method.upper()} {new.path} now, not {was}", False
        yield from self._parameters(old, new)
        yield from self._body(old, new)
        one, two = _answer(self._old, old), _answer(self._new, new)
        if one != two:
            other = (STREAM in one) != (STREAM in two)
            yield f"it gives {_words(two)} now, not {_words(one)}", other or not _fits(two, one)

    def _parameters(self, old: Operation, new: Operation) -> Iterator[tuple[str, bool]]:
        before, after = self._old.parameters(old), self._new.parameters(new)
        # These are given by their place in the path.
        order, other_order = (re.findall(r"{(.*?)}", one.path) for one in (old, new))
        if sorted(order) == sorted(other_order) and order != other_order:
            yield "its path parameters have another order", True
        for key in [one for one in before if one not in after]:
            yield f"the {key[0]} parameter `{key[1]}` is gone", True
        for key, (parameter, where) in after.items():
            what = f"the {key[0]} parameter `{key[1]}`"
            must = parameter.get("required") is True
            if key not in before:
                yield f"{what} is new{', and required' if must else ''}", must
                continue
            other, other_where = before[key]
            if must != (other.get("required") is True):
                yield f"{what} is {'required' if must else 'optional'} now", must
            one = shape(self._old, (*other_where, "schema"))
            two = shape(self._new, (*where, "schema"))
            if one != two:
                yield f"{what} is {_words(two)} now, not {_words(one)}", not _fits(one, two)

    def _body(self, old: Operation, new: Operation) -> Iterator[tuple[str, bool]]:
        before, after = (
            spec.follow((*one.where, "requestBody"))
            for spec, one in ((self._old, old), (self._new, new))
        )
        if not before[0] and not after[0]:
            return
        must = after[0].get("required") is True
        if not after[0]:
            yield "it takes no body now", True
        elif not before[0]:
            yield f"it takes a body now{', which is required' if must else ''}", must
        else:
            if must != (before[0].get("required") is True):
                yield f"its body is {'required' if must else 'optional'} now", must
            one, two = _content(self._old, before[1]), _content(self._new, after[1])
            if one != two:
                yield f"its body is {_words(two)} now, not {_words(one)}", not _fits(one, two)

    def _models(self) -> Iterator[Change]:
        before, after = (
            mapping(mapping(mapping(spec.document).get("components")).get("schemas"))
            for spec in (self._old, self._new)
        )
        for name in [one for one in before if one not in after]:
            if _is_class(self._old, name):
                yield self._change(names.model(name), "the model is gone", breaking=True)
        for name in after:
            if name in before:
                yield from self._model(name)
            elif _is_class(self._new, name):
                yield self._change(names.model(name), "a new model", breaking=False)

    def _model(self, name: str) -> Iterator[Change]:
        place = ("components", "schemas", name)
        model = names.model(name)
        was, now = (
            self._old.follow(place)[0].get("enum") or [],
            self._new.follow(place)[0].get("enum") or [],
        )
        for value in [one for one in was if one not in now]:
            yield self._change(model, f"the value `{value}` is gone", breaking=True)
        for value in [one for one in now if one not in was]:
            yield self._change(model, f"the value `{value}` is new", breaking=False)
        (before, needed), (after, required) = fields(self._old, place), fields(self._new, place)
        for field in [one for one in before if one not in after]:
            yield self._change(_field(model, field), "the field is gone", breaking=True)
        sent, read = name in self._sent, name in self._read
        for field in after:
            must = field in required
            if field not in before:
                text = "a new field, which is required" if must else "a new field"
                yield self._change(_field(model, field), text, breaking=must and sent)
                continue
            if must != (field in needed):
                yield self._change(
                    _field(model, field),
                    f"it is {'required' if must else 'optional'} now",
                    breaking=sent if must else read,
                )
            one, two = shape(self._old, before[field]), shape(self._new, after[field])
            if one != two:
                yield self._change(
                    _field(model, field),
                    f"it is {_words(two)} now, not {_words(one)}",
                    breaking=(sent and not _fits(one, two)) or (read and not _fits(two, one)),
                )


def shape(spec: Spec, where: Where) -> frozenset[str]:
    """Return the Python types that a schema's value can have."""
    return frozenset(_type(spec, kind, place) for kind, place in kinds(spec, where))


def _type(spec: Spec, kind: str, where: Where) -> str:
    if where[:-1] == ("components", "schemas") and kind in {"object", "enum", "integer enum"}:
        return names.model(str(where[-1]))
    schema = mapping(spec.at(where))
    if kind == "array":
        inner = [place for place in ((*where, "items"),) if "items" in schema]
        inner += [
            (*where, "prefixItems", index) for index in range(len(schema.get("prefixItems", [])))
        ]
        return f"list[{' | '.join(sorted({one for place in inner for one in shape(spec, place)}))}]"
    if kind in {"enum", "integer enum"}:
        return f"one of {', '.join(map(str, schema.get('enum', [])))}"
    if kind == "const":
        return repr(schema.get("const"))
    if kind == "object":
        own = {name: _words(shape(spec, place)) for name, place in fields(spec, where)[0].items()}
        return (
            f"dict with {', '.join(f'{name}: {own[name]}' for name in sorted(own))}"
            if own
            else "dict"
        )
    return PYTHON.get(kind, kind)


def _fits(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    """Say whether whatever is of some types is of some others."""
    return "Any" in wide or narrow <= wide


def _words(types: frozenset[str]) -> str:
    return " | ".join(sorted(types)) or "nothing"


def _field(model: str, name: str) -> str:
    return f"{model}.{names.attribute(name)}"


def _is_class(spec: Spec, name: str) -> bool:
    place = ("components", "schemas", name)
    return bool({kind for kind, _ in kinds(spec, place)} & {"object", "enum", "integer enum"})


def _content(spec: Spec, where: Where) -> frozenset[str]:
    content = mapping(mapping(spec.at(where)).get("content"))
    return frozenset().union(
        *(shape(spec, (*where, "content", kind, "schema")) for kind in content)
    )


def _good(spec: Spec, operation: Operation) -> Iterator[tuple[Any, Where]]:
    for status in mapping(operation.data.get("responses")):
        if str(status).startswith("2"):
            yield spec.follow((*operation.where, "responses", status))


def _answer(spec: Spec, operation: Operation) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for response, where in _good(spec, operation):
        found |= frozenset({STREAM}) if response.get("x-stream") else _content(spec, where)
    return found


def _reached(spec: Spec, way: str) -> set[str]:
    """Return the names of the models that are sent, or those that are read."""
    waiting: list[Where] = []
    for operation in spec.operations:
        if way == "read":
            waiting += [where for _, where in _good(spec, operation)]
        else:
            waiting.append((*operation.where, "requestBody"))
    found: set[Where] = set()
    while waiting:
        _, where = spec.follow(waiting.pop())
        if where not in found:
            found.add(where)
            waiting += [
                place for node, place in specs.nodes(spec.at(where), where) if "$ref" in node
            ]
    return {str(where[-1]) for where in found if where[:-1] == ("components", "schemas")}
