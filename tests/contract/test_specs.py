"""The examples match the specifications, and the bindings contain exactly their operations.

The generator checks that the specifications are valid and follow the rules of this project.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
from dataclasses import dataclass
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml
from dateutil.parser import isoparse
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from scramjet_bindings.client import Client

from scramjet_facade import HostClient

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
BINDINGS = ROOT / "generated" / "scramjet_bindings"
SERVICES = ["host", "manager", "middleware", "multi_manager"]
METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
SPECS: dict[str, Any] = {
    service: yaml.load((ROOT / "openapi" / f"{service}.yaml").read_text("utf-8"), yaml.CSafeLoader)
    for service in SERVICES
}


def resolve(service: str, node: Any) -> Any:
    """Return the target of a reference, and any other node unchanged."""
    while "$ref" in node:
        node = target_of(service, node["$ref"])
    return node


def target_of(service: str, reference: str) -> Any:
    node = SPECS[service]
    for part in reference.removeprefix("#/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def pointer(parent: str, key: object) -> str:
    return f"{parent}/{str(key).replace('~', '~0').replace('/', '~1')}"


@dataclass(frozen=True)
class Operation:
    """An operation of a specification."""

    service: str
    method: str
    path: str

    @property
    def spec(self) -> Any:
        return SPECS[self.service]["paths"][self.path][self.method]

    @property
    def name(self) -> str:
        return f"{self.spec['tags'][0]}.{self.spec['operationId']}"

    @property
    def successes(self) -> dict[str, Any]:
        return {
            status: resolve(self.service, response)
            for status, response in self.spec["responses"].items()
            if status.startswith("2")
        }

    @property
    def is_stream(self) -> bool:
        return any(response.get("x-stream") for response in self.successes.values())

    def bindings(self) -> Any:
        tag, _, name = self.name.partition(".")
        return getattr(importlib.import_module(f"scramjet_bindings.{self.service}.api.{tag}"), name)


OPERATIONS = [
    Operation(service, method, path)
    for service in SERVICES
    for path, item in SPECS[service]["paths"].items()
    for method in METHODS
    if method in item
]
SCHEMAS = [
    (service, name) for service in SERVICES for name in SPECS[service]["components"]["schemas"]
]
each_service = pytest.mark.parametrize("service", SERVICES)
each_operation = pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda one: f"{one.service}-{one.method}-{one.path}"
)


def test_all_specifications_are_tested() -> None:
    found = [path.stem for path in (ROOT / "openapi").glob("*.yaml")]
    assert sorted(found) == SERVICES
    assert sorted(path.parent.name for path in BINDINGS.glob("*/__init__.py")) == SERVICES


# Examples


def examples_of(node: Any, where: str) -> Iterator[tuple[str, Any]]:
    """Find the examples of a parameter, a header, a media type or a schema."""
    if "example" in node:
        yield pointer(where, "example"), node["example"]
    examples = node.get("examples", [])
    if isinstance(examples, list):
        for index, value in enumerate(examples):
            yield pointer(pointer(where, "examples"), index), value
    else:
        for name, one in examples.items():
            yield pointer(pointer(where, "examples"), name), one["value"]


def all_examples(
    node: Any, where: str = "#", *, in_schema: bool = False
) -> Iterator[tuple[str, str, Any]]:
    """Find all examples below a node: the schema's pointer, the example's, and its value."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from all_examples(item, pointer(where, index), in_schema=in_schema)
    if not isinstance(node, dict):
        return
    if in_schema or "schema" in node:
        schema = where if in_schema else pointer(where, "schema")
        for place, value in examples_of(node, where):
            yield schema, place, value
    for key, child in node.items():
        below = pointer(where, key)
        if key in {"properties", "schemas"}:  # names, then schemas
            for name, schema in child.items():
                yield from all_examples(schema, pointer(below, name), in_schema=True)
        elif key not in {"example", "examples", "enum", "const", "default"}:
            yield from all_examples(child, below, in_schema=in_schema or key == "schema")


EXAMPLES = [(service, *example) for service in SERVICES for example in all_examples(SPECS[service])]


def validator(service: str, schema: str) -> Draft202012Validator:
    """Return the validator for the schema at a pointer."""
    registry: Registry[Any] = Registry().with_resource(
        service, DRAFT202012.create_resource(SPECS[service])
    )
    return Draft202012Validator(
        {"$ref": f"{service}{schema}"},
        registry=registry,
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


@pytest.mark.parametrize(
    ("service", "schema", "place", "value"),
    EXAMPLES,
    ids=[f"{service}-{place}" for service, _, place, _ in EXAMPLES],
)
def test_an_example_matches_its_schema(service: str, schema: str, place: str, value: Any) -> None:
    validator(service, schema).validate(value)


@pytest.mark.parametrize(
    "invalid",
    [
        {"id": 1},
        {},
        {"id": "i", "created": "yesterday"},
        {"id": "i", "started": "2026-11-22 17:54"},
        {"id": "i", "sequence": {"config": {}}},
        {"id": "i", "ports": {"tcp/1": "1"}},
    ],
)
def test_an_example_that_does_not_match_is_detected(invalid: Any) -> None:
    assert not validator("host", "#/components/schemas/Instance").is_valid(invalid)


def test_examples_are_found_everywhere() -> None:
    node = {
        "parameters": [{"name": "a", "schema": {"type": "string"}, "example": 1}],
        "content": {"a/b": {"schema": {"properties": {"example": {"examples": [2]}}}}},
        "headers": {"x": {"schema": {}, "examples": {"three": {"value": 3}}}},
        "schemas": {"S": {"items": {"anyOf": [{"example": 4}]}, "example": 5}},
    }
    assert sorted(all_examples(node), key=lambda found: found[2]) == [
        ("#/parameters/0/schema", "#/parameters/0/example", 1),
        (
            "#/content/a~1b/schema/properties/example",
            "#/content/a~1b/schema/properties/example/examples/0",
            2,
        ),
        ("#/headers/x/schema", "#/headers/x/examples/three", 3),
        ("#/schemas/S/items/anyOf/0", "#/schemas/S/items/anyOf/0/example", 4),
        ("#/schemas/S", "#/schemas/S/example", 5),
    ]


# The bindings


@each_operation
def test_every_operation_has_its_functions(operation: Operation) -> None:
    found = operation.bindings()
    source = inspect.getsource(found)
    assert f'"method": "{operation.method}",' in source
    assert f'"url": "{operation.path}"' in source
    assert hasattr(found, "stream") == operation.is_stream
    assert hasattr(found, "asyncio_stream") == operation.is_stream
    assert hasattr(found, "sync_detailed") != operation.is_stream
    assert hasattr(found, "asyncio_detailed") != operation.is_stream


@each_service
def test_the_bindings_have_no_other_operation(service: str) -> None:
    package = importlib.import_module(f"scramjet_bindings.{service}.api")
    found = {
        f"{tag.name}.{name}"
        for tag in iter_modules(package.__path__)
        for name in importlib.import_module(f"{package.__name__}.{tag.name}").__all__
    }
    assert found == {one.name for one in OPERATIONS if one.service == service}


def test_the_names_of_models_are_unique_over_all_services() -> None:
    schemas = [name for _, name in SCHEMAS]
    assert len(schemas) == len(set(schemas))
    generated = [name for service in SERVICES for name in models(service).__all__]
    assert len(generated) == len(set(generated))
    assert set(generated) >= {name for service, name in SCHEMAS if is_object(service, name)}


def models(service: str) -> Any:
    return importlib.import_module(f"scramjet_bindings.{service}.models")


def is_object(service: str, name: str) -> bool:
    return bool(SPECS[service]["components"]["schemas"][name].get("type") == "object")


@each_service
def test_a_client_names_the_specification_of_its_bindings(service: str) -> None:
    text = (ROOT / "openapi" / f"{service}.yaml").read_bytes()
    version, sha256 = SPECS[service]["info"]["version"], hashlib.sha256(text).hexdigest()
    bindings = HostClient("http://hub").bindings
    assert bindings.specs[service] == (version, sha256)
    assert f"{service} {version} ({sha256[:8]})" in repr(bindings)


def same(one: Any, other: Any) -> bool:
    """Compare JSON; a timestamp may have two formats."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        return bool(isoparse(one) == isoparse(other))
    return bool(one == other)


def plain(parsed: Any) -> Any:
    """Convert a result of the bindings back to JSON."""
    if isinstance(parsed, list):
        return [plain(item) for item in parsed]
    return parsed.to_dict() if hasattr(parsed, "to_dict") else parsed


JSON_RESPONSES = [
    (operation, status, place, value)
    for operation in OPERATIONS
    for status, response in operation.successes.items()
    if "application/json" in response.get("content", {})
    for place, value in examples_of(response["content"]["application/json"], "")
]


@pytest.mark.parametrize(
    ("operation", "status", "value"),
    [(operation, status, value) for operation, status, _, value in JSON_RESPONSES],
    ids=[f"{one.service}-{one.name}-{status}{place}" for one, status, place, _ in JSON_RESPONSES],
)
def test_an_example_is_unchanged_by_the_bindings(
    operation: Operation, status: str, value: Any
) -> None:
    found = operation.bindings()
    client = Client(base_url="http://hub")
    response = client._read(httpx.Response(int(status), json=value), found._parse_response)
    if hasattr(found, "sync"):
        assert same(plain(response.parsed), value)
    else:  # the caller parses a response without a single type
        assert json.loads(response.content) == value


# Tolerance


def is_enum(service: str, schema: Any) -> bool:
    return "enum" in resolve(service, schema)


UNKNOWN = "unknown-value"


def sample(service: str, schema: Any) -> dict[str, Any]:
    """Return an object with the fields that a schema requires, and an unknown one."""
    result: dict[str, Any] = {"unknownField": {"a": [1, None]}}
    for name in schema.get("required", []):
        inner = resolve(service, schema["properties"][name])
        if inner["type"] == "object":
            result[name] = sample(service, inner)
        else:
            result[name] = {"string": "s", "number": 1, "integer": 1}[inner["type"]]
    return result


OBJECTS = [
    (service, name, SPECS[service]["components"]["schemas"][name])
    for service, name in SCHEMAS
    if is_object(service, name)
    # If all fields have one type, no field is unknown.
    and SPECS[service]["components"]["schemas"][name].get("additionalProperties", True) is True
]
ENUM_FIELDS = [
    (service, name, field)
    for service, name, schema in OBJECTS
    for field, inner in schema.get("properties", {}).items()
    if any(is_enum(service, option) for option in inner.get("anyOf", []))
]


@pytest.mark.parametrize(
    ("service", "name", "schema"), OBJECTS, ids=[f"{one[0]}-{one[1]}" for one in OBJECTS]
)
def test_an_unknown_field_is_kept(service: str, name: str, schema: Any) -> None:
    value = sample(service, schema)
    model = getattr(models(service), name).from_dict(value)
    assert model["unknownField"] == {"a": [1, None]}
    assert model.to_dict() == value


@pytest.mark.parametrize(("service", "name", "field"), ENUM_FIELDS)
def test_an_unknown_enum_value_is_kept(service: str, name: str, field: str) -> None:
    value = sample(service, SPECS[service]["components"]["schemas"][name]) | {field: UNKNOWN}
    model = getattr(models(service), name).from_dict(value)
    attribute = field if hasattr(model, field) else f"{field}_"  # "type" is "type_" in Python
    assert type(getattr(model, attribute)) is str
    assert model.to_dict() == value


def test_the_fields_with_enums_are_found() -> None:
    assert ("host", "Instance", "status") in ENUM_FIELDS
    assert ("manager", "SpaceInstance", "status") in ENUM_FIELDS
    assert ("host", "SequenceConfig", "type") in ENUM_FIELDS
