"""The lists of managers, whose elements depend on the manager's version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import InvalidResponseError

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


def flatten(items: Iterable[Any], model: type[T]) -> list[T]:
    """Return one flat list of models, where a bare id becomes one."""
    models: list[T] = []
    for item in items:
        if isinstance(item, str):
            models.append(model(item))  # type: ignore[call-arg] # an id is what all begin with
        elif isinstance(item, list):
            models.extend(flatten(item, model))  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(item, model):
            models.append(item)
        else:
            raise InvalidResponseError(
                f"the list holds {item!r:.200}, which is no {model.__name__}"
            )
    return models
