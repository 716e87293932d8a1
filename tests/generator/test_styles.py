"""Every place, style and type of a parameter: what is sent is as OpenAPI says, or it is refused.

The requests are really sent, and compared with OpenAPI's own rules.
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
DAY = date(2026, 1, 2)
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def text(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, **more}


# Each type with values as they are in JSON; the Python values are made from them.
TYPES: dict[str, tuple[Any, list[Any]]] = {
    "string": (text("string"), ["a b/c,d"]),
    "integer": (text("integer"), [7]),
    "number": (text("number"), [1.5]),
    "boolean": (text("boolean"), [True, False]),
    "enum": (text("string", enum=["red", "green"]), ["green"]),
    "numbers": (text("integer", enum=[1, 2]), [2]),
    "const": ({"const": "x"}, ["x"]),
    "date": (text("string", format="date"), [DAY]),
    "moment": (text("string", format="date-time"), [MOMENT]),
    "uuid": (text("string", format="uuid"), [UUID(int=5)]),
    "null": ({"type": ["string", "null"]}, ["a", None]),
    "nobool": ({"type": ["boolean", "null"]}, [True, None]),
    "union": ({"type": ["string", "integer"]}, ["a", 5]),
    "boolunion": ({"type": ["boolean", "integer"]}, [True, 5]),
    "momentunion": ({"anyOf": [text("string", format="date-time"), text("integer")]}, [MOMENT, 5]),
    "open": ({"anyOf": [COLOUR, text("string")]}, ["green", "blue"]),
    "list": (text("array", items=text("string")), [["a", "b"]]),
    "bools": (text("array", items=text("boolean")), [[True, False]]),
    "days": (text("array", items=text("string", format="date")), [[DAY, DAY]]),
    "colours": (text("array", items={"anyOf": [COLOUR, text("string")]}), [["green", "b"]]),
    "nolist": ({"type": ["array", "null"], "items": text("string")}, [["a", "b"], None]),
    "flats": (text("array", items=FLAT), [[{"x": "a", "n": 1}]]),
    "flat": (FLAT, [{"x": "a", "n": 1}]),
    "free": (text("object", additionalProperties=text("string")), [{"k": "1", "m": "2"}]),
    "deep": ({"$ref": "#/components/schemas/Deep"}, [{"flat": {"x": "a", "n": 1}}]),
    "flatunion": ({"anyOf": [FLAT, text("string")]}, [{"x": "a", "n": 1}, "a"]),
    "any": ({}, ["a", ["a", "b"], {"x": "a"}]),
}
STYLES: dict[str, list[str | None]] = {
    "path": [None, "simple", "label", "matrix"],
    "query": [None, "form", "spaceDelimited", "pipeDelimited", "deepObject"],
    "header": [None, "simple"],
    "cookie": [None, "form"],
}


# What OpenAPI defines these styles for.
SORTS = {"spaceDelimited": ("list",), "pipeDelimited": ("list",), "deepObject": ("flat",)}
DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True)
class Case:
    """A parameter; ``style`` and ``explode`` are None where they are left out."""

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
                # All types where the style is the usual one, else one of each sort.
                usual = style is None and (explode is None or place != "cookie")
                for kind in TYPES if usual else SORTS.get(str(style), ("string", "list", "flat")):
                    yield Case(place, style, explode, kind, required=True)
                    if usual and place != "path" and explode is None:
                        yield Case(place, style, explode, kind, required=False)


CASES = list(cases())
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Styles", "version": "1"},
    "paths": {case.path: {"get": case.operation} for case in CASES},
    "components": {
        "schemas": {
            "Colour": text("string", enum=["red", "green"]),
            "Flat": text("object", properties={"x": text("string"), "n": text("integer")}),
            "Deep": text("object", properties={"flat": FLAT}),
        }
    },
}


def spec_of(document: Any) -> specs.Spec:
    """Make a specification in which each part has a line of its own."""
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


def plain(value: Any) -> str:
    """Write one value as OpenAPI does."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def prescribed(case: Case, value: Any) -> Any:
    """Return what OpenAPI says is sent, as ``arrived`` gives it; None where it says nothing."""
    style = case.style or {"path": "simple", "header": "simple"}.get(case.place, "form")
    explode = case.explode if case.explode is not None else style == "form"
    if value is None:
        return [] if case.place == "query" else ""
    if isinstance(value, list):
        parts = None if isinstance(value[0], dict) else [plain(one) for one in value]
        pairs = None if parts is None else [("v", one) for one in parts]
    elif isinstance(value, dict):
        flat = not any(isinstance(one, dict) for one in value.values())
        pairs = [(key, plain(one)) for key, one in value.items()] if flat else None
        parts = pairs and [part for pair in pairs for part in pair]
        if style == "deepObject":
            return [(f"v[{key}]", one) for key, one in pairs or []]
    else:
        parts, pairs = [plain(value)], [("v", plain(value))]
    if parts is None or pairs is None:
        return None
    if case.place == "query":
        joined = DELIMITERS[style].join(parts)
        return pairs if explode or not isinstance(value, list | dict) else [("v", joined)]
    if case.place == "cookie":
        return None if isinstance(value, list | dict) else f"v={plain(value)}"
    return ",".join(parts)


def arrived(case: Case, request: httpx.Request) -> Any:
    if case.place == "path":
        return unquote(request.url.raw_path.decode().removeprefix(f"/{case.name}/"))
    if case.place == "query":
        return parse_qsl(request.url.query.decode(), keep_blank_values=True)
    if case.place == "header":
        return request.headers.get("v", "")
    return request.headers.get("cookie", "")


def made(hint: Any, value: Any) -> Any:
    """Turn a value as JSON has it into what the function's annotation asks for."""
    is_union = typing.get_origin(hint) in {types.UnionType, typing.Union}
    options = typing.get_args(hint) if is_union else (hint,)
    classes = [one for one in options if isinstance(one, type) and one.__module__ != "builtins"]
    if isinstance(value, list):
        lists = [one for one in options if typing.get_origin(one) is list]
        return [made(typing.get_args(lists[0])[0] if lists else Any, one) for one in value]
    for one in classes:
        if isinstance(value, dict) and hasattr(one, "from_dict"):
            return one.from_dict(value)
        if hasattr(one, "__members__") and value in set(one):
            return one(value)
    return value


REFUSED = refused()
# The others can be sent, as far as OpenAPI says how.
SENT = [
    case
    for case in CASES
    if case.name not in REFUSED
    and (case.place, case.kind) != ("path", "free")  # it may be empty
    and all(prescribed(case, one) is not None for one in TYPES[case.kind][1])
]
SPEC = spec_of({**DOCUMENT, "paths": {case.path: {"get": case.operation} for case in SENT}})


@pytest.mark.parametrize("case", SENT, ids=lambda case: case.name)
def test_it_is_sent_as_prescribed(case: Case, tree: Path) -> None:
    operation = importlib.import_module(f"made.styles.api.all_.{case.name}")
    models = importlib.import_module("made.styles.models")
    there = {name: getattr(models, name) for name in models.__all__}
    hint = typing.get_type_hints(operation.sync_detailed, localns=there)["v"]
    client = importlib.import_module("made.client").Client(base_url="http://styles")
    for value in TYPES[case.kind][1]:
        sent: list[httpx.Request] = []

        def answer(request: httpx.Request, sent: list[httpx.Request] = sent) -> httpx.Response:
            sent.append(request)
            return httpx.Response(204)

        transport = httpx.MockTransport(answer)
        client.set_httpx_client(httpx.Client(base_url="http://styles", transport=transport))
        if value is not None or case.place not in {"path", "header"}:  # there is no null in them
            operation.sync_detailed(client=client, v=made(hint, value))
            assert arrived(case, sent[0]) == prescribed(case, value)


def test_what_is_refused() -> None:
    """Some styles of paths, and in headers what is not a text, a number, a boolean or an enum."""
    for case in CASES:
        if case.name in REFUSED:
            usual = case.style in {None, "simple"}
            assert case.place in {"path", "header"}
            assert not usual or case.kind not in {"string", "integer", "number", "boolean", "enum"}
    assert len(REFUSED) < len(CASES) / 4


def test_an_object_inside_of_a_parameter_is_refused(tmp_path: Path) -> None:
    wrong = [one for one in CASES if one.name not in REFUSED and one not in SENT]
    chosen = {(one.place, one.kind): one for one in wrong if one.kind in {"deep", "flats", "list"}}
    paths = {one.path: {"get": one.operation} for one in chosen.values()}
    with pytest.raises(specs.RefusedError) as caught:
        bindings.generate([spec_of({**DOCUMENT, "paths": paths})], tmp_path / "made", tmp_path)
    assert len(caught.value.findings) == len(paths) > 4
    for finding in caught.value.findings:
        assert "takes plain values only" in finding.text
