"""Reads the public operations and models of generated bindings from their source, with griffe."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import griffe
from specs import ROOT

PACKAGE = "scramjet_bindings"
FOLDER = "generated"
CALLS = ("asyncio_detailed", "asyncio_stream", "asyncio", "sync", "sync_detailed", "stream")
_JSON_NAME = re.compile(r'"((?:[^"\\]|\\.)+)": (\w+),|field_dict\["((?:[^"\\]|\\.)+)"\] = (\w+)')
_STATUS = re.compile(r"response\.status_code == (\d+)|(\d+) <= ")
# The base classes of generated enums.
_ENUMS = {"StrEnum", "IntEnum"}


@dataclass(frozen=True)
class Slot:
    """A parameter or a field.

    Attributes:
        type: The annotation, without Unset.
        required: Whether a value must be given.
        name: The name in JSON.
    """

    type: str
    required: bool
    name: str = ""


@dataclass(frozen=True)
class Operation:
    """An operation. The functions in ``functions`` call it, and all have the same parameters."""

    tag: str
    name: str
    sends: str = ""
    returns: str = ""
    parameters: dict[str, Slot] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()
    content_types: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Model:
    """A model or an enum.

    Attributes:
        fields: The fields, by the names of their attributes.
        values: The values of an enum, by the names of their members.
        extra: The type of unknown fields; empty if they are not kept.
    """

    name: str
    fields: dict[str, Slot] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    extra: str = ""


@dataclass(frozen=True)
class Service:
    """The bindings of one specification."""

    operations: dict[str, Operation] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)


def parts(annotation: str) -> frozenset[str]:
    """Return the members of a union; a member may contain brackets."""
    found, depth, start = [], 0, 0
    for index, one in enumerate(annotation + "|"):
        depth += (one == "[") - (one == "]")
        if one == "|" and depth == 0:
            found.append(annotation[start:index].strip())
            start = index + 1
    return frozenset(found)


def _without_unset(annotation: object) -> str:
    return " | ".join(sorted(parts(str(annotation)) - {"Unset"}))


def read(folder: Path = ROOT / FOLDER) -> dict[str, Service]:
    """Read the bindings in a folder; return an empty dict if there are none."""
    try:
        package = griffe.load(PACKAGE, search_paths=[folder], try_relative_path=False)
    except ImportError:
        return {}
    return {
        name: Service(dict(_operations(module)), dict(_models(module)))
        for name, module in package.modules.items()
        if "api" in module.members and "models" in module.members
    }


def _operations(service: griffe.Module) -> Iterator[tuple[str, Operation]]:
    for tag, module in service["api"].modules.items():
        for name, one in module.modules.items():
            call = next((one.members[key] for key in CALLS if key in one.members), None)
            if not isinstance(call, griffe.Function):
                continue
            given = [key for key in call.parameters if key.name not in {"client", "timeout"}]
            slots = {
                key.name: Slot(_without_unset(key.annotation), key.default is None) for key in given
            }
            places = [
                key.name for key in given if key.kind is griffe.ParameterKind.positional_or_keyword
            ]
            source = one["_get_kwargs"].source
            parse = one["_parse_response"].source if "_parse_response" in one.members else ""
            method, url = (re.findall(rf'"{key}": "(.*?)"', source)[0] for key in ("method", "url"))
            returns = re.sub(r"^Response\[(.*)\]$", r"\1", str(call.returns))
            yield (
                name,
                Operation(
                    tag,
                    name,
                    f"{method.upper()} {url}",
                    "a stream" if "Abstract" in returns else returns,
                    slots,
                    tuple(places),
                    frozenset("".join(pair) for pair in _STATUS.findall(parse)),
                    frozenset(re.findall(r'"Content-Type"\] = .*?"(.*?)"', source)),
                    frozenset(CALLS) & one.members.keys(),
                ),
            )


def _models(service: griffe.Module) -> Iterator[tuple[str, Model]]:
    for module in service["models"].modules.values():
        for name, one in module.classes.items():
            if {str(base) for base in one.bases} & _ENUMS:
                values = {key: str(attribute.value) for key, attribute in one.attributes.items()}
                yield name, Model(name, values=values)
                continue
            source = one["to_dict"].source if "to_dict" in one.members else ""
            names = {
                second or fourth: first or third
                for first, second, third, fourth in (_JSON_NAME.findall(source))
            }
            slots = {
                key: Slot(
                    _without_unset(attribute.annotation),
                    attribute.value is None,
                    names.get(key, key),
                )
                for key, attribute in one.attributes.items()
                if attribute.annotation is not None
                and key != "additional_properties"
                and "property" not in attribute.labels
            }
            extra = one.members.get("additional_properties")
            yield name, Model(name, slots, extra=str(extra.annotation) if extra else "")
