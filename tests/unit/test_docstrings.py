"""Public methods document their parameters, endpoint and errors; equal options are alike."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest

import scramjet_facade

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASSES: dict[str, type[Any]] = {
    name: getattr(scramjet_facade, name)
    for name in scramjet_facade.__all__
    if isinstance(getattr(scramjet_facade, name), type)
}
CLIENTS = [name for name in CLASSES if name.endswith("Client") and not name.startswith("Async")]

# Methods that only other classes of the package call.
INTERNAL = {"pause"}
SECTION = re.compile(r"^(Args|Returns|Raises|Attributes):$", re.MULTILINE)


def methods(cls: type[Any]) -> Iterator[tuple[str, Any]]:
    """Yield a class's public methods, including inherited ones, without aliases."""
    for base in cls.__mro__:
        if not base.__module__.startswith("scramjet_facade"):
            continue
        for name, member in vars(base).items():
            function = member.__func__ if isinstance(member, classmethod) else member
            is_alias = getattr(function, "__name__", name) != name
            if inspect.isfunction(function) and not name.startswith("_") and not is_alias:
                yield name, function


METHODS = {
    function.__module__
    + "."
    + function.__qualname__: function  # each once, although several classes inherit it
    for cls in CLASSES.values()
    for name, function in methods(cls)
    if name not in INTERNAL
}


def requests() -> Iterator[Any]:
    """Yield the methods of both flavours that send a request or return a stream."""
    for class_name in CLIENTS:
        sync = dict(methods(CLASSES[class_name]))
        for name, function in methods(CLASSES[f"Async{class_name}"]):
            returns_stream = function.__annotations__.get("return") == "AsyncStream"
            sends = inspect.iscoroutinefunction(function) and name != "aclose"
            if name not in INTERNAL and (sends or returns_stream):
                yield from (function, sync[name])


REQUESTS = list(requests())


def by_name(function: Any) -> str:
    return str(function.__qualname__)


each_method = pytest.mark.parametrize("function", METHODS.values(), ids=by_name)
each_request = pytest.mark.parametrize("function", REQUESTS, ids=by_name)


def sections(function: Any) -> dict[str, str]:
    """Return a docstring's sections by heading; the text before the first has the key ``""``."""
    parts = SECTION.split(inspect.getdoc(function) or "")
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def parameters(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name not in {"self", "cls"}]


@pytest.mark.parametrize("name", CLASSES)
def test_every_public_class_has_a_docstring(name: str) -> None:
    assert vars(CLASSES[name])["__doc__"]


@each_method
def test_every_docstring_begins_with_one_sentence(function: Any) -> None:
    summary = sections(function)[""].split("\n\n")[0]
    assert re.fullmatch(r"[A-Z].*[.:]", summary.replace("\n", " ").strip())


@each_method
def test_every_parameter_is_documented(function: Any) -> None:
    documented = re.findall(r"^    (\w+): \S", sections(function).get("Args", ""), re.MULTILINE)
    assert documented == parameters(function)


@each_request
def test_the_endpoint_of_every_request_is_documented(function: Any) -> None:
    text = inspect.getdoc(function) or ""
    assert re.search(r"\b(GET|POST|PUT|DELETE)\b", text), "the docstring does not name the endpoint"


@each_request
def test_the_errors_of_every_request_are_documented(function: Any) -> None:
    documented = re.findall(r"^    (\w+): \S", sections(function).get("Raises", ""), re.MULTILINE)
    assert "ClientError" in documented
    known = {*scramjet_facade.__all__, "OSError"}
    assert set(documented) <= known


@pytest.mark.parametrize(
    "name", [f"{flavour}{name}" for name in CLIENTS for flavour in ("", "Async")]
)
def test_every_option_of_a_client_is_documented_by_its_class_or_a_base_class(name: str) -> None:
    cls = CLASSES[name]
    texts = [
        sections(base) for base in cls.__mro__ if base.__module__.startswith("scramjet_facade")
    ]
    documented = {
        option
        for parts in texts
        for heading in ("Args", "Attributes")
        for option in re.findall(r"^    (\w+): \S", parts.get(heading, ""), re.MULTILINE)
    }
    assert set(parameters(cls)) - {"session"} <= documented


# These have different values in some methods.
VARYING = {"content_type", "id", "timeout"}


def test_a_parameter_has_the_same_default_in_each_method() -> None:
    defaults: dict[str, dict[object, str]] = {}
    for method, function in METHODS.items():
        if method.rsplit(".", 2)[1].endswith("Client"):
            for name, parameter in inspect.signature(function).parameters.items():
                if name not in VARYING and parameter.default is not parameter.empty:
                    defaults.setdefault(name, {})[parameter.default] = method
    assert {name: found for name, found in defaults.items() if len(found) > 1} == {}
    assert {"end", "force", "until_ended"} <= defaults.keys()
