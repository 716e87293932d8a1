"""The reference: every public name, by its kind, with its docstring."""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.typing import restify

import scramjet_facade
from scramjet_facade import ClientError, Unset, models, testing

PUBLIC: dict[str, Any] = {name: getattr(scramjet_facade, name) for name in scramjet_facade.__all__}
# These are returned by methods or passed to functions. Their constructors are internal.
WITHOUT_CONSTRUCTOR = (
    *("SequenceClient", "InstanceClient", "Stream", "Exchange"),
    *("Attempt", "Gap", "PythonProgram", "Context", "SeenRequest", "ClientUtils", "Unset"),
)
# The modules that define the public names that are neither classes nor functions.
DATA_MODULES = (
    *("scramjet_facade.body.source", "scramjet_facade.options.token", "scramjet_facade.version"),
    "scramjet_bindings.types",
)
# The methods of each client, grouped by purpose.
PURPOSES: dict[str, dict[str, list[str]]] = yaml.load(
    (Path(__file__).parent / "purposes.yaml").read_text("utf-8"), yaml.CSafeLoader
)
CLIENTS = tuple(PURPOSES)


def public_api(kind: str) -> str:
    """Return the directives for the public names of one kind, such as a class or the errors."""
    return "```{eval-rst}\n" + "\n".join(_directives(kind)) + "\n```\n"


def method_table(client: str) -> str:
    """Return a table of a client's methods and their summaries, grouped by purpose."""
    cls = PUBLIC[client]
    lines = ["| method | what it does |", "|---|---|"]
    for purpose, names in PURPOSES[client].items():
        lines.append(f"| **{purpose}** | |")
        for name in names:
            link = f"[`{name}`](#scramjet_facade.{client}.{name})"
            lines.append(f"| {link} | {_summary(getattr(cls, name))} |")
    return "\n".join(lines) + "\n"


def alias_table() -> str:
    """Return the table of the aliases in camelCase."""
    lines = ["| class | alias | method |", "|---|---|---|"]
    for name in (*CLIENTS, "ClientUtils"):
        for alias, method in aliases(PUBLIC[name]):
            lines.append(f"| `{name}` | `{alias}` | `{method}` |")
    return "\n".join(lines) + "\n"


def aliases(cls: type) -> Iterator[tuple[str, str]]:
    """Yield a class's aliases in camelCase, each with the method's own name."""
    for name in dir(cls):
        if name != name.lower() and not name.startswith("_"):
            yield name, getattr(cls, name).__name__


def _summary(member: object) -> str:
    first, *_ = (inspect.getdoc(member) or "").split("\n\n")
    return " ".join(first.split()).replace("``", "`").replace("|", "\\|")


def _directives(kind: str) -> Iterator[str]:
    if kind.removeprefix("Async") in CLIENTS:
        yield from _class(f"scramjet_facade.{kind}", excluded=_hidden(PUBLIC[kind]))
    elif kind == "errors":
        errors = [one for one in PUBLIC.values() if _is_error(one)]
        for error in sorted(errors, key=lambda error: (len(error.__mro__), error.__name__)):
            yield from _class(f"scramjet_facade.{error.__name__}", inherited=False)
    elif kind == "models":
        for name in sorted(models.__all__):
            yield from _class(
                f"scramjet_facade.models.{name}",
                inherited=False,
                has_constructor=False,
                excluded=["to_dict", "from_dict", "additional_keys", "additional_properties"],
            )
    elif kind == "testing":
        for name in testing.__all__:
            yield from _class(f"scramjet_facade.testing.{name}")
    else:
        yield from _rest()


def _hidden(cls: type) -> list[str]:
    """Return the names that a class's page omits, because another page lists them."""
    return [alias for alias, _ in aliases(cls)]


def _rest() -> Iterator[str]:
    for name in _others():
        if isinstance(PUBLIC[name], type):
            yield from _class(f"scramjet_facade.{name}", excluded=_hidden(PUBLIC[name]))
        elif inspect.isroutine(PUBLIC[name]):
            yield f".. autofunction:: scramjet_facade.{name}\n"
        else:
            yield from _data(name)


def _data(name: str) -> Iterator[str]:
    """Yield the directive of a name; autodata does not find the docstring after its assignment."""
    yield f".. py:data:: scramjet_facade.{name}"
    yield ""
    for module in DATA_MODULES:
        for line in ModuleAnalyzer.for_module(module).find_attr_docs().get(("", name), ()):
            yield f"   {line}"
    if not isinstance(PUBLIC[name], (str, Unset)):
        yield f"   alias of {restify(PUBLIC[name], 'smart')}"
        yield ""


def _others() -> Iterator[str]:
    shown = {flavour + name for name in CLIENTS for flavour in ("", "Async")}
    for name, value in PUBLIC.items():
        if name not in shown and not _is_error(value):
            yield name


def _is_error(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, ClientError)


def _class(
    name: str,
    *,
    inherited: bool = True,
    has_constructor: bool = True,
    excluded: Sequence[str] = (),
) -> Iterator[str]:
    """Yield the directives of a class: its docstring, its constructor, then its other members."""
    plain_name = name.rpartition(".")[2].removeprefix("Async")
    yield f".. autoclass:: {name}"
    yield "   :members:"
    if inherited:
        yield "   :inherited-members:"
    yield f"   :exclude-members: {', '.join(['__init__', *excluded])}"
    yield ""
    if has_constructor and plain_name not in WITHOUT_CONSTRUCTOR:
        yield f"   .. automethod:: {name}.__init__"
        yield ""
