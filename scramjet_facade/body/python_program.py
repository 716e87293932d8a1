"""Packs a function with the source files that it needs and the adapter that runs it on a hub."""

# Callers may pass anything: this module checks it.
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import ast
import copy
import dis
import inspect
import json
import os
import re
import sys
import tokenize
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen

from ..errors import BadParametersError
from ..hub.languages import FUNCTION_MAIN
from .package import check_patterns, find_files
from .program_package import PythonProgram
from .python_adapter import KINDS, Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

Kind: TypeAlias = Literal["json", "text", "bytes"]
Requirements: TypeAlias = Iterable[str] | os.PathLike[str]

_ADAPTER = Path(__file__).with_name("python_adapter.py")
_NOT_PACKED = (".git", "__pycache__", "*.pyc")
_CLIENT = "scramjet_facade"
_CONTENT_TYPES = {
    "json": "application/x-ndjson",
    "text": "text/plain",
    "bytes": "application/octet-stream",
}
# Python 3.12 and later use the third one, for example for the annotations of a class.
_LOADS = ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS")
_MAIN = """\
# Made by scramjet_facade.python_program: this runs the function {name} of {module} on a hub.
from scramjet_adapter import make_run

run = make_run({module!r}, {name!r}, input={input!r}, output={output!r})

# The content type of the output, in the form that hubs from version 1.0 need.
provides = {{"provides": "", "contentType": {content_type!r}}}
"""


def python_program(
    function: Callable[..., Any] | str | os.PathLike[str],
    name: str | None = None,
    *,
    input: Kind = "json",
    output: Kind = "json",
    requirements: Requirements | None = None,
    python_version: str | None = None,
    include: Iterable[str] = (),
    exclude: Iterable[str] = _NOT_PACKED,
) -> PythonProgram:
    """Return a package for ``send_sequence`` that runs a function on a hub.

    The package contains the function's source file. If the file belongs to a Python package, that
    whole package is included. Statements that use ``scramjet_facade`` are left out, because hubs
    do not have this library. The hub needs Python 3.8 or newer.

    A plain or asynchronous generator function receives an iterable of records and yields records.
    Any other function is called once per record, and returns a record or None. A parameter named
    ``context`` receives the instance's context (``config``, ``logger``, ``emit``, ``on``). A
    parameter named ``args`` receives the arguments of the start. Functions that are not
    asynchronous run in a thread and may block.

    Args:
        function: A function at the top level of a module or of the running script, or the path of
            a Python file.
        name: The function's name, if ``function`` is a path.
        input: The kind of the input records. "json" means the value in each line. "text" means each
            line with its line end. "bytes" means blocks of bytes as they arrive.
        output: The kind of the output records. "json" means values that become lines of JSON.
            "text" means ``str``. "bytes" means bytes.
        requirements: The requirements that pip installs into the package: a list such as
            ``["requests>=2"]``, or the path of a requirements file.
        python_version: The hub's version of Python, such as "3.9", for which pip installs wheels.
        include: Patterns of other files to pack, in the format of ``.gitignore``. The patterns are
            relative to the folder that the function's module is imported from.
        exclude: Patterns of the files to leave out, in the same format.

    Raises:
        BadParametersError: The function does not exist or can't be packed, some of its parameters
            receive no value, or another argument is invalid.
    """
    for option, kind in (("input", input), ("output", output)):
        if kind not in KINDS:
            raise BadParametersError(f"{option} must be one of {', '.join(KINDS)}, not {kind!r}")
    source = _source_of(function, name)
    text, encoding, tree = _parse(source.path)
    own = _own_files(tree, source, input, output)
    excluded = check_patterns("exclude", exclude)
    files = _package_files(source, excluded)
    if included := check_patterns("include", include):
        files |= _included(source, included, excluded)
    kept = _without_client(text, tree, source)
    files[source.path.relative_to(source.root).as_posix()] = (
        source.path if kept is None else kept.encode(encoding)
    )
    if taken := files.keys() & own.keys():
        raise BadParametersError(
            f"the package needs the name {min(taken)} for a file of its own: rename your file"
        )
    return PythonProgram(
        source.name, {**files, **own}, _requirements(requirements), _version(python_version)
    )


@frozen
class _Source:
    """The place where a function is defined.

    Attributes:
        name: The function's name.
        path: Its file.
        root: The folder that the function's module is imported from.
        module: The name that the module is imported by.
    """

    name: str
    path: Path
    root: Path
    module: str

    @property
    def package(self) -> Path | None:
        """The folder of the package that contains the module, if there is one."""
        top = self.root / self.module.split(".")[0]
        return top if top.is_dir() and top in self.path.parents else None


def _source_of(function: Any, name: str | None) -> _Source:
    if isinstance(function, str | os.PathLike):
        path = Path(os.fsdecode(function))
        if not os.path.isfile(path):  # noqa: PTH113 (Path.is_file may raise OSError)
            raise BadParametersError(f"there is no Python file {path}")
        if not isinstance(name, str):
            raise BadParametersError(
                f'pass the name of a function as well: python_program({str(path)!r}, "…")'
            )
        path = path.resolve()
        root = path.parent
        while (root / "__init__.py").is_file():
            root = root.parent
        return _Source(name, path, root, _module_name(path, root))
    if name is not None:
        raise BadParametersError(
            "name= selects a function in a file: pass the path of the file first"
        )
    return _source_of_function(function)


def _source_of_function(function: Any) -> _Source:
    if not inspect.isfunction(function):
        raise BadParametersError(
            f"python_program needs a function or the path of a Python file, "
            f"not {type(function).__name__}: pass a function of a module"
        )
    name = function.__name__
    if name == "<lambda>":
        raise BadParametersError("a lambda can't be packed: write a function with def in a module")
    if function.__qualname__ != name:
        raise BadParametersError(
            f"{function.__qualname__} can't be packed, because it is not at the top level of its "
            "module: move the function there"
        )
    module = sys.modules.get(function.__module__)
    file = Path(inspect.unwrap(function).__code__.co_filename).resolve()
    if module is None or not file.is_file():
        raise BadParametersError(
            f"{name} can't be packed, because its source is in no file, as in a notebook: "
            "write the function into a file, and import it or pass the path of the file: "
            f'python_program("program.py", {name!r})'
        )
    if getattr(module, name, None) is not function:
        raise BadParametersError(
            f"{module.__name__}.{name} is not the function that was passed: "
            "the hub finds a function by its name, so give the function a name of its own"
        )
    # For a script that was started with -m, __spec__ contains the name of the module.
    dotted = getattr(module.__spec__, "name", None) or module.__name__
    if not (home := getattr(module, "__file__", None)) or Path(home).resolve() != file:
        raise BadParametersError(
            f"{name} is defined in {file}, not in the file of its module {module.__name__}: "
            f"pass the path and the name: python_program({str(file)!r}, {name!r})"
        )
    depth = dotted.count(".") + (file.name == "__init__.py")
    root = file.parents[depth]
    if _module_name(file, root) != dotted:
        root = file.parent
    return _Source(name, file, root, _module_name(file, root))


def _module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _parse(path: Path) -> tuple[str, str, ast.Module]:
    """Return a file's text, its encoding and its syntax tree."""
    try:
        with tokenize.open(path) as file:
            text, encoding = file.read(), file.encoding
        return text, encoding, ast.parse(text, str(path))
    except (OSError, SyntaxError, ValueError) as error:
        raise BadParametersError(f"{path} cannot be read as a Python file: {error}") from error


def _find_function(tree: ast.Module, source: _Source) -> ast.FunctionDef | ast.AsyncFunctionDef:
    found = {node.name: node for node in _functions(tree.body)}
    if source.name not in found:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        if any(isinstance(node, kinds) and node.name == source.name for node in ast.walk(tree)):
            raise BadParametersError(
                f"{source.name} can't be packed, because it is inside another function or a class "
                f"of {source.path}: move the function to the top level of the file"
            )
        there = f"it has {', '.join(found)}" if found else "it has none"
        raise BadParametersError(f"{source.path} has no function {source.name}: {there}")
    return found[source.name]


def _check_parameters(
    function: ast.FunctionDef | ast.AsyncFunctionDef, path: Path, input: Kind, output: Kind
) -> None:
    """Refuse a function with parameters that would receive no value."""
    if function.decorator_list:  # decorators may change the parameters, so only the hub can check
        return
    node = copy.deepcopy(function)
    arguments = node.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        argument.annotation = None
    for variable in (arguments.vararg, arguments.kwarg):
        if variable is not None:
            variable.annotation = None
    arguments.defaults = [ast.Constant(None) for _ in arguments.defaults]
    arguments.kw_defaults = [default and ast.Constant(None) for default in arguments.kw_defaults]
    node.returns = None
    module = ast.fix_missing_locations(ast.Module([node], []))
    namespace: dict[str, Any] = {}
    exec(compile(module, str(path), "exec"), namespace)  # noqa: S102 (defines, runs nothing)
    try:
        Program(namespace[node.name], input, output)
    except TypeError as error:
        raise BadParametersError(str(error)) from None


def _functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions at the top level of a module, including those inside if and try."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.If | ast.Try):
            blocks = [node.body, node.orelse]
            if isinstance(node, ast.Try):
                blocks += [node.finalbody, *(handler.body for handler in node.handlers)]
            for block in blocks:
                yield from _functions(block)


def _without_client(text: str, tree: ast.Module, source: _Source) -> str | None:
    """Return the text without statements that use the client; None if there are no such statements.

    The numbers of the remaining lines do not change.
    """
    names = [_names(node) for node in tree.body]
    left_out = {index for index, node in enumerate(tree.body) if _imports_client(node)}
    if not left_out:
        return None
    missing: set[str] = set()
    while True:
        missing |= {name for index in left_out for name in names[index][1]}
        more = {index for index, (used, _) in enumerate(names) if used & missing} - left_out
        if not more:
            break
        left_out |= more
    if source.name in missing:
        used, _ = names[next(i for i in left_out if source.name in names[i][1])]
        raise BadParametersError(
            f"{source.name} uses {', '.join(sorted(used & missing))}, which depends on "
            f"{_CLIENT}, and hubs do not have {_CLIENT}"
        )
    lines = text.split("\n")
    kept = [node for index, node in enumerate(tree.body) if index not in left_out]
    shared = {line for node in kept for line in _lines(node)}
    for index in left_out:
        for line in _lines(tree.body[index]):
            if line in shared:
                raise BadParametersError(
                    f"line {line} of {source.path} contains {_CLIENT} and other code: put them on "
                    f"separate lines, because hubs do not have {_CLIENT}"
                )
            lines[line - 1] = ""
    return "\n".join(lines)


def _imports_client(node: ast.stmt) -> bool:
    match node:
        case ast.Import(names):
            modules = [alias.name for alias in names]
        case ast.ImportFrom(module, _, 0):
            modules = [module or ""]
        case _:
            return False
    return any(module.split(".")[0] == _CLIENT for module in modules)


def _names(node: ast.stmt) -> tuple[set[str], set[str]]:
    """Return two sets of global names: those that a statement uses, and those that it defines."""

    def walk(code: CodeType) -> None:
        for instruction in dis.get_instructions(code):
            operation = instruction.opname
            if operation.startswith(_LOADS):
                used.add(instruction.argval)
            elif operation.startswith(("STORE_NAME", "STORE_GLOBAL")):
                defined.add(instruction.argval)
        for constant in code.co_consts:
            if inspect.iscode(constant):
                walk(constant)

    used, defined = set[str](), set[str]()
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return used, defined
    walk(compile(ast.Module([node], []), "program", "exec", dont_inherit=True))
    return used, defined


def _lines(node: ast.stmt) -> range:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return range(first, (node.end_lineno or node.lineno) + 1)


def _package_files(source: _Source, excluded: list[str]) -> dict[str, bytes | Path]:
    if source.package is None:
        return {}
    found = find_files(source.package, ["*"], excluded)
    return {f"{source.package.name}/{file}": path for file, path in found.items()}


def _included(source: _Source, patterns: list[str], excluded: list[str]) -> dict[str, Path]:
    for pattern in patterns:
        if not pattern.startswith("!") and not find_files(source.root, [pattern], excluded):
            raise BadParametersError(f"include={pattern!r} matches no file in {source.root}")
    return find_files(source.root, patterns, excluded)


def _own_files(
    tree: ast.Module, source: _Source, input: Kind, output: Kind
) -> dict[str, bytes | Path]:
    function = _find_function(tree, source)
    _check_parameters(function, source.path, input, output)
    description = (ast.get_docstring(function) or "").partition("\n")[0]
    package = {
        "name": source.name,
        "version": "1.0.0",
        "description": description,
        "main": FUNCTION_MAIN,
        "engines": {"python3": ">=3.8"},
    }
    main = _MAIN.format(
        module=source.module,
        name=source.name,
        input=input,
        output=output,
        content_type=_CONTENT_TYPES[output],
    )
    return {
        "package.json": (json.dumps(package, indent=2) + "\n").encode(),
        FUNCTION_MAIN: main.encode(),
        "scramjet_adapter.py": _ADAPTER,
    }


def _requirements(requirements: Any) -> list[str]:
    """Return the requirements as arguments for pip."""
    match requirements:
        case None:
            return []
        case os.PathLike():
            file = Path(os.fsdecode(requirements))
            if not os.path.isfile(file):  # noqa: PTH113 (Path.is_file may raise OSError)
                raise BadParametersError(f"there is no requirements file {file}")
            return [f"--requirement={file.resolve()}"]
        case str():
            raise BadParametersError(
                f"requirements can't be a str: pass [{requirements!r}], "
                "or pathlib.Path(…) of a file"
            )
        case Iterable():
            given: list[Any] = [*requirements]
            for one in given:
                if not isinstance(one, str) or not one.strip() or one.startswith("-"):
                    raise BadParametersError(
                        f'requirements cannot contain {one!r}: pass a list such as ["requests>=2"]'
                    )
            return given
        case _:
            raise BadParametersError(
                "requirements must be a list of str or the path of a file, "
                f"not {type(requirements).__name__}"
            )


def _version(python_version: Any) -> str | None:
    if python_version is None:
        return None
    if not isinstance(python_version, str) or not re.fullmatch(r"3(\.\d+){1,2}", python_version):
        raise BadParametersError(f'python_version must have the form "3.9", not {python_version!r}')
    return python_version
