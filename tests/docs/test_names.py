"""The tables of the pages: the official clients' names and ours, options, what is sent again."""

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
    """Give the public methods of the official Python client, as its files have them."""
    for package in ("scramjet-api-client", "scramjet-client-utils"):
        for file in files(package) or []:
            if file.suffix == ".py":
                for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                    for one in node.body if isinstance(node, ast.ClassDef) else []:
                        is_method = isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
                        if is_method and not one.name.startswith("_"):
                            yield node.name, one.name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.client}.{row.theirs}")
def test_our_name_is_there(row: Row) -> None:
    client, method = row.ours.split(".")
    for flavour in ("", "Async"):
        cls = getattr(scramjet_facade, flavour + client, None)
        assert callable(getattr(cls or scramjet_facade.ClientUtils, method))


def test_every_method_of_the_official_python_client_is_told() -> None:
    inherited = {"get_load_check", "get_version", "get_log_stream", "get_config"}
    there = {
        ("HostClient" if name in inherited else client, name) for client, name in official_methods()
    }
    assert {(row.client, row.theirs) for row in python_rows()} == there


def test_every_request_of_the_javascript_client_is_told() -> None:
    table = javascript_table()
    assert "[`POST /sequence/{sequence_id}/start`](#host-start-sequence)" in table
    assert sum(line.startswith("| `") for line in table.splitlines()) == len([*javascript_rows()])


def table(page: str, heading: str) -> str:
    """Return the rows of a page's table."""
    _, _, after = (DOCS / "guide" / page).read_text("utf-8").partition(f"\n## {heading}\n")
    return "\n".join(re.findall(r"^\|.*$", after.partition("\n## ")[0], re.MULTILINE))


def test_every_option_of_a_client_is_told() -> None:
    told = re.findall(
        r"^\| `(\w+)=` \| `(.+?)` \|", table("connecting.md", "The options"), re.MULTILINE
    )
    _, *options = inspect.signature(HostClient).parameters.values()
    assert told == [(option.name, repr(option.default)) for option in options]


def test_every_answer_after_which_a_request_is_sent_again_is_told() -> None:
    def is_repeated(status: int, method: str) -> bool:
        error = ClientError("", status=status, may_have_arrived=True)
        return Retries().pause(error, method=method, attempts=1, replayable=True) is not None

    for method, row in (("POST", "any request whose"), ("GET", "whose|GET and PUT")):
        rows = re.findall(rf"^.*(?:{row}).*$", table("errors.md", "Retries"), re.MULTILINE)
        told = set(map(int, re.findall(r"\b\d{3}\b", " ".join(rows))))
        assert told == {status for status in range(300, 600) if is_repeated(status, method)}


def test_every_class_of_errors_is_told() -> None:
    """Its other bases, its code, and the statuses that it stands for."""
    told = {}
    for row in table("errors.md", "The classes").splitlines()[2:]:
        name, bases, code, statuses = (cell.strip(" `") for cell in row[1:-1].split("|"))
        told[name] = (
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
    assert told == {
        one.__name__: (
            {base.__name__ for base in one.__bases__} - {"ClientError"},
            one.code,
            found.get(one, set()),
        )
        for one in classes
        if one is not ClientError
    }


def test_all_that_a_span_has_is_told() -> None:
    name = r"[`\"]((?:error|http|scramjet|server|url)\.[a-z_.]+)[`\"]"
    source = inspect.getsource(tracing)
    assert {*re.findall(name, table("service.md", "Traces"))} == {*re.findall(name, source)}
