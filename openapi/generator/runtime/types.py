"""Types that all the generated packages share."""

from collections.abc import AsyncIterable, Iterable, MutableMapping
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

from attrs import define, field, fields


class Unset:
    """The type of UNSET: a value that was not given, as opposed to null."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"  # of copies and pickles, too, there is only this one


UNSET: Unset = Unset()


@define
class File:
    """A request body.

    Args:
        payload: bytes, or an iterable of them; an async iterable goes with the async functions.
        mime_type: The body's content type; the specification's own unless told.
    """

    payload: bytes | Iterable[bytes] | AsyncIterable[bytes] = field(repr=False)
    mime_type: str | None = None


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A response, read to its end and parsed."""

    status_code: int
    content: bytes = field(repr=False)
    headers: MutableMapping[str, str] = field(repr=False)
    parsed: T


def path_segment(value: object) -> str:
    """Return a path parameter as exactly one percent-encoded segment, or raise ValueError."""
    if isinstance(value, bool):
        text = str(value).lower()
    else:
        text = value.isoformat() if isinstance(value, datetime) else str(value)
    if text in {"", ".", ".."}:
        raise ValueError(f"a path parameter can't be {text!r}: it would address another endpoint")
    return quote(text, safe="")


def parse_time(text: str) -> datetime:
    """Read any ISO 8601 timestamp; quickly if it is in one of the usual forms."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        from dateutil.parser import isoparse  # noqa: PLC0415 (costs 10 ms: only when needed)

        return isoparse(text)


def represent(model: Any) -> str:
    """Return a model's repr, without what its answer did not have."""
    shown = [
        f"{one.name}={value!r}"
        for one in fields(type(model))
        if (value := getattr(model, one.name)) is not UNSET
        and (value or one.name != "additional_properties")
    ]
    return f"{type(model).__name__}({', '.join(shown)})"


__all__ = ["UNSET", "File", "Response", "Unset", "parse_time", "path_segment", "represent"]
