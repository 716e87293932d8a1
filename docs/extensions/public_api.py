"""The reference: every public name, by what it is, with its docstring."""

import inspect
from collections.abc import Iterator
from typing import Any

import scramjet_facade
from scramjet_facade import ClientError, models, testing

PUBLIC: dict[str, Any] = {name: getattr(scramjet_facade, name) for name in scramjet_facade.__all__}
CLIENTS = (
    "MiddlewareClient",
    "MultiManagerClient",
    "ManagerClient",
    "HostClient",
    "SequenceClient",
    "InstanceClient",
    "Stream",
    "Exchange",
)


def public_api(kind: str) -> str:
    """Return the directives for the public names of one kind: a class, its twin and so on."""
    return "```{eval-rst}\n" + "\n".join(_directives(kind)) + "\n```\n"


def _directives(kind: str) -> Iterator[str]:
    if kind in CLIENTS:
        for name in (kind, f"Async{kind}"):
            yield from _class(f"scramjet_facade.{name}")
    elif kind == "errors":
        errors = [one for one in PUBLIC.values() if _is_error(one)]
        for error in sorted(errors, key=lambda error: (len(error.__mro__), error.__name__)):
            yield from _class(f"scramjet_facade.{error.__name__}", inherited=False)
    elif kind == "models":
        for name in sorted(models.__all__):
            yield from _class(f"scramjet_facade.models.{name}", inherited=False)
    elif kind == "testing":
        for name in testing.__all__:
            yield from _class(f"scramjet_facade.testing.{name}")
    else:
        yield from _rest()


def _rest() -> Iterator[str]:
    for name in _others():
        if isinstance(PUBLIC[name], type):
            yield from _class(f"scramjet_facade.{name}")
        elif inspect.isroutine(PUBLIC[name]):
            yield f".. autofunction:: scramjet_facade.{name}\n"
        else:
            yield f".. autodata:: scramjet_facade.{name}\n   :no-value:\n"


def _others() -> Iterator[str]:
    shown = {flavour + name for name in CLIENTS for flavour in ("", "Async")}
    for name, value in PUBLIC.items():
        if name not in shown and not _is_error(value):
            yield name


def _is_error(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, ClientError)


def _class(name: str, *, inherited: bool = True) -> Iterator[str]:
    yield f".. autoclass:: {name}"
    yield "   :members:"
    if inherited:
        yield "   :inherited-members:"
    yield ""
