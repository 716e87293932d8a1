"""Every place, style and type of a parameter is sent as OpenAPI specifies, or refused.

The tests send the requests and compare them with the rules of OpenAPI.
"""

from __future__ import annotations

import importlib
import json
import types
import typing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote
from uuid import UUID

import bindings
import httpx
import pytest
import specs

if TYPE_CHECKING:
    from collections.abc import Iterator

COLOUR = {"$ref": "#/components/schemas/Colour"}
FLAT = {"$ref": "#/components/schemas/Flat"}
DATE = date(2026, 1, 2)
TIMESTAMP = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def schema(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, **more}


# The schema and example values of each type. ``python_value`` converts the values.
TYPES: dict[str, tuple[Any, list[Any]]] = {
    "string": (schema("string"), ["a b/c,d"]),
    "integer": (schema("integer"), [7]),
    "number": (schema("number"), [1.5]),
    "boolean": (schema("boolean"), [True, False]),
    "enum": (schema("string", enum=["red", "green"]), ["green"]),
    "numbers": (schema("integer", enum=[1, 2]), [2]),
    "const": ({"const": "x"}, ["x"]),
    "date": (schema("string", format="date"), [DATE]),
    "datetime": (schema("string", format="date-time"), [TIMESTAMP]),
    "uuid": (schema("string", format="uuid"), [UUID(int=5)]),
    "null": ({"type": ["string", "null"]}, ["a", None]),
    "nullablebool": ({"type": ["boolean", "null"]}, [True, None]),
    "union": ({"type": ["string", "integer"]}, ["a", 5]),
    "boolunion": ({"type": ["boolean", "integer"]}, [True, 5]),
    "datetimeunion": (
        {"anyOf": [schema("string", format="date-time"), schema("integer")]},
        [TIMESTAMP, 5],
    ),
    "open": ({"anyOf": [COLOUR, schema("string")]}, ["green", "blue"]),
    "list": (schema("array", items=schema("string")), [["a", "b"]]),
    "bools": (schema("array", items=schema("boolean")), [[True, False]]),
    "dates": (schema("array", items=schema("string", format="date")), [[DATE, DATE]]),
    "colours": (schema("array", items={"anyOf": [COLOUR, schema("string")]}), [["green", "b"]]),
    "nullablelist": ({"type": ["array", "null"], "items": schema("string")}, [["a", "b"], None]),
    "flats": (schema("array", items=FLAT), [[{"x": "a", "n": 1}]]),
    "flat": (FLAT, [{"x": "a", "n": 1}]),
    "map": (schema("object", additionalProperties=schema("string")), [{"k": "1", "m": "2"}]),
    "deep": ({"$ref": "#/components/schemas/Deep"}, [{"flat": {"x": "a", "n": 1}}]),
    "flatunion": ({"anyOf": [FLAT, schema("string")]}, [{"x": "a", "n": 1}, "a"]),
    "any": ({}, ["a", ["a", "b"], {"x": "a"}]),
}
STYLES: dict[str, list[str | None]] = {
    "path": [None, "simple", "label", "matrix"],
    "query": [None, "form", "spaceDelimited", "pipeDelimited", "deepObject"],
    "header": [None, "simple"],
    "cookie": [None, "form"],
}


# The types for which OpenAPI defines these styles.
KINDS_OF_STYLES = {"spaceDelimited": ("list",), "pipeDelimited": ("list",), "deepObject": ("flat",)}
DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True)
class Case:
    """A parameter; ``style`` and ``explode`` are None if they are omitted."""

    place: str
    style: str | None
    explode: bool | None
    kind: str
    required: bool

    @property
    def name(self) -> str:
        parts = (self.place, self.style, self.explode, self.kind, self.required)
        return "_".join(map(str, parts)).lower()

    @property
    def path(self) -> str:
        return f"/{self.name}/{{v}}" if self.place == "path" else f"/{self.name}"

    @property
    def operation(self) -> dict[str, Any]:
        parameter = {
            "name": "v",
            "in": self.place,
            "required": self.required,
            "schema": TYPES[self.kind][0],
        }
        if self.style is not None:
            parameter["style"] = self.style
        if self.explode is not None:
            parameter["explode"] = self.explode
        return {
            "operationId": self.name,
            "tags": ["all"],
            "summary": self.name,
            "parameters": [parameter],
            "responses": {"204": {"description": "Nothing."}},
        }


def cases() -> Iterator[Case]:
    for place, styles in STYLES.items():
        for style in styles:
            for explode in (None, True, False):
                # All types with the default style, otherwise one type of each kind.
                is_default = style is None and (explode is None or place != "cookie")
                for kind in (
                    TYPES
                    if is_default
                    else KINDS_OF_STYLES.get(str(style), ("string", "list", "flat"))
                ):
                    yield Case(place, style, explode, kind, required=True)
                    if is_default and place != "path" and explode is None:
                        yield Case(place, style, explode, kind, required=False)


CASES = list(cases())
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Styles", "version": "1"},
    "paths": {case.path: {"get": case.operation} for case in CASES},
    "components": {
        "schemas": {
            "Colour": schema("string", enum=["red", "green"]),
            "Flat": schema("object", properties={"x": schema("string"), "n": schema("integer")}),
            "Deep": schema("object", properties={"flat": FLAT}),
        }
    },
}


def spec_of(document: Any) -> specs.Spec:
    """Return a specification in which each part has its own line."""
    lines: dict[specs.Where, int] = {}

    def number(node: Any, where: specs.Where) -> None:
        lines[where] = len(lines) + 1
        if isinstance(node, dict | list):
            for key, child in node.items() if isinstance(node, dict) else enumerate(node):
                number(child, (*where, key))

    number(document, ())
    return specs.Spec("styles.json", "styles", json.dumps(document), document, lines)


def refused() -> set[str]:
    """Return the names of the cases that are refused."""
    spec = spec_of(DOCUMENT)
    generation = bindings.Generation(spec, Path("none"))
    generation.parse()
    lines = {finding.line for finding in generation.findings}
    places = {where[:2] for where, line in spec.lines.items() if line in lines}
    return {case.name for case in CASES if ("paths", case.path) in places}


def format_value(value: Any) -> str:
    """Return the text of a value as OpenAPI specifies."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def expected(case: Case, value: Any) -> Any:
    """Return the form that OpenAPI specifies, as ``received`` does; None if it is unspecified."""
    style = case.style or {"path": "simple", "header": "simple"}.get(case.place, "form")
    explode = case.explode if case.explode is not None else style == "form"
    if value is None:
        return [] if case.place == "query" else ""
    if isinstance(value, list):
        parts = None if isinstance(value[0], dict) else [format_value(one) for one in value]
        pairs = None if parts is None else [("v", one) for one in parts]
    elif isinstance(value, dict):
        flat = not any(isinstance(one, dict) for one in value.values())
        pairs = [(key, format_value(one)) for key, one in value.items()] if flat else None
        parts = pairs and [part for pair in pairs for part in pair]
        if style == "deepObject":
            return [(f"v[{key}]", one) for key, one in pairs or []]
    else:
        parts, pairs = [format_value(value)], [("v", format_value(value))]
    if parts is None or pairs is None:
        return None
    if case.place == "query":
        joined = DELIMITERS[style].join(parts)
        return pairs if explode or not isinstance(value, list | dict) else [("v", joined)]
    if case.place == "cookie":
        return None if isinstance(value, list | dict) else f"v={format_value(value)}"
    return ",".join(parts)


def received(case: Case, request: httpx.Request) -> Any:
    if case.place == "path":
        return unquote(request.url.raw_path.decode().removeprefix(f"/{case.name}/"))
    if case.place == "query":
        return parse_qsl(request.url.query.decode(), keep_blank_values=True)
    if case.place == "header":
        return request.headers.get("v", "")
    return request.headers.get("cookie", "")


def python_value(hint: Any, value: Any) -> Any:
    """Convert a JSON value to the type of the function's annotation."""
    is_union = typing.get_origin(hint) in {types.UnionType, typing.Union}
    options = typing.get_args(hint) if is_union else (hint,)
    classes = [one for one in options if isinstance(one, type) and one.__module__ != "builtins"]
    if isinstance(value, list):
        lists = [one for one in options if typing.get_origin(one) is list]
        return [python_value(typing.get_args(lists[0])[0] if lists else Any, one) for one in value]
    for one in classes:
        if isinstance(value, dict) and hasattr(one, "from_dict"):
            return one.from_dict(value)
        if hasattr(one, "__members__") and value in set(one):
            return one(value)
    return value


REFUSED = refused()
# The accepted cases whose form OpenAPI specifies.
ACCEPTED = [
    case
    for case in CASES
    if case.name not in REFUSED
    and (case.place, case.kind) != ("path", "map")  # it may be empty
    and all(expected(case, one) is not None for one in TYPES[case.kind][1])
]
SPEC = spec_of({**DOCUMENT, "paths": {case.path: {"get": case.operation} for case in ACCEPTED}})


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.name)
def test_an_accepted_parameter_is_sent_as_openapi_specifies(case: Case, tree: Path) -> None:
    operation = importlib.import_module(f"sample_bindings.styles.api.all_.{case.name}")
    models = importlib.import_module("sample_bindings.styles.models")
    local_names = {name: getattr(models, name) for name in models.__all__}
    hint = typing.get_type_hints(operation.sync_detailed, localns=local_names)["v"]
    client = importlib.import_module("sample_bindings.client").Client(base_url="http://styles")
    for value in TYPES[case.kind][1]:
        sent: list[httpx.Request] = []

        def answer(request: httpx.Request, sent: list[httpx.Request] = sent) -> httpx.Response:
            sent.append(request)
            return httpx.Response(204)

        transport = httpx.MockTransport(answer)
        client.set_httpx_client(httpx.Client(base_url="http://styles", transport=transport))
        if value is not None or case.place not in {"path", "header"}:  # these cannot contain null
            operation.sync_detailed(client=client, v=python_value(hint, value))
            assert received(case, sent[0]) == expected(case, value)


def test_values_that_would_be_read_as_several_values_are_refused(tree: Path) -> None:
    wire = importlib.import_module(f"{tree.name}.wire")
    for style, value in (
        ("form", ["a,b", "c"]),
        ("form", {"k": "a,b"}),
        ("pipeDelimited", ["a|b", "c"]),
        ("spaceDelimited", {"k": "a b"}),
    ):
        with pytest.raises(ValueError, match="it separates the texts"):
            wire.query("v", value, style, explode=False)
    with pytest.raises(ValueError, match="it separates cookies"):
        wire.cookies({"v": "a; admin=true"})
    assert wire.query("v", {"k": "a", "m": 1}, "pipeDelimited", explode=False) == {"v": "k|a|m|1"}
    assert wire.query("v", [], explode=False) == {}


def test_bytes_are_not_sent_as_python_writes_them(tree: Path) -> None:
    wire = importlib.import_module(f"{tree.name}.wire")
    for value in (b"bytes", bytearray(b"bytes")):
        with pytest.raises(ValueError, match="accepts only plain values"):
            wire.query("v", value)


def test_only_unusual_styles_and_types_in_paths_and_headers_are_refused() -> None:
    """The refused cases are some styles of paths, and types that are not plain values."""
    for case in CASES:
        if case.name in REFUSED:
            is_default = case.style in {None, "simple"}
            assert case.place in {"path", "header"}
            assert not is_default or case.kind not in {
                "string",
                "integer",
                "number",
                "boolean",
                "enum",
            }
    assert len(REFUSED) < len(CASES) / 4


def test_an_object_inside_of_a_parameter_is_refused(tmp_path: Path) -> None:
    not_sent = [one for one in CASES if one.name not in REFUSED and one not in ACCEPTED]
    chosen = {
        (one.place, one.kind): one for one in not_sent if one.kind in {"deep", "flats", "list"}
    }
    paths = {one.path: {"get": one.operation} for one in chosen.values()}
    with pytest.raises(specs.RefusedError) as caught:
        bindings.generate([spec_of({**DOCUMENT, "paths": paths})], tmp_path / "styles", tmp_path)
    assert len(caught.value.findings) == len(paths) > 4
    for finding in caught.value.findings:
        assert "accepts only plain values" in finding.text
