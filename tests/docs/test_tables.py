"""The tables of the documentation: names of methods, options, retries, errors and spans."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import scramjet_facade
from scramjet_facade import ClientError, HostClient, RequestError, Retries, ServerError
from scramjet_facade._async import tracing
from scramjet_facade.errors import from_response

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent.parent / "docs"
EXTENSIONS = str(DOCS / "extensions")
sys.path.insert(0, EXTENSIONS)
from name_tables import Row, javascript_rows, javascript_table, python_rows  # noqa: E402

sys.path.remove(EXTENSIONS)

ROWS = [*javascript_rows(), *python_rows()]


def official_methods() -> Iterator[tuple[str, str]]:
    """Yield the public methods in the files of the official Python client."""
    for package in ("scramjet-api-client", "scramjet-client-utils"):
        for file in files(package) or []:
            if file.suffix == ".py":
                for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                    for one in node.body if isinstance(node, ast.ClassDef) else []:
                        is_method = isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
                        if is_method and not one.name.startswith("_"):
                            yield node.name, one.name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.client}.{row.theirs}")
def test_the_method_of_a_table_row_exists(row: Row) -> None:
    client, method = row.ours.split(".")
    for flavour in ("", "Async"):
        cls = getattr(scramjet_facade, flavour + client, None)
        assert callable(getattr(cls or scramjet_facade.ClientUtils, method))


def test_every_method_of_the_official_python_client_is_documented() -> None:
    inherited = {"get_load_check", "get_version", "get_log_stream", "get_config"}
    methods = {
        ("HostClient" if name in inherited else client, name) for client, name in official_methods()
    }
    assert {(row.client, row.theirs) for row in python_rows()} == methods


def test_every_request_of_the_javascript_client_is_documented() -> None:
    table = javascript_table()
    assert "[`POST /sequence/{sequence_id}/start`](#host-start-sequence)" in table
    assert sum(line.startswith("| `") for line in table.splitlines()) == len([*javascript_rows()])


def table(page: str, heading: str) -> str:
    """Return the rows of a page's table."""
    _, _, after = (DOCS / "guide" / page).read_text("utf-8").partition(f"\n## {heading}\n")
    return "\n".join(re.findall(r"^\|.*$", after.partition("\n## ")[0], re.MULTILINE))


def test_every_option_of_a_client_is_documented() -> None:
    documented = re.findall(
        r"^\| `(\w+)=` \| `(.+?)` \|", table("connecting.md", "The options"), re.MULTILINE
    )
    _, *options = inspect.signature(HostClient).parameters.values()
    assert documented == [(option.name, repr(option.default)) for option in options]


def test_every_status_that_is_retried_is_documented() -> None:
    def is_retried(status: int, method: str) -> bool:
        error = ClientError("", status=status, may_have_arrived=True)
        return Retries().pause(error, method=method, attempts=1, replayable=True) is not None

    for method, row in (("POST", "any request whose"), ("GET", "whose|GET and PUT")):
        rows = re.findall(rf"^.*(?:{row}).*$", table("errors.md", "Retries"), re.MULTILINE)
        documented = set(map(int, re.findall(r"\b\d{3}\b", " ".join(rows))))
        assert documented == {status for status in range(300, 600) if is_retried(status, method)}


def test_every_error_class_is_documented() -> None:
    """The table contains base classes, codes and statuses."""
    documented = {}
    for row in table("errors.md", "The classes").splitlines()[2:]:
        name, bases, code, statuses = (cell.strip(" `") for cell in row[1:-1].split("|"))
        documented[name] = (
            {*re.findall(r"\w+", bases)},
            code,
            {*map(int, re.findall(r"\d{3}", statuses.partition("any other")[0]))},
        )
    public = [getattr(scramjet_facade, name) for name in scramjet_facade.__all__]
    classes = [one for one in public if isinstance(one, type) and issubclass(one, ClientError)]
    found: dict[type, set[int]] = {}
    for status in range(400, 600):
        error = from_response(
            status=status, reason="", content=b"", headers={}, method="GET", url=""
        )
        if type(error) not in {RequestError, ServerError}:
            found.setdefault(type(error), set()).add(status)
    assert documented == {
        one.__name__: (
            {base.__name__ for base in one.__bases__} - {"ClientError"},
            one.code,
            found.get(one, set()),
        )
        for one in classes
        if one is not ClientError
    }


def test_every_attribute_of_a_span_is_documented() -> None:
    name = r"[`\"]((?:error|http|scramjet|server|url)\.[a-z_.]+)[`\"]"
    source = inspect.getsource(tracing)
    assert {*re.findall(name, table("service.md", "Traces"))} == {*re.findall(name, source)}
