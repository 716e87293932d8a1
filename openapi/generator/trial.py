"""Tries generated packages: imports them, sends each request, reads samples of responses.

Usage: python openapi/generator/trial.py FOLDER OPERATIONS.json

bindings.py writes OPERATIONS.json, which contains a list of operations for each package in the
folder. Each failure is printed as a line of JSON: the package, the path, the method, and the text.
If a failure concerns the whole package, the path and the method are null.
"""

import contextlib
import datetime as dt
import enum
import importlib
import inspect
import json
import sys
import types
import typing
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import attrs
import httpx

VALUES: dict[Any, Any] = {
    str: "a&b",
    int: 1,
    float: 1.5,
    bool: True,
    None: None,
    type(None): None,
    dt.date: dt.date(2026, 1, 2),
    dt.datetime: dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
    uuid.UUID: uuid.UUID(int=5),
    Any: "any",
    object: "any",
}
EXTRA = "extra key"  # This key is also in samples.py.
DEPTH = 9  # A type with more nested types than this is assumed to contain itself.
MODELS: dict[str, Any] = {}


def value(hint: Any, depth: int = 0) -> Any:
    """Make a value of an annotated type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        kinds = [one for one in arguments if getattr(one, "__name__", "") != "Unset"]
        # At this depth the type must contain itself, so null is used if it is allowed.
        return None if depth > DEPTH and type(None) in kinds else value(kinds[0], depth)
    if origin is list:
        return [] if depth > DEPTH else [value(arguments[0], depth + 1)]
    if origin is typing.Literal:
        return arguments[0]
    if hint in VALUES:
        return VALUES[hint]
    if issubclass(hint, enum.Enum):
        return next(iter(hint))
    if hint.__name__ == "File":
        return hint(b"bytes")
    if depth > 20 * DEPTH:
        return hint.__new__(hint)  # the type contains itself, so it can't be sent
    hints = typing.get_type_hints(hint, localns=MODELS)
    needed = [
        one
        for one in attrs.fields(hint)
        if one.init and (one.default is attrs.NOTHING or depth == 0)
    ]
    return hint(**{one.name: value(hints[one.name], depth + 1) for one in needed})


def misfit(read: Any, hint: Any, where: str = "the response") -> str | None:  # noqa: C901
    """Return a message about a part of a value that does not have its annotated type, or None."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in {Any, object}:
        return None
    if origin in {typing.Union, types.UnionType}:
        found = [misfit(read, one, where) for one in arguments]
        return None if None in found else found[0]
    if origin is typing.Literal:
        fits = read in arguments
    elif origin is list and isinstance(read, list):
        found = [misfit(one, arguments[0], f"{where}[]") for one in read]
        return next((one for one in found if one), None)
    elif hint is float:
        fits = isinstance(read, (int, float))
    else:
        fits = isinstance(read, type(None) if hint is None else origin or hint)
    if not fits:
        return f"{where} is {type(read).__name__} instead of {hint}"
    if not attrs.has(type(read)) or type(read).__name__ in {"Unset", "File"}:
        return None
    lost = set(getattr(read, "additional_properties", {})) - {EXTRA}
    if lost:
        return f"{where} has no attribute for `{min(lost)}`"
    hints = typing.get_type_hints(type(read), localns=MODELS)
    for field in attrs.fields(type(read)):
        if field.name != "additional_properties":
            own = getattr(read, field.name)
            if found := misfit(own, hints[field.name], f"{where}.{field.name}"):
                return found
    return None


class Wire:
    """Records requests, and returns a chosen response for each."""

    def __init__(self, client: Any) -> None:
        self.sent: list[httpx.Request] = []
        self.response = httpx.Response(599)
        client.set_httpx_client(
            httpx.Client(base_url="http://trial", transport=httpx.MockTransport(self._answer))
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.sent.append(request)
        return self.response


def failures_of(operation: Any, listed: Any, client: Any, refused: Any) -> Iterator[str]:
    """Call an operation with all parameters, with the required ones, and once per response."""
    wire = Wire(client)
    call = getattr(operation, "sync_detailed", None)
    shared = operation._get_kwargs  # noqa: SLF001 (all functions of an operation share it)
    hints = typing.get_type_hints(shared, localns=MODELS)
    least = [
        name
        for name, one in inspect.signature(shared).parameters.items()
        if one.default is inspect.Parameter.empty
    ]
    for names in (hints.keys() - {"return"}, least):
        arguments = {name: value(hints[name]) for name in names}
        if call is None:
            with operation.stream(client=client, **arguments):
                pass
        else:
            with contextlib.suppress(refused):
                call(client=client, **arguments)
        (request,) = wire.sent
        wire.sent.clear()
        begin = unquote(listed["path"].partition("{")[0])
        if request.method != listed["method"].upper() or not request.url.path.startswith(begin):
            yield f"it sends {request.method} {request.url.path}"
    if call is None:
        return
    declared = typing.get_type_hints(operation._parse_response, localns=MODELS)["return"]  # noqa: SLF001
    for status, content_type, sample in listed["responses"]:
        content = json.dumps(sample) if "json" in content_type else sample
        wire.response = httpx.Response(
            status, content=content, headers={"content-type": content_type} if content_type else {}
        )
        try:
            parsed = call(client=client, **arguments).parsed
        except refused as error:
            yield f"it can't read the response {content:.150}: {error.__cause__!r:.150}"
            continue
        if found := misfit(parsed, declared):
            yield f"of the response {content:.150}: {found}"


def failures(package: str, operations: Any) -> Iterator[tuple[str | None, str | None, str]]:
    """Yield the failures of a package: path, method and text."""
    try:
        module = importlib.import_module(f"{package}.models")
        MODELS.clear()
        MODELS.update({name: getattr(module, name) for name in module.__all__})
        runtime = package.partition(".")[0]
        client = importlib.import_module(f"{runtime}.client").Client(base_url="http://trial")
        refused = importlib.import_module(f"{runtime}.errors").InvalidResponse
    except Exception as error:  # noqa: BLE001 (any failure is a finding)
        yield None, None, f"{type(error).__name__}: {error}"
        return
    for listed in operations:
        try:
            name = f"{package}.api.{listed['tag']}.{listed['name']}"
            operation = importlib.import_module(name)
            for text in failures_of(operation, listed, client, refused):
                yield listed["path"], listed["method"], text
        except Exception as error:  # noqa: BLE001 (any failure is a finding)
            yield listed["path"], listed["method"], f"{type(error).__name__}: {error}"


def main() -> int:
    """Run the command."""
    target, operations = map(Path, sys.argv[1:])
    sys.path.insert(0, str(target.parent))
    warnings.simplefilter("error")
    found = [
        (package, *failure)
        for package, listed in json.loads(operations.read_text(encoding="utf-8")).items()
        for failure in failures(f"{target.name}.{package}", listed)
    ]
    for one in found:
        print(json.dumps(one))
    return len(found) > 0


if __name__ == "__main__":
    sys.exit(main())
