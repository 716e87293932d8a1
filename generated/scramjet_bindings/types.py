# Generated from openapi/generator/runtime by `make generate`. Do not edit.
"""Types that all the generated packages share."""

from collections.abc import AsyncIterable, Iterable, Mapping, MutableMapping
from typing import IO, Any, Generic, Literal, TypeVar

from attrs import define, field


class Unset:
    """The type of UNSET, which means that a value is missing; None means null."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"  # copying or unpickling returns UNSET itself


UNSET: Unset = Unset()
"""The value of a missing field; it counts as false."""

FileContent = IO[bytes] | bytes | str
FileTypes = (
    tuple[str | None, FileContent, str | None]
    | tuple[str | None, FileContent, str | None, Mapping[str, str]]
)
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """A binary body, or a file in a multipart body.

    Args:
        payload: Bytes or an iterable of bytes. Async functions accept an async iterable; with
            ``httpx.AsyncClient`` they accept no other iterable.
        mime_type: The content type. The default is the content type in the specification.
        file_name: The file's name in a multipart body.
    """

    payload: bytes | Iterable[bytes] | AsyncIterable[bytes] = field(repr=False)
    mime_type: str | None = None
    file_name: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return a tuple that httpx accepts for multipart/form-data."""
        payload: Any = self.payload
        if not isinstance(payload, bytes) and not hasattr(payload, "read"):
            payload = b"".join(payload)
        return self.file_name, payload, self.mime_type


T = TypeVar("T")


@define
class Response(Generic[T]):
    """A complete and parsed response."""

    status_code: int
    content: bytes = field(repr=False)
    headers: MutableMapping[str, str] = field(repr=False)
    parsed: T


class Model:
    """The base of all models."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the object as JSON data, without unset fields."""
        raise NotImplementedError

    def __repr__(self) -> str:
        own: tuple[str, ...] = self.__match_args__  # type: ignore[attr-defined]
        more = ("additional_properties",) if getattr(self, "additional_properties", None) else ()
        shown = [
            f"{name}={value!r}"
            for name in (*own, *more)
            if (value := getattr(self, name, UNSET)) is not UNSET
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


__all__ = [
    "UNSET",
    "File",
    "FileTypes",
    "Model",
    "RequestFiles",
    "Response",
    "Unset",
]
