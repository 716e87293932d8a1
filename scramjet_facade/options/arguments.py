"""Checks of arguments: invalid values are refused before anything is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from inspect import iscoroutinefunction
from typing import Any, TypeVar
from urllib.parse import quote

from scramjet_bindings.types import UNSET, Unset

from ..errors import BadParametersError, InvalidResponseError
from .secret import Secret

T = TypeVar("T")

_TOPIC = re.compile(r"[A-Za-z0-9_+\-\\]+")
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_FRAMING = {"content-length", "transfer-encoding"}  # headers that delimit a request's body
_INSTANCE_ID_LENGTH = 36
_INPUT_TYPES = ("text/plain", "application/octet-stream")
_MAX_SECONDS = 2_000_000  # About 23 days, because some systems cannot wait longer than 24 days.
_MAX_COUNT = 2**53 - 1  # The largest exact integer in JavaScript, the language of hubs.


def check_id(what: str, value: object) -> str:
    """Return an id if it is one valid path segment; errors begin with ``what``."""
    text = check_text(what, value)
    if text in {"", ".", ".."}:
        raise BadParametersError(
            f"{what} cannot be {text!r}: the request would address another endpoint"
        )
    return text


def check_text(what: str, value: object) -> str:
    """Return a text if it can be encoded as UTF-8."""
    if not isinstance(value, str):
        raise BadParametersError(f"{what} must be a str, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadParametersError(f"{what} cannot be sent as UTF-8: {error.reason}") from None
    return value


def response_id(what: str, value: object) -> str:
    """Return an id from a response if the id is valid."""
    try:
        return check_id(what, value)
    except BadParametersError as error:
        raise InvalidResponseError(f"the response contains no valid id: {error}") from None


def response_ids(what: str, values: object) -> list[str]:
    """Return a list of ids from a response if all ids are valid; a missing list is empty."""
    if not values:
        return []
    if not isinstance(values, list):
        raise InvalidResponseError(f"the response contains no list of {what}")
    ids: list[object] = values  # pyright: ignore[reportUnknownVariableType]
    return [response_id(f"one of its {what}", id) for id in ids]


def quote_id(what: str, value: object) -> str:
    """Return an id percent-encoded as one path segment."""
    return quote(check_id(what, value), safe="")


def check_topic(value: object) -> str:
    """Return a topic's id if it contains only letters, digits and ``_ + - \\``."""
    topic = check_id("a topic's id", value)
    if not _TOPIC.fullmatch(topic):
        raise BadParametersError(
            f"a topic's id may contain only letters, digits and _ + - \\, but it is {topic!r}"
        )
    return topic


def check_instance_id(value: object) -> str:
    """Return an id for a new instance if it has the 36 characters that hubs require."""
    instance_id = check_id("instance_id", value)
    if len(instance_id) != _INSTANCE_ID_LENGTH:
        raise BadParametersError(
            f"instance_id must have {_INSTANCE_ID_LENGTH} characters, like a UUID, "
            f"not {len(instance_id)}"
        )
    return instance_id


def check_seconds(what: str, value: object) -> None:
    """Refuse a duration that is not a positive number; None means no limit."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadParametersError(
            f"{what} must be a number of seconds or None, not {type(value).__name__}"
        )
    if not 0 < value <= _MAX_SECONDS:
        raise BadParametersError(
            f"{what} must be above 0 and at most {_MAX_SECONDS} seconds (None: no limit)"
        )


def check_headers(headers: object) -> dict[str, str]:
    """Return HTTP headers if their names and values are valid; errors never contain a value."""
    if not isinstance(headers, Mapping):
        raise BadParametersError(f"headers must be a mapping, not {type(headers).__name__}")
    given: Mapping[Any, Any] = headers  # pyright: ignore[reportUnknownVariableType]
    checked: dict[str, str] = {}
    names: set[str] = set()
    for name, value in given.items():
        if not isinstance(name, str) or not _TOKEN.fullmatch(name):
            raise BadParametersError(f"{name!r} is not a valid header name")
        if name.lower() in _FRAMING:
            raise BadParametersError(f"header {name} depends on the body: the client sets it")
        if name.lower() in names:
            raise BadParametersError(
                f"header {name} is given twice: upper and lower case make no difference"
            )
        names.add(name.lower())
        checked[name] = check_header_value(name, value)
    return checked


def check_header_value(name: str, value: object) -> str:
    """Return a header's value if it is valid; an error contains the name but never the value."""
    if not isinstance(value, str):
        raise BadParametersError(
            f"the value of header {name} must be a str, not {type(value).__name__}"
        )
    if not (value.isascii() and value.isprintable() and value == value.strip()):
        raise BadParametersError(
            f"the value of header {name} must be printable ASCII without line breaks "
            "or surrounding spaces"
        )
    return value


def check_token(name: str, value: object) -> Secret:
    """Return an access token if it is valid; an error never contains the token."""
    token = check_header_value(f"Authorization ({name})", value)
    if not token.strip():
        raise BadParametersError(f"{name} is empty")
    if token.lower().startswith("bearer "):
        raise BadParametersError(
            f"{name} must not start with 'Bearer': pass the token alone, the client adds 'Bearer'"
        )
    return Secret(token)


def check_content_type(value: object) -> str:
    """Return a content type if it is valid."""
    content_type = check_header_value("Content-Type", value)
    if "/" not in content_type:
        raise BadParametersError(
            f"{content_type!r} is not a content type such as text/plain or application/x-ndjson"
        )
    return content_type


def check_input_type(given: object) -> None:
    """Refuse a content type if hubs never pass data of this type on to a program."""
    if given is None:
        return
    content_type = check_content_type(given)
    if content_type not in _INPUT_TYPES and not content_type.endswith("x-ndjson"):
        raise BadParametersError(
            f"a program never receives input of the type {content_type!r}: use "
            f"{', '.join(_INPUT_TYPES)} or application/x-ndjson, without a charset"
        )


def check_count(what: str, value: object) -> int:
    """Return a whole number if it is not negative and the platform supports it."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadParametersError(f"{what} must be a whole number, not {type(value).__name__}")
    if not 0 <= value <= _MAX_COUNT:
        raise BadParametersError(f"{what} must be a number from 0 to {_MAX_COUNT}")
    return value


def check_flag(what: str, value: object) -> bool:
    """Return True or False; refuse other values, because ``"false"`` would count as true."""
    if not isinstance(value, bool):
        raise BadParametersError(f"{what} must be True or False, not {type(value).__name__}")
    return value


def check_end(value: object) -> bool | Unset:
    """Check ``end=``; None leaves the choice to the hub."""
    return UNSET if value is None else check_flag("end", value)


def check_function(what: str, value: object) -> None:
    """Refuse a value that is neither callable nor None."""
    if value is not None and not callable(value):
        raise BadParametersError(f"{what} must be a function, not {type(value).__name__}")


def sync_check_callback(what: str, value: object) -> None:
    """Refuse coroutine functions, and values that are neither a function nor None."""
    check_function(what, value)
    call = getattr(value, "__call__", None)  # noqa: B004 (it may be a coroutine function)
    if iscoroutinefunction(value) or iscoroutinefunction(call):
        raise BadParametersError(
            f"{what} is a coroutine function, which only asynchronous clients accept"
        )


async_check_callback = check_function  # asynchronous clients also accept coroutine functions


def check_mapping(what: str, value: object) -> dict[str, Any]:
    """Return a mapping as a dict."""
    if not isinstance(value, Mapping):
        raise BadParametersError(f"{what} must be a mapping, not {type(value).__name__}")
    mapping: Mapping[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    return dict(mapping)


def check_json(what: str, value: T) -> T:
    """Return a value if JSON can represent it."""
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadParametersError(f"{what} cannot be sent as JSON: {error}") from None
    return value
