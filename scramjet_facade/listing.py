"""The lists of managers, whose elements depend on the manager's version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


def flatten(items: Iterable[Any], make: Callable[[str], T]) -> list[T]:
    """Return one flat list of models; ``make`` turns a bare id into one."""
    models: list[T] = []
    for item in items:
        if isinstance(item, str):
            models.append(make(item))
        elif isinstance(item, list):
            models.extend(flatten(item, make))  # pyright: ignore[reportUnknownArgumentType]
        else:
            models.append(item)
    return models
