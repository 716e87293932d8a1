"""Public signatures contain Any only in listed places, each with its reason."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import scramjet_facade
from scramjet_facade import testing

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = "only the caller knows the type of JSON data"
PASSED_ON = "passed to ClientError unchanged"
ALLOWED = {
    "ClientError.__init__": "a response's body: " + JSON,
    "Context.on": "the message of an event: " + JSON,
    "Context.set_health_check": "the report of a program: " + JSON,
    **dict.fromkeys(
        (
            f"{kind}Client.__init__"
            for kind in ("Service", "Middleware", "MultiManager", "Manager", "Host")
        ),
        "a transport has a type of httpx; no public signature contains those",
    ),
    "InstanceClient.get_event": JSON,
    "InstanceClient.get_next_event": JSON,
    "InstanceFailedError.__init__": PASSED_ON,
    "InvalidResponseError.__init__": PASSED_ON,
    "SeenRequest.json": JSON,
    "Stream.iter_json": JSON + "; with loads, the type that loads returns",
    "StreamInterrupted.__init__": PASSED_ON,
    "UploadInterrupted.__init__": PASSED_ON,
    "python_program": "a function may have further parameters, and take and return any records",
}


def functions(name: str, thing: Any) -> Iterator[tuple[str, Any]]:
    """Yield a function, or the public functions of a class, with their names."""
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


def has_any(function: Any) -> bool:
    return any(re.search(r"\bAny\b", str(hint)) for hint in function.__annotations__.values())


def test_any_is_used_only_in_the_listed_signatures() -> None:
    found = {
        where
        for package in (scramjet_facade, testing)
        for name in package.__all__
        for where, function in functions(name, getattr(package, name))
        if has_any(function)
    }
    assert found == ALLOWED.keys()
