"""How this project writes its specifications: openapi/README.md says why.

A specification of somebody else's needn't keep to this.
"""

from collections.abc import Callable, Iterator, Sequence

import names
import specs
from judge import fields, only_value, schemas, tried
from specs import Finding, Spec, Where, mapping


def _operations_say_what_they_are(spec: Spec) -> Iterator[Finding]:
    declared = [mapping(tag).get("name") for tag in mapping(spec.document).get("tags") or []]
    for operation in spec.operations:
        for word in ("operationId", "summary", "description"):
            if not str(operation.data.get(word) or "").strip():
                what = f"{operation.method.upper()} {operation.path}"
                yield spec.found(operation.where, f"{what} has no `{word}`: write one")
        given = operation.data.get("operationId")
        if given is not None and names.operation(operation)[1] != given:
            yield spec.found(
                (*operation.where, "operationId"),
                f"`{given}` isn't its name in Python: write `{names.operation(operation)[1]}`",
            )
        tags = operation.data.get("tags") or []
        if len(tags) != 1 or tags[0] not in declared:
            yield spec.found(
                (*operation.where, "tags"),
                f"write one tag, of those at the top of the file: {', '.join(map(str, declared))}",
            )


def _errors_have_no_schema(spec: Spec) -> Iterator[Finding]:
    for operation in spec.operations:
        for status in mapping(operation.data.get("responses")):
            response, where = spec.follow((*operation.where, "responses", status))
            if not str(status).startswith("2") and "content" in response:
                yield spec.found(
                    (*where, "content"), "an error's body is not read: say what it is in words"
                )


def _things_have_examples(spec: Spec) -> Iterator[Finding]:
    for operation in spec.operations:
        places = [where for _, where in spec.parameters(operation).values()]
        body, where = spec.follow((*operation.where, "requestBody"))
        places += [
            (*where, "content", kind)
            for kind in mapping(body.get("content"))
            if kind == "application/json"
        ]
        places += [
            (*where, "content", kind)
            for where in _good_answers(spec, operation)
            for kind in mapping(mapping(spec.at(where)).get("content"))
        ]
        for place in places:
            node = mapping(spec.at(place))
            if "example" not in node and not node.get("examples"):
                yield spec.found(place, "write an `example` of what is really sent")


def _good_answers(spec: Spec, operation: specs.Operation) -> Iterator[Where]:
    for status in mapping(operation.data.get("responses")):
        if str(status).startswith("2"):
            yield spec.follow((*operation.where, "responses", status))[1]


def _answered(spec: Spec) -> set[Where]:
    """Return the places of all schemas that answers are made of."""
    found: set[Where] = set()
    waiting = [
        (*where, "content", kind, "schema")
        for operation in spec.operations
        for where in _good_answers(spec, operation)
        for kind in mapping(mapping(spec.at(where)).get("content"))
    ]
    while waiting:
        _, where = spec.follow(waiting.pop())
        if where in found:
            continue
        found.add(where)
        for node, place in specs.nodes(spec.at(where), where):
            if "$ref" in node:
                waiting.append(place)
            else:
                found.add(place)
    return found


def _answers_may_differ(spec: Spec) -> Iterator[Finding]:
    answered = _answered(spec)
    for schema, where in schemas(spec):
        if where not in answered:
            continue
        found, _ = fields(spec, where)
        for name in schema.get("required") or []:
            # What tells kinds apart must be there.
            if name != "id" and not (name in found and only_value(spec, found[name])):
                yield spec.found(
                    (*where, "required"), f"`{name}` may be missing on some hub: require only `id`"
                )
        if schema.get("additionalProperties") is False:
            yield spec.found(
                (*where, "additionalProperties"),
                "hubs add fields, which would be lost: leave it out",
            )


def _enums_are_open(spec: Spec) -> Iterator[Finding]:
    for schema, where in schemas(spec):
        is_named = where[:-1] == ("components", "schemas")
        choices = schema.get("anyOf") or []
        if only_value(spec, where):
            continue
        if {"type": "string"} in choices or (is_named and "enum" in schema):
            continue
        uses = [where] if "enum" in schema else []
        if "$ref" in schema and where[-2:-1] != ("anyOf",):
            uses = [where] if "enum" in spec.follow(where)[0] else []
        uses += [
            (*where, "anyOf", index)
            for index in range(len(choices))
            if "enum" in spec.follow((*where, "anyOf", index))[0]
        ]
        for place in uses:
            yield spec.found(
                place,
                "a value that is not in the enum would be an error: write `anyOf` of a `$ref` to "
                "the enum and `type: string`",
            )


RULES: list[Callable[[Spec], Iterator[Finding]]] = [
    _operations_say_what_they_are,
    _errors_have_no_schema,
    _things_have_examples,
    _answers_may_differ,
    _enums_are_open,
]


def judge(spec: Spec) -> list[Finding]:
    """Return where a specification isn't written as this project does it."""
    if not isinstance(spec.document, dict):
        return []
    return [finding for rule in RULES for finding in tried(rule, spec)]


def judge_together(given: Sequence[Spec]) -> list[Finding]:
    """Return what several specifications have twice."""
    seen: dict[str, Spec] = {}
    found = []
    for spec in given:
        components = mapping(mapping(mapping(spec.document).get("components")).get("schemas"))
        for name in components:
            if name in seen:
                found.append(
                    spec.found(
                        ("components", "schemas", name),
                        f"{seen[name].file} has a model `{name}` too, and the facade hands out all "
                        "models side by side: give this one another name",
                    )
                )
            seen.setdefault(name, spec)
    return found
