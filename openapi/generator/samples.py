"""Makes sample values for schemas, to try the generated code with them."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing.exceptions import Unresolvable
from specs import mapping, resolve

TEXTS = {
    "date-time": "2026-01-02T03:04:05+00:00",
    "date": "2026-01-02",
    "uuid": "00000000-0000-0000-0000-000000000005",
    "uri": "http://a.b/c",
    "email": "a@b.c",
}
DEPTH = 6
# The exceptions that validating a sample raises, also because the schema itself is not valid.
UNUSUAL = (
    *(ValidationError, Unresolvable, RecursionError),
    *(ValueError, TypeError, AttributeError, KeyError),
)
VARIANTS = 3  # samples per schema, each with another choice of `oneOf` and `anyOf`


def validator(document: Any, schema: Any) -> Draft202012Validator:
    """Return a validator for a schema of a document."""
    # References in the schema start at the document's root, so the schema gets the root's parts.
    root = {key: document[key] for key in ("components", "paths") if key in document}
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator({**root, **mapping(schema)}, format_checker=checker)


class Samples:
    """Makes samples for the schemas of one document."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def of(self, schema: Any) -> Iterator[Any]:
        """Yield different valid samples of a schema; none if the schema is too unusual."""
        seen: list[Any] = []
        for pick in range(VARIANTS):
            value = self._value(schema, pick, 0)
            if value not in seen and self._is_valid(schema, value):
                seen.append(value)
                yield value

    def _is_valid(self, schema: Any, value: Any) -> bool:
        try:
            validator(self._document, schema).validate(value)
        except UNUSUAL:
            return False
        return True

    def _value(self, schema: Any, pick: int, depth: int) -> Any:
        found = mapping(resolve(self._document, schema))
        if "const" in found:
            return found["const"]
        if found.get("enum"):
            return found["enum"][pick % len(found["enum"])]
        kind = found.get("type")
        if isinstance(kind, list):
            kind = kind[pick % len(kind)]
        choices = [one for word in ("oneOf", "anyOf") for one in found.get(word) or []]
        if choices or found.get("allOf"):
            chosen = [choices[pick % len(choices)]] if choices else []
            return self._joined([*(found.get("allOf") or []), *chosen], found, pick, depth)
        if kind == "array":
            items = found.get("prefixItems") or [found.get("items", {})]
            return [] if depth > DEPTH else [self._value(one, pick, depth + 1) for one in items]
        if kind == "object" or "properties" in found:
            return self._object(found, pick, depth)
        if kind == "string":
            text = TEXTS.get(str(found.get("format")), "text")
            return text + "x" * (int(found.get("minLength", 0)) - len(text))
        plain = {"integer": 7, "number": 1.5, "boolean": True, "null": None}
        if kind in {"integer", "number"}:
            least = found.get("minimum", found.get("exclusiveMinimum", -1))
            most = found.get("maximum", 10)
            return max(min(plain[kind], most), least + 1)
        return plain.get(str(kind), "anything")

    def _joined(self, parts: list[Any], own: Any, pick: int, depth: int) -> Any:
        values = [self._value(one, pick, depth) for one in parts]
        if "properties" in own:
            values.append(self._object(own, pick, depth))
        if values and all(isinstance(one, dict) for one in values):
            return {key: value for one in values for key, value in one.items()}
        return next((one for one in values if not isinstance(one, str) or one != "anything"), None)

    def _object(self, schema: Any, pick: int, depth: int) -> dict[str, Any]:
        required = schema.get("required") or []
        made = {
            name: self._value(child, pick, depth + 1)
            for name, child in mapping(schema.get("properties")).items()
            if depth < DEPTH or (name in required and depth < 3 * DEPTH)
        }
        more = schema.get("additionalProperties")
        if isinstance(more, dict) and more and depth < DEPTH:
            made["extra key"] = self._value(more, pick, depth + 1)
        return made
