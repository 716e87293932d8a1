"""Which part may know what: the HTTP libraries are known to one of them only."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import scramjet_facade
from scramjet_facade import http11

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(scramjet_facade.__file__).parent
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
# The fakes are servers: what the clients know is not theirs to use, nor they the clients'.
FAKES = [name for name in MODULES if name.startswith("testing/")]
ABOVE_THE_ENGINE = [name for name in MODULES if not name.startswith(("http11/", "testing/"))]

# What each room may know; all know the errors, and nobody a room above.
BELOW = {
    "_async": {"options", "body", "http11", "hub", "concurrency"},
    "_sync": {"options", "body", "http11", "hub", "concurrency"},
    "testing": set[str](),
    "options": {"http11", "concurrency"},
    "body": {"http11", "hub", "concurrency"},
    "http11": {"concurrency"},
    "hub": {"concurrency"},
    "concurrency": set[str](),
}
PUBLIC = {"__init__", "client_utils", "errors", "models", "version"}

LIBRARIES = {"httpx", "httptools", "httpcore", "h11", "aiohttp", "httpx_aiohttp", "anyio"}
# The httpx client and transport of the package.
HTTPX_USERS = {
    f"{tree}/{module}.py"
    for tree in ("_async", "_sync")
    for module in ("http_client", "session", "transport")
}
# What the network's side lends to the others, under its own names.
LENT = set(http11.__all__)

EXPORTED = [
    name for name in scramjet_facade.__all__ if isinstance(getattr(scramjet_facade, name), type)
]


def imported(tree: ast.AST) -> Iterator[str]:
    """Give the modules that a module imports, wherever and for whatever."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield ast.unparse(node.args[0]).strip("'\"")


def parse(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ABOVE_THE_ENGINE)
def test_http_libraries_are_known_to_the_network_only(name: str) -> None:
    known = {module.split(".")[0] for module in imported(parse(name))} & LIBRARIES
    allowed = {"anyio"} if name.startswith("concurrency/") else set[str]()
    assert known - (allowed | {"httpx"} if name in HTTPX_USERS else allowed) == set()


def test_the_network_knows_them() -> None:
    found = {
        module.split(".")[0]
        for name in MODULES.keys() - set(ABOVE_THE_ENGINE) - set(FAKES)
        for module in imported(parse(name))
    }
    assert found & LIBRARIES == {"httpx", "httptools"}


def within(node: ast.ImportFrom, name: str) -> str:
    """Return the room, or the module of the root, that a relative import leads to."""
    folder = name.split("/")[:-1]
    parts = [*folder[: len(folder) + 1 - node.level], *(node.module or "").split(".")]
    return parts[0] or node.names[0].name


def needed(tree: ast.AST) -> Iterator[ast.ImportFrom]:
    """Give the relative imports that are made, not only named in types."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            yield node
        yield from needed(node)


@pytest.mark.parametrize("name", [name for name in MODULES if "/" in name])
def test_a_room_knows_itself_the_errors_and_those_below(name: str) -> None:
    room = name.split("/", maxsplit=1)[0]
    known = {within(node, name) for node in needed(parse(name))}
    # The default headers of the process are set by users, and read where requests are made.
    lent = {"errors", "version"} | ({"client_utils"} if room in {"_async", "_sync"} else set[str]())
    assert known - {room} - lent <= BELOW[room]


# The clients of a hub and of its manager lead to each other, as the platform's services do.
ALLOWED_CYCLES = {
    frozenset({"_async/host_client.py", "_async/manager_client.py"}),
    frozenset({"_sync/host_client.py", "_sync/manager_client.py"}),
}


def imports_of(name: str) -> set[str]:
    """Return the files that a file imports, also inside functions, but not for types alone."""
    found = set[str]()
    for node in needed(parse(name)):
        folder = name.split("/")[:-1]
        parts = folder[: len(folder) + 1 - node.level] + (node.module or "").split(".")
        base = "/".join(part for part in parts if part)
        found |= {f"{base}.py", f"{base}/__init__.py"}
        found |= {f"{base}/{alias.name}.py".removeprefix("/") for alias in node.names}
    return found & MODULES.keys() - {name}


def test_files_import_each_other_in_one_place_only() -> None:
    graph = {name: imports_of(name) for name in MODULES}

    def reached_from(name: str) -> set[str]:
        found, left = set[str](), [name]
        while left:
            new = graph[left.pop()] - found
            found |= new
            left.extend(new)
        return found

    reached = {name: reached_from(name) for name in MODULES}
    cycles = {
        frozenset(other for other in reached[name] if name in reached[other])
        for name in MODULES
        if name in reached[name]
    }
    assert cycles == ALLOWED_CYCLES


def test_the_root_holds_what_users_import() -> None:
    assert {name.removesuffix(".py") for name in MODULES if "/" not in name} == PUBLIC
    assert {name.split("/")[0] for name in MODULES if "/" in name} == BELOW.keys()


def test_a_listing_shows_what_users_import_and_nothing_else() -> None:
    assert dir(scramjet_facade) == sorted(scramjet_facade.__all__)


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(("_async", "_sync"))])
def test_the_two_flavours_do_not_know_each_other(name: str) -> None:
    other = "_sync" if name.startswith("_async") else "_async"
    imports = [ast.unparse(n) for n in ast.walk(parse(name)) if isinstance(n, ast.ImportFrom)]
    assert not [line for line in imports if re.search(rf"\b{other}\b", line)]


def signatures(cls: type[Any]) -> Iterator[tuple[str, str]]:
    """Give the annotations of all that users call, as they are written."""
    for base in cls.__mro__:
        if not base.__module__.startswith("scramjet_facade"):
            continue
        for name, member in vars(base).items():
            function: Any = member.fget if isinstance(member, property) else member
            function = getattr(function, "__func__", function)
            if inspect.isfunction(function) and not name.startswith("_"):
                yield name, " ".join(map(str, function.__annotations__.values()))


@pytest.mark.parametrize("name", EXPORTED)
def test_no_signature_names_a_type_of_an_http_library(name: str) -> None:
    written = dict(signatures(getattr(scramjet_facade, name)))
    found = {
        method: names
        for method, text in written.items()
        if (names := set(re.findall(r"\w+", text)) & (LIBRARIES | LENT))
    }
    assert found == {}


def test_the_signatures_are_looked_at() -> None:
    assert (
        "Mapping[str, str] | None" in dict(signatures(scramjet_facade.HostClient))["with_options"]
    )


@pytest.mark.parametrize("name", FAKES)
def test_the_fakes_know_aiohttp_and_what_is_public(name: str) -> None:
    known = set(imported(parse(name)))
    assert {module.split(".")[0] for module in known} & LIBRARIES <= {"aiohttp", "multidict"}
    ours = {module for module in known if module.split(".")[0] == PACKAGE.name}
    assert ours <= {PACKAGE.name, *(f"{PACKAGE.name}.{public}" for public in PUBLIC)}


@pytest.mark.parametrize("name", MODULES)
def test_no_module_knows_the_tests(name: str) -> None:
    assert not [module for module in imported(parse(name)) if module.split(".")[0] == "tests"]
