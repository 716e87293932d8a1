"""Writes values into requests, and checks the JSON values of responses."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import quote

from .types import File, FileTypes, Model, RequestFiles, Unset

T = TypeVar("T")
TEXT_TYPES = {None, "text/plain"}  # the types of parts without a type of their own
DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


def text(name: str, value: Any) -> str:
    """Return a plain value as text for a request; raise ValueError for an object or a list."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value  # str(value) would lose a subclass that masks a secret in tracebacks
    if value is None or isinstance(value, (Mapping, Model, list, tuple, bytes, bytearray, File)):
        raise ValueError(f"{name!r} accepts only plain values: write {value!r:.80} as a text")
    return str(value)


def path_segment(value: object) -> str:
    """Return a path parameter as exactly one percent-encoded segment, or raise ValueError."""
    segment = ",".join(quote(one, safe="") for one in _listed("path parameter", value))
    if segment in {"", ".", ".."}:
        raise ValueError(
            f"a path parameter can't be {segment!r}: it would address another endpoint"
        )
    return segment


def to_json(value: Any) -> Any:
    """Return a value as JSON data: a model as an object, a time or an enum as text."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: to_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [to_json(one) for one in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return text("a value", value)


def query(name: str, value: Any, style: str = "form", *, explode: bool = True) -> dict[str, Any]:
    """Return the fields of a query parameter, according to its style; {} if it is unset."""
    if value is None or isinstance(value, Unset):
        return {}
    if style == "json":
        return {name: json.dumps(to_json(value))}
    if isinstance(value, Model):
        value = value.to_dict()
    texts: str | list[str]
    if isinstance(value, Mapping):
        fields = {key: one for key, one in value.items() if one is not None}
        if style == "deepObject":
            return {f"{name}[{key}]": _texts(key, one) for key, one in fields.items()}
        if explode:
            return {key: _texts(key, one) for key, one in fields.items()}
        texts = _listed(name, fields)
    else:
        texts = _texts(name, value)
    if texts == []:
        return {}
    if explode or isinstance(texts, str):
        return {name: texts}
    delimiter = DELIMITERS[style]
    if any(delimiter in one for one in texts):
        raise ValueError(
            f"{name!r} can't contain a text with {delimiter!r}: it separates the texts"
        )
    return {name: delimiter.join(texts)}


def _texts(name: str, value: Any) -> str | list[str]:
    if isinstance(value, (list, tuple)):
        return [text(name, one) for one in value if one is not None]
    return text(name, value)


def _listed(name: str, value: Any) -> list[str]:
    if isinstance(value, Model):
        value = value.to_dict()
    if isinstance(value, Mapping):
        return [one for key, field in value.items() for one in (key, text(key, field))]
    texts = _texts(name, value)
    return [texts] if isinstance(texts, str) else texts


def header(name: str, value: Any) -> dict[str, str]:
    """Return a header; nothing if the value is unset or None."""
    if value is None or isinstance(value, Unset):
        return {}
    texts = _listed(name, value)
    return {name: texts[0] if len(texts) == 1 else ",".join(texts)}


def cookies(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the header with all cookies that are neither unset nor None."""
    given = [
        (name, text(name, value))
        for name, value in values.items()
        if value is not None and not isinstance(value, Unset)
    ]
    for name, value in given:
        if ";" in value:
            raise ValueError(f"the cookie {name!r} can't contain ';': it separates cookies")
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in given)} if given else {}


def form(fields: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Return the fields of a urlencoded body; raise ValueError for a nested object."""
    return {name: _texts(name, value) for name, value in fields.items() if value is not None}


def multipart(fields: Mapping[str, Any]) -> RequestFiles:
    """Return the parts of a multipart body: a list becomes several parts, an object a JSON part."""
    return [
        (name, _part(one))
        for name, value in fields.items()
        if value is not None and not isinstance(value, Unset)
        for one in (value if isinstance(value, list) else [value])
    ]


def with_types(parts: RequestFiles, types: Mapping[str, str]) -> RequestFiles:
    """Return the parts of a multipart body, in which files and texts have other content types."""
    return [
        (name, (part[0], part[1], types.get(name, part[2]) if part[2] in TEXT_TYPES else part[2]))
        for name, part in parts
    ]


def _part(value: Any) -> FileTypes:
    if isinstance(value, File):
        return value.to_tuple()
    if isinstance(value, (Model, dict)):
        return None, json.dumps(to_json(value)).encode(), "application/json"
    return None, text("a part", value).encode(), "text/plain"


def parse_time(text: str) -> datetime:
    """Parse a timestamp in any form of ISO 8601; the usual forms are parsed faster."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        from dateutil.parser import isoparse  # noqa: PLC0415 (costs 10 ms: only when needed)

        return isoparse(text)


def expect(value: Any, kind: type[T]) -> T:
    """Return a plain JSON value if it has the given type; raise TypeError otherwise."""
    if not isinstance(value, (int, float) if kind is float else kind):
        raise TypeError(f"not a {kind.__name__}: {value!r:.100}")
    return value  # type: ignore[return-value]


def expect_list(value: Any, kind: type[T]) -> list[T]:
    """Return a list of plain JSON values if all have the given type; raise TypeError otherwise."""
    return [expect(one, kind) for one in expect(value, list)]


def best(data: Any, candidates: Sequence[T]) -> T:
    """Return the candidate that knows most fields of a JSON value; if several do, the first."""
    return max(candidates, key=lambda read: sum(_known(data, read)))


def _known(data: Any, read: Any) -> Iterator[int]:
    if isinstance(read, list):
        for inner, one in zip(data, read, strict=True):
            yield from _known(inner, one)
    elif isinstance(read, Model):
        extra = getattr(read, "additional_properties", None)
        yield len(read.to_dict()) if extra is None else len(data) - len(extra)
