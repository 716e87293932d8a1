"""Functions of the caller, for synchronous clients, which cannot await coroutine functions."""

from __future__ import annotations

from inspect import iscoroutine, iscoroutinefunction
from typing import TYPE_CHECKING, Any

from ..errors import BadParametersError

if TYPE_CHECKING:
    from collections.abc import Callable


def sync_check_callback(what: str, function: object) -> None:
    """Reject coroutine functions."""
    call = getattr(function, "__call__", None)  # noqa: B004 (an object's may be one, too)
    if iscoroutinefunction(function) or iscoroutinefunction(call):
        raise BadParametersError(
            f"{what} is a coroutine function, which only asynchronous clients accept"
        )


def sync_call(function: Callable[..., Any], *arguments: Any) -> None:
    """Call a function.

    Raises:
        BadParametersError: It returned a coroutine, which nothing would await.
    """
    returned = function(*arguments)
    if iscoroutine(returned):
        returned.close()
        raise BadParametersError("a function returned a coroutine: use the asynchronous client")
