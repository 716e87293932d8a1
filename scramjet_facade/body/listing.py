"""Read the lists that managers return; their format depends on the manager's version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import InvalidResponseError
from .table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


def flatten(items: Iterable[Any], model: type[T]) -> list[T]:
    """Return one flat list of models; an item that is only an id becomes a model."""
    models: Table[T] = Table()
    for item in items:
        if isinstance(item, str):
            models.append(model(item))  # type: ignore[call-arg] # the id is the first field
        elif isinstance(item, list):
            models.extend(flatten(item, model))  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(item, model):
            models.append(item)
        else:
            raise InvalidResponseError(
                f"the response contains {item!r:.200}, which is not a {model.__name__}"
            )
    return models
