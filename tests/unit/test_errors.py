"""Errors: their classes, messages, hints and copies."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import scramjet_facade
from scramjet_facade import (
    BadParametersError,
    CannotConnectError,
    ClientError,
    ConflictError,
    GoneError,
    InstanceFailedError,
    InsufficientResourcesError,
    InvalidResponseError,
    NeedAuthenticationError,
    NotAuthorizedError,
    NotFoundError,
    RequestError,
    RequestTimeoutError,
    ServerError,
    StreamInterrupted,
    TooManyRequestsError,
    UnprocessableEntityError,
    UploadInterrupted,
)
from scramjet_facade.errors import from_response
from tests.unit import bounded

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES = {
    ClientError: "GENERAL_ERROR",
    BadParametersError: "BAD_PARAMETERS",
    NeedAuthenticationError: "NEED_AUTHENTICATION",
    NotAuthorizedError: "NOT_AUTHORIZED",
    NotFoundError: "NOT_FOUND",
    ConflictError: "REQUEST_ERROR",
    GoneError: "GONE",
    InsufficientResourcesError: "INSUFFICIENT_RESOURCES",
    UnprocessableEntityError: "UNPROCESSABLE_ENTITY",
    RequestError: "REQUEST_ERROR",
    TooManyRequestsError: "REQUEST_ERROR",
    ServerError: "SERVER_ERROR",
    CannotConnectError: "CANNOT_CONNECT",
    RequestTimeoutError: "CANNOT_CONNECT",
    InvalidResponseError: "INVALID_RESPONSE",
    StreamInterrupted: "GENERAL_ERROR",
    UploadInterrupted: "GENERAL_ERROR",
    InstanceFailedError: "GENERAL_ERROR",
}
CLASSES = list(CODES)

BY_STATUS = {
    400: BadParametersError,
    401: NeedAuthenticationError,
    403: NotAuthorizedError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    419: InsufficientResourcesError,
    422: UnprocessableEntityError,
    429: TooManyRequestsError,
    507: InsufficientResourcesError,
}

DETAILS: dict[str, Any] = {
    "status": 418,
    "body": {"error": ["deep", {"er": None}]},
    "headers": {"retry-after": "5"},
    "method": "GET",
    "url": "http://hub/api/v1/sequences",
    "attempts": 3,
    "may_have_arrived": True,
    "is_final": True,
}


def error_for(
    content: bytes = b"",
    status: int = 500,
    reason: str = "The Reason",
    headers: Mapping[str, str] | None = None,
) -> ClientError:
    return from_response(
        status=status,
        reason=reason,
        content=content,
        headers=headers or {},
        method="GET",
        url="http://hub/api/v1/sequences",
    )


def complete(error_class: type[ClientError]) -> ClientError:
    details = dict(DETAILS)
    if error_class is StreamInterrupted:
        details["received"] = 12345
    return error_class("what happened", **details)


# Classes.


def test_every_exported_error_is_covered() -> None:
    exported = {getattr(scramjet_facade, name) for name in scramjet_facade.__all__}
    errors = {one for one in exported if isinstance(one, type) and issubclass(one, Exception)}
    assert errors == set(CLASSES)


@pytest.mark.parametrize(("error_class", "code"), CODES.items())
def test_codes_match_those_of_the_platform(error_class: type[ClientError], code: str) -> None:
    assert error_class.code == code
    assert complete(error_class).code == code


@pytest.mark.parametrize(
    ("error_class", "bases"),
    [
        (BadParametersError, {ValueError}),
        (ConflictError, {RequestError}),
        (TooManyRequestsError, {RequestError}),
        (RequestTimeoutError, {CannotConnectError, TimeoutError, OSError}),
        *[
            (one, set[type]())
            for one in CLASSES
            if one
            not in {BadParametersError, ConflictError, RequestTimeoutError, TooManyRequestsError}
        ],
    ],
)
def test_an_error_has_the_expected_base_classes(error_class: type, bases: set[type]) -> None:
    known = {ClientError, Exception, BaseException, object, error_class}
    assert set(error_class.__mro__) - known == bases


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *BY_STATUS.items(),
        *[(status, RequestError) for status in (300, 302, 304, 402, 405, 413, 418, 420, 499)],
        *[(status, ServerError) for status in (500, 501, 502, 503, 504, 520, 529, 599, 600, 999)],
    ],
)
def test_each_status_becomes_its_error_class(status: int, expected: type[ClientError]) -> None:
    error = error_for(status=status)
    assert type(error) is expected
    assert error.status == status


def test_an_error_contains_its_response() -> None:
    headers = httpx.Headers({"Retry-After": "5", "X-Powered-By": "a hub"})
    error = error_for(b'{"error": "no"}', 404, headers=headers)
    assert vars(error) == {
        "message": "no",
        "status": 404,
        "body": {"error": "no"},
        "headers": {"retry-after": "5", "x-powered-by": "a hub"},
        "method": "GET",
        "url": "http://hub/api/v1/sequences",
        "attempts": 1,
        "may_have_arrived": True,
        "is_final": False,
    }


# Messages.


@pytest.mark.parametrize(
    ("content", "message", "body"),
    [
        (b'{"error": "no sequence"}', "no sequence", {"error": "no sequence"}),
        (b'{"message": "in words"}', "in words", {"message": "in words"}),
        (b'{"error": "one", "message": "two"}', "one", {"error": "one", "message": "two"}),
        (b'{"message": "in", "code": "C"}', "in", {"message": "in", "code": "C"}),
        (b'{"error": {"message": "deep"}}', "deep", {"error": {"message": "deep"}}),
        (b'{"data": {"error": "deep"}}', "deep", {"data": {"error": "deep"}}),
        (b'{"error": {}, "message": "two"}', "two", {"error": {}, "message": "two"}),
        (b'{"error": null, "opStatus": "Not"}', "Not", {"error": None, "opStatus": "Not"}),
        (b'{"code": "E_CODE"}', "E_CODE", {"code": "E_CODE"}),
        (b'{"error": "  ", "message": "two"}', "two", {"error": "  ", "message": "two"}),
        (b'{"error": {}}', "The Reason", {"error": {}}),
        (b'{"error": 5}', "The Reason", {"error": 5}),
        (b'{"error": ["no"]}', "The Reason", {"error": ["no"]}),
        (b'{"other": "words"}', "The Reason", {"other": "words"}),
        (b"{}", "The Reason", {}),
        (b"[]", "The Reason", []),
        (b'["words"]', "The Reason", ["words"]),
        (b"null", "The Reason", None),
        (b"5", "The Reason", 5),
        (b'"a JSON string"', "a JSON string", "a JSON string"),
        (b"", "The Reason", ""),
        (b" \n", "The Reason", " \n"),
        (b"500 415: plain text\n", "500 415: plain text", "500 415: plain text\n"),
        ("zażółć".encode(), "zażółć", "zażółć"),
        (b"\xff\xfe", "\ufffd\ufffd", "\ufffd\ufffd"),
        (b'{"error": "cut o', '{"error": "cut o', '{"error": "cut o'),
        (b"<html><body>502</body>", "The Reason", "<html><body>502</body>"),
        (b"\n<!DOCTYPE html><p>", "The Reason", "\n<!DOCTYPE html><p>"),
        (b'<?xml version="1.0"?>', "The Reason", '<?xml version="1.0"?>'),
        (b"<3 words", "<3 words", "<3 words"),
        (b"<header> missing", "<header> missing", "<header> missing"),
    ],
)
def test_the_message_of_the_server_is_used(content: bytes, message: str, body: object) -> None:
    error = error_for(content)
    assert error.message == message
    assert error.body == body
    assert str(error) == f"GET http://hub/api/v1/sequences: 500 {message}"


def test_an_empty_response_has_a_default_message() -> None:
    assert error_for(b"", reason="").message == "no reason given"


@pytest.mark.parametrize(("length", "shown"), [(500, 500), (501, 501), (100_000, 501)])
def test_a_long_message_is_shortened_but_the_body_is_complete(length: int, shown: int) -> None:
    error = error_for(b"x" * length)
    assert len(error.message) == shown
    assert error.message.endswith("…") == (length > 500)
    assert error.body == "x" * length


@pytest.mark.parametrize("depth", [10, 500, 1500, 5000, 100_000])
@pytest.mark.parametrize("opening", ['{"error":', "["])
def test_a_deeply_nested_body_is_tolerated(depth: int, opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    content = opening * depth + '"deep"' + closing * depth
    error = error_for(content.encode())
    assert isinstance(error, ServerError)
    assert error.message
    assert len(error.message) <= 501


@bounded
@given(st.binary(max_size=30), st.integers(300, 999), st.text(max_size=5))
@example(b"NaN", 500, "")
@example(b"1" * 5000, 500, "")
@example(b"\xef\xbb\xbf{}", 500, "")
def test_any_response_becomes_an_error_with_a_message(
    content: bytes, status: int, reason: str
) -> None:
    error = error_for(content, status, reason)
    assert error.message
    assert str(error.status) in str(error)
    assert str(error).isprintable()


# Control characters, line breaks and characters that cannot be encoded.
FORGED = "a\x1b[2Jb\r\nERROR forged\x00\x7f\x9b\u2028\u202e\ud800"
ESCAPED = r"a\x1b[2Jb\r\nERROR forged\x00\x7f\x9b\u2028\u202e\ud800"


@pytest.mark.parametrize("error_class", CLASSES)
def test_control_characters_of_a_server_are_escaped(error_class: type[ClientError]) -> None:
    error = error_class(FORGED, method="GET", url="http://hub", status=418)
    assert error.message == ESCAPED
    assert str(error).startswith(f"GET http://hub: 418 {ESCAPED}")
    assert repr(error).isprintable()
    assert str(error_class(FORGED)) == ESCAPED
    assert str(error_class("zażółć \\x1b 👍")) == "zażółć \\x1b 👍"


def test_every_text_of_a_server_is_escaped() -> None:
    for error in (
        error_for(json.dumps({"error": FORGED}).encode()),
        error_for(json.dumps({"data": {"message": FORGED}}).encode()),
        error_for(reason=FORGED),
    ):
        assert error.message == ESCAPED
    assert error_for(b"plain \x1b text").message == r"plain \x1b text"
    assert error_for(b"plain \x1b text").body == "plain \x1b text"
    moved = error_for(status=302, headers={"location": "http://a\x1bb/login"})
    assert moved.hint.isprintable()
    assert r"\x1b" in moved.hint


@pytest.mark.parametrize("reason", ["x" * 501, f" {'x' * 100_000}"])
def test_a_long_reason_is_shortened(reason: str) -> None:
    assert error_for(reason=reason).message == f"{'x' * 500}…"


# Text.


@pytest.mark.parametrize(
    ("details", "text"),
    [
        ({}, "what happened"),
        ({"status": 404}, "what happened"),
        ({"method": "GET", "url": "http://hub"}, "GET http://hub: what happened"),
        ({"method": "PUT", "url": "u", "status": 418}, "PUT u: 418 what happened"),
        ({"method": "PUT", "url": "u", "attempts": 1}, "PUT u: what happened"),
        ({"method": "PUT", "url": "u", "attempts": 2}, "PUT u: what happened (tried 2 times)"),
    ],
)
def test_str_contains_the_request_and_the_number_of_attempts(
    details: dict[str, Any], text: str
) -> None:
    assert str(ClientError("what happened", **details)) == text


@pytest.mark.parametrize(
    ("status", "url", "hint"),
    [
        (401, "http://hub/a", "check token=, or SCRAMJET_TOKEN"),
        (403, "http://hub/a", "the token is wrong or does not allow this request"),
        (404, "http://platform/api/v1/space/a/api/v1/list", "check every id in this URL"),
        (404, "http://space/api/v1/sth/a/api/v1/list", "check every id in this URL"),
        (404, "http://platform/api/v1/space/a/api/v1/x", "otherwise, the hub may be too old"),
        (404, "http://platform/api/v1/space/a/api/v1/x", "address of a hub, use HostClient"),
        (404, "http://hub/api/v1/status", "the hub may be too old for this call"),
        (404, "http://hub/api/v1/sequence/a/start", "the sequence may be deleted"),
        (404, "http://hub/api/v1/sequence/a", "check list_sequences()"),
        (404, "http://hub/api/v2/status", "the base URL should end in /api/v1"),
        (
            404,
            "http://hub/api/v1/instance/a/log",
            "the instance may have ended, or its id is wrong: check list_instances(); oth",
        ),
        (
            404,
            "http://hub/api/v1/cpm/api/v1/list",
            "the hub may not be connected to a manager; otherwise, the hub",
        ),
        (404, "http://hub/sequence/a", "the base URL should end in /api/v1"),
        (400, "http://hub/api/v1/sequence/a", ""),
    ],
)
def test_an_error_has_a_hint(status: int, url: str, hint: str) -> None:
    error = from_response(status=status, reason="R", content=b"", headers={}, method="GET", url=url)
    assert hint in error.hint
    assert bool(error.hint) == bool(hint)
    assert str(error) == f"GET {url}: {status} R" + (f" ({error.hint})" if hint else "")


@pytest.mark.parametrize("server", ["nginx/1.22.1", None])
@pytest.mark.parametrize(
    ("status", "setting"),
    [
        (408, "client_body_timeout"),
        (413, "client_max_body_size"),
        (502, "the hub runs"),
        (504, "proxy_read_timeout"),
    ],
)
def test_an_error_from_a_proxy_has_a_hint(status: int, setting: str, server: str | None) -> None:
    def hint(content: bytes, status: int = status) -> str:
        headers = {} if server is None else {"server": server}
        return from_response(
            status=status, reason="R", content=content, headers=headers, method="POST", url="u"
        ).hint

    page = hint(b"<html><head><title>Bad Gateway</title></head></html>")
    assert setting in page
    assert (server or "a proxy") in page
    assert hint(b"upstream request timeout") == page
    assert hint(b'{"error": "the hub is not connected"}') == ""  # an error of the manager itself
    assert hint(b"", status=418) == ""


def not_found(url: str, content: bytes, method: str = "GET") -> ClientError:
    return from_response(
        status=404, reason="Not Found", content=content, headers={}, method=method, url=url
    )


@pytest.mark.parametrize("content", [b'{"error": "no"}', b"{}", b"Not Found"])
def test_a_404_with_a_body_does_not_hint_at_an_old_hub(content: bytes) -> None:
    assert not_found("http://hub/api/v1/topics/a", content).hint == ""
    hint = not_found("http://hub/api/v1/instance/a", content).hint
    assert hint == "the instance may have ended, or its id is wrong: check list_instances()"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("spaces", "not a middleware: if it is a hub, use HostClient"),
        ("list", "not a manager: if it is a hub, use HostClient"),
        ("all_sequences", "not a manager: if it is a hub, use HostClient"),
        ("sequences", "not a hub: if it is a platform, use MiddlewareClient"),
        ("instances", "not a hub: if it is a platform, use MiddlewareClient"),
        ("load-check", "not a hub: if it is a platform, use MiddlewareClient"),
    ],
)
def test_a_404_on_a_route_of_every_such_service_hints_at_another_service(
    path: str, hint: str
) -> None:
    assert not_found(f"http://server/api/v1/{path}", b"").hint == f"this server is {hint}"
    assert not_found(f"http://server/api/v1/{path}", b"{}").hint == ""


def test_a_404_for_sending_a_sequence_hints_at_another_service() -> None:
    url = "http://server/api/v1/sequence"
    assert "use MiddlewareClient" in not_found(url, b"", "POST").hint
    assert not_found(url, b"", "PUT").hint == "the hub may be too old for this call"


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ClientError("what happened"), "ClientError('what happened')"),
        (
            not_found("http://hub/api/v1/sequence/a", b'{"error": "no"}'),
            "NotFoundError('no', status=404, method='GET', url='http://hub/api/v1/sequence/a')",
        ),
        (
            CannotConnectError("refused", method="GET", url="http://hub"),
            "CannotConnectError('refused', method='GET', url='http://hub')",
        ),
    ],
)
def test_the_representation_names_the_request_and_its_status(
    error: ClientError, shown: str
) -> None:
    assert repr(error) == shown


@pytest.mark.parametrize(
    ("location", "hint"),
    [
        (
            "https://user:secret@hub/api/v1/a?b=c",
            "it redirects to https://hub: check the base URL",
        ),
        ("/login", "follow_redirects=True"),
        ("", "follow_redirects=True"),
        ("http://[", ""),
    ],
)
def test_a_redirect_has_a_hint(location: str, hint: str) -> None:
    error = from_response(
        status=302,
        reason="Found",
        content=b"",
        headers={"location": location},
        method="GET",
        url="http://hub/api/v1/a",
    )
    assert hint in error.hint
    assert bool(error.hint) == bool(hint)
    assert "secret" not in str(error)


def test_an_invalid_response_counts_as_a_response() -> None:
    error = InvalidResponseError("what happened")
    assert (error.attempts, error.may_have_arrived) == (1, True)


def test_the_headers_are_copied() -> None:
    headers = {"a": "b"}
    error = ClientError("what happened", headers=headers)
    headers.clear()
    assert error.headers == {"a": "b"}


# Copies.


@pytest.mark.parametrize("error_class", CLASSES)
@pytest.mark.parametrize(
    "duplicate",
    [
        *[lambda e, p=p: pickle.loads(pickle.dumps(e, p)) for p in range(6)],
        copy.copy,
        copy.deepcopy,
    ],
)
def test_pickles_and_copies_are_complete(error_class: type[ClientError], duplicate: Any) -> None:
    error = complete(error_class)
    copied = duplicate(error)
    assert copied is not error
    assert type(copied) is error_class
    assert vars(copied) == vars(error)
    assert {name: getattr(copied, name) for name in DETAILS} == DETAILS
    assert (str(copied), copied.args, copied.hint) == (str(error), error.args, error.hint)


@pytest.mark.parametrize("error_class", CLASSES)
def test_an_error_without_details_can_be_pickled(
    error_class: type[ClientError],
) -> None:
    error = error_class("what happened")
    copied = pickle.loads(pickle.dumps(error))
    assert (type(copied), str(copied), vars(copied)) == (error_class, "what happened", vars(error))


def test_the_number_of_received_bytes_is_pickled() -> None:
    error = StreamInterrupted("cut off", received=12345, method="GET", url="u")
    assert pickle.loads(pickle.dumps(error)).received == 12345
    assert StreamInterrupted("cut off").received == 0


@pytest.mark.parametrize("error_class", [StreamInterrupted, UploadInterrupted])
def test_a_cancellation_is_pickled(
    error_class: type[StreamInterrupted | UploadInterrupted],
) -> None:
    error = error_class("cancelled", cancelled=True, method="GET", url="u")
    assert pickle.loads(pickle.dumps(error)).cancelled is True
    assert error_class("cut off").cancelled is False


def test_the_details_of_a_failed_program_are_pickled() -> None:
    error = InstanceFailedError("failed", exitcode=23, reason="Sequence failed", stderr="why")
    copied = pickle.loads(pickle.dumps(error))
    assert (copied.exitcode, copied.reason, copied.stderr) == (23, "Sequence failed", "why")


def test_the_lines_of_stderr_are_kept_and_control_characters_are_escaped() -> None:
    stderr = "first\r\x1b[31mred\x85\u2028\nlast"
    error = InstanceFailedError("failed: why\nnot; its stderr is:", stderr=stderr)
    assert str(error).split("\n") == [
        r"failed: why\nnot; its stderr is:",
        r"  first\r\x1b[31mred\x85\u2028",
        "  last",
    ]
    assert error.stderr == stderr
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("log", "stderr", "lines"),
    [
        ("KeyError: 1", "before\nKeyError: 1", ["  before", "  KeyError: 1"]),
        ("KeyError: 1", "before", ["  KeyError: 1", "  before"]),
        ("KeyError: 1", "", ["  KeyError: 1"]),
    ],
)
def test_an_exception_in_the_log_and_in_stderr_is_shown_once(
    log: str, stderr: str, lines: list[str]
) -> None:
    error = InstanceFailedError("failed:", log=log, stderr=stderr)
    assert str(error).split("\n") == ["failed:", *lines]
    assert (error.log, error.stderr) == (log, stderr)


def test_notes_are_pickled() -> None:
    error = ClientError("what happened")
    error.add_note("a note")
    assert pickle.loads(pickle.dumps(error)).__notes__ == ["a note"]


def test_an_error_with_a_response_can_be_pickled() -> None:
    body = {"error": "no", "more": [1, None, {"ż": True}]}
    error = error_for(json.dumps(body).encode(), 419, headers=httpx.Headers({"Retry-After": "5"}))
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is InsufficientResourcesError
    assert vars(copied) == vars(error)
    assert copied.body == body


# Built-in base classes.


def test_a_timeout_is_a_built_in_timeout_error() -> None:
    with pytest.raises(TimeoutError) as caught:
        raise RequestTimeoutError("too late", method="GET", url="u")
    assert str(caught.value) == "GET u: too late"
    assert caught.value.errno is None


def test_a_bad_argument_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="a sequence's id cannot be ''"):
        scramjet_facade.HostClient("http://hub").get_sequence_client("")
