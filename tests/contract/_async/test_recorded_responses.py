"""Recorded responses of real hubs, replayed to the facade."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from scramjet_bindings.host import models
from scramjet_bindings.host.api import instances
from scramjet_bindings.types import UNSET

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncSequenceClient,
    BadParametersError,
    ClientError,
    ConflictError,
    InsufficientResourcesError,
    InvalidResponseError,
    NotFoundError,
    RequestError,
    ServerError,
    UnprocessableEntityError,
)
from tests.contract.recorded import TIMESTAMP, RecordedResponse, exchanges, hub_responses
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

S, I = "seq-1", "inst-1"  # noqa: E741 (the letters in the notes of the recordings)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(always(b"")) as running:
        yield running


@pytest.fixture
async def host(server: ScriptedServer) -> AsyncIterator[AsyncHostClient]:
    async with AsyncHostClient(server.base_url) as client:
        yield client


# Comparing a result with the JSON or the bytes of the response.


def model(kind: type[Any]) -> Callable[[Any, RecordedResponse], None]:
    def compare(result: Any, recorded: RecordedResponse) -> None:
        assert type(result) is kind
        assert comparable(result.to_dict()) == comparable(recorded.json)
        assert not undocumented(result)

    return compare


def models_of(kind: type[Any]) -> Callable[[Any, RecordedResponse], None]:
    def compare(result: Any, recorded: RecordedResponse) -> None:
        assert isinstance(result, list)
        assert {type(one) for one in result} <= {kind}
        assert comparable([one.to_dict() for one in result]) == comparable(recorded.json)
        assert not [undocumented(one) for one in result if undocumented(one)]

    return compare


def client(kind: type[Any]) -> Callable[[Any, RecordedResponse], None]:
    def compare(result: Any, recorded: RecordedResponse) -> None:
        assert type(result) is kind
        assert result.id == recorded.json["id"]

    return compare


def instance(result: Any, recorded: RecordedResponse) -> None:
    """Compare the results of `stop` and `kill`: version 0.18.7 returns a status only."""
    if "id" in recorded.json:
        model(models.Instance)(result, recorded)
    else:
        assert type(result) is models.Instance
        assert result.to_dict() == {"id": I, **recorded.json}


def value(result: Any, recorded: RecordedResponse) -> None:
    assert result == (recorded.json if recorded.body else None)


def nothing(result: Any, recorded: RecordedResponse) -> None:
    assert result is None


def stream(result: Any, recorded: RecordedResponse) -> None:
    assert result == recorded.body


def raw(result: Any, recorded: RecordedResponse) -> None:
    assert result.content == recorded.body


def comparable(value: Any) -> Any:
    """Return JSON with parsed timestamps, because models format them differently."""
    match value:
        case dict():
            return {key: comparable(one) for key, one in value.items()}
        case list():
            return [comparable(one) for one in value]
        case str() if re.match(r"\d{4}-\d\d-\d\dT", value):
            return datetime.fromisoformat(value)
        case _:
            return value


def undocumented(found: Any) -> list[str]:
    """Return the fields of a model, and of nested models, that the specification lacks."""
    if isinstance(found, list):
        return [name for one in found for name in undocumented(one)]
    if not attrs.has(type(found)):
        return []
    names = [one.name for one in attrs.fields(type(found)) if one.name != "additional_properties"]
    unknown = list(found.additional_properties) if names else []  # otherwise any names are allowed
    return unknown + [name for one in names for name in undocumented(getattr(found, one))]


# The call for each kind of response.


@dataclass(frozen=True)
class Operation:
    call: Callable[[AsyncHostClient], Any]
    compare: Callable[[Any, RecordedResponse], None]


async def read(opened: Any) -> bytes:
    data = b""
    async with opened as body:
        async for chunk in body:
            data += chunk
    return data


def request(method: str, path: str) -> Operation:
    """Return the request for an endpoint without a method."""
    return Operation(lambda host: host.bindings.get_async_httpx_client().request(method, path), raw)


OPERATIONS = {
    "GET /version": Operation(lambda host: host.get_version(), model(models.HostVersion)),
    "GET /status": Operation(lambda host: host.get_status(), model(models.HostStatus)),
    "GET /config": Operation(lambda host: host.get_config(), model(models.HostConfig)),
    "GET /load-check": Operation(lambda host: host.get_load_check(), model(models.LoadCheck)),
    "GET /entities": Operation(lambda host: host.list_entities(), model(models.Entities)),
    "GET /sequences": Operation(lambda host: host.list_sequences(), models_of(models.Sequence)),
    "GET /instances": Operation(lambda host: host.list_instances(), models_of(models.Instance)),
    "GET /topics": Operation(lambda host: host.get_topics(), models_of(models.Topic)),
    "GET /log": Operation(lambda host: read(host.get_log_stream()), stream),
    "GET /audit": Operation(lambda host: read(host.get_audit_stream()), stream),
    "GET /cpm/api/v1/version": Operation(
        lambda host: host.get_manager_client().get_version(), nothing
    ),
    "POST /sequence": Operation(
        lambda host: host.send_sequence(b"a package"), client(AsyncSequenceClient)
    ),
    "GET /sequence/:id": Operation(lambda host: host.get_sequence(S), model(models.Sequence)),
    "PUT /sequence/:id": Operation(
        lambda host: host.get_sequence_client(S).overwrite(b"a package"),
        client(AsyncSequenceClient),
    ),
    "DELETE /sequence/:id": Operation(
        lambda host: host.delete_sequence(S), model(models.DeletedSequence)
    ),
    "GET /sequence/:id/instances": Operation(
        lambda host: host.get_sequence_client(S).list_instances(), value
    ),
    "POST /sequence/:id/start": Operation(
        lambda host: host.get_sequence_client(S).start(), client(AsyncInstanceClient)
    ),
    "GET /instance/:id": Operation(lambda host: host.get_instance_info(I), model(models.Instance)),
    "GET /instance/:id/health": Operation(
        lambda host: host.get_instance_client(I).get_health(), model(models.InstanceHealth)
    ),
    "GET /instance/:id/output": Operation(
        lambda host: read(host.get_instance_client(I).get_stream("output")), stream
    ),
    "GET /instance/:id/stdout": Operation(
        lambda host: read(host.get_instance_client(I).get_stream("stdout")), stream
    ),
    "GET /instance/:id/stderr": Operation(
        lambda host: read(host.get_instance_client(I).get_stream("stderr")), stream
    ),
    "GET /instance/:id/log": Operation(
        lambda host: read(host.get_instance_client(I).get_log_stream()), stream
    ),
    "GET /instance/:id/events/:name": Operation(
        lambda host: read(host.get_instance_client(I).get_event_stream("pong")), stream
    ),
    "GET /instance/:id/event/:name": Operation(
        lambda host: host.get_instance_client(I).get_event("pong"), value
    ),
    "GET /instance/:id/once/:name": Operation(
        lambda host: host.get_instance_client(I).get_next_event("pong"), value
    ),
    "POST /instance/:id/input": Operation(
        lambda host: host.get_instance_client(I).send_input("a"), nothing
    ),
    "POST /instance/:id/stdin": Operation(
        lambda host: host.get_instance_client(I).send_stdin("a"), nothing
    ),
    "POST /instance/:id/inout": Operation(
        lambda host: read(host.get_instance_client(I).inout("a")), stream
    ),
    "POST /instance/:id/_event": Operation(
        lambda host: host.get_instance_client(I).send_event("ping"), nothing
    ),
    "POST /instance/:id/_stop": Operation(
        lambda host: host.get_instance_client(I).stop(0), instance
    ),
    "POST /instance/:id/_kill": Operation(
        lambda host: host.get_instance_client(I).kill(), instance
    ),
    "POST /instance/:id/_monitoring_rate": Operation(
        # Without a method in the facade: this is how its users call any generated endpoint.
        lambda host: instances.set_instance_monitoring_rate.asyncio(
            I, client=host.bindings, body=[4003, models.MonitoringRate(5)]
        ),
        model(models.Acceptance),
    ),
    "POST /topics": Operation(
        lambda host: host.create_topic("t1", "text/plain"), model(models.CreatedTopic)
    ),
    "DELETE /topics/:id": Operation(
        lambda host: host.delete_topic("t1"), model(models.DeletedTopic)
    ),
    "GET /topic/:id": Operation(lambda host: read(host.get_topic("t1")), stream),
    "POST /topic/:id": Operation(lambda host: host.send_topic("t1", "a\n"), nothing),
}

# Names in the recordings by endpoint that are not names of endpoints.
NAMES = {
    "GET health": "GET /instance/:id/health",
    "GET output": "GET /instance/:id/output",
    "GET output Accept json": "GET /instance/:id/output",
    "GET stdout": "GET /instance/:id/stdout",
    "GET stderr": "GET /instance/:id/stderr",
    "GET instance log": "GET /instance/:id/log",
    "GET instance after stop": "GET /instance/:id",
    "GET instance after kill": "GET /instance/:id",
    "GET instances after stop": "GET /instances",
    "GET once": "GET /instance/:id/once/:name",
    "GET event": "GET /instance/:id/event/:name",
    "GET events": "GET /instance/:id/events/:name",
    "GET topic": "GET /topic/:id",
    "GET topic other type": "GET /topic/:id",
    "GET topics (after)": "GET /topics",
    "binary through a topic": "GET /topic/:id",
    "DELETE sequence": "DELETE /sequence/:id",
    "DELETE sequence again": "DELETE /sequence/:id",
    "DELETE sequence in use": "DELETE /sequence/:id",
    "DELETE sequence no content-type": "DELETE /sequence/:id",
    "OPTIONS": "OPTIONS /version",
}
PREFIXES = {
    "start": "POST /sequence/:id/start",
    "POST input": "POST /instance/:id/input",
    "POST stdin": "POST /instance/:id/stdin",
    "POST inout": "POST /instance/:id/inout",
    "POST topic": "POST /topic/:id",
    "_event": "POST /instance/:id/_event",
    "_stop": "POST /instance/:id/_stop",
    "_kill": "POST /instance/:id/_kill",
    "_monitoring_rate": "POST /instance/:id/_monitoring_rate",
}


def operation(name: str) -> Operation:
    """Return the call that receives the response of this name."""
    name = name.partition("#")[0]
    if name in NAMES:
        name = NAMES[name]
    for prefix, endpoint in PREFIXES.items():
        if name.split(" ")[: len(prefix.split(" "))] == prefix.split(" "):
            name = endpoint
    method, path = name.split(" ")[:2]  # the rest describes the request
    path = path.removeprefix("/api/v1").split("?")[0].rstrip("/")
    path = re.sub(r"^/(sequence|instance|topic|topics)/[^/]+", r"/\1/:id", path)
    path = re.sub(r"/(event|once)/[^/]+$", r"/\1/:name", path)
    return OPERATIONS.get(f"{method} {path}") or request(method, path)


# The facade's errors, as in the table of its documentation.
ERRORS = {
    400: (BadParametersError, "BAD_PARAMETERS"),
    404: (NotFoundError, "NOT_FOUND"),
    409: (ConflictError, "REQUEST_ERROR"),
    419: (InsufficientResourcesError, "INSUFFICIENT_RESOURCES"),
    422: (UnprocessableEntityError, "UNPROCESSABLE_ENTITY"),
    405: (RequestError, "REQUEST_ERROR"),
    406: (RequestError, "REQUEST_ERROR"),
    415: (RequestError, "REQUEST_ERROR"),
    500: (ServerError, "SERVER_ERROR"),
}

# The server's message in a body that is not {"error": "the message"}.
MESSAGES = {
    '{"error":{"code":"PRERUNNER_ERROR","data":"Invalid pkg tar.gz archive"}}': (
        "Invalid pkg tar.gz archive"
    ),
    '{"error":{"errno":-2,"code":"ENOENT","syscall":"open","path":"<root>"}}': "ENOENT",
    '{"error":{}}': "Unprocessable Entity",
    '{"opStatus":"Not Found"}': "Not Found",
    "{}": "Not Found",
}


def message_of(recorded: RecordedResponse) -> str:
    """Return the expected message of a response's error."""
    text = recorded.body.decode()
    if text in MESSAGES:
        return MESSAGES[text]
    if text.startswith("{"):
        return str(recorded.json["error"])
    return text or recorded.reason


async def replay(recorded: RecordedResponse, server: ScriptedServer, host: AsyncHostClient) -> None:
    server.script = always(recorded.wire)
    replayed = operation(recorded.name)
    if recorded.status < 300:
        replayed.compare(await replayed.call(host), recorded)
        return
    with pytest.raises(ClientError) as caught:
        await replayed.call(host)
    error = caught.value
    kind, code = ERRORS[recorded.status]
    assert type(error) is kind
    assert error.code == code
    assert error.status == recorded.status
    assert error.message == message_of(recorded)
    assert error.body == (recorded.json if recorded.body[:1] == b"{" else recorded.body.decode())
    assert error.method == server.requests[-1].method
    hint = f" ({error.hint})" if error.hint else ""
    assert str(error) == f"{error.method} {error.url}: {recorded.status} {error.message}{hint}"
    assert ("the hub may be too old" in hint) == (recorded.status == 404 and error.body == "")


HUB_1_0_1, HUB_0_18_7 = hub_responses("1.0.1"), hub_responses("0.18.7")


@pytest.mark.parametrize("recorded", HUB_1_0_1, ids=lambda recorded: recorded.name)
async def test_responses_of_hub_1_0_1_are_parsed(
    recorded: RecordedResponse, server: ScriptedServer, host: AsyncHostClient
) -> None:
    await replay(recorded, server, host)


@pytest.mark.parametrize("recorded", HUB_0_18_7, ids=lambda recorded: recorded.name)
async def test_responses_of_hub_0_18_7_are_parsed(
    recorded: RecordedResponse, server: ScriptedServer, host: AsyncHostClient
) -> None:
    await replay(recorded, server, host)


@pytest.mark.parametrize("recorded", exchanges(), ids=lambda recorded: recorded.name)
async def test_responses_to_unusual_requests_are_parsed(
    recorded: RecordedResponse, server: ScriptedServer, host: AsyncHostClient
) -> None:
    await replay(recorded, server, host)


def test_all_recordings_are_replayed() -> None:
    everything = [*HUB_1_0_1, *HUB_0_18_7, *exchanges()]
    assert (len(HUB_1_0_1), len(HUB_0_18_7), len(exchanges())) == (75, 77, 222)
    replayed = {id(operation(recorded.name)) for recorded in everything}
    missed = [name for name, one in OPERATIONS.items() if id(one) not in replayed]
    assert missed == []
    assert {recorded.body.decode() for recorded in everything} >= MESSAGES.keys()
    assert {recorded.status for recorded in everything if recorded.status >= 300} == ERRORS.keys()


def one(responses: list[RecordedResponse], name: str) -> RecordedResponse:
    (found,) = (recorded for recorded in responses if recorded.name == name)
    return found


# The types in the results.


async def test_an_instance_of_hub_1_0_1_has_typed_fields(
    server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(one(HUB_1_0_1, "GET instance after kill").wire)
    info = await host.get_instance_info(I)
    assert info.status is models.InstanceStatus.COMPLETED
    assert info.created == datetime.fromisoformat(TIMESTAMP)
    assert info.created.utcoffset() == timedelta(0)
    assert isinstance(info.sequence, models.Sequence)
    assert isinstance(info.sequence.config, models.SequenceConfig)
    assert info.sequence.config.type_ is models.SequenceType.PROCESS
    assert info.sequence.config.name == "@test/js-echo"
    assert info.sequence_id == info.sequence.id == "SEQ"
    assert isinstance(info.terminated, models.InstanceTermination)
    assert (info.terminated.exitcode, info.terminated.reason) == (137, "Instance killed")


async def test_an_instance_of_hub_0_18_7_has_typed_fields(
    server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(one(HUB_0_18_7, "GET /instance/:id").wire)
    info = await host.get_instance_info(I)
    assert info.sequence == info.sequence_id == "SEQ"
    assert info.status is UNSET
    assert info.sequence_args == ["a", 2]
    assert info.app_config.to_dict() == {"k": 1}


async def test_null_is_parsed_as_none(server: ScriptedServer, host: AsyncHostClient) -> None:
    server.script = always(answer(b'{"id": "inst-1", "created": null}'))
    info = await host.get_instance_info(I)
    assert info.created is None
    assert info.to_dict() == {"id": "inst-1", "created": None}


async def test_the_configuration_of_a_hub_has_typed_fields(
    server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(one(HUB_1_0_1, "GET /config").wire)
    config = await host.get_config()
    assert isinstance(config.host, models.HostConfigServer)
    assert config.host.port == "8000"  # set on the command line
    assert config.host.instances_server_port == 8001
    assert isinstance(config.timings, models.HostConfigTimings)
    assert config.timings.instance_lifetime_extension_delay == "180000"


async def test_the_load_of_a_hub_has_typed_fields(
    server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(one(HUB_1_0_1, "GET /load-check").wire)
    load = await host.get_load_check()
    assert load.mem_free == 24645342330.88
    assert isinstance(load.fs_size, list)
    assert [disk.fs for disk in load.fs_size] == ["/"]


SEQUENCES = [
    pytest.param('"seq-1"', id="id"),
    pytest.param('{"id": "seq-1", "config": {"name": "a"}}', id="object"),
]


@pytest.mark.parametrize("sequence", SEQUENCES)
async def test_the_sequence_id_is_found_in_both_formats(
    sequence: str, server: ScriptedServer, host: AsyncHostClient
) -> None:
    body = f'[{{"id": "inst-1", "sequence": {sequence}}}]'.encode()
    server.script = always(answer(body))
    (on_host,) = await host.list_instances()
    (in_space,) = await host.get_manager_client().get_instances()
    assert on_host.sequence_id == in_space.sequence_id == "seq-1"


LIST_FORMATS = [
    pytest.param('["a", "b"]', id="ids"),
    pytest.param('[["a"], [], ["b"]]', id="nested-ids"),
    pytest.param('[{"id": "a", "name": "a"}, {"id": "b", "name": "b"}]', id="objects"),
    pytest.param('["a", ["b"]]', id="mixed"),
]


@pytest.mark.parametrize("listed", LIST_FORMATS)
async def test_all_list_formats_of_managers_are_parsed(
    listed: str, server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(answer(listed.encode()))
    manager = host.get_manager_client()
    assert [one.id for one in await manager.get_sequences()] == ["a", "b"]
    assert [one.id for one in await manager.get_all_sequences()] == ["a", "b"]
    assert [one.id for one in await manager.get_instances()] == ["a", "b"]
    assert [one.name for one in await manager.get_topics()] == ["a", "b"]


async def test_unknown_fields_are_kept(server: ScriptedServer, host: AsyncHostClient) -> None:
    body = {"id": "seq-1", "config": {"name": "a", "new": {"deep": [1]}}, "newer": None}
    server.script = always(answer(json.dumps(body).encode()))
    sequence = await host.get_sequence(S)
    assert sequence.additional_properties == {"newer": None}
    assert isinstance(sequence.config, models.SequenceConfig)
    assert sequence.config.additional_properties == {"new": {"deep": [1]}}
    assert sequence.to_dict() == body


async def test_unknown_enum_values_are_strings(
    server: ScriptedServer, host: AsyncHostClient
) -> None:
    body = {"id": I, "status": "sleeping", "sequence": {"id": S, "config": {"type": "wasm"}}}
    server.script = always(answer(json.dumps(body).encode()))
    info = await host.get_instance_info(I)
    assert info.status == "sleeping"
    assert not isinstance(info.status, models.InstanceStatus)
    assert info.to_dict() == body


# Responses that were not observed on hubs of these versions.


async def test_json_without_a_content_type_is_parsed(
    server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(answer(b'{"version": "2"}', content_type=None))
    assert (await host.get_version()).version == "2"


EMPTY = [
    pytest.param(answer(b""), id="200"),
    pytest.param(answer(b"", content_type=None), id="200-without-type"),
    pytest.param(b"HTTP/1.1 204 No content\r\ncontent-type: application/json\r\n\r\n", id="204"),
]


@pytest.mark.parametrize("reply", EMPTY)
async def test_an_event_without_a_body_is_none(
    reply: bytes, server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(reply)
    instance = host.get_instance_client(I)
    assert await instance.get_event("pong") is None
    assert await instance.get_next_event("pong") is None


INVALID_VERSIONS = [
    pytest.param(answer(b""), id="empty"),
    pytest.param(answer(b"", content_type=None), id="empty-without-type"),
    pytest.param(b"HTTP/1.1 204 No content\r\n\r\n", id="204"),
    pytest.param(answer(b"{}", 203, "Non-Authoritative"), id="another-success"),
    pytest.param(answer(b"<html>", content_type="text/html"), id="page"),
    pytest.param(answer(b'{"version": "1'), id="cut-off-json"),
    pytest.param(answer(b"[]"), id="list"),
    pytest.param(answer(b"null"), id="null"),
    pytest.param(answer(b'"1.0.1"'), id="text"),
    pytest.param(answer(b'{"version": "\xff\xfe"}'), id="invalid-utf-8"),
    pytest.param(answer(b"[" * 100_000), id="endless-nesting"),
]


@pytest.mark.parametrize("reply", INVALID_VERSIONS)
async def test_an_invalid_version_is_an_error(
    reply: bytes, server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(reply)
    with pytest.raises(InvalidResponseError) as caught:
        await host.get_version()
    assert caught.value.code == "INVALID_RESPONSE"
    assert caught.value.method == "GET"
    assert caught.value.url == f"{server.base_url}/version"


# Successful responses with JSON of another type than specified.
NOT_OBJECTS = ["[]", '[["id", "a"]]', '"id"', "5", "true", "null"]
NOT_LISTS = ["{}", '{"id": "a"}', '"ab"', "5", "true", "null", "[5]", "[null]", "[[5]]"]
OBJECTS = [
    "GET /version",
    "GET /sequence/:id",
    "POST /sequence",
    "POST /sequence/:id/start",
    "GET /instance/:id",
    "GET /instance/:id/health",
    "POST /instance/:id/_stop",
    "POST /instance/:id/_kill",
    "POST /topics",
]
LISTS = {
    "list_sequences": lambda host: host.list_sequences(),
    "list_instances": lambda host: host.list_instances(),
    "get_topics": lambda host: host.get_topics(),
    "list_instances_of_a_sequence": lambda host: host.get_sequence_client(S).list_instances(),
    "get_sequences_of_a_space": lambda host: host.get_manager_client().get_sequences(),
    "get_all_sequences_of_a_space": lambda host: host.get_manager_client().get_all_sequences(),
    "get_instances_of_a_space": lambda host: host.get_manager_client().get_instances(),
    "get_topics_of_a_space": lambda host: host.get_manager_client().get_topics(),
    "get_hosts": lambda host: host.get_manager_client().get_hosts(),
    "get_store_items": lambda host: host.get_manager_client().get_store_items(),
}


@pytest.mark.parametrize("body", NOT_OBJECTS)
@pytest.mark.parametrize("name", OBJECTS)
async def test_a_response_that_is_not_an_object_is_an_error(
    name: str, body: str, server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(answer(body.encode()))
    with pytest.raises(InvalidResponseError):
        await OPERATIONS[name].call(host)


@pytest.mark.parametrize("body", NOT_LISTS)
@pytest.mark.parametrize("name", LISTS)
async def test_a_response_that_is_not_a_list_is_an_error(
    name: str, body: str, server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(answer(body.encode()))
    with pytest.raises(InvalidResponseError):
        await LISTS[name](host)


async def test_a_missing_id_is_an_error(server: ScriptedServer, host: AsyncHostClient) -> None:
    server.script = always(answer(b'{"message": "Sequence starting"}'))
    with pytest.raises(InvalidResponseError):
        await host.get_sequence_client(S).start()


async def test_an_event_that_is_not_json_is_an_error(
    server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(answer(b"pong"))
    with pytest.raises(InvalidResponseError) as caught:
        await host.get_instance_client(I).get_event("pong")
    assert caught.value.body == "pong"


PAGE = b"<html><head><title>502 Bad Gateway</title></head></html>"


@dataclass(frozen=True)
class Failure:
    """A response and its error."""

    reply: bytes
    kind: type[ClientError]
    status: int
    message: str
    body: Any


FAILURES = {
    "page-502": Failure(
        answer(PAGE, 502, "Bad Gateway", "text/html"),
        ServerError,
        502,
        "Bad Gateway",
        PAGE.decode(),
    ),
    "520": Failure(answer(b"", 520, "Unknown", None), ServerError, 520, "Unknown", ""),
    "599": Failure(answer(b"", 599, "", None), ServerError, 599, "no reason given", ""),
    "418": Failure(answer(b"", 418, "I'm a teapot", None), RequestError, 418, "I'm a teapot", ""),
    "499": Failure(answer(b"", 499, "Client Closed", None), RequestError, 499, "Client Closed", ""),
    "list": Failure(answer(b'["a"]', 400, "Bad"), BadParametersError, 400, "Bad", ["a"]),
    "null": Failure(answer(b"null", 404, "Not there"), NotFoundError, 404, "Not there", None),
    "number": Failure(answer(b"7", 404, "Not Found"), NotFoundError, 404, "Not Found", 7),
    "text-as-json": Failure(answer(b'"words"', 500, "Bad"), ServerError, 500, "words", "words"),
    "null-message": Failure(
        answer(b'{"error": null}', 500, "Bad"), ServerError, 500, "Bad", {"error": None}
    ),
    "message": Failure(
        answer(b'{"message": "words"}', 400), BadParametersError, 400, "words", {"message": "words"}
    ),
    "invalid-json": Failure(answer(b"{no", 400), BadParametersError, 400, "{no", "{no"),
    "invalid-utf-8": Failure(
        answer(b"\xffwords", 500, "Bad"), ServerError, 500, "\ufffdwords", "\ufffdwords"
    ),
    "invalid-utf-8-in-json": Failure(
        answer(b'{"error": "\xffwords"}', 500, "Bad"),
        ServerError,
        500,
        "\ufffdwords",
        {"error": "\ufffdwords"},
    ),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
async def test_an_error_response_becomes_its_error(
    failure: Failure, server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(failure.reply)
    with pytest.raises(ClientError) as caught:
        await host.get_version()
    error = caught.value
    assert type(error) is failure.kind
    assert (error.status, error.message, error.body) == (
        failure.status,
        failure.message,
        failure.body,
    )


@pytest.mark.parametrize("depth", [500, 2000, 100_000])
async def test_a_deeply_nested_error_is_tolerated(
    depth: int, server: ScriptedServer, host: AsyncHostClient
) -> None:
    body = b'{"error":' * depth + b'"deep"' + b"}" * depth
    server.script = always(answer(body, 500, "Bad"))
    with pytest.raises(ServerError) as caught:
        await host.get_version()
    assert caught.value.status == 500


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(
    status: int, server: ScriptedServer, host: AsyncHostClient
) -> None:
    server.script = always(answer(b"", status, "Elsewhere", None, location="/api/v2/version"))
    with pytest.raises(ClientError) as caught:
        await host.get_version()
    assert (caught.value.status, caught.value.message) == (status, "Elsewhere")
    assert [request.path for request in server.requests] == ["/api/v1/version"]  # not followed
