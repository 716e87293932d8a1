"""How this project writes its specifications: openapi/README.md gives the reasons.

Rules that Redocly has are in openapi/linter/redocly.yaml. Other people's specifications need not
follow any of these.
"""

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from openapi_python_client.strings import PythonIdentifier
from specs import Finding, Spec, Where, mapping, resolve, walk

EXTENSIONS = {"x-stream", "x-id-properties", "x-enum-varnames"}


def _attribute(name: str) -> str:
    return PythonIdentifier(name, "field_")


def _names_are_pythons(spec: Spec) -> Iterator[Finding]:
    for operation in spec.operations:
        given = operation.data.get("operationId")
        name = PythonIdentifier(str(given), "field_")
        if given is not None and name != given:
            where = (*operation.where, "operationId")
            yield spec.found(where, f"`{given}` is not its name in Python: write `{name}`")


def _responses(spec: Spec) -> Iterator[tuple[str, Any, Where]]:
    for operation in spec.operations:
        for status, node in mapping(operation.data.get("responses")).items():
            yield status, resolve(spec.document, node), (*operation.where, "responses", status)


def _errors_have_no_schema(spec: Spec) -> Iterator[Finding]:
    for status, response, where in _responses(spec):
        if not status.startswith("2") and "content" in response:
            text = "the body of an error is not parsed: describe it in words"
            yield spec.found((*where, "content"), text)


def _values_have_examples(spec: Spec) -> Iterator[Finding]:
    places = [(node, where) for node, where in walk(spec.document) if {"in", "name"} <= node.keys()]
    bodies = [
        (resolve(spec.document, one.data.get("requestBody")), (*one.where, "requestBody"))
        for one in spec.operations
    ]
    good = [(node, where) for status, node, where in _responses(spec) if status.startswith("2")]
    for node, where in [*bodies, *good]:
        for kind, media in mapping(mapping(node).get("content")).items():
            if kind == "application/json" or where[-2:-1] == ("responses",):
                places.append((media, (*where, "content", kind)))
    for node, where in places:
        is_parameter = where[:1] == ("components",) or "content" in where or "parameters" in where
        if is_parameter and "example" not in node and not mapping(node).get("examples"):
            yield spec.found(where, "write an `example` of what is really sent")


def _received(spec: Spec) -> Iterator[tuple[Any, Where]]:
    """Yield all schemas that good responses consist of, each once."""
    waiting = [
        mapping(media).get("schema")
        for status, response, _ in _responses(spec)
        if status.startswith("2")
        for media in mapping(mapping(response).get("content")).values()
    ]
    places = {id(node): where for node, where in walk(spec.document)}
    seen: set[int] = set()
    while waiting:
        node = resolve(spec.document, waiting.pop())
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict) and id(node) not in seen:
            seen.add(id(node))
            yield node, places[id(node)]
            waiting += [one for key, one in node.items() if key not in {"example", "examples"}]


def _responses_may_differ(spec: Spec) -> Iterator[Finding]:
    for schema, where in _received(spec):
        if where[-1:] == ("properties",):
            continue
        fields = mapping(schema.get("properties"))
        for name in schema.get("required") or []:
            only = mapping(resolve(spec.document, fields.get(name)))
            is_kind = "const" in only or len(only.get("enum") or []) == 1
            if name != "id" and not is_kind:
                text = f"some hub may not send `{name}`: require only `id`"
                yield spec.found((*where, "required"), text)
        if schema.get("additionalProperties") is False:
            text = "hubs add fields, which would be lost: delete this"
            yield spec.found((*where, "additionalProperties"), text)


def _enums_are_open(spec: Spec) -> Iterator[Finding]:
    text = "other values would be errors: write `anyOf` of a `$ref` to the enum and `type: string`"
    for schema, where in walk(spec.document):
        if where[-1:] and where[-1] in {"properties", "schemas"}:
            continue
        choices = schema.get("anyOf") or []
        enums = [schema, *([] if {"type": "string"} in choices else choices)]
        for index, one in enumerate(enums, start=-1):
            is_closed = len(mapping(resolve(spec.document, one)).get("enum") or []) > 1
            is_named = where[:-1] == ("components", "schemas") or where[-2:-1] == ("anyOf",)
            if is_closed and (index >= 0 or not is_named):
                yield spec.found((*where, "anyOf", index) if index >= 0 else where, text)


def _extensions_exist(spec: Spec) -> Iterator[Finding]:
    for node, where in walk(spec.document):
        for word in node:
            near = difflib.get_close_matches(word, EXTENSIONS, 1, 0.7)
            if word.startswith(("x-", "x_")) and word not in EXTENSIONS and near:
                text = f"`{word}` has no meaning here: write `{near[0]}`"
                yield spec.found((*where, word), text)
        ids = node.get("x-id-properties")
        if node.get("x-stream", True) is not True or (
            "x-stream" in node and where[-2:-1] != ("responses",)
        ):
            yield spec.found((*where, "x-stream"), "write `x-stream: true`, in a response")
        if ids is not None and not isinstance(ids, dict):
            yield spec.found((*where, "x-id-properties"), "write {NEW_NAME: FIELD}")
        for name, source in mapping(ids).items():
            fields = mapping(node.get("properties"))
            if source not in fields or name in map(_attribute, fields):
                text = f"`{name}: {source}`: write NEW_NAME: FIELD, with a field of this schema"
                yield spec.found((*where, "x-id-properties", name), text)


RULES: list[Callable[[Spec], Iterator[Finding]]] = [
    _names_are_pythons,
    _errors_have_no_schema,
    _values_have_examples,
    _responses_may_differ,
    _enums_are_open,
    _extensions_exist,
]


def check(given: Sequence[Spec]) -> list[Finding]:
    """Return where specifications are not written as this project does it."""
    found: list[Finding] = []
    seen: dict[str, Spec] = {}
    for spec in given:
        for rule in RULES:
            try:
                found += rule(spec)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                found.append(spec.found((), f"this is not valid OpenAPI: {error!s:.200}"))
        for name in spec.schemas:
            if name in seen:
                text = f"{seen[name].file} has a model `{name}` too: give this one another name"
                found.append(spec.found(("components", "schemas", name), text))
            seen.setdefault(name, spec)
    return found
