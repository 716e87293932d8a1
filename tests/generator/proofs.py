"""What a generated package can do only because of our overrides, one function for each ability.

``@proves`` names the overrides without which the function fails: test_overrides.py shows that it
does, and that with all of them it doesn't.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import CodeType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import attrs
import httpx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.scripted_server import ScriptedServer, always, answer, head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.scripted_server import Peer


@dataclass(frozen=True)
class Tree:
    """A generated tree around the package ``probe``; its parent folder is on ``sys.path``."""

    folder: Path

    def load(self, module: str) -> Any:
        return importlib.import_module(f"{self.folder.name}.{module}")

    def api(self, operation: str) -> Any:
        return getattr(self.load("probe.api.things"), operation)

    def client(self, *, base_url: str = "http://probe/api/v1") -> Any:
        return self.load("client").Client(base_url=base_url)

    def answered(self, status: int, content: bytes = b'{"id": "t"}') -> tuple[Any, list[Any]]:
        """Return a client that gets the same answer always, and the list of what it has sent."""
        sent: list[httpx.Request] = []

        def handler(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            return httpx.Response(status, content=content)

        client = self.client()
        options: dict[str, Any] = {"base_url": "http://probe", "timeout": 5.0, "trust_env": False}
        transport = httpx.MockTransport(handler)
        client.set_httpx_client(httpx.Client(transport=transport, **options))
        client.set_async_httpx_client(httpx.AsyncClient(transport=transport, **options))
        return client, sent

    def run(self, program: str) -> Any:
        """Run a program in a new interpreter, beside the tree; return the JSON that it prints."""
        shown = subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            cwd=self.folder.parent,
            check=True,
            stdout=subprocess.PIPE,
        )
        return json.loads(shown.stdout)


Proof = Callable[[Tree], None]
PROOFS: list[tuple[str, Proof]] = []


def proves(*overrides: str) -> Callable[[Proof], Proof]:
    def register(proof: Proof) -> Proof:
        PROOFS.extend((override, proof) for override in overrides)
        return proof

    return register


@contextmanager
def raising(kind: type[BaseException]) -> Iterator[list[Any]]:
    """Demand an exception; it is in the list afterwards.

    Not ``pytest.raises``: its failure is no Exception, so no test could expect it.
    """
    caught: list[Any] = []
    try:
        yield caught
    except kind as error:
        caught.append(error)
    assert caught, f"no {kind.__name__} was raised"


# Streams


def endless(peer: Peer) -> None:
    """Answer with the beginning of a body that never ends."""
    peer.read_request()
    peer.send(head(transfer_encoding="chunked"))
    peer.send_chunk(b"first")
    peer.wait_until_left()


@proves("stream-functions", "asyncio")
def a_stream_is_handed_out_unread(tree: Tree) -> None:
    module = tree.api("get_log")
    with ScriptedServer(endless) as server, tree.client(base_url=server.base_url) as client:
        with module.stream("t", client=client, timeout=5) as response:
            assert next(response.iter_raw()) == b"first"
            assert not response.is_closed
        assert server.left.wait(5)
    assert not hasattr(module, "sync_detailed"), "this one would read a stream to its end"


@proves("stream-functions")
def an_asynchronous_stream_is_handed_out_unread(tree: Tree) -> None:
    module = tree.api("get_log")

    async def read() -> None:
        async with (
            tree.client(base_url=server.base_url) as client,
            module.asyncio_stream("t", client=client, timeout=5) as response,
        ):
            assert await anext(response.aiter_raw()) == b"first"
            assert not response.is_closed

    with ScriptedServer(endless) as server:
        asyncio.run(read())
        assert server.left.wait(5)
    assert not hasattr(module, "asyncio_detailed"), "this one would read a stream to its end"


@proves("stream-functions")
def a_stream_has_a_timeout_of_its_own(tree: Tree) -> None:
    module = tree.api("get_log")
    client, sent = tree.answered(200)
    for timeout in (1.5, None):
        with module.stream("t", client=client, timeout=timeout):
            assert sent.pop().extensions["timeout"]["read"] == timeout
    with module.stream("t", client=client):
        assert sent.pop().extensions["timeout"]["read"] == 5.0


@proves("stream-functions")
def a_stream_is_described(tree: Tree) -> None:
    module = tree.api("get_log")
    for function in (module.stream, module.asyncio_stream):
        assert "Read a thing's log" in function.__doc__


# Requests


@proves("path-segment")
def path_parameters_that_lead_elsewhere_are_refused(tree: Tree) -> None:
    client, sent = tree.answered(200)
    for value in ("", ".", ".."):
        with raising(ValueError):
            tree.api("get_thing").sync(value, client=client)
        with raising(ValueError):
            asyncio.run(tree.api("get_thing").asyncio(value, client=client))
        with raising(ValueError):
            tree.api("get_log").stream(value, client=client)
    assert sent == []


@proves("path-segment")
def any_other_path_parameter_arrives_as_one_segment(tree: Tree) -> None:
    module = tree.api("get_thing")
    begin = "/api/v1/things/"

    @settings(deadline=None, database=None)
    @given(st.text().filter(lambda text: text not in {"", ".", ".."}))
    @example("../..")
    @example("a/b")
    @example("%2E%2E")
    @example("a?b#c")
    @example("{thing_id}")
    def arrives(value: str) -> None:
        module.sync_detailed(value, client=client)
        target = server.requests.pop().target
        assert target.startswith(begin)
        segment = target.removeprefix(begin)
        assert not set("/?#") & set(segment)
        assert unquote(segment, errors="strict") == value

    with (
        ScriptedServer(always(answer(b'{"id": "t"}'))) as server,
        tree.client(base_url=server.base_url) as client,
    ):
        arrives()


@proves("endpoint-init")
def a_required_body_alone_makes_a_module_that_works(tree: Tree) -> None:
    client, sent = tree.answered(200)
    thing = tree.load("probe.models.thing").Thing(id="t")
    assert tree.api("put_thing").sync(client=client, body=thing) == thing
    assert json.loads(sent[0].content) == {"id": "t"}


OWN_QUERY = {
    "params": "p",
    "body": "b",
    "cookies": "c",
    "ids": "2026-01-02",
    "json_ids": "j",
    "path_segment": "s",
    "send_own": "o",
}


PLAIN_QUERY = {"ids", "send_own"}


@proves("own-names", "own-path", "imports")
def a_parameter_may_be_called_like_one_of_the_functions_own(tree: Tree) -> None:
    module, own = tree.api("send_own"), tree.load("probe.models.own").Own()
    client, sent = tree.answered(200, b"{}")
    module.sync(
        "t",
        client=client,
        timeout=1.5,
        body=own,
        ids=[date(2026, 1, 2)],
        headers_header="h",
        send_own="o",
        **{f"{name}_query": text for name, text in OWN_QUERY.items() if name not in PLAIN_QUERY},
    )
    (request,) = sent
    assert request.url.path == "/own/t"
    assert dict(request.url.params) == OWN_QUERY
    assert request.headers["headers"] == "h"
    assert request.content == b"{}"
    assert request.extensions["timeout"]["read"] == 1.5


@proves("body-content-type")
def a_body_has_the_content_type_of_its_data(tree: Tree) -> None:
    client, sent = tree.answered(204)
    for given_type, expected in (
        ("text/plain", "text/plain"),
        (None, "application/octet-stream"),
    ):
        body = tree.load("types").File(b"data", given_type)
        tree.api("put_content").sync_detailed("t", client=client, body=body)
        assert sent[-1].headers["content-type"] == expected
        assert sent[-1].content == b"data"


@proves("sync", "sync-detailed", "timeout-argument")
def a_call_has_a_timeout_of_its_own(tree: Tree) -> None:
    module = tree.api("get_thing")
    client, sent = tree.answered(200)
    for function in (module.sync, module.sync_detailed):
        for timeout in (1.5, None):
            function("t", client=client, timeout=timeout)
            assert sent[-1].extensions["timeout"]["read"] == timeout
        function("t", client=client)
        assert sent[-1].extensions["timeout"]["read"] == 5.0


@proves("asyncio", "asyncio-detailed", "timeout-argument")
def an_asynchronous_call_has_a_timeout_of_its_own(tree: Tree) -> None:
    module = tree.api("get_thing")
    client, sent = tree.answered(200)
    for function in (module.asyncio, module.asyncio_detailed):
        for timeout in (1.5, None):
            asyncio.run(function("t", client=client, timeout=timeout))
            assert sent[-1].extensions["timeout"]["read"] == timeout
        asyncio.run(function("t", client=client))
        assert sent[-1].extensions["timeout"]["read"] == 5.0


# Answers


@proves("sync")
def a_status_that_python_does_not_know_is_a_status(tree: Tree) -> None:
    client, _ = tree.answered(520, b"web server is returning an unknown error")
    with raising(tree.load("errors").InvalidResponse) as caught:
        tree.api("get_thing").sync("t", client=client)
    assert caught[0].status_code == 520


UNFIT_BODIES = {
    "no JSON": b"<html>Bad gateway</html>",
    "empty": b"",
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "a text": b'"t"',
    "null": b"null",
    "no id": b"{}",
    "an owner that is no object": b'{"id": "t", "owner": "me"}',
    "parts that are no list": b'{"id": "t", "parts": 1}',
    "a time that is none": b'{"id": "t", "made": "yesterday"}',
    "a time that is a number": b'{"id": "t", "made": 1795371093009}',
    "a time after the last": b'{"id": "t", "made": "9999-12-31T24:00:00Z"}',
    "too deep": b"[" * 100_000,
}


@proves("sync", "asyncio")
def a_body_that_does_not_fit_is_one_typed_error(tree: Tree) -> None:
    module = tree.api("get_thing")
    for content in UNFIT_BODIES.values():
        client, _ = tree.answered(200, content)
        for call in (
            lambda client: module.sync("t", client=client),
            lambda client: asyncio.run(module.asyncio("t", client=client)),
        ):
            with raising(tree.load("errors").InvalidResponse) as caught:
                call(client)
            assert caught[0].status_code == 200
            assert caught[0].content == content
            assert caught[0].__cause__ is not None, "it should say what was wrong with the body"


def refuses(tree: Tree, operation: str, *contents: bytes) -> None:
    for content in contents:
        client, _ = tree.answered(200, content)
        with raising(tree.load("errors").InvalidResponse):
            tree.api(operation).sync(client=client)


@proves("object-only")
def a_list_is_no_object(tree: Tree) -> None:
    refuses(tree, "get_owner", b"[]", b'[["name", "n"]]')


@proves("list-only")
def an_object_or_a_text_is_no_list(tree: Tree) -> None:
    refuses(tree, "list_owners", b"{}", b'""')


@proves("text-list-only")
def only_a_list_of_texts_is_one(tree: Tree) -> None:
    refuses(tree, "list_names", b"{}", b'"ab"', b"[1]", b"[null]")


@proves("unexpected-status")
def a_status_that_is_not_specified_is_no_result(tree: Tree) -> None:
    for status in (202, 204, 302, 404, 500):
        client, _ = tree.answered(status)
        with raising(tree.load("errors").InvalidResponse) as caught:
            tree.api("get_thing").sync("t", client=client)
        assert caught[0].status_code == status
        assert caught[0].__cause__ is None, "the status is what is wrong, not the body"


@proves("sync")
def the_result_is_never_none(tree: Tree) -> None:
    assert tree.api("get_thing").sync.__annotations__["return"] == "Thing"


@proves("asyncio")
def the_asynchronous_result_is_never_none(tree: Tree) -> None:
    assert tree.api("get_thing").asyncio.__annotations__["return"] == "Thing"


@proves("docstring", "docstring-end")
def what_is_the_same_for_several_functions_is_told_once(tree: Tree) -> None:
    operation = tree.api("get_thing")
    assert operation.__doc__.split() == ["Get", "a", "thing", "Answers", "with", "JSON."]
    for name in ("sync", "sync_detailed", "asyncio", "asyncio_detailed"):
        told = getattr(operation, name).__doc__
        assert told.split() == ["Get", "a", "thing", "Args:", "thing_id", "(str):"]
    for error in ("errors.InvalidResponse", "httpx.TransportError", "ValueError"):
        assert error in tree.load("client").Client.__doc__


# Models


@proves("null-object")
def null_stands_for_an_optional_object_or_time_that_is_missing(tree: Tree) -> None:
    thing = tree.load("probe.models.thing").Thing.from_dict(
        {"id": "t", "owner": None, "made": None}
    )
    assert thing.owner is tree.load("types").UNSET
    assert thing.made is tree.load("types").UNSET


@proves("null-list")
def null_stands_for_an_optional_list_that_is_missing(tree: Tree) -> None:
    thing = tree.load("probe.models.thing").Thing.from_dict({"id": "t", "parts": None})
    assert thing.parts is tree.load("types").UNSET


@proves("isoparse", "model-imports")
def every_legal_timestamp_is_read(tree: Tree) -> None:
    for text, expected in {
        "2026-01-02T03:04:05.678Z": "2026-01-02T03:04:05.678000+00:00",
        "20260102T030405Z": "2026-01-02T03:04:05+00:00",
        "2026-01-02T03Z": "2026-01-02T03:00:00+00:00",
        # fromisoformat refuses these, at least up to Python 3.13.
        "2026-01-02T24:00:00Z": "2026-01-03T00:00:00+00:00",
        "2026-01": "2026-01-01T00:00:00",
        "2026": "2026-01-01T00:00:00",
    }.items():
        thing = tree.load("probe.models.thing").Thing.from_dict({"id": "t", "made": text})
        assert thing.made.isoformat() == expected


READ_ONE = """
import json, sys
from {package}.models.thing import Thing
Thing.from_dict({{"id": "t", "made": "2026-01-02T03:04:05.678Z"}})
print(json.dumps("dateutil" in sys.modules))
"""


@proves("model-imports")
def a_usual_timestamp_needs_no_parser(tree: Tree) -> None:
    assert not tree.run(READ_ONE.format(package=f"{tree.folder.name}.probe"))


@proves("union-of-one-model", "untouched-list")
def reading_a_model_makes_and_calls_nothing_that_it_does_not_need(tree: Tree) -> None:
    code = tree.load("probe.models.thing").Thing.from_dict.__code__
    assert not [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    assert "cast" not in code.co_names


@proves("imports-for-types", "imports-from-dict", "imports-after-class")
def a_model_is_imported_once_for_all(tree: Tree) -> None:
    module = tree.load("probe.models.thing")
    data = {"id": "t", "owner": {"name": "n"}, "keeper": {"name": "n"}, "parent": {"id": "p"}}
    thing = module.Thing.from_dict(data)
    assert isinstance(thing.owner, tree.load("probe.models.owner").Owner)
    assert thing.owner == thing.keeper
    assert thing.to_dict() == data
    source = inspect.getsource(module)
    for name in ("owner", "part"):
        assert source.count(f"from ..models.{name} import") == 1


@proves("fields-set", "read-into-self")
def what_was_read_is_not_passed_by_name(tree: Tree) -> None:
    class Thing(tree.load("probe.models.thing").Thing):  # type: ignore[misc]
        def __init__(self) -> None:
            raise AssertionError

    thing = Thing.from_dict({"id": "t", "words": ["a"], "more": 1})
    assert (thing.id, thing.words, thing.additional_properties) == ("t", ["a"], {"more": 1})
    assert thing.owner is tree.load("types").UNSET


@proves("additional-properties")
def no_room_is_kept_for_what_is_not_there(tree: Tree) -> None:
    data = {"id": "t", "made": None, "parts": None, "owner": None, "words": None, "parent": None}
    thing = tree.load("probe.models.thing").Thing.from_dict(data)
    assert thing.additional_properties == {}
    assert sys.getsizeof(thing.additional_properties) == sys.getsizeof({})


@proves("base-class")
def a_repr_shows_what_an_answer_had(tree: Tree) -> None:
    model = tree.load("probe.models.thing").Thing
    assert repr(model.from_dict({"id": "t"})) == "Thing(id='t')"
    assert repr([model.from_dict({"id": "t", "new": 1})]) == (
        "[Thing(id='t', additional_properties={'new': 1})]"
    )


@proves("names-in-json")
def an_id_is_read_bare_or_inside_an_object(tree: Tree) -> None:
    model = tree.load("probe.models.thing").Thing
    for parent, expected in (("p", "p"), ({"id": "p"}, "p"), (None, None), (17, None)):
        assert model.from_dict({"id": "t", "parent": parent}).parent_id == expected
    assert model.from_dict({"id": "t"}).parent_id is None


@proves("own-fields")
def a_field_may_be_called_like_something_of_the_models_own(tree: Tree) -> None:
    names = "d cls cast prop propName fieldDict srcDict toDict fromDict additionalKeys"
    data: dict[str, Any] = {name: f"the {name}" for name in names.split()}
    data |= {"additionalProperties": "a", "parseTime": "2026-01-02T03:04:05+00:00"}
    data |= {"parts": [{"size": 1}], "more": 1, "prop_more": 2}
    own = tree.load("probe.models.own").Own.from_dict(data)
    assert own.to_dict() == data
    assert own.d_field == "the d"
    assert own.additional_properties == {"more": 1, "prop_more": 2}


# One runtime for all packages, imported bit by bit


@proves("package-client", "endpoint-init", "model-imports")
def all_packages_have_one_runtime(tree: Tree) -> None:
    assert tree.load("probe").Client is tree.load("client").Client
    assert tree.load("probe.api.things").Client is tree.load("client").Client
    assert tree.load("probe.models.thing").UNSET is tree.load("types").UNSET
    assert {path.name for path in (tree.folder / "probe").iterdir()} - {"__pycache__"} == {
        "__init__.py",
        "api",
        "models",
    }


LOADED = """
import importlib, json, sys
package = importlib.import_module({package!r})
def loaded():
    return sorted(name.rsplit(".", 1)[1] for name in sys.modules if name.startswith({prefix!r}))
before = loaded()
getattr(package, {name!r})
print(json.dumps([before, loaded(), hasattr(package, "nonsense"), sorted(package.__all__)]))
"""


def loading(tree: Tree, package: str, name: str) -> Any:
    """Say what importing a package loads, what the first use of a name does, and what it has."""
    full = f"{tree.folder.name}.{package}"
    return tree.run(LOADED.format(package=full, prefix=f"{full}.", name=name))


@proves("models-init")
def a_model_is_imported_at_its_first_use(tree: Tree) -> None:
    before, after, has_nonsense, names = loading(tree, "probe.models", "Owner")
    assert before == []
    assert after == ["owner"]
    assert not has_nonsense
    assert names == ["Own", "Owner", "Part", "Thing"]


@proves("endpoint-init", "imports", "arguments-models", "answers-models")
def a_tag_is_one_module_that_imports_a_model_at_its_first_use(tree: Tree) -> None:
    before, after, has_nonsense, names = loading(tree, "probe.api.things", "put_thing")
    assert before == after == []
    assert not has_nonsense
    assert names == [
        "get_log",
        "get_owner",
        "get_thing",
        "list_names",
        "list_owners",
        "put_content",
        "put_owner",
        "put_thing",
        "send_own",
    ]
    used = f"""
import json, sys
import httpx
from {tree.folder.name}.client import Client
from {tree.folder.name}.probe.api.things import get_thing, put_owner, put_thing
client = Client("http://probe")
def answer(request):
    return httpx.Response(204 if request.url.path == "/owner" else 200, json={{"id": "t"}})
transport = httpx.MockTransport(answer)
client.set_httpx_client(httpx.Client(base_url="http://probe", transport=transport))
models = [name.rpartition(".")[2] for name in sys.modules if ".models." in name]
thing = get_thing.sync("t", client=client)
assert put_thing.sync(client=client, body=thing) == thing
assert put_owner.sync_detailed(client=client, body="me").status_code == 204
print(json.dumps(models))
"""
    assert tree.run(used) == []
    assert not list(tree.folder.glob("probe/api/*/"))


@proves("model-imports", "no-type-variable", "base-class", "names-in-json", "one-to-dict")
@proves("imports-after-class")
def a_model_has_only_what_is_its_own(tree: Tree) -> None:
    module = tree.load("probe.models.own")
    own = {name for name in vars(module.Own) if not name.startswith("__")}
    fields = {one.name for one in attrs.fields(module.Own)} - {"additional_properties"}
    assert own - fields == {"_names", "from_dict"}
    assert not hasattr(module, "T")
    assert "_attrs_field" not in inspect.getsource(module)
    thing = tree.load("probe.models.thing").Thing(id="t")
    thing["more"] = [tree.load("probe.models.owner").Owner(name="n")]
    assert "more" in thing
    assert thing.additional_keys == ["more"]
    assert thing.to_dict() == {"id": "t", "more": [{"name": "n"}]}
    del thing["more"]
    assert thing.to_dict() == {"id": "t"}
