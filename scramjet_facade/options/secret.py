"""Text that is masked in tracebacks and logs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, SupportsIndex


class Secret(str):
    """A str whose repr is masked; its slices are masked in the same way."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        return Secret(super().__getitem__(key))


def hide(value: Any) -> Any:
    """Convert a text, or each value of a mapping, to a Secret; return other values unchanged."""
    if isinstance(value, str):
        return Secret(value)
    if isinstance(value, Mapping):
        given: Mapping[Any, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return {name: hide(text) for name, text in given.items()}
    return value
