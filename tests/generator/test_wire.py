"""What generated functions send and read, where the generator's own templates are wrong."""

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
    """A client that records what is sent, and answers with a chosen response."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []
        self.answer = httpx.Response(204)
        self.client = importlib.import_module("made.client").Client("http://wire")
        transport = httpx.MockTransport(self._respond)
        self.client.set_httpx_client(httpx.Client(base_url="http://wire", transport=transport))

    def _respond(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.sent.append(request)
        return self.answer

    def call(self, name: str, *args: Any, function: str = "sync_detailed", **options: Any) -> Any:
        tag, _, name = name.partition(".")
        operation = importlib.import_module(f"made.things.api.{tag}.{name}")
        return getattr(operation, function)(*args, client=self.client, **options)

    def read(self, name: str, value: Any, *args: Any, **headers: str) -> Any:
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.answer = httpx.Response(200, content=content, headers=headers)
        return self.call(name, *args).parsed


@pytest.fixture
def wire(tree: Path) -> Wire:
    assert tree.exists()
    return Wire()


def model(name: str) -> Any:
    return getattr(importlib.import_module("made.things.models"), name)


def types() -> Any:
    return importlib.import_module("made.types")


def test_an_omitted_body_is_not_there(wire: Wire) -> None:
    for name in ("put_thing", "send_bytes"):
        wire.call(f"things.{name}", "t")
        assert wire.sent[-1].content == b""
        assert "content-type" not in wire.sent[-1].headers


def test_a_body_has_the_content_type_of_its_data(wire: Wire) -> None:
    for given, expected in (("text/plain", "text/plain"), (None, "application/octet-stream")):
        wire.call("things.send_bytes", "t", body=types().File(b"data", given))
        assert wire.sent[-1].headers["content-type"] == expected
        assert wire.sent[-1].content == b"data"


def test_null_is_sent(wire: Wire) -> None:
    for value, expected in ((None, b"null"), (5, b"5")):
        wire.call("things.send_null", "t", body=value)
        assert wire.sent[-1].content == expected
        assert wire.sent[-1].headers["content-type"] == "application/json"


def test_json_or_bytes(wire: Wire) -> None:
    wire.call("forms.send_json_or_bytes", body=model("Form")(name="n"))
    assert json.loads(wire.sent[-1].content) == {"name": "n"}
    assert wire.sent[-1].headers["content-type"] == "application/json"
    wire.call("forms.send_json_or_bytes", body=types().File(b"png"))
    assert wire.sent[-1].content == b"png"
    assert wire.sent[-1].headers["content-type"] == "image/png"


def test_a_form(wire: Wire) -> None:
    wire.call("forms.send_form", body=model("Form")(name="a&b", good=True, tags=["x", "y"]))
    assert wire.sent[-1].content == b"name=a%26b&good=true&tags=x&tags=y"
    assert wire.sent[-1].headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_multipart_body(wire: Wire) -> None:
    file = types().File(b"--+++\r\n", "image/png", "a.png")
    part = model("Part")(size=1)
    body = model("Parts")(good=True, file=file, tags=["x", "y"], part=part)
    wire.call("forms.send_parts", body=body)
    kind = wire.sent[-1].headers["content-type"]
    boundary = kind.removeprefix("multipart/form-data; boundary=").encode()
    parts = wire.sent[-1].content.split(b"--" + boundary)[1:-1]
    shown = [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in parts]
    assert shown == [b"true", b"--+++\r\n", b"x", b"y", b'{"size": 1}']
    assert b'name="file"; filename="a.png"\r\nContent-Type: image/png' in parts[1]
    assert b"application/json" in parts[4]


def test_a_path_parameter_is_one_segment(wire: Wire) -> None:
    wire.call("things.send_bytes", "a/b?c")
    assert wire.sent[-1].url.raw_path == b"/thing/a%2Fb%3Fc"
    for wrong in ("", ".", ".."):
        with pytest.raises(ValueError, match="a path parameter can't be"):
            wire.call("things.send_bytes", wrong)


def test_names_that_the_functions_use_themselves(wire: Wire) -> None:
    own = {
        name: f"the {name}"
        for name in ["d", "cls", "cast", "propName", "fieldDict", "srcDict", "toDict"]
    }
    own |= {"fromDict": "f", "additionalKeys": "k", "additionalProperties": "p"}
    own |= {"parts": [{"size": 1}], "more": 1}
    body = model("Own").from_dict(own)
    assert body.to_dict() == own
    assert body.additional_properties == {"more": 1}
    wire.answer = httpx.Response(200, json=own)
    query = {"timeout": "t", "body": "b", "UNSET": "u", "Unset": "v"}
    given = {f"{name}_query": value for name, value in query.items()}
    result = wire.call(
        "things.send_own", "t", timeout=1.5, body=body, headers="h", params="p", **given
    )
    assert result.parsed == body
    (request,) = wire.sent
    assert dict(request.url.params) == {**query, "params": "p", "quoted": 'a "b" \\c'}
    assert request.headers["headers"] == "h"
    assert request.extensions["timeout"]["read"] == 1.5


def test_times(wire: Wire) -> None:
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    assert wire.read("responses.get_time", NOON) == noon
    assert wire.read("responses.list_times", [NOON]) == [noon]
    assert wire.read("responses.get_time_or_null", NOON) == noon
    assert wire.read("responses.get_time_or_null", None) is None
    for text in ("2026-01-02T24:00:00Z", "2026-01", "20260102T030405Z"):
        assert isinstance(wire.read("responses.get_time", text), datetime)


UNFIT: list[tuple[str, Any]] = [
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


@pytest.mark.parametrize(("name", "value"), UNFIT)
def test_a_body_that_does_not_fit_is_one_typed_error(wire: Wire, name: str, value: Any) -> None:
    args = ["t"] if name == "things.get_thing" else []
    with pytest.raises(importlib.import_module("made.errors").InvalidResponse) as caught:
        wire.read(name, value, *args)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("status", [202, 204, 302, 404, 500, 520])
def test_a_status_that_is_not_documented_is_an_error(wire: Wire, status: int) -> None:
    wire.answer = httpx.Response(status, json={"id": "t"})
    with pytest.raises(importlib.import_module("made.errors").InvalidResponse) as caught:
        wire.call("things.get_thing", "t")
    assert caught.value.status_code == status
    assert caught.value.__cause__ is None


def test_null_stands_for_what_is_missing(wire: Wire) -> None:
    nulls = {"id": "t", "owner": None, "made": None, "parts": None}
    thing = wire.read("things.get_thing", nulls, "t")
    assert thing.to_dict() == {"id": "t"}
    assert repr(thing) == "Thing(id='t')"


def test_maps_and_recursion(wire: Wire) -> None:
    child = {"id": "a", "owner": {"name": "n"}}
    data = {"id": "t", "children": {"a": child}, "parent": {"id": "p"}}
    thing = wire.read("things.get_thing", data, "t")
    assert thing.to_dict() == data
    assert thing.children["a"].owner.name == "n"
    assert thing.parent_id == "p"


def test_several_kinds_of_response(wire: Wire) -> None:
    assert wire.read("responses.get_json_or_lines", {"id": "t"}).id == "t"
    assert wire.sent[-1].headers["accept"] == "application/json"
    wire.answer = httpx.Response(200, content=b'{"id": "t"}\n')
    with wire.call("responses.get_json_or_lines", function="stream") as response:
        assert list(response.iter_lines()) == ['{"id": "t"}']
    assert wire.read("responses.get_image", b"png").payload.read() == b"png"
    assert not hasattr(importlib.import_module("made.things.api.responses.get_events"), "sync")
    wire.answer = httpx.Response(302, headers={"location": "/b"})
    assert wire.call("responses.redirect").headers["location"] == "/b"
    wire.answer = httpx.Response(204)
    assert wire.call("responses.get_thing_or_nothing", function="sync") is None


def test_the_kind_of_an_object(wire: Wire) -> None:
    for value, kind in (("Cat", "Cat"), ("hound", "Dog")):
        pet = wire.read("responses.get_pet", {"kind": value, "name": "n"})
        assert type(pet).__name__ == kind
    bird = wire.read("responses.get_pet", {"kind": "Bird", "name": "n", "wings": 2})
    assert type(bird).__name__ == "Bird"
    assert bird.wings == 2


def test_fields_that_go_one_way_are_not_required_the_other(wire: Wire) -> None:
    account = model("Account")(name="n")
    wire.answer = httpx.Response(200, json={"name": "n"})
    read = wire.call("responses.get_account", body=account).parsed
    assert read == account


def test_a_class_may_be_called_like_one_of_the_modules_own(wire: Wire) -> None:
    assert type(wire.read("responses.get_response", {"ok": True})).__name__ == "ResponseModel"


ODD = {"nothing": None, "number": 1.5, "text": 'a "b" \\c'}


def test_constants_and_a_title(wire: Wire) -> None:
    odd = wire.read("responses.get_odd", ODD)
    assert type(odd) is model("Unusual")
    assert odd.to_dict() == ODD
    with pytest.raises(importlib.import_module("made.errors").InvalidResponse):
        wire.read("responses.get_odd", {**ODD, "text": "other"})


def test_an_api_key_in_the_query(wire: Wire) -> None:
    options = {"params": {"api_key": "a&b"}, "transport": httpx.MockTransport(wire._respond)}
    wire.client = type(wire.client)("http://wire", httpx_args=options)
    wire.read("responses.get_odd", ODD)
    assert wire.sent[-1].url.query == b"api_key=a%26b"
    assert "a&b" not in repr(wire.client)


def test_modules_are_loaded_at_their_first_use(tree: Path) -> None:
    package = importlib.import_module("made.things.api.forms")
    assert package.__all__ == ("send_form", "send_json_or_bytes", "send_parts")
    assert package.send_form.__name__ == "made.things.api.forms.send_form"
    assert not hasattr(package, "nonsense")
    assert not hasattr(importlib.import_module("made.things.models"), "Nonsense")
    lines = (tree / "things" / "models" / "thing.py").read_text("utf-8").splitlines()
    assert lines[0] == "# Generated from wire.yaml by `make generate`. Do not edit."
