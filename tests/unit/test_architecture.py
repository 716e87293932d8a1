"""Which package may import which: only one of them imports the HTTP libraries."""

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
# The fakes are servers: they import no client, and the clients nothing of theirs.
FAKES = [name for name in MODULES if name.startswith("testing/")]
ABOVE_THE_ENGINE = [name for name in MODULES if not name.startswith(("http11/", "testing/"))]

# The packages that each package may import; all may import the errors.
BELOW = {
    "_async": {"options", "body", "http11", "hub", "concurrency"},
    "_sync": {"options", "body", "http11", "hub", "concurrency"},
    "testing": {"body"},  # functions run as they do in packages
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
# The names that the engine exports to the other packages.
ENGINE_NAMES = set(http11.__all__)

EXPORTED = [
    name for name in scramjet_facade.__all__ if isinstance(getattr(scramjet_facade, name), type)
]


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules that a module imports anywhere."""
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
def test_only_the_engine_imports_http_libraries(name: str) -> None:
    used = {module.split(".")[0] for module in imported(parse(name))} & LIBRARIES
    allowed = {"anyio"} if name.startswith("concurrency/") else set[str]()
    assert used - (allowed | {"httpx"} if name in HTTPX_USERS else allowed) == set()


def test_the_engine_imports_http_libraries() -> None:
    found = {
        module.split(".")[0]
        for name in MODULES.keys() - set(ABOVE_THE_ENGINE) - set(FAKES)
        for module in imported(parse(name))
    }
    assert found & LIBRARIES == {"httpx", "httptools"}


def imported_package(node: ast.ImportFrom, name: str) -> str:
    """Return the package, or the module of the root, that a relative import names."""
    folder = name.split("/")[:-1]
    parts = [*folder[: len(folder) + 1 - node.level], *(node.module or "").split(".")]
    return parts[0] or node.names[0].name


def executed_imports(tree: ast.AST) -> Iterator[ast.ImportFrom]:
    """Yield the relative imports that are executed, not those for type checking only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            yield node
        yield from executed_imports(node)


@pytest.mark.parametrize("name", [name for name in MODULES if "/" in name])
def test_a_package_imports_only_lower_packages(name: str) -> None:
    package = name.split("/", maxsplit=1)[0]
    used = {imported_package(node, name) for node in executed_imports(parse(name))}
    # Users set the default headers of the process; the clients read them.
    root = {"errors", "version"}
    if package in {"_async", "_sync"}:
        root.add("client_utils")
    assert used - {package} - root <= BELOW[package]


# The clients of a hub and of its manager create each other, as on the platform.
ALLOWED_CYCLES = {
    frozenset({"_async/host_client.py", "_async/manager_client.py"}),
    frozenset({"_sync/host_client.py", "_sync/manager_client.py"}),
}


def imports_of(name: str) -> set[str]:
    """Return the files that a file imports, also inside functions, except for types only."""
    found = set[str]()
    for node in executed_imports(parse(name)):
        folder = name.split("/")[:-1]
        parts = folder[: len(folder) + 1 - node.level] + (node.module or "").split(".")
        base = "/".join(part for part in parts if part)
        found |= {f"{base}.py", f"{base}/__init__.py"}
        found |= {f"{base}/{alias.name}.py".removeprefix("/") for alias in node.names}
    return found & MODULES.keys() - {name}


def test_there_is_only_one_import_cycle() -> None:
    graph = {name: imports_of(name) for name in MODULES}

    def reached_from(name: str) -> set[str]:
        found, queue = set[str](), [name]
        while queue:
            new = graph[queue.pop()] - found
            found |= new
            queue.extend(new)
        return found

    reached = {name: reached_from(name) for name in MODULES}
    cycles = {
        frozenset(other for other in reached[name] if name in reached[other])
        for name in MODULES
        if name in reached[name]
    }
    assert cycles == ALLOWED_CYCLES


def test_the_root_contains_only_public_modules() -> None:
    assert {name.removesuffix(".py") for name in MODULES if "/" not in name} == PUBLIC
    assert {name.split("/")[0] for name in MODULES if "/" in name} == BELOW.keys()


def test_dir_lists_only_the_public_names() -> None:
    assert dir(scramjet_facade) == sorted(scramjet_facade.__all__)


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(("_async", "_sync"))])
def test_the_two_flavours_do_not_import_each_other(name: str) -> None:
    other = "_sync" if name.startswith("_async") else "_async"
    imports = [ast.unparse(n) for n in ast.walk(parse(name)) if isinstance(n, ast.ImportFrom)]
    assert not [line for line in imports if re.search(rf"\b{other}\b", line)]


def signatures(cls: type[Any]) -> Iterator[tuple[str, str]]:
    """Yield the annotations of public methods as they are written."""
    for base in cls.__mro__:
        if not base.__module__.startswith("scramjet_facade"):
            continue
        for name, member in vars(base).items():
            function: Any = member.fget if isinstance(member, property) else member
            function = getattr(function, "__func__", function)
            if inspect.isfunction(function) and not name.startswith("_"):
                yield name, " ".join(map(str, function.__annotations__.values()))


@pytest.mark.parametrize("name", EXPORTED)
def test_no_public_signature_contains_a_type_of_an_http_library(name: str) -> None:
    annotations = dict(signatures(getattr(scramjet_facade, name)))
    found = {
        method: names
        for method, text in annotations.items()
        if (names := set(re.findall(r"\w+", text)) & (LIBRARIES | ENGINE_NAMES))
    }
    assert found == {}


def test_the_annotations_of_a_signature_are_found() -> None:
    assert (
        "Mapping[str, str] | None" in dict(signatures(scramjet_facade.HostClient))["with_options"]
    )


@pytest.mark.parametrize("name", FAKES)
def test_the_fakes_import_only_aiohttp_and_public_modules(name: str) -> None:
    used = set(imported(parse(name)))
    assert {module.split(".")[0] for module in used} & LIBRARIES <= {"aiohttp", "multidict"}
    ours = {module for module in used if module.split(".")[0] == PACKAGE.name}
    assert ours <= {PACKAGE.name, *(f"{PACKAGE.name}.{public}" for public in PUBLIC)}


@pytest.mark.parametrize("name", MODULES)
def test_no_module_imports_the_tests(name: str) -> None:
    assert not [module for module in imported(parse(name)) if module.split(".")[0] == "tests"]
