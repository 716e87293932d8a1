"""Arguments: invalid values are rejected before anything is sent, with a helpful message."""

from __future__ import annotations

import datetime as dt
import math
import string
from collections import deque
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scramjet_facade import (
    AsyncHostClient,
    BadParametersError,
    ClientUtils,
    HostClient,
    ManagerClient,
    MiddlewareClient,
    ndjson,
)
from scramjet_facade.options import arguments as check
from scramjet_facade.options.start_options import check_start_options
from tests.scripted_server import ScriptedServer, always, answer
from tests.unit import bounded

if TYPE_CHECKING:
    from collections.abc import Callable

HALF = "\ud83d"  # half of a surrogate pair: not valid text
SECRET = "s3cret-value"
UUID = "0f4dd3d6-2d4a-4fd7-a9a5-2e8e6a1d1c9c"
ID_KINDS = [None, 5, b"bytes", ["list"], 1.5, True]


@pytest.fixture
def unreachable() -> str:
    """Return an address without a server: a request to it raises another error."""
    return "http://127.0.0.1:1/api/v1"


# Ids.


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_an_id_that_would_address_another_endpoint_is_rejected(value: str) -> None:
    with pytest.raises(
        BadParametersError, match=r"a thing cannot be .*: the request would address another"
    ):
        check.check_id("a thing", value)


@pytest.mark.parametrize("value", ID_KINDS)
def test_an_id_must_be_a_str(value: object) -> None:
    message = f"a thing must be a str, not {type(value).__name__}"
    with pytest.raises(BadParametersError, match=message):
        check.check_id("a thing", value)


def test_an_id_that_cannot_be_encoded_is_rejected_and_not_shown() -> None:
    with pytest.raises(BadParametersError, match=r"^a thing cannot be sent as UTF-8") as caught:
        check.check_id("a thing", SECRET + HALF)
    assert SECRET not in str(caught.value)


@bounded
@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda id_: id_ not in {".", ".."}))
@example("a/b")
@example("...")
@example("%2e%2e")
@example("../..")
@example("a?b#c")
@example("日本語 \n")
def test_any_other_id_is_quoted_as_one_path_segment(value: str) -> None:
    assert check.check_id("a thing", value) == value
    quoted = check.quote_id("a thing", value)
    assert unquote(quoted, errors="strict") == value
    assert set(quoted) <= set(string.ascii_letters + string.digits + "_.-~%")
    assert quoted not in {"", ".", ".."}


IDS: list[Callable[[str, Any], object]] = [
    lambda url, id_: HostClient(url).get_sequence_client(id_),
    lambda url, id_: HostClient(url).get_instance_client(id_),
    lambda url, id_: HostClient(url).get_sequence(id_),
    lambda url, id_: HostClient(url).delete_sequence(id_),
    lambda url, id_: HostClient(url).get_instance_info(id_),
    lambda url, id_: HostClient(url).get_sequence_client("a").get_instance(id_),
    lambda url, id_: HostClient(url).get_instance_client("a").send_event(id_),
    lambda url, id_: HostClient(url).get_instance_client("a").get_event(id_),
    lambda url, id_: HostClient(url).get_instance_client("a").get_next_event(id_),
    lambda url, id_: HostClient(url).get_instance_client("a").get_event_stream(id_),
    lambda url, id_: HostClient(url).get_topic(id_),
    lambda url, id_: HostClient(url).send_topic(id_, b""),
    lambda url, id_: HostClient(url).create_topic(id_, "text/plain"),
    lambda url, id_: HostClient(url).delete_topic(id_),
    lambda url, id_: ManagerClient(url).get_host_client(id_),
    lambda url, id_: ManagerClient(url).get_host_info(id_),
    lambda url, id_: ManagerClient(url).delete_hub(id_),
    lambda url, id_: ManagerClient(url).delete_store_item(id_),
    lambda url, id_: ManagerClient(url).get_topic(id_),
    lambda url, id_: ManagerClient(url).send_topic(id_, b""),
    lambda url, id_: MiddlewareClient(url).get_manager_client(id_),
    lambda url, id_: MiddlewareClient(url).list_access_keys(id_),
    lambda url, id_: MiddlewareClient(url).create_access_key(id_),
    lambda url, id_: MiddlewareClient(url).revoke_access_key(id_, "key"),
    lambda url, id_: MiddlewareClient(url).revoke_all_access_keys(id_),
]


@pytest.mark.parametrize("call", IDS)
@pytest.mark.parametrize("value", ["", "..", 5, f"a{HALF}"])
def test_every_method_checks_its_id_before_sending(
    call: Callable[[str, Any], object], value: object, unreachable: str
) -> None:
    with pytest.raises(BadParametersError) as caught:
        call(unreachable, value)
    assert (caught.value.attempts, caught.value.method, caught.value.url) == (0, None, None)


# Topics.

TOPIC_LETTERS = frozenset(string.ascii_letters + string.digits + "_+-\\")


@bounded
@given(
    st.text(
        st.one_of(
            st.sampled_from(sorted(TOPIC_LETTERS)),
            st.sampled_from("²٣éªßΩ\n./ :"),  # most of them letters or digits to str.isalnum
            st.characters(),
        ),
        max_size=8,
    )
)
@example("topic\n")
@example("٣")
@example("²")
@example("")
@example("\\")
@example("a" * 10_000)
def test_invalid_characters_in_a_topic_are_rejected(value: str) -> None:
    if value and TOPIC_LETTERS.issuperset(value):
        assert check.check_topic(value) == value
    else:
        with pytest.raises(BadParametersError, match=r"^a topic's id "):
            check.check_topic(value)


# The ids of new instances.


@bounded
@given(st.text(st.characters(codec="utf-8"), max_size=72))
@example("a" * 35)
@example("a" * 36)
@example("é" * 36)
@example("a" * 37)
@example("a" * 72)
def test_an_instance_id_must_have_36_characters(value: str) -> None:
    if len(value) == 36:
        assert check.check_instance_id(value) == value
    else:
        with pytest.raises(BadParametersError, match="instance_id "):
            check.check_instance_id(value)


# Numbers.


@pytest.mark.parametrize(
    "value", [0, -1, 0.0, -0.0, math.nan, math.inf, -math.inf, 2_000_001, 10**400, -(10**400)]
)
def test_a_duration_out_of_range_is_rejected(value: float) -> None:
    with pytest.raises(BadParametersError, match="timeout must be above 0 and at most 2000000 s"):
        check.check_seconds("timeout", value)


@pytest.mark.parametrize("value", [True, False, "5", b"5", [5], Fraction(5), 5j])
def test_a_duration_of_another_type_is_rejected(value: object) -> None:
    message = f"timeout must be a number of seconds or None, not {type(value).__name__}"
    with pytest.raises(BadParametersError, match=message):
        check.check_seconds("timeout", value)


def test_a_timedelta_is_rejected_as_a_duration() -> None:
    with pytest.raises(BadParametersError, match="a number of seconds or None, not timedelta"):
        check.check_seconds("timeout", dt.timedelta(seconds=5))


def test_the_longest_timeout_works() -> None:
    with (
        ScriptedServer(always(answer(b"[]"))) as server,
        HostClient(server.base_url, timeout=2_000_000) as host,
    ):
        assert host.list_sequences() == []


async def test_the_longest_timeout_works_in_an_event_loop() -> None:
    with ScriptedServer(always(answer(b"[]"))) as server:
        async with AsyncHostClient(server.base_url, timeout=2_000_000) as host:
            assert await host.list_sequences() == []


@pytest.mark.parametrize(
    "call",
    [
        lambda host: host.with_options(timeout=-1),
        lambda host: host.get_log_stream(idle_timeout=0),
        lambda host: host.get_instance_client("a").get_event("b", timeout=-1),
        lambda host: host.get_instance_client("a").get_next_event("b", timeout=math.nan),
        lambda host: host.get_instance_client("a").get_stream("output", idle_timeout=True),
        lambda host: host.get_instance_client("a").inout(b"", idle_timeout=-1),
        lambda host: host.get_instance_client("a").wait("running", timeout=0),
        lambda host: host.get_instance_client("a").wait_ended(timeout="5"),
        lambda host: host.get_instance_client("a").stop(timeout_ms=-1),
        lambda host: host.get_instance_client("a").stop(timeout_ms=1.5),
        lambda host: host.get_instance_client("a").stop(timeout_ms=10**400),
    ],
)
def test_every_duration_is_checked_before_sending(call: Any, unreachable: str) -> None:
    with (
        HostClient(unreachable) as host,
        pytest.raises(BadParametersError, match="timeout") as caught,
    ):
        call(host)
    assert caught.value.attempts == 0


@pytest.mark.parametrize("value", ["false", 0])
@pytest.mark.parametrize(
    "call",
    [
        lambda host, value: HostClient(host.base_url, follow_redirects=value),
        lambda host, value: HostClient(host.base_url, trust_env=value),
        lambda host, value: host.send_topic("a", b"", end=value),
        lambda host, value: host.get_manager_client().send_topic("a", b"", end=value),
        lambda host, value: host.delete_sequence("a", force=value),
        lambda host, value: host.get_manager_client().delete_hub("a", force=value),
        lambda host, value: host.get_instance_client("a").send_input(ndjson([]), end=value),
        lambda host, value: host.get_instance_client("a").send_stdin(b"", end=value),
        lambda host, value: host.get_instance_client("a").send_stdin(b"", until_ended=value),
        lambda host, value: host.get_instance_client("a").get_stream("log", until_ended=value),
        lambda host, value: host.get_instance_client("a").get_log_stream(until_ended=value),
        lambda host, value: host.get_instance_client("a").get_event_stream("a", until_ended=value),
        lambda host, value: host.get_instance_client("a").inout(b"", until_ended=value),
        lambda host, value: host.get_instance_client("a").stop(can_call_keepalive=value),
        lambda host, value: host.get_instance_client("a").kill(value),
    ],
)
def test_every_flag_is_checked_before_sending(call: Any, value: Any, unreachable: str) -> None:
    """A text such as "false" would count as true."""
    message = f"must be True or False, not {type(value).__name__}"
    with HostClient(unreachable) as host:
        with pytest.raises(BadParametersError, match=message) as caught:
            call(host, value)
        assert caught.value.attempts == 0


@pytest.mark.parametrize("value", [0, 1, 2**53 - 1])
def test_valid_counts_are_accepted(value: int) -> None:
    assert check.check_count("limit", value) == value


@pytest.mark.parametrize("value", [True, None, "1", 1.0, b"1"])
def test_a_count_of_another_type_is_rejected(value: object) -> None:
    message = f"limit must be a whole number, not {type(value).__name__}"
    with pytest.raises(BadParametersError, match=message):
        check.check_count("limit", value)


@pytest.mark.parametrize(
    "value", [-1, 2**53, 10**5000, -(10**5000)], ids=["negative", "large", "huge", "small"]
)
def test_a_count_out_of_range_is_rejected(value: int) -> None:
    with pytest.raises(BadParametersError, match="limit must be a number from 0 to 9007199254"):
        check.check_count("limit", value)


# Headers.


@bounded
@given(
    st.text(st.sampled_from("aZ9 !~é\n\r\t\0\x7f\x85\u2028ž:"), max_size=5)
    | st.text(st.characters(max_codepoint=300), max_size=5)
)
@example(f"{SECRET}\r\nX-Other: injected")
@example(f" {SECRET}")
@example(f"{SECRET} ")
@example("")
def test_a_header_value_must_be_printable_ascii(value: str) -> None:
    inside = all(" " <= character <= "~" for character in value)
    if inside and not value.startswith(" ") and not value.endswith(" "):
        assert check.check_headers({"X-Name": value}) == {"X-Name": value}
    else:
        with pytest.raises(BadParametersError) as caught:
            check.check_headers({"X-Name": value})
        assert str(caught.value) == (
            "the value of header X-Name must be printable ASCII without line breaks "
            "or surrounding spaces"
        )


@pytest.mark.parametrize("value", [None, 5, SECRET.encode(), [SECRET], True])
def test_a_header_value_must_be_a_str_and_is_never_shown(value: object) -> None:
    with pytest.raises(BadParametersError) as caught:
        check.check_headers({"X-Name": value})
    message = f"the value of header X-Name must be a str, not {type(value).__name__}"
    assert str(caught.value) == message


@bounded
@given(st.text(st.characters(max_codepoint=300), max_size=4))
@example("X-Name\n")
@example("X Name")
@example("X-Name:")
@example("X-Nämé")
@example("")
def test_invalid_characters_in_a_header_name_are_rejected(name: str) -> None:
    allowed = set("!#$%&'*+-.^_`|~" + string.digits + string.ascii_letters)  # RFC 9110
    if name and allowed.issuperset(name):
        assert check.check_headers({name: "value"}) == {name: "value"}
    else:
        with pytest.raises(BadParametersError, match="is not a valid header name"):
            check.check_headers({name: SECRET})


@pytest.mark.parametrize("name", [None, 5, b"X-Name", ("X", "Name")])
def test_a_header_name_must_be_a_str(name: object) -> None:
    with pytest.raises(BadParametersError, match="is not a valid header name") as caught:
        check.check_headers({name: SECRET})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("names", [("X-Name", "x-name"), ("x-name", "X-Name")])
def test_a_header_in_two_cases_is_rejected(names: tuple[str, str]) -> None:
    with pytest.raises(BadParametersError, match=f"header {names[1]} is given twice"):
        check.check_headers(dict.fromkeys(names, "value"))


@pytest.mark.parametrize("name", ["Content-Length", "content-length", "Transfer-Encoding"])
def test_the_headers_that_delimit_a_body_are_rejected(name: str, unreachable: str) -> None:
    """With another length, a server would take a part of the body for the next request."""
    message = f"header {name} depends on the body: the client sets it"
    with pytest.raises(BadParametersError, match=message):
        HostClient(unreachable, headers={name: "5"})
    with HostClient(unreachable) as host, pytest.raises(BadParametersError, match=message):
        host.with_options(headers={name: "5"})
    with pytest.raises(BadParametersError, match=message):
        ClientUtils.set_default_headers({name: "5"})


@pytest.mark.parametrize("headers", ["X-Name: value", [("X-Name", "value")], 5, None])
def test_headers_must_be_a_mapping(headers: object) -> None:
    message = f"headers must be a mapping, not {type(headers).__name__}"
    with pytest.raises(BadParametersError, match=message):
        check.check_headers(headers)


@pytest.mark.parametrize("value", ["", "text", "text\n/plain", "text/plain\r\nX: y", 5, b"a/b"])
def test_an_invalid_content_type_is_rejected_before_sending(value: Any, unreachable: str) -> None:
    host = HostClient(unreachable)
    instance = host.get_instance_client("a")
    with host:
        for call in (
            lambda: host.send_topic("a", b"", value),
            lambda: host.get_topic("a", value),
            lambda: host.create_topic("a", value),
            lambda: instance.send_input(b"", value),
            lambda: instance.inout(b"", value),
        ):
            with pytest.raises(BadParametersError, match=r"content type|header Content-Type"):
                call()


@pytest.mark.parametrize("value", ["text/plain", "application/x-ndjson; charset=utf-8"])
def test_valid_content_types_are_accepted(value: str) -> None:
    assert check.check_content_type(value) == value


# JSON.

CYCLE: list[Any] = []
CYCLE.append(CYCLE)
DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value",
    [
        *[math.nan, math.inf, {1, 2}, b"bytes", object(), dt.date(2026, 1, 1)],
        *[MappingProxyType({}), {("a",): 1}, 5j, HALF, {HALF: 1}, [HALF], CYCLE, DEEP, 10**5000],
        *[[math.nan], {"a": {1}}, {"a": b"bytes"}],
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_that_json_cannot_represent_are_rejected(value: object) -> None:
    with pytest.raises(BadParametersError, match=r"^message cannot be sent as JSON: "):
        check.check_json("message", value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=8,
)


@bounded
@given(JSON)
@example("\u2028 zażółć \U0001f600 \0")
def test_values_that_json_can_represent_are_returned_unchanged(value: object) -> None:
    assert check.check_json("message", value) is value


@pytest.mark.parametrize("value", [HALF, {1}, CYCLE, math.nan])
def test_an_event_rejects_values_that_json_cannot_represent(
    value: object, unreachable: str
) -> None:
    with (
        HostClient(unreachable) as host,
        pytest.raises(BadParametersError, match="message cannot be"),
    ):
        host.get_instance_client("a").send_event("name", value)


# The options of a start.


def start_options(payload: object = None, **options: object) -> dict[str, Any]:
    wire = {
        "appConfig": "app_config",
        "args": "args",
        "inputTopic": "input_topic",
        "outputTopic": "output_topic",
        "instanceId": "instance_id",
        "limits": "limits",
    }
    given = {name: options.pop(option, None) for name, option in wire.items()}
    assert not options
    return check_start_options(payload, **given)


ALL_OPTIONS = {
    "appConfig": {"key": {"deep": [1, None]}},
    "args": ["a", 1, None, {"b": 2}],
    "inputTopic": "in",
    "outputTopic": "out",
    "instanceId": UUID,
    "limits": {"memory": 512, "gpu": False},
}


def test_the_payload_uses_the_names_of_the_api() -> None:
    keywords = start_options(
        app_config=ALL_OPTIONS["appConfig"],
        args=ALL_OPTIONS["args"],
        input_topic="in",
        output_topic="out",
        instance_id=UUID,
        limits=ALL_OPTIONS["limits"],
    )
    assert keywords == ALL_OPTIONS
    assert start_options(ALL_OPTIONS) == ALL_OPTIONS
    assert start_options(MappingProxyType(ALL_OPTIONS)) == ALL_OPTIONS


def test_missing_options_are_not_sent() -> None:
    assert start_options() == {}
    assert start_options({}) == {}
    assert start_options({"args": None, "limits": None}) == {}


def test_empty_options_are_sent() -> None:
    assert start_options({"appConfig": {}}, args=[], limits={}) == {
        "appConfig": {},
        "args": [],
        "limits": {},
    }


def test_the_payload_of_the_caller_is_not_changed() -> None:
    payload = {"appConfig": {}}
    start_options(payload, args=["a"])
    assert payload == {"appConfig": {}}


@pytest.mark.parametrize("args", [("a", "b"), deque(["a", "b"])])
def test_args_may_be_any_sequence(args: object) -> None:
    assert start_options(args=args) == {"args": ["a", "b"]}


@pytest.mark.parametrize("args", ["abc", b"abc", {"a": 1}, {"a"}, 5, iter(["a"]), object()])
def test_args_must_be_a_sequence_of_arguments(args: object) -> None:
    message = f"args must be a list of arguments, not {type(args).__name__}"
    with pytest.raises(BadParametersError, match=message):
        start_options(args=args)
    with pytest.raises(BadParametersError, match=message):
        start_options({"args": args})


@pytest.mark.parametrize("name", ["app_config", "limits"])
@pytest.mark.parametrize("value", ["abc", ["a"], 5, b"{}"])
def test_configurations_must_be_mappings(name: str, value: object) -> None:
    with pytest.raises(BadParametersError, match=f"must be a mapping, not {type(value).__name__}"):
        start_options(**{name: value})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"input_topic": "a b"}, "a topic's id may contain only"),
        ({"output_topic": ""}, "a topic's id cannot be ''"),
        ({"input_topic": 5}, "a topic's id must be a str"),
        ({"instance_id": "short"}, "instance_id must have 36 characters, .* not 5"),
        ({"instance_id": 5}, "instance_id must be a str"),
        ({"args": [math.nan]}, "start's options cannot be sent as JSON"),
        ({"app_config": {"key": {1}}}, "start's options cannot be sent as JSON"),
        ({"app_config": {"key": CYCLE}}, "start's options cannot be sent as JSON"),
        ({"args": [HALF]}, "start's options cannot be sent as JSON"),
        ({"payload": "abc"}, "payload must be a mapping, not str"),
        ({"payload": []}, "payload must be a mapping, not list"),
        (
            {"payload": {"app_config": {}}},
            "no option 'app_config': the options are appConfig, ",
        ),
        ({"payload": {"b": 1, "a": 1, 5: 1}}, "no option 'a', 'b', 5: the options are"),
        ({"payload": {"args": []}, "args": []}, "option args was passed twice"),
        ({"payload": {"args": None}, "args": ["a"]}, "option args was passed twice"),
        ({"payload": {"limits": {}}, "limits": {"memory": 1}}, "option limits was passed twice"),
        ({"limits": {"memori": 64}}, "limits has no key 'memori': the keys are memory and gpu"),
        ({"payload": {"limits": {"cpu": 1}}}, "limits has no key 'cpu'"),
        ({"limits": {"memory": 0}}, r"limits\['memory'\] must be a positive int in MiB: 0"),
        ({"limits": {"memory": -1}}, "must be a positive int in MiB: -1"),
        ({"limits": {"memory": "64"}}, "must be a positive int in MiB: '64'"),
        ({"limits": {"memory": 64.0}}, "must be a positive int in MiB: 64.0"),
        ({"limits": {"memory": True}}, "must be a positive int in MiB: True"),
        ({"limits": {"memory": None}}, "must be a positive int in MiB: None"),
        ({"limits": {"gpu": 1}}, r"limits\['gpu'\] must be True or False, not int"),
    ],
)
def test_invalid_start_options_are_rejected(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadParametersError, match=message):
        start_options(**options)


def test_a_start_is_checked_before_sending(unreachable: str) -> None:
    with (
        HostClient(unreachable) as host,
        pytest.raises(BadParametersError, match="args must be a list"),
    ):
        host.get_sequence_client("a").start(args="abc")


# Other arguments.


@pytest.mark.parametrize("name", ["input", "", "Output", None, ["output"], "stdin"])
def test_an_unknown_stream_cannot_be_read(name: Any, unreachable: str) -> None:
    with (
        HostClient(unreachable) as host,
        pytest.raises(BadParametersError, match=r"no output stream "),
    ):
        host.get_instance_client("a").get_stream(name)


@pytest.mark.parametrize("name", ["output", "stdout", "", None])
def test_an_output_stream_cannot_be_written_to(name: Any, unreachable: str) -> None:
    with (
        HostClient(unreachable) as host,
        pytest.raises(BadParametersError, match=r"no input stream "),
    ):
        host.get_instance_client("a").send_stream(name, b"")


@pytest.mark.parametrize("status", ["dead", "", None])
def test_an_unknown_status_cannot_be_waited_for(status: Any, unreachable: str) -> None:
    with (
        HostClient(unreachable) as host,
        pytest.raises(BadParametersError, match="cannot wait for"),
    ):
        host.get_instance_client("a").wait(status)


def test_disconnecting_hubs_requires_a_selection(unreachable: str) -> None:
    with (
        ManagerClient(unreachable) as space,
        pytest.raises(BadParametersError, match="select the hubs"),
    ):
        space.disconnect_hubs()


@pytest.mark.parametrize("key", ["", " ", f"{SECRET}\n", f"{SECRET}{HALF}", 5, None])
def test_an_invalid_access_key_is_not_shown(key: Any, unreachable: str) -> None:
    with MiddlewareClient(unreachable) as platform, pytest.raises(BadParametersError) as caught:
        platform.revoke_access_key("space", key)
    assert SECRET not in str(caught.value)
    assert caught.value.attempts == 0
