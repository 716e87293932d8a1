"""What the facade uses of other libraries that they don't promise: all of it is listed here."""

from __future__ import annotations

import ast
import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

import scramjet_facade

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(scramjet_facade.__file__).parent
MODULES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}

# Each has a test below, which says what has moved in a new version.
USES = {
    ("concurrency/sync_flavor.py", "asyncio._get_running_loop"),
    ("_async/http_client.py", "response._content"),
    ("_sync/http_client.py", "response._content"),
    ("concurrency/cancellation.py", "cancellation._cancel_tokens"),  # of the class above it
    ("http11/bindings.py", "self._base_url"),  # of the bindings, which are generated here
}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def defined(tree: ast.AST) -> Iterator[str]:
    """Give the private names that a module's own classes have."""
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


OWN = {name for tree in MODULES.values() for name in defined(tree)}


def private_uses(tree: ast.AST, *, knows_clients: bool) -> Iterator[str]:
    """Give what a module uses of others' private names: attributes, imports, names in texts.

    The clients know each other's.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=whose, attr=name) if is_private(name):
                is_own = knows_clients or ast.unparse(whose) in {"self", "cls", "super()"}
                if not (is_own and name in OWN):
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
        for name, tree in MODULES.items()
        for use in private_uses(tree, knows_clients=name.startswith(("_async/", "_sync/")))
    }
    assert found == USES


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("request._state = 1", "request._state"),
        ("self._nobodys", "self._nobodys"),
        ("response._pool", "response._pool"),  # our own name on what may be another's
        ("import httpx._models", "httpx._models"),
        ("from httpx import _models", "httpx._models"),
        ("from _ssl import x", "_ssl.x"),
        ("sys.modules['httpcore._sync']", "httpcore._sync"),
    ],
)
def test_another_private_use_is_found(code: str, expected: str) -> None:
    assert [*private_uses(ast.parse(code), knows_clients=False)] == [expected]


def test_the_content_of_an_httpx_response_is_where_we_put_it() -> None:
    """There is no public way to say what an answer's body is, once it is read by somebody else."""
    response = httpx.Response(200, stream=httpx.ByteStream(b"unread"))
    assert not hasattr(response, "_content"), "httpx.Response._content: set before it is read"
    response._content = b"put there"
    assert response.content == b"put there", "httpx.Response._content: it has moved"


async def test_the_running_loop_is_returned_without_an_exception() -> None:
    """The public function raises an exception if there is none, which takes longer."""
    assert asyncio._get_running_loop() is asyncio.get_running_loop()
    assert await asyncio.to_thread(asyncio._get_running_loop) is None


def test_the_base_url_of_the_bindings_is_where_we_look() -> None:
    with scramjet_facade.HostClient("http://hub.example/api/v1") as host:
        assert "http://hub.example/api/v1" in repr(host.bindings)


@pytest.mark.parametrize("client", [httpx.Client, httpx.AsyncClient])
def test_no_name_of_ours_is_one_that_httpx_keeps_for_itself(
    client: type[httpx.Client | httpx.AsyncClient],
) -> None:
    """Our clients are httpx's: a private attribute of the same name would be overwritten."""
    flavor = "async" if client is httpx.AsyncClient else "sync"
    ours = {
        name
        for node in MODULES[f"_{flavor}/http_client.py"].body
        if isinstance(node, ast.ClassDef) and node.name.endswith("HttpClient")
        for name in defined(node)
    }
    assert "_sender" in ours
    assert ours & {*dir(client()), *dir(client)} == set(), f"httpx.{client.__name__}: a new name"
