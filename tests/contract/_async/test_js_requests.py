"""Every request of the JavaScript clients, compared with the facade's."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncManagerClient,
    AsyncMiddlewareClient,
    AsyncMultiManagerClient,
    AsyncSequenceClient,
    BadParametersError,
    ClientError,
    ClientUtils,
)
from scramjet_facade.concurrency import timing
from tests.contract.recorded import Row, js_rows
from tests.scripted_server import Request, ScriptedServer, always, answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

ROOTS: dict[str, type[Any]] = {
    "MiddlewareClient": AsyncMiddlewareClient,
    "MultiManagerClient": AsyncMultiManagerClient,
    "ManagerClient": AsyncManagerClient,
}


async def get_version_with(host: Any, headers: dict[str, str]) -> None:
    ClientUtils.set_default_headers(headers)
    await host.get_version()


# The arguments are those of the JavaScript method, see `python_form` for their values.
CALLS: dict[str, Callable[..., Any]] = {
    "MiddlewareClient.getManagers": lambda c: c.get_managers(),
    "MiddlewareClient.getVersion": lambda c: c.get_version(),
    "MiddlewareClient.listAccessKeys": lambda c, space: c.list_access_keys(space),
    "MiddlewareClient.createAccessKey": lambda c, space, keys: c.create_access_key(space, **keys),
    "MiddlewareClient.revokeAccessKey": lambda c, space, key: c.revoke_access_key(space, key),
    "MiddlewareClient.revokeAllAccessKeys": lambda c, space: c.revoke_all_access_keys(space),
    "MultiManagerClient.startManager": lambda c, *args: c.start_manager(*args),
    "MultiManagerClient.getManagers": lambda c: c.get_managers(),
    "MultiManagerClient.getVersion": lambda c: c.get_version(),
    "MultiManagerClient.getLoad": lambda c: c.get_load(),
    "MultiManagerClient.getInfo": lambda c: c.get_info(),
    "ManagerClient.getHosts": lambda c: c.get_hosts(),
    "ManagerClient.getVersion": lambda c: c.get_version(),
    "ManagerClient.getLoad": lambda c: c.get_load(),
    "ManagerClient.getConfig": lambda c: c.get_config(),
    "ManagerClient.getAllSequences": lambda c: c.get_all_sequences(),
    "ManagerClient.getSequences": lambda c: c.get_sequences(),
    "ManagerClient.getInstances": lambda c: c.get_instances(),
    "ManagerClient.getTopics": lambda c: c.get_topics(),
    "ManagerClient.sendNamedData": lambda c, topic, data, init=None, *options: with_headers(
        c, init
    ).send_named_data(topic, data, *options),
    "ManagerClient.getStoreItems": lambda c: c.get_store_items(),
    "ManagerClient.putStoreItem": lambda c, *args: c.put_store_item(*args),
    "ManagerClient.deleteStoreItem": lambda c, item: c.delete_store_item(item),
    "ManagerClient.clearStore": lambda c: c.clear_store(),
    "ManagerClient.disconnectHubs": lambda c, options: c.disconnect_hubs(
        options.get("id"), options.get("limit"), options.get("accessKey")
    ),
    "ManagerClient.deleteHub": lambda c, hub, force: c.delete_hub(hub, force),
    "HostClient.listSequences": lambda c: c.list_sequences(),
    "HostClient.getSequenceId": lambda c, name: c.get_sequence_id(name),
    "HostClient.listInstances": lambda c: c.list_instances(),
    "HostClient.listEntities": lambda c: c.list_entities(),
    "HostClient.sendSequence": lambda c, package, init=None: send_package(c, package, init),
    "HostClient.getSequence": lambda c, sequence: c.get_sequence(sequence),
    "HostClient.deleteSequence": lambda c, sequence, options=None: c.delete_sequence(
        sequence, **options or {}
    ),
    "HostClient.getInstanceInfo": lambda c, instance: c.get_instance_info(instance),
    "HostClient.getLoadCheck": lambda c: c.get_load_check(),
    "HostClient.getVersion": lambda c: c.get_version(),
    "HostClient.getStatus": lambda c: c.get_status(),
    "HostClient.getConfig": lambda c: c.get_config(),
    "HostClient.sendNamedData": lambda c, topic, data, init=None, *options: with_headers(
        c, init
    ).send_named_data(topic, data, *options),
    "HostClient.sendTopic": lambda c, topic, data, init=None, *options: with_headers(
        c, init
    ).send_topic(topic, data, *options),
    "HostClient.createTopic": lambda c, topic, content_type: c.create_topic(topic, content_type),
    "HostClient.deleteTopic": lambda c, topic: c.delete_topic(topic),
    "HostClient.getTopics": lambda c: c.get_topics(),
    "SequenceClient.start": lambda c, payload: c.start(payload),
    "SequenceClient.listInstances": lambda c: c.list_instances(),
    "SequenceClient.getInfo": lambda c: c.get_info(),
    "SequenceClient.overwrite": lambda c, package: c.overwrite(package),
    "InstanceClient.stop": lambda c, timeout, keepalive: c.stop(timeout, keepalive),
    "InstanceClient.kill": lambda c, options=None: c.kill((options or {}).get("removeImmediately")),
    # An argument that JavaScript leaves undefined is recorded as null.
    "InstanceClient.sendEvent": lambda c, name, message: c.send_event(
        name, *() if message is None else (message,)
    ),
    "InstanceClient.getEvent": lambda c, name: c.get_event(name),
    "InstanceClient.getNextEvent": lambda c, name: c.get_next_event(name),
    "InstanceClient.getHealth": lambda c: c.get_health(),
    "InstanceClient.getInfo": lambda c: c.get_info(),
    "InstanceClient.sendStream": lambda c, name, data, init=None, options=None: with_headers(
        c, init
    ).send_stream(name, data, **stream_options(options)),
    "InstanceClient.sendInput": lambda c, data, init=None, options=None: with_headers(
        c, init
    ).send_input(data, **stream_options(options)),
    "InstanceClient.sendStdin": lambda c, data: c.send_stdin(data),
    # The raw requests of ClientUtils: here they are those of the bindings' HTTP client.
    "ClientUtils.get": lambda c, path, init=None: http(c).get(path, **raw(init)),
    "ClientUtils.post": lambda c, path, data, init=None, options=None: http(c).post(
        path, **raw_body(data, init, options)
    ),
    "ClientUtils.put": lambda c, path, data, init=None, options=None: http(c).put(
        path, **raw_body(data, init, options)
    ),
    "ClientUtils.delete": lambda c, path, init=None: http(c).delete(path, **raw(init)),
    "ClientUtils.sendStream": lambda c, path, data, init=None, options=None: http(c).request(
        (init or {}).get("method", "post"),
        path,
        content=encoded(data),
        headers=raw(init)["headers"] | raw_stream_headers(options),
    ),
    "ClientUtils.setDefaultHeaders": get_version_with,
}

STREAMS: dict[str, Callable[..., Any]] = {
    "MiddlewareClient.getAuditStream": lambda c: c.get_audit_stream(),
    "MultiManagerClient.getLogStream": lambda c: c.get_log_stream(),
    "ManagerClient.getLogStream": lambda c, init=None: with_headers(c, init).get_log_stream(),
    "ManagerClient.getAuditStream": lambda c, init=None: with_headers(c, init).get_audit_stream(),
    "ManagerClient.getNamedData": lambda c, topic, init=None, *options: with_headers(
        c, init
    ).get_named_data(topic, *options),
    "HostClient.getLogStream": lambda c, init=None: with_headers(c, init).get_log_stream(),
    "HostClient.getAuditStream": lambda c, init=None: with_headers(c, init).get_audit_stream(),
    "HostClient.getNamedData": lambda c, topic, init=None, *options: with_headers(
        c, init
    ).get_named_data(topic, *options),
    "HostClient.getTopic": lambda c, topic, init=None, *options: with_headers(c, init).get_topic(
        topic, *options
    ),
    "InstanceClient.getEventStream": lambda c, name: c.get_event_stream(name),
    "InstanceClient.getStream": lambda c, name: c.get_stream(name),
    "InstanceClient.getLogStream": lambda c: c.get_log_stream(),
    "InstanceClient.inout": lambda c, data, init=None: c.inout(data, **inout_options(init)),
    "ClientUtils.getStream": lambda c, path, init=None: http(c).stream("GET", path, **raw(init)),
}

NAVIGATION: dict[str, Callable[..., Any]] = {
    "MiddlewareClient.getManagerClient": lambda c, *args: c.get_manager_client(*args),
    "MultiManagerClient.getManagerClient": lambda c, *args: c.get_manager_client(*args),
    "ManagerClient.getHostClient": lambda c, *args: c.get_host_client(*args),
    "HostClient.getManagerClient": lambda c, *args: c.get_manager_client(*args),
    "HostClient.getSequenceClient": lambda c, *args: c.get_sequence_client(*args),
    "HostClient.getInstanceClient": lambda c, *args: c.get_instance_client(*args),
    # A JavaScript sequence client may be given its host; ours has it already.
    "SequenceClient.getInstance": lambda c, instance, host=None: c.get_instance(instance),
}

# The request that a client sends after a navigation.
REACHED = {
    "MiddlewareClient.getManagerClient#1": "/api/v1/space/org:space/api/v1/version",
    "MiddlewareClient.getManagerClient#2": "/api/v1/space/org:space/api/v2/version",
    "MultiManagerClient.getManagerClient#1": "/api/v1/cpm/cpm-1/api/v1/version",
    "MultiManagerClient.getManagerClient#2": "/api/v1/cpm/cpm-1/api/v2/version",
    "ManagerClient.getHostClient#1": "/api/v1/sth/sth-1/api/v1/version",
    "ManagerClient.getHostClient#2": "/api/v1/sth/sth-1/api/v2/version",
    "HostClient.getInstanceClient#1": "/api/v1/instance/inst-1",
    "HostClient.getSequenceClient#1": "/api/v1/sequence/seq-1",
    "HostClient.getManagerClient#1": "/api/v1/cpm/api/v1/version",
    "HostClient.getManagerClient#2": "/api/v1/cpm/api/v2/version",
    "SequenceClient.getInstance#1": "/api/v1/instance/inst-1",
    "SequenceClient.getInstance#2": "/api/v1/instance/inst-1",
}


@dataclass(frozen=True)
class Difference:
    """A difference to the JavaScript client's request, and its reason.

    Attributes:
        why: The reason.
        rejected: Whether the facade rejects the call and sends nothing.
        replacements: Valid values for rejected arguments, to compare the rest of the request.
        path: The path that the facade requests.
        query: The query that the facade sends.
        headers: The headers that the facade sends; None for a header that it omits.
        body: The additional members of the facade's JSON body.
    """

    why: str
    rejected: bool = False
    replacements: Mapping[str, str] = field(default_factory=dict)
    path: str | None = None
    query: str | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)


DIFFERENCES = {
    "HostClient.sendSequence#3": Difference(
        "a PUT needs the id of the sequence to overwrite: without it hubs respond with 404",
        rejected=True,
    ),
    "HostClient.getSequence#2": Difference(
        "an id is one segment of the path, so its slash is encoded",
        path="/api/v1/sequence/name%20with%20space%2F%C3%BC",
    ),
    "SequenceClient.start#1": Difference(
        "the Python runner of 0.18.7 fails without these two", body={"appConfig": {}, "args": []}
    ),
    "SequenceClient.start#3": Difference(
        "hubs respond with 500 to an instanceId without 36 characters, so it is rejected",
        rejected=True,
        replacements={"id-1": "21111111-3222-4333-5444-655555555555"},
    ),
    "InstanceClient.inout#1": Difference(
        "an instance whose first input has no content type receives nothing",
        headers={"content-type": "application/octet-stream"},
    ),
    "ClientUtils.get#1": Difference("the query is sent as it is written", query="b=2&a=1"),
    "ClientUtils.get#2": Difference(
        "the bindings' HTTP client sends a path as it is written", path="/api/v1/p//double/"
    ),
}


def has_meaning(request: Mapping[str, Any], header: str) -> bool:
    """Return whether a header is relevant to the server.

    `transfer-encoding` may differ, because the facade sends small bodies with their length. Hubs
    accept every `expect`. A GET has no body and needs no type, except for the data of a topic.
    """
    if header == "content-type":
        return request["method"] != "GET" or "/topic/" in request["path"]
    return header == "authorization" or header.startswith("x-")


def python_form(value: Any) -> Any:
    """Return an argument as a Python user passes it."""
    match value:
        case {"$stream": parts}:
            return iter(parts)
        case {"$base64": text}:
            return base64.b64decode(text)
        case _:
            return value


def with_headers(client: Any, init: Mapping[str, Any] | None) -> Any:
    return client.with_options(headers=init["headers"]) if init else client


def send_package(host: Any, package: bytes, init: Mapping[str, Any] | None) -> Any:
    """Send or overwrite: a JavaScript host client overwrites by the method in `requestInit`."""
    if init and init.get("method") == "put":
        return host.get_sequence_client("").overwrite(package)
    return with_headers(host, init).send_sequence(package)


def stream_options(options: Mapping[str, Any] | None) -> dict[str, Any]:
    names = {
        "type": "content_type",
        "end": "end",
    }  # and options for reading the response, which is empty
    return {names[name]: value for name, value in (options or {}).items() if name in names}


def inout_options(init: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"content_type": init["headers"]["content-type"]} if init else {}


def http(client: Any) -> Any:
    return client.bindings.get_async_httpx_client()


def raw(init: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"headers": (init or {}).get("headers", {})}


def raw_body(
    data: Any, init: Mapping[str, Any] | None, options: Mapping[str, Any] | None
) -> dict[str, Any]:
    headers = raw(init)["headers"]
    if (options or {}).get("json"):
        return {"json": data, "headers": headers}
    # The default type of text in JavaScript's fetch.
    return {"content": data, "headers": headers | {"content-type": "text/plain;charset=UTF-8"}}


def raw_stream_headers(options: Mapping[str, Any] | None) -> dict[str, str]:
    options = options or {}
    headers = {"content-type": options.get("type", "application/octet-stream")}
    if "end" in options:
        headers["x-end-stream"] = json.dumps(options["end"])
    return headers


async def encoded(parts: Any) -> AsyncIterator[bytes]:
    for part in parts:
        yield part.encode()


def reply(request: Request) -> bytes:
    """Return a valid response for each endpoint."""
    match request.method, request.path.split("/")[3:]:
        case "GET", ["sequences"]:
            found: Any = [{"id": "seq-1", "config": {"name": "hello"}}]
        case "GET", ["sequence", _, "instances"]:
            found = ["inst-1"]
        case "GET", ["spaces" | "list" | "all_sequences" | "instances" | "topics" | "s3"]:
            found = [{"id": "id-1"}]
        case _:
            found = {"id": "id-1"}
    return answer(json.dumps(found).encode())


def client_of(row: Row, root: Any) -> Any:
    """Return the client of a row's call, derived from one that a user creates."""
    match row.client:
        case "SequenceClient":
            return root.get_sequence_client("seq-1")
        case "InstanceClient":
            return root.get_instance_client("inst-1")
        case _:
            return root


async def call(row: Row, root: Any, args: tuple[Any, ...]) -> None:
    client, values = client_of(row, root), [python_form(arg) for arg in args]
    if row.method in STREAMS:
        async with STREAMS[row.method](client, *values):
            pass
    else:
        await CALLS[row.method](client, *values)


def replaced(value: Any, replacements: Mapping[str, str]) -> Any:
    """Return JSON with some of its strings replaced."""
    text = json.dumps(value)
    for old, new in replacements.items():
        text = text.replace(json.dumps(old), json.dumps(new))
    return json.loads(text)


def expected_body(request: Mapping[str, Any], difference: Difference) -> Any:
    match request.get("body", ""):
        case {"base64": text}:
            return base64.b64decode(text)
        case text if request["headers"].get("content-type") == "application/json" and text:
            body = replaced(json.loads(text), difference.replacements)
            return {**body, **difference.body} if difference.body else body
        case text:
            return text.encode()


def sent_body(request: Request) -> Any:
    if request.header("content-type") == "application/json" and request.body:
        return json.loads(request.body)
    return request.body


def check(row: Row, sent: Request, difference: Difference) -> None:
    """Compare a request with that of the row."""
    request = row.request
    assert request is not None
    headers = {
        name: value for name, value in request["headers"].items() if has_meaning(request, name)
    } | difference.headers
    ours = {
        name.lower(): value
        for name, value in sent.headers
        if has_meaning(request, name.lower()) or name.lower() == "content-type"
    }
    assert sent.method == request["method"]
    assert sent.path == (difference.path or request["path"])
    assert sent.query == (difference.query or request.get("query", ""))
    assert ours == {name: value for name, value in headers.items() if value is not None}
    assert sent_body(sent) == expected_body(request, difference)


REQUESTS = [row for row in js_rows() if row.request]
NAVIGATIONS = [row for row in js_rows() if not row.request]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(reply)) as running:
        yield running


def root_of(row: Row, server: ScriptedServer) -> Any:
    """Return the client from which a user navigates to a row's client."""
    return ROOTS.get(row.client, AsyncHostClient)(server.base_url)


REQUESTS_THE_LANGUAGE = {"InstanceClient.sendStream#4"}


@pytest.mark.parametrize("row", REQUESTS, ids=lambda row: row.name)
async def test_a_call_sends_the_same_request(
    row: Row, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    difference = DIFFERENCES.get(row.name, Difference("none"))
    args = replaced(row.args, difference.replacements)
    monkeypatch.setattr(timing, "READY_WAIT", 60.0)  # the data is ready, also on a busy machine
    async with root_of(row, server) as root:
        if difference.rejected:
            with pytest.raises(BadParametersError):
                await call(row, root, row.args)
            assert server.requests == []
            if not difference.replacements:
                return
        if row.fails:
            with pytest.raises(ClientError):
                await call(row, root, args)
        else:
            await call(row, root, args)
    # Before JSON lines are sent, the language of the program is requested.
    *before, sent = server.requests
    assert [request.method for request in before] == ["GET"] * (row.name in REQUESTS_THE_LANGUAGE)
    check(row, sent, difference)


@pytest.mark.parametrize("row", NAVIGATIONS, ids=lambda row: row.name)
async def test_navigation_sends_nothing(row: Row, server: ScriptedServer) -> None:
    async with root_of(row, server) as root:
        if row.fails:
            with pytest.raises(ClientError):
                NAVIGATION[row.method](client_of(row, root), *row.args)
            assert server.connections == 0
            return
        target = NAVIGATION[row.method](client_of(row, root), *row.args)
        assert server.connections == 0
        if isinstance(target, AsyncSequenceClient | AsyncInstanceClient):
            await target.get_info()
        else:
            await target.get_version()
    (sent,) = server.requests
    # A colon may be percent-encoded in a path, or not: it is the same id.
    path = unquote(sent.path)
    assert (sent.method, path) == ("GET", REACHED[row.name])
    assert f"{server.origin}{path}".startswith(f"{unquote(target.base_url)}/")


async def test_a_started_manager_has_the_id_of_the_response(server: ScriptedServer) -> None:
    async with AsyncMultiManagerClient(server.base_url) as root:
        manager = await root.start_manager({"id": "cpm-1"}, "/api/v2")
        assert manager.base_url == f"{server.base_url}/cpm/id-1/api/v2"


def test_every_row_is_compared() -> None:
    assert len(js_rows()) == 143
    methods = {row.method for row in js_rows()}
    tables = [CALLS, STREAMS, NAVIGATION]
    assert methods == {method for table in tables for method in table}
    assert len(methods) == sum(len(table) for table in tables), "a method is in two tables"
    assert {row.name for row in NAVIGATIONS if not row.fails} == REACHED.keys()


@pytest.mark.parametrize("name", [name for name, one in DIFFERENCES.items() if not one.rejected])
async def test_a_listed_difference_exists(name: str, server: ScriptedServer) -> None:
    (row,) = (row for row in REQUESTS if row.name == name)
    async with root_of(row, server) as root:
        await call(row, root, row.args)
    with pytest.raises(AssertionError):
        check(row, server.requests[0], Difference("none"))
