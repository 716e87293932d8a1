"""All private names of other libraries that the facade uses are listed here."""

from __future__ import annotations

import ast
import asyncio
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

import scramjet_facade

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(scramjet_facade.__file__).parent
# Each has a test below, which fails if a new version changes it.
USES = {
    ("concurrency/sync_flavor.py", "asyncio._get_running_loop"),
    ("_async/http_client.py", "response._content"),
    ("_sync/http_client.py", "response._content"),
    (
        "concurrency/cancellation.py",
        "cancellation._cancel_tokens",
    ),  # of the class in the same module
    ("http11/bindings.py", "self._base_url"),  # of the generated bindings
}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def defined(tree: ast.AST) -> Iterator[str]:
    """Yield the private names that a module defines."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                pass
            case ast.Name(id=name, ctx=ast.Store()):
                pass
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                pass
            case _:
                continue
        if is_private(name):
            yield name


@cache
def modules() -> dict[str, ast.Module]:
    """Return the modules of the facade by their paths."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def own_names() -> set[str]:
    """Return the private names that these modules define."""
    return {name for tree in modules().values() for name in defined(tree)}


def private_uses(tree: ast.AST, *, is_client: bool) -> Iterator[str]:
    """Yield private names of other modules: attributes, imports and names in strings.

    The clients may use each other's private names.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=whose, attr=name) if is_private(name):
                is_own = is_client or ast.unparse(whose) in {"self", "cls", "super()"}
                if not (is_own and name in own_names()):
                    yield ast.unparse(node)
            case ast.Import(names=names):
                yield from (one.name for one in names if re.search(r"(^|\.)_[a-z]", one.name))
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found = (f"{module}.{one.name}" for one in names)
                yield from (name for name in found if re.search(r"(^|\.)_[a-z]", name))
            case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z][\w.]*\._[a-z][\w.]*", text):
                yield text
            case _:
                pass


def test_every_private_use_is_listed() -> None:
    found = {
        (name, use)
        for name, tree in modules().items()
        for use in private_uses(tree, is_client=name.startswith(("_async/", "_sync/")))
    }
    assert found == USES


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("request._state = 1", "request._state"),
        ("self._nobodys", "self._nobodys"),
        (
            "response._pool",
            "response._pool",
        ),  # a name of ours on an object that may be another library's
        ("import httpx._models", "httpx._models"),
        ("from httpx import _models", "httpx._models"),
        ("from _ssl import x", "_ssl.x"),
        ("sys.modules['httpcore._sync']", "httpcore._sync"),
    ],
)
def test_an_unlisted_private_use_is_found(code: str, expected: str) -> None:
    assert [*private_uses(ast.parse(code), is_client=False)] == [expected]


def test_the_content_of_an_httpx_response_can_be_set() -> None:
    """There is no public way to set the body of an httpx response that was read elsewhere."""
    response = httpx.Response(200, stream=httpx.ByteStream(b"unread"))
    assert not hasattr(response, "_content"), "httpx.Response._content is set before it is read"
    response._content = b"set"
    assert response.content == b"set", "httpx.Response._content has moved"


async def test_the_running_loop_is_returned_without_an_exception() -> None:
    """The public function raises an exception without a loop, which takes longer."""
    assert asyncio._get_running_loop() is asyncio.get_running_loop()
    assert await asyncio.to_thread(asyncio._get_running_loop) is None


def test_the_base_url_of_the_bindings_is_found() -> None:
    with scramjet_facade.HostClient("http://hub.example/api/v1") as host:
        assert "http://hub.example/api/v1" in repr(host.bindings)


@pytest.mark.parametrize("client", [httpx.Client, httpx.AsyncClient])
def test_our_private_names_do_not_overwrite_those_of_httpx(
    client: type[httpx.Client | httpx.AsyncClient],
) -> None:
    """Our clients are subclasses of httpx's: equal private names would be overwritten."""
    flavor = "async" if client is httpx.AsyncClient else "sync"
    ours = {
        name
        for node in modules()[f"_{flavor}/http_client.py"].body
        if isinstance(node, ast.ClassDef) and node.name.endswith("HttpClient")
        for name in defined(node)
    }
    assert "_sender" in ours
    assert ours & {*dir(client()), *dir(client)} == set(), (
        f"httpx.{client.__name__}has a private attribute of the same name"
    )
