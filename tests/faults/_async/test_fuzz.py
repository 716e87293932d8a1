"""Arbitrary responses, names and header values never cause an unexpected error or request."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncManagerClient,
    AsyncMiddlewareClient,
    AsyncMultiManagerClient,
    BadParametersError,
    ClientError,
    InvalidResponseError,
    NotFoundError,
    ndjson,
)
from tests.scripted_server import ScriptedServer, always, answer

from .every_method import CALLS, METHODS, create_client, make_call

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
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["running", "completed", "2024-01-01T00:00:00Z", "0000-00-00", "sth", ""])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=25,
)
POLLING = {
    "exchange",
    "pipe_to",
    "run",
    "wait",
    "wait_ended",
}  # they poll get_info
# Errors that a valid response may cause.
EXPECTED_ERRORS: dict[str, tuple[type[ClientError], ...]] = {
    "get_sequence_id": (NotFoundError,),
}


@settings(max_examples=20, deadline=None)  # each is the response to every method
@given(JSON)
@example([{"id": None}])
@example([[["a"]], "b"])
async def test_any_json_response_is_accepted_or_reported_as_invalid(value: Any) -> None:
    with ScriptedServer(always(answer(json.dumps(value).encode()))) as server:
        for kind, name in METHODS:
            if name in POLLING:
                continue
            client, owner = create_client(kind, server.base_url, retries=0)
            async with owner:
                try:
                    result = await make_call(CALLS[kind][name], client)
                except (InvalidResponseError, *EXPECTED_ERRORS.get(name, ())):
                    pass
                else:
                    for part in result if isinstance(result, list) else [result]:
                        assert repr(part)
                        if hasattr(part, "to_dict"):
                            json.dumps(part.to_dict(), default=str)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=50))
async def test_any_response_body_is_accepted_or_reported_as_invalid(content: bytes) -> None:
    with ScriptedServer(always(answer(content))) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            for call in (host.get_version, host.list_instances, host.get_topics):
                with suppress(InvalidResponseError):
                    await call()


@pytest.mark.parametrize("id", [[], 5, None, "", "..", {}])
@pytest.mark.parametrize("name", ["start", "send_sequence", "overwrite", "start_manager"])
async def test_an_invalid_id_in_a_response_is_reported(name: str, id: Any) -> None:
    kind = next(kind for kind, calls in CALLS.items() if name in calls)
    with ScriptedServer(always(answer(json.dumps({"id": id}).encode()))) as server:
        client, owner = create_client(kind, server.base_url)
        async with owner:
            with pytest.raises(InvalidResponseError):
                await make_call(CALLS[kind][name], client)


@pytest.mark.parametrize(
    "info",
    [
        {"instances": 5},
        {"instances": [None]},
        {"instances": [{"id": "i"}]},
        {"instances": [""]},
        {"config": {"language": 5}},
        {"config": {"engines": 5}},
        {"config": {"entrypointPath": 5, "engines": {"python3": ""}}},
        {"sequence": 5},
        {"sequence": ""},
        {"sequence": ".."},
        {"sequence": {"id": "s", "config": {"language": {}}}},
        {"version": 5},
    ],
    ids=str,
)
@pytest.mark.parametrize("job", ["run", "send_input", "send_topic", "delete"])
async def test_invalid_information_never_causes_an_unexpected_error(job: str, info: Any) -> None:
    ended = {"id": "i", "status": "completed", "terminated": {"exitcode": -1}}
    with ScriptedServer(always(answer(json.dumps(ended | info).encode()))) as server:
        async with AsyncHostClient(server.base_url, retries=0) as host:
            sequence = host.get_sequence_client("s")
            with suppress(ClientError):
                if job == "run":
                    async with sequence.run(ndjson([1])) as stream:
                        async for _ in stream:
                            pass
                elif job == "send_input":
                    await host.get_instance_client("i").send_input(ndjson([1]))
                elif job == "send_topic":
                    await host.send_topic("t", iter([b"x" * 300_000]))
                else:
                    async with sequence:
                        pass


SPECIAL_CHARACTERS = st.text(
    st.sampled_from("./\\%?#:;&=+@ ~!*'()[]|\"<>^`{}ab2EF\r\n\t\0é€😀"), max_size=6
)
TEXT = SPECIAL_CHARACTERS | st.text(max_size=10) | st.text(st.characters(), max_size=5)

# Each entry has a call and the expected path, with {} for the text as one segment.
Call = "Callable[[Any, str], Awaitable[Any] | AsyncStream]"
PLACES: dict[str, tuple[type, Call, str]] = {
    "sequence": (AsyncHostClient, lambda c, t: c.get_sequence(t), "sequence/{}"),
    "sequence to delete": (AsyncHostClient, lambda c, t: c.delete_sequence(t), "sequence/{}"),
    "sequence to start": (
        AsyncHostClient,
        lambda c, t: c.get_sequence_client(t).start(),
        "sequence/{}/start",
    ),
    "instance": (AsyncHostClient, lambda c, t: c.get_instance_info(t), "instance/{}"),
    "instance's output": (
        AsyncHostClient,
        lambda c, t: c.get_instance_client(t).get_stream("output"),
        "instance/{}/output",
    ),
    "instance's inout": (
        AsyncHostClient,
        lambda c, t: c.get_instance_client(t).inout(b"x"),
        "instance/{}/inout",
    ),
    "event": (AsyncInstanceClient, lambda c, t: c.get_event(t), "instance/i/event/{}"),
    "next event": (AsyncInstanceClient, lambda c, t: c.get_next_event(t), "instance/i/once/{}"),
    "events": (AsyncInstanceClient, lambda c, t: c.get_event_stream(t), "instance/i/events/{}"),
    "topic": (AsyncHostClient, lambda c, t: c.get_topic(t), "topic/{}"),
    "topic to write": (AsyncHostClient, lambda c, t: c.send_topic(t, b"x"), "topic/{}"),
    "topic to delete": (AsyncHostClient, lambda c, t: c.delete_topic(t), "topics/{}"),
    "topic of a space": (AsyncManagerClient, lambda c, t: c.get_topic(t), "topic/{}"),
    "hub": (AsyncManagerClient, lambda c, t: c.get_host_info(t), "sth/{}/info"),
    "hub to delete": (AsyncManagerClient, lambda c, t: c.delete_hub(t), "sth/{}"),
    "hub's version": (
        AsyncManagerClient,
        lambda c, t: c.get_host_client(t).get_version(),
        "sth/{}/api/v1/version",
    ),
    "store item": (AsyncManagerClient, lambda c, t: c.delete_store_item(t), "s3/{}"),
    "manager": (
        AsyncMultiManagerClient,
        lambda c, t: c.get_manager_client(t).get_version(),
        "cpm/{}/api/v1/version",
    ),
    "space": (AsyncMiddlewareClient, lambda c, t: c.list_access_keys(t), "space/{}/apikey"),
}


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=20, deadline=None)  # for each place
@given(text=TEXT)
@example(text="..")
@example(text=".")
@example(text="")
@example(text="%2E%2E")
@example(text="a/../b")
@example(text="..%2F")
@example(text="\ud800")
@example(text="a?b#c")
async def test_any_name_is_sent_as_one_path_segment_or_refused(place: str, text: str) -> None:
    kind, call, path = PLACES[place]
    with ScriptedServer(always(answer(b'{"id": "x"}'))) as server:
        client, owner = create_client(kind, server.base_url, retries=0)
        async with owner:
            try:
                await make_call(lambda it: call(it, text), client)
            except BadParametersError:
                assert server.requests == []
                return
            except ClientError:
                pass  # the response does not suit every call
        target = server.requests[0].target
        assert [unquote(part) for part in target.split("/")] == [
            text if part == "{}" else part for part in f"/api/v1/{path}".split("/")
        ]
        assert target.isascii()


@pytest.mark.parametrize("place", ["header", "with_options", "token", "access key"])
@settings(max_examples=100, deadline=None)
@given(text=TEXT | st.text(st.characters(max_codepoint=127), max_size=10))
@example(text="a\r\nX-Evil: 1")
@example(text=" a")
@example(text="")
async def test_any_header_value_is_sent_unchanged_or_refused(place: str, text: str) -> None:
    with ScriptedServer(always(answer(b'{"message": "x", "keysRevoked": 1}'))) as server:
        options: dict[str, Any] = {"header": {"headers": {"X-Own": text}}, "token": {"token": text}}
        try:
            async with AsyncMiddlewareClient(server.base_url, **options.get(place, {})) as client:
                if place == "with_options":
                    await client.with_options(headers={"X-Own": text}).get_managers()
                else:
                    await client.revoke_access_key("s", text if place == "access key" else "key")
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
async def test_any_header_name_is_sent_unchanged_or_refused(name: str) -> None:
    with ScriptedServer(always(answer(b'{"version": "1"}'))) as server:
        try:
            async with AsyncHostClient(server.base_url, headers={name: "value"}) as host:
                await host.get_version()
        except BadParametersError:
            assert server.requests == []
            return
        assert server.requests[0].header(name) == "value"


@settings(max_examples=60, deadline=None)
@given(JSON | TEXT)
async def test_any_event_message_is_sent_as_json_or_refused(message: Any) -> None:
    with ScriptedServer(always(answer(b"{}"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            try:
                await host.get_instance_client("i").send_event("e", message)
            except BadParametersError:
                assert server.requests == []
                return
        sent = json.loads(server.requests[0].body)
        assert sent == [5001, {"eventName": "e", "message": message}]
