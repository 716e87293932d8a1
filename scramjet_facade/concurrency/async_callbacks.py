"""Functions of the caller, for asynchronous clients: coroutine functions are awaited."""

from __future__ import annotations

from inspect import isawaitable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def async_check_callback(_what: str, _function: object) -> None:
    """Accept functions and coroutine functions."""


async def async_call(function: Callable[..., Any], *arguments: Any) -> None:
    """Call a function, and await what it returns if it is a coroutine function."""
    returned = function(*arguments)
    if isawaitable(returned):
        await returned
