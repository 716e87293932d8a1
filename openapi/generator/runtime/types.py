"""Types that all the generated packages share."""

from collections.abc import AsyncIterable, Iterable, Mapping, MutableMapping
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar, Generic, Literal, TypeVar
from urllib.parse import quote
from uuid import UUID

from attrs import define, field


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

Object = Mapping[str, Any]
"""A JSON object that was read."""


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


@define(repr=False)
class Model:
    """What an answer or a body holds."""

    _names: ClassVar[dict[str, str]] = {}  # fields whose name is another one in JSON

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it, without the fields that are unset."""
        own: tuple[str, ...] = self.__match_args__  # the fields
        names = self._names
        return {
            names.get(name, name): value if type(value) in PLAIN else to_json(value)
            for name in own
            if (value := getattr(self, name)) is not UNSET
        }

    def __repr__(self) -> str:
        own: tuple[str, ...] = self.__match_args__  # of one that is being read, some aren't there
        more = ("additional_properties",) if getattr(self, "additional_properties", None) else ()
        shown = [
            f"{name}={value!r}"
            for name in (*own, *more)
            if (value := getattr(self, name, UNSET)) is not UNSET
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


@define(repr=False)
class OpenModel(Model, Generic[T]):
    """A model that keeps the fields which the specification doesn't name."""

    additional_properties: dict[str, T] = field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it, without the fields that are unset."""
        known = super().to_dict()
        more = self.additional_properties
        return {**{name: to_json(more[name]) for name in more}, **known} if more else known

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the specification doesn't name."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> T:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: T) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


PLAIN = {str, int, float, bool, dict, type(None)}  # is in JSON as it is


def to_json(value: Any) -> Any:
    """Return a value as JSON has it: a model as an object, a time or an enum's member as text."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, list):
        return [to_json(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


__all__ = [
    "UNSET",
    "File",
    "Model",
    "OpenModel",
    "Response",
    "Unset",
    "parse_time",
    "path_segment",
]
