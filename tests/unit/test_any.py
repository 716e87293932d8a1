"""Where public signatures say Any, and why; all else has its true type."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import scramjet_facade
from scramjet_facade import testing

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = "what JSON stands for is for the caller to know"
HANDED_ON = "what ClientError takes, handed on as it is"
ALLOWED = {
    "ClientError.__init__": "an answer's body: " + JSON,
    "Context.on": "the message of an event: " + JSON,
    "Context.set_health_check": "what a program reports: " + JSON,
    **dict.fromkeys(
        (
            f"{kind}Client.__init__"
            for kind in ("Service", "Middleware", "MultiManager", "Manager", "Host")
        ),
        "a transport is of httpx, of which no type is in a public signature",
    ),
    "InstanceClient.get_event": JSON,
    "InstanceClient.get_next_event": JSON,
    "InstanceFailedError.__init__": HANDED_ON,
    "InvalidResponseError.__init__": HANDED_ON,
    "SeenRequest.json": JSON,
    "Stream.iter_json": JSON + "; with loads it has the type that loads gives",
    "StreamInterrupted.__init__": HANDED_ON,
    "python_program": "a function may have further parameters, and take and return any records",
}


def functions(name: str, thing: Any) -> Iterator[tuple[str, Any]]:
    """Give a function itself, or what a class has of them, with their names."""
    if inspect.isfunction(thing):
        yield name, thing
    if not isinstance(thing, type):
        return
    for base in thing.__mro__:
        for own, member in vars(base).items():
            function = member.fget if isinstance(member, property) else member
            function = getattr(function, "__func__", function)  # of a class method
            is_public = not own.startswith("_") or own.endswith("__")
            is_ours = base.__module__.startswith("scramjet_facade")
            if is_public and is_ours and inspect.isfunction(function):
                yield function.__qualname__.removeprefix("Async"), function


def says_any(function: Any) -> bool:
    return any(re.search(r"\bAny\b", str(hint)) for hint in function.__annotations__.values())


def test_any_stands_only_where_nothing_else_is_true() -> None:
    found = {
        where
        for package in (scramjet_facade, testing)
        for name in package.__all__
        for where, function in functions(name, getattr(package, name))
        if says_any(function)
    }
    assert found == ALLOWED.keys()
