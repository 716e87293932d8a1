"""Requests and responses of generated functions where the stock templates are wrong."""

from __future__ import annotations

import importlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from pathlib import Path

NOON = "2026-01-02T12:00:00+00:00"


class Wire:
    """A client that records its requests and returns a chosen response."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.response = httpx.Response(204)
        self.client = importlib.import_module("sample_bindings.client").Client("http://wire")
        transport = httpx.MockTransport(self._respond)
        self.client.set_httpx_client(httpx.Client(base_url="http://wire", transport=transport))

    def _respond(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        return self.response

    def call(self, name: str, *args: Any, function: str = "sync_detailed", **options: Any) -> Any:
        tag, _, name = name.partition(".")
        operation = importlib.import_module(f"sample_bindings.things.api.{tag}.{name}")
        return getattr(operation, function)(*args, client=self.client, **options)

    def read(self, name: str, value: Any, *args: Any, **headers: str) -> Any:
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.response = httpx.Response(200, content=content, headers=headers)
        return self.call(name, *args).parsed


@pytest.fixture
def wire(tree: Path) -> Wire:
    assert tree.exists()
    return Wire()


def model(name: str) -> Any:
    return getattr(importlib.import_module("sample_bindings.things.models"), name)


def types() -> Any:
    return importlib.import_module("sample_bindings.types")


def test_an_omitted_body_is_not_sent(wire: Wire) -> None:
    for name in ("put_thing", "send_bytes"):
        wire.call(f"things.{name}", "t")
        assert wire.requests[-1].content == b""
        assert "content-type" not in wire.requests[-1].headers


def test_a_body_has_the_content_type_of_its_data(wire: Wire) -> None:
    for content_type, expected in (
        ("text/plain", "text/plain"),
        (None, "application/octet-stream"),
    ):
        wire.call("things.send_bytes", "t", body=types().File(b"data", content_type))
        assert wire.requests[-1].headers["content-type"] == expected
        assert wire.requests[-1].content == b"data"


def test_any_content_type_may_contain_bytes(wire: Wire) -> None:
    for status in (200, 201):
        wire.response = httpx.Response(status, content=b"\xff")
        read = wire.call("forms.send_image", body=types().File(b"data")).parsed
        assert read.payload.read() == b"\xff"
        assert wire.requests[-1].headers["content-type"] == "application/octet-stream"


def test_null_is_sent(wire: Wire) -> None:
    for value, expected in ((None, b"null"), (5, b"5")):
        wire.call("things.send_null", "t", body=value)
        assert wire.requests[-1].content == expected
        assert wire.requests[-1].headers["content-type"] == "application/json"


def test_a_body_may_be_json_or_bytes(wire: Wire) -> None:
    wire.call("forms.send_json_or_bytes", body=model("Form")(name="n"))
    assert json.loads(wire.requests[-1].content) == {"name": "n"}
    assert wire.requests[-1].headers["content-type"] == "application/json"
    wire.call("forms.send_json_or_bytes", body=types().File(b"png"))
    assert wire.requests[-1].content == b"png"
    assert wire.requests[-1].headers["content-type"] == "image/png"


def test_a_form_is_url_encoded(wire: Wire) -> None:
    wire.call("forms.send_form", body=model("Form")(name="a&b", good=True, tags=["x", "y"]))
    assert wire.requests[-1].content == b"name=a%26b&good=true&tags=x&tags=y"
    assert wire.requests[-1].headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_multipart_body_contains_each_field(wire: Wire) -> None:
    file = types().File(b"--+++\r\n", "image/png", "a.png")
    part = model("Part")(size=1)
    assert model("Parts").__annotations__["file"] == "File | Unset"
    body = model("Parts")(good=True, file=file, tags=["x", "y"], part=part)
    wire.call("forms.send_parts", body=body)
    kind = wire.requests[-1].headers["content-type"]
    boundary = kind.removeprefix("multipart/form-data; boundary=").encode()
    parts = wire.requests[-1].content.split(b"--" + boundary)[1:-1]
    shown = [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in parts]
    assert shown == [b"true", b"--+++\r\n", b"x", b"y", b'{"size": 1}']
    assert b'name="file"; filename="a.png"\r\nContent-Type: image/png' in parts[1]
    assert b"Content-Type: text/x-tag" in parts[2]
    assert b"application/json" in parts[4]
    wire.call("forms.send_parts", body=model("Parts")(file=types().File(b"pdf")))
    assert b"Content-Type: application/pdf" in wire.requests[-1].content


def test_a_path_parameter_is_one_segment(wire: Wire) -> None:
    wire.call("things.send_bytes", "a/b?c")
    assert wire.requests[-1].url.raw_path == b"/thing/a%2Fb%3Fc"
    for wrong in ("", ".", ".."):
        with pytest.raises(ValueError, match="a path parameter can't be"):
            wire.call("things.send_bytes", wrong)


def test_the_parameters_of_a_path_are_sent_by_each_of_its_operations(wire: Wire) -> None:
    """The parameter ``ids`` of one operation overrides the parameter of the path."""
    for name, ids in (("get", b"ids=a%2Cb"), ("send", b"ids=a&ids=b")):
        wire.call(f"shared.{name}_shared", filter_=["x"], note="n", ids=["a", "b"])
        query = sorted(wire.requests[-1].url.query.split(b"&"))
        assert query == [b"filter=%5B%22x%22%5D", *ids.split(b"&"), b"note=n"]


def test_parameters_and_fields_may_be_named_like_variables_of_the_functions(wire: Wire) -> None:
    fields = {
        name: f"the {name}"
        for name in ["d", "cls", "cast", "propName", "fieldDict", "srcDict", "toDict"]
    }
    fields |= {"fromDict": "f", "additionalKeys": "k", "additionalProperties": "p"}
    fields |= {"partsItem": "i", "parts": [{"size": 1}], "more": 1}
    body = model("Own").from_dict(fields)
    assert body.to_dict() == fields
    assert body.additional_properties == {"more": 1}
    wire.response = httpx.Response(200, json=fields)
    query = {"timeout": "t", "body": "b", "UNSET": "u", "Unset": "v", "kwargs": "k"}
    query |= {"sync_detailed": "s"}
    arguments = {f"{name}_query": value for name, value in query.items()}
    arguments |= {"timeout": 1.5, "body": body, "headers": "h", "params": "p"}
    assert wire.call("things.send_own", "t", function="sync", **arguments) == body
    (request,) = wire.requests
    assert dict(request.url.params) == {**query, "params": "p", "quoted": 'a "b" \\c'}
    assert request.headers["headers"] == "h"
    assert request.extensions["timeout"]["read"] == 1.5


def test_timestamps_are_read(wire: Wire) -> None:
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    assert wire.read("responses.get_time", NOON) == noon
    assert wire.read("responses.list_times", [NOON]) == [noon]
    assert wire.read("responses.get_time_or_null", NOON) == noon
    assert wire.read("responses.get_time_or_null", None) is None
    assert wire.read("responses.get_time_as_text", NOON.encode()) == noon
    for text in ("2026-01-02T24:00:00Z", "2026-01", "20260102T030405Z"):
        assert isinstance(wire.read("responses.get_time", text), datetime)


def test_a_text_that_is_no_time_is_kept(wire: Wire) -> None:
    for used, seen in (("2026", "2026-01-02"), ("soon", NOON), (NOON, "2026-01-02")):
        data = {"id": "t", "used": used, "seen": seen}
        thing = wire.read("things.get_thing", data, "t")
        assert thing.to_dict() == data
        assert isinstance(thing.used, datetime) is (used == NOON)
        assert isinstance(thing.seen, datetime) is (seen == NOON)


INVALID_BODIES: list[tuple[str, Any]] = [
    *(("things.get_thing", one) for one in (b"<html>", b"", b"\xff\xfe", [], "t", None, {})),
    ("things.get_thing", {"id": "t", "owner": "me"}),
    ("things.get_thing", {"id": "t", "parts": 1}),
    ("things.get_thing", {"id": "t", "parts": {}}),
    ("things.get_thing", {"id": "t", "made": "yesterday"}),
    ("things.get_thing", {"id": "t", "made": 1795371093009}),
    ("things.get_thing", {"id": "t", "made": "9999-12-31T24:00:00Z"}),
    ("things.get_thing", {"id": "t", "parent": {"no": "id"}}),
    ("things.get_thing", b"[" * 100_000),
    *(("responses.list_times", one) for one in ({}, "", NOON, [5])),
    *(("responses.list_names", one) for one in ({}, "ab", [1], [None])),
    ("responses.get_time_or_null", "yesterday"),
    ("responses.get_time_or_null", 5),
    *(("responses.get_thing_or_nothing", one) for one in ({"name": "n"}, [], "t")),
]


@pytest.mark.parametrize(("name", "value"), INVALID_BODIES)
def test_an_invalid_response_body_raises_one_typed_error(wire: Wire, name: str, value: Any) -> None:
    args = ["t"] if name == "things.get_thing" else []
    with pytest.raises(importlib.import_module("sample_bindings.errors").InvalidResponse) as caught:
        wire.read(name, value, *args)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("status", [202, 204, 302, 404, 500, 520])
def test_an_undocumented_status_raises_an_error(wire: Wire, status: int) -> None:
    wire.response = httpx.Response(status, json={"id": "t"})
    with pytest.raises(importlib.import_module("sample_bindings.errors").InvalidResponse) as caught:
        wire.call("things.get_thing", "t")
    assert caught.value.status_code == status
    assert caught.value.__cause__ is None


def test_null_means_that_an_optional_field_is_missing(wire: Wire) -> None:
    nulls = {"id": "t", "owner": None, "made": None, "parts": None}
    thing = wire.read("things.get_thing", nulls, "t")
    assert thing.to_dict() == {"id": "t"}
    assert repr(thing) == "Thing(id='t')"


def test_maps_and_recursive_models_are_read(wire: Wire) -> None:
    child = {"id": "a", "owner": {"name": "n"}}
    data = {"id": "t", "children": {"a": child}, "parent": {"id": "p"}, "teamLeader": "l"}
    thing = wire.read("things.get_thing", data, "t")
    assert thing.to_dict() == data
    assert thing.children["a"].owner.name == "n"
    assert (thing.parent_id, thing.leader_id) == ("p", "l")


def test_each_of_several_types_is_read(wire: Wire) -> None:
    assert wire.read("responses.get_mixed", [{"size": 1}]) == [model("Part")(size=1)]
    assert wire.read("responses.get_mixed", NOON) == datetime(2026, 1, 2, 12, tzinfo=UTC)
    data = {"name": "n", "xa": {"size": 1}}
    assert wire.read("responses.get_mixed", data).to_dict() == data


def test_responses_with_several_content_types_and_statuses_are_read(wire: Wire) -> None:
    assert wire.read("responses.get_json_or_lines", {"id": "t"}).id == "t"
    assert wire.requests[-1].headers["accept"] == "application/json"
    wire.response = httpx.Response(200, content=b'{"id": "t"}\n')
    with wire.call("responses.get_json_or_lines", function="stream") as response:
        assert list(response.iter_lines()) == ['{"id": "t"}']
    assert wire.read("responses.get_image", b"png").payload.read() == b"png"
    assert not hasattr(
        importlib.import_module("sample_bindings.things.api.responses.get_events"), "sync"
    )
    wire.response = httpx.Response(302, headers={"location": "/b"})
    assert wire.call("responses.redirect").headers["location"] == "/b"
    wire.response = httpx.Response(204)
    assert wire.call("responses.get_thing_or_nothing", function="sync") is None
    wire.response = httpx.Response(200, headers={"etag": "e"})
    assert wire.call("responses.check_text").headers["etag"] == "e"


def test_a_discriminator_selects_the_model(wire: Wire) -> None:
    for value, kind in (("Cat", "Cat"), ("hound", "Dog")):
        pet = wire.read("responses.get_pet", {"kind": value, "name": "n"})
        assert type(pet).__name__ == kind
    for value, kind in (("d", "Dog"), ("b", "Bird")):
        animal = wire.read("responses.get_animal", {"kind": value, "name": "n"})
        assert type(animal).__name__ == kind
    bird = wire.read("responses.get_pet", {"kind": "Bird", "name": "n", "wings": 2})
    assert type(bird).__name__ == "Bird"
    assert bird.wings == 2


def test_read_only_and_write_only_fields_are_required_in_one_direction_only(wire: Wire) -> None:
    account = model("Account")(name="n")
    wire.response = httpx.Response(200, json={"name": "n"})
    read = wire.call("responses.get_account", body=account).parsed
    assert read == account


def test_names_may_look_like_keywords(wire: Wire) -> None:
    """Only a keyword ``example`` or ``default`` contains data instead of a part."""
    body = model("SendNamesBody")(default=types().File(b"bytes"))
    wire.response = httpx.Response(200, json={"mapping": {"id": "i"}})
    for name, options in (("send", {"body": body, "type_": "t"}), ("get", {})):
        read = wire.call(f"names.{name}_names", **options).parsed
        assert read.mapping.id == "i"
    assert wire.requests[0].url.query == b"type=t"
    assert b"bytes" in wire.requests[0].content


def test_a_model_named_like_an_imported_class_gets_another_name(wire: Wire) -> None:
    assert type(wire.read("responses.get_response", {"ok": True})).__name__ == "ResponseModel"
    data = {"unset": {}, "response": {"ok": True}}
    assert wire.read("responses.get_unset", data).to_dict() == data


CONSTANTS = {"nothing": None, "number": 1.5, "text": 'a "b" \\c'}


def test_constants_are_checked_and_a_title_names_the_class(wire: Wire) -> None:
    value = wire.read("responses.get_constants", CONSTANTS)
    assert type(value) is model("ConstantValues")
    assert value.to_dict() == CONSTANTS
    with pytest.raises(importlib.import_module("sample_bindings.errors").InvalidResponse):
        wire.read("responses.get_constants", {**CONSTANTS, "text": "other"})


def test_an_api_key_is_sent_in_the_query_and_not_shown(wire: Wire) -> None:
    options = {"params": {"api_key": "a&b"}, "transport": httpx.MockTransport(wire._respond)}
    wire.client = type(wire.client)("http://wire", httpx_args=options)
    wire.read("responses.get_constants", CONSTANTS)
    assert wire.requests[-1].url.query == b"api_key=a%26b"
    assert "a&b" not in repr(wire.client)


def test_modules_are_imported_on_first_use(tree: Path) -> None:
    package = importlib.import_module("sample_bindings.things.api.forms")
    assert package.__all__ == ("send_form", "send_image", "send_json_or_bytes", "send_parts")
    assert package.send_form.__name__ == "sample_bindings.things.api.forms.send_form"
    assert not hasattr(package, "nonsense")
    package = importlib.import_module("sample_bindings.things.api.responses")
    assert package.import_module.sync_detailed
    assert not hasattr(importlib.import_module("sample_bindings.things.models"), "Nonsense")
    lines = (tree / "things" / "models" / "thing.py").read_text("utf-8").splitlines()
    assert lines[0] == "# Generated from wire.yaml by `make generate`. Do not edit."
