"""A new access key that is masked in tracebacks and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scramjet_bindings.middleware.models import CreatedAccessKey

if TYPE_CHECKING:
    from collections.abc import Iterator


class HiddenAccessKey(CreatedAccessKey):
    """A new access key whose repr shows only the names of its fields."""

    __slots__ = ()

    def __repr__(self) -> str:
        fields = [f"{name}={value!r}" for name, value in self.__rich_repr__()]
        return f"{CreatedAccessKey.__name__}({', '.join(fields)})"

    def __rich_repr__(self) -> Iterator[tuple[str, str]]:
        return ((name, "***") for name in self.additional_properties)
