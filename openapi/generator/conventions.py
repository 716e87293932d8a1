"""Checks this project's conventions for specifications; openapi/README.md explains them.

The rules of Redocly are in openapi/linter/redocly.yaml. Specifications of users need not follow
these conventions.
"""

import difflib
from collections.abc import Callable, Iterator, Sequence

from specs import Finding, Spec, mapping, reached, resolve, walk

EXTENSIONS = {"x-stream", "x-id-properties", "x-enum-varnames"}


def _responses_may_differ(spec: Spec) -> Iterator[Finding]:
    responses = [
        resolve(spec.document, response)
        for operation in spec.operations
        for status, response in mapping(operation.data.get("responses")).items()
        if status.startswith("2")
    ]
    received = reached(spec.document, [mapping(one).get("content") for one in responses])
    for schema, where in walk(spec.document):
        if id(schema) not in received:
            continue
        fields = mapping(schema.get("properties"))
        for name in schema.get("required") or []:
            field = mapping(resolve(spec.document, fields.get(name)))
            is_kind = "const" in field or len(field.get("enum") or []) == 1
            if name != "id" and not is_kind:
                text = f"some hub may not send `{name}`: require only `id`"
                yield spec.found((*where, "required"), text)
        if schema.get("additionalProperties") is False:
            text = "hubs add fields, which would be lost: delete this"
            yield spec.found((*where, "additionalProperties"), text)


def _enums_are_open(spec: Spec) -> Iterator[Finding]:
    text = "other values would be errors: write `anyOf` of a `$ref` to the enum and `type: string`"
    for schema, where in walk(spec.document):
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


RULES: list[Callable[[Spec], Iterator[Finding]]] = [
    _responses_may_differ,
    _enums_are_open,
    _extensions_exist,
]


def check(given: Sequence[Spec]) -> list[Finding]:
    """Return the places where specifications break this project's conventions."""
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
                text = f"{seen[name].file} also has a model `{name}`: rename this model"
                found.append(spec.found(("components", "schemas", name), text))
            seen.setdefault(name, spec)
    return found
