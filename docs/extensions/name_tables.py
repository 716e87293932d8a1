"""Tables that compare the names of the official clients with the names of this package."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from service_specs import Operation, operations

ROOT = Path(__file__).parent.parent.parent
# The recorded requests of the JavaScript clients.
JS_REQUESTS = ROOT / "tests" / "contract" / "data" / "js_requests.json"
OFFICIAL_PYTHON = Path(__file__).parent / "official_python.yaml"


class Row(NamedTuple):
    """One method of another client."""

    client: str
    theirs: str
    ours: str
    request: str


def javascript_rows() -> Iterator[Row]:
    """Yield each method of the JavaScript clients once, with the request that it sends."""
    seen: set[tuple[str, str]] = set()
    for one in json.loads(JS_REQUESTS.read_text("utf-8")):
        client, method, request = one["class"], one["method"], one["request"]
        if (client, method) not in seen and client != "ClientUtils":
            seen.add((client, method))
            sent = _link(_operation(client, **request)) if request else "none"
            yield Row(client, method, f"{client}.{_snake_case(method)}", sent)


def python_rows() -> Iterator[Row]:
    """Yield each public method of the official Python client."""
    content = yaml.load(OFFICIAL_PYTHON.read_text("utf-8"), yaml.CSafeLoader)
    for client, methods in content.items():
        for theirs, (ours, remark) in methods.items():
            yield Row(client, theirs, ours, remark)


def javascript_table() -> str:
    """Return the table of the JavaScript clients' names."""
    return _table(("JavaScript", "Python", "request"), javascript_rows())


def python_table() -> str:
    """Return the table of the official Python client's names."""
    return _table(("official client", "here", "difference"), python_rows())


def _table(head: tuple[str, str, str], rows: Iterator[Row]) -> str:
    lines: list[str] = []
    last = ""
    for row in rows:
        if row.client != last:
            last = row.client
            lines += [f"\n### {row.client}\n", f"| {' | '.join(head)} |", "|---|---|---|"]
        lines.append(f"| `{row.theirs}` | `{row.ours}` | {row.request} |")
    return "\n".join(lines) + "\n"


def _snake_case(name: str) -> str:
    return re.sub(r"[A-Z]", lambda capital: f"_{capital[0].lower()}", name)


def _operation(client: str, *, method: str, path: str, **_: object) -> Operation:
    """Return the operation of a recorded request."""
    service = {
        "MiddlewareClient": "middleware",
        "MultiManagerClient": "multi_manager",
        "ManagerClient": "manager",
    }.get(client, "host")
    asked = path.rpartition("/api/v1")[2]
    return next(
        one
        for one in operations(service)
        if one.method == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one.path), asked)
    )


def _link(operation: Operation) -> str:
    return f"[`{operation.method} {operation.path}`](#{operation.anchor})"
