"""Tries generated packages out: imports all of them, and sends each operation's request once.

python openapi/generator/trial.py FOLDER OPERATIONS.json

The operations are, for each package in the folder, lists of path, method, tag and name. What fails
is printed as JSON, a line each: the package, the path, the method (both null where it is the
package itself), and what happened.
"""

import datetime as dt
import enum
import importlib
import json
import sys
import types
import typing
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import httpx

SAMPLES: dict[Any, Any] = {
    str: "a b",
    int: 1,
    float: 1.5,
    bool: True,
    type(None): None,
    dt.date: dt.date(2026, 1, 2),
    dt.datetime: dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
    uuid.UUID: uuid.UUID(int=5),
    Any: {},
    dict: {},
}


def sample(hint: Any) -> Any:
    """Make a value of an annotated type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        return sample(next(one for one in arguments if getattr(one, "__name__", "") != "Unset"))
    if origin is list:
        return [sample(arguments[0])]
    if origin is typing.Literal:
        return arguments[0]
    if origin is not None:
        return sample(origin)
    if hint in SAMPLES:
        return SAMPLES[hint]
    if issubclass(hint, enum.Enum):
        return next(iter(hint))
    if hint.__name__ == "File":
        return hint(b"bytes")
    hints = typing.get_type_hints(hint)
    needed = [one for one in attrs.fields(hint) if one.init and one.default is attrs.NOTHING]
    return hint(**{one.name: sample(hints[one.name]) for one in needed})


def requests(operation: Any, client: Any, models: Any) -> Iterator[httpx.Request]:
    """Call an operation's functions, each with all of its parameters; give what they send."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(599)

    shared = operation._get_kwargs  # noqa: SLF001 (what its functions share)
    hints = typing.get_type_hints(shared, localns=models)
    arguments = {name: sample(hint) for name, hint in hints.items() if name != "return"}
    client.set_httpx_client(
        httpx.Client(base_url="http://trial", transport=httpx.MockTransport(answer))
    )
    if hasattr(operation, "stream"):
        with operation.stream(client=client, **arguments):
            pass
    else:
        try:
            operation.sync_detailed(client=client, **arguments)
        except client.invalid_response(httpx.Response(599)).__class__:
            pass
    yield from sent


def failures(package: str, operations: Any) -> Iterator[tuple[str | None, str | None, str]]:
    """Say what of a package doesn't work: path, method and text."""
    try:
        module = importlib.import_module(f"{package}.models")
        models = {name: getattr(module, name) for name in module.__all__}
        runtime = package.partition(".")[0]
        client = importlib.import_module(f"{runtime}.client").Client(base_url="http://trial")
    except Exception as error:  # noqa: BLE001 (whatever comes is what doesn't work)
        yield None, None, f"{type(error).__name__}: {error}"
        return
    for path, method, tag, name in operations:
        try:
            operation = getattr(importlib.import_module(f"{package}.api.{tag}"), name)
            (request,) = requests(operation, client, models)
            begin = path.partition("{")[0]
            if request.method != method.upper() or not request.url.path.startswith(begin):
                yield path, method, f"it sends {request.method} {request.url.path}"
        except Exception as error:  # noqa: BLE001 (whatever comes is what doesn't work)
            yield path, method, f"{type(error).__name__}: {error}"


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
