"""Text that is masked in tracebacks and logs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, SupportsIndex


class Secret(str):
    """A str whose repr is masked, as are the reprs of its slices."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        return Secret(super().__getitem__(key))


def hide(value: Any) -> Any:
    """Return text as a Secret, a mapping with hidden values, and any other value unchanged."""
    if isinstance(value, str):
        return Secret(value)
    if isinstance(value, Mapping):
        given: Mapping[Any, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return {name: hide(text) for name, text in given.items()}
    return value
