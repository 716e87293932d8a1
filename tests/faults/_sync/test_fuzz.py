# Generated from tests/faults/_async/test_fuzz.py
"""Any JSON as an answer, and any text as a name: no surprise in either direction."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scramjet_facade import (
    BadParametersError,
    ClientError,
    HostClient,
    InstanceClient,
    InvalidResponseError,
    ManagerClient,
    MiddlewareClient,
    MultiManagerClient,
    NotFoundError,
)
from tests.scripted_server import ScriptedServer, always, answer

from .every_method import CALLS, METHODS, client_of, made

KEYS = st.sampled_from(
    [
        "id",
        "_id",
        "name",
        "config",
        "status",
        "sequence",
        "instances",
        "args",
        "created",
        "started",
        "ended",
        "terminated",
        "reason",
        "exitcode",
        "version",
        "service",
        "apiVersion",
        "build",
        "error",
        "message",
        "accessKeys",
        "description",
        "keysRevoked",
        "info",
        "healthy",
        "isConnectionActive",
        "tags",
        "topics",
        "contentType",
        "content-type",
        "origins",
        "type",
        "cpu",
        "fsSize",
        "load",
        "avgLoad",
        "currentLoad",
        "memFree",
        "memUsed",
        "opStatus",
        "ports",
        "limits",
        "memory",
        "host",
        "hub",
        "sthId",
        "sequences",
        "size",
        "language",
        "engines",
    ]
)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["running", "completed", "2024-01-01T00:00:00Z", "0000-00-00", "sth", ""])
)
JSON = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=25,
)
WAITING = {
    "exchange",
    "pipe_to",
    "run",
    "wait",
    "wait_ended",
}
MEANINGS: dict[str, tuple[type[ClientError], ...]] = {
    "get_sequence_id": (NotFoundError,),
}


@settings(max_examples=40, deadline=None)
@given(JSON)
@example([{"id": None}])
@example([[["a"]], "b"])
def test_any_json_in_place_of_every_answer(value: Any) -> None:
    with ScriptedServer(always(answer(json.dumps(value).encode()))) as server:
        for kind, name in METHODS:
            if name in WAITING:
                continue
            client, owner = client_of(kind, server.base_url, retries=0)
            with owner:
                try:
                    result = made(CALLS[kind][name], client)
                except (InvalidResponseError, *MEANINGS.get(name, ())):
                    pass
                else:
                    for part in result if isinstance(result, list) else [result]:
                        assert repr(part)
                        if hasattr(part, "to_dict"):
                            json.dumps(part.to_dict(), default=str)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=50))
def test_any_bytes_in_place_of_an_answer(content: bytes) -> None:
    with ScriptedServer(always(answer(content))) as server:
        with HostClient(server.base_url, retries=0) as host:
            for call in (host.get_version, host.list_instances, host.get_topics):
                with suppress(InvalidResponseError):
                    call()


@pytest.mark.parametrize("id", [[], 5, None, "", "..", {}])
@pytest.mark.parametrize("name", ["start", "send_sequence", "overwrite", "start_manager"])
def test_an_id_that_is_none(name: str, id: Any) -> None:
    kind = next(kind for kind, calls in CALLS.items() if name in calls)
    with ScriptedServer(always(answer(json.dumps({"id": id}).encode()))) as server:
        client, owner = client_of(kind, server.base_url)
        with owner:
            with pytest.raises(InvalidResponseError):
                made(CALLS[kind][name], client)


ODD = st.text(st.sampled_from("./\\%?#:;&=+@ ~!*'()[]|\"<>^`{}ab2EF\r\n\t\0é€😀"), max_size=6)
TEXT = ODD | st.text(max_size=10) | st.text(st.characters(), max_size=5)

Call = "Callable[[Any, str], Any | Stream]"
PLACES: dict[str, tuple[type, Call, str]] = {
    "sequence": (HostClient, lambda c, t: c.get_sequence(t), "sequence/{}"),
    "sequence to delete": (HostClient, lambda c, t: c.delete_sequence(t), "sequence/{}"),
    "sequence to start": (
        HostClient,
        lambda c, t: c.get_sequence_client(t).start(),
        "sequence/{}/start",
    ),
    "instance": (HostClient, lambda c, t: c.get_instance_info(t), "instance/{}"),
    "instance's output": (
        HostClient,
        lambda c, t: c.get_instance_client(t).get_stream("output"),
        "instance/{}/output",
    ),
    "instance's inout": (
        HostClient,
        lambda c, t: c.get_instance_client(t).inout(b"x"),
        "instance/{}/inout",
    ),
    "event": (InstanceClient, lambda c, t: c.get_event(t), "instance/i/event/{}"),
    "next event": (InstanceClient, lambda c, t: c.get_next_event(t), "instance/i/once/{}"),
    "events": (InstanceClient, lambda c, t: c.get_event_stream(t), "instance/i/events/{}"),
    "topic": (HostClient, lambda c, t: c.get_topic(t), "topic/{}"),
    "topic to write": (HostClient, lambda c, t: c.send_topic(t, b"x"), "topic/{}"),
    "topic to delete": (HostClient, lambda c, t: c.delete_topic(t), "topics/{}"),
    "topic of a space": (ManagerClient, lambda c, t: c.get_topic(t), "topic/{}"),
    "hub": (ManagerClient, lambda c, t: c.get_host_info(t), "sth/{}/info"),
    "hub to delete": (ManagerClient, lambda c, t: c.delete_hub(t), "sth/{}"),
    "hub's version": (
        ManagerClient,
        lambda c, t: c.get_host_client(t).get_version(),
        "sth/{}/api/v1/version",
    ),
    "store item": (ManagerClient, lambda c, t: c.delete_store_item(t), "s3/{}"),
    "manager": (
        MultiManagerClient,
        lambda c, t: c.get_manager_client(t).get_version(),
        "cpm/{}/api/v1/version",
    ),
    "space": (MiddlewareClient, lambda c, t: c.list_access_keys(t), "space/{}/apikey"),
}


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=60, deadline=None)
@given(text=TEXT)
@example(text="..")
@example(text=".")
@example(text="")
@example(text="%2E%2E")
@example(text="a/../b")
@example(text="..%2F")
@example(text="\ud800")
@example(text="a?b#c")
def test_any_text_as_a_name(place: str, text: str) -> None:
    kind, call, path = PLACES[place]
    with ScriptedServer(always(answer(b'{"id": "x"}'))) as server:
        client, owner = client_of(kind, server.base_url, retries=0)
        with owner:
            try:
                made(lambda it: call(it, text), client)
            except BadParametersError:
                assert server.requests == []
                return
            except ClientError:
                pass
        came = server.requests[0].target
        assert [unquote(part) for part in came.split("/")] == [
            text if part == "{}" else part for part in f"/api/v1/{path}".split("/")
        ]
        assert came.isascii()


@pytest.mark.parametrize("place", ["header", "with_options", "token", "access key"])
@settings(max_examples=100, deadline=None)
@given(text=TEXT | st.text(st.characters(max_codepoint=127), max_size=10))
@example(text="a\r\nX-Evil: 1")
@example(text=" a")
@example(text="")
def test_any_text_as_a_headers_value(place: str, text: str) -> None:
    with ScriptedServer(always(answer(b'{"message": "x", "keysRevoked": 1}'))) as server:
        options: dict[str, Any] = {"header": {"headers": {"X-Own": text}}, "token": {"token": text}}
        try:
            with MiddlewareClient(server.base_url, **options.get(place, {})) as client:
                if place == "with_options":
                    client.with_options(headers={"X-Own": text}).get_managers()
                else:
                    client.revoke_access_key("s", text if place == "access key" else "key")
        except BadParametersError:
            assert server.requests == []
            return
        except InvalidResponseError:
            pass
        (request,) = server.requests
        name = {"token": "authorization", "access key": "x-revoke"}.get(place, "x-own")
        assert request.header(name) == (f"Bearer {text}" if place == "token" else text)
        assert request.header("x-evil") is None


@settings(max_examples=100, deadline=None)
@given(name=TEXT)
@example(name="X-A: b\r\nX-Evil")
def test_any_text_as_a_headers_name(name: str) -> None:
    with ScriptedServer(always(answer(b'{"version": "1"}'))) as server:
        try:
            with HostClient(server.base_url, headers={name: "value"}) as host:
                host.get_version()
        except BadParametersError:
            assert server.requests == []
            return
        assert server.requests[0].header(name) == "value"


@settings(max_examples=60, deadline=None)
@given(JSON | TEXT)
def test_any_json_as_a_message(message: Any) -> None:
    with ScriptedServer(always(answer(b"{}"))) as server:
        with HostClient(server.base_url) as host:
            try:
                host.get_instance_client("i").send_event("e", message)
            except BadParametersError:
                assert server.requests == []
                return
        sent = json.loads(server.requests[0].body)
        assert sent == [5001, {"eventName": "e", "message": message}]
