"""Compares two states of the project: what changes for the users of the bindings."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from specs import Spec, mapping, resolve
from surface import Model, Operation, Service, Slot, parts

LIMITS = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern"),
    *("minLength", "maxLength", "minItems", "maxItems", "uniqueItems"),
    *("minProperties", "maxProperties"),
)

T = TypeVar("T")
Difference = tuple[str, str, bool]  # the name, how it differs, and whether that breaks code


@dataclass(frozen=True)
class Change:
    """A difference.

    Attributes:
        service: The service whose specification has changed.
        name: The name of what has changed, such as ``get_version`` or ``Instance.status``.
        text: A description of the difference.
        breaking: Whether code that calls the bindings may no longer work.
    """

    service: str
    name: str
    text: str
    breaking: bool

    def __str__(self) -> str:
        return f"{self.service}: `{self.name}`: {self.text}"


def compare(old: Mapping[str, Service], new: Mapping[str, Service]) -> list[Change]:
    """Return everything that was added, removed or changed in the bindings."""
    return [
        Change(name, *difference)
        for name, before, after in _pairs(old, new)
        for difference in _service(name, before, after)
    ]


def _pairs(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    """Yield each key with its old and its new value; None if there is none."""
    for key in {**old, **new}:
        yield key, old.get(key), new.get(key)


def _service(name: str, old: Service | None, new: Service | None) -> Iterator[Difference]:
    if new is None or old is None:
        yield name, "a new service" if new else "the whole service is removed", new is None
        return
    sent = _reached(old, sent=True) | _reached(new, sent=True)
    read = _reached(old, sent=False) | _reached(new, sent=False)
    for key, one, other in _pairs(old.operations, new.operations):
        if one and other:
            for text, breaking in _operation(one, other):
                yield key, text, breaking
        else:
            yield key, "a new operation" if other else "the operation is removed", other is None
    for key, before, after in _pairs(old.models, new.models):
        if before and after:
            yield from _model(before, after, sent=key in sent, read=key in read)
        else:
            yield key, "a new model" if after else "the model is removed", after is None


def _operation(  # noqa: C901, PLR0912 (a list of rules)
    old: Operation, new: Operation
) -> Iterator[tuple[str, bool]]:
    if old.tag != new.tag:
        yield f"the operation has the tag {new.tag} now, not {old.tag}", True
    if old.sends != new.sends:
        yield f"it sends {new.sends} now, not {old.sends}", False
    if old.positional != new.positional and set(old.positional) == set(new.positional):
        yield "its path parameters have another order", True
    for key, slot, other in _pairs(old.parameters, new.parameters):
        if slot and other:
            for text, breaking in _slot(slot, other, sent=True, read=False):
                yield f"the parameter `{key}` {text}", breaking
        elif other:
            yield f"the parameter `{key}` is new{', and required' * other.required}", other.required
        else:
            yield f"the parameter `{key}` is removed", True
    if old.returns != new.returns:
        streams = "a stream" in {old.returns, new.returns}
        fits = parts(new.returns) <= parts(old.returns) and new.returns != "None"
        yield f"it returns {new.returns} now, not {old.returns}", streams or not fits
    else:
        for name in sorted(old.functions ^ new.functions):
            is_new = name in new.functions
            yield f"its function `{name}` is {'new' if is_new else 'removed'}", not is_new
    if old.statuses != new.statuses:
        shown = [", ".join(sorted(one.statuses)) or "none" for one in (new, old)]
        text = f"its successful statuses are {shown[0]} now, not {shown[1]}"
        yield text, not old.statuses <= new.statuses
    if old.content_types != new.content_types:
        shown = [" or ".join(sorted(one.content_types)) or "none" for one in (new, old)]
        yield f"its body has the content type {shown[0]} now, not {shown[1]}", False


def _model(old: Model, new: Model, *, sent: bool, read: bool) -> Iterator[Difference]:
    for key, value, other in _pairs(old.values, new.values):
        renamed = [one for one in new.values if new.values[one] == value]
        if value and other and value != other:
            yield old.name, f"{key} is {other} now, not {value}", True
        elif value and other is None:
            text = f"is {renamed[0]} now" if renamed else "is removed"
            yield old.name, f"the value {value} ({key}) {text}", True
        elif other and value is None and other not in old.values.values():
            yield old.name, f"the value {other} ({key}) is new", False
    for key, slot, after in _pairs(old.fields, new.fields):
        name = f"{old.name}.{key}"
        if slot and after:
            for text, breaking in _slot(slot, after, sent=sent, read=read):
                yield name, f"it {text}", breaking
        elif after:
            is_required = ", which is required" * after.required
            yield name, f"a new field{is_required}", after.required and sent
        else:
            yield name, "the field is removed", True
    if old.extra != new.extra:
        shown = [one.extra.replace("dict", "a dict", 1) or "not kept" for one in (new, old)]
        yield old.name, f"its unknown fields are {shown[0]} now, not {shown[1]}", True


def _slot(old: Slot, new: Slot, *, sent: bool, read: bool) -> Iterator[tuple[str, bool]]:
    if old.required != new.required:
        yield (
            f"is {'required' if new.required else 'optional'} now",
            sent if new.required else read,
        )
    if old.type != new.type:
        before, after = parts(old.type), parts(new.type)
        wider, narrower = "Any" in after or before <= after, "Any" in before or after <= before
        breaking = (sent and not wider) or (read and not narrower)
        yield f"is {new.type} now, not {old.type}", breaking
    if old.name != new.name:
        yield f"is `{new.name}` in JSON now, not `{old.name}`", False


def _reached(service: Service, *, sent: bool) -> set[str]:
    """Return the names of the models in requests, or of the models in responses."""
    waiting = [
        annotation
        for one in service.operations.values()
        for annotation in (
            [slot.type for slot in one.parameters.values()] if sent else [one.returns]
        )
    ]
    found: set[str] = set()
    while waiting:
        for name in re.findall(r"\w+", waiting.pop()):
            if name in service.models and name not in found:
                found.add(name)
                model = service.models[name]
                waiting += [*(slot.type for slot in model.fields.values()), model.extra]
    return found


# Changes that the bindings don't show


def mentions(old: Sequence[Spec], new: Sequence[Spec]) -> list[Change]:
    """Return changes of the specifications that the bindings do not show; none is breaking."""
    before = {spec.name: spec for spec in old}
    return [
        Change(spec.name, name, text, breaking=False)
        for spec in new
        if spec.name in before
        for name, text in _mentions(before[spec.name], spec)
    ]


def _mentions(old: Spec, new: Spec) -> Iterator[tuple[str, str]]:
    if old.version != new.version:
        yield "SPEC_VERSION", f"it is {new.version} now, not {old.version}"
    after = {(one.path, one.method): one for one in new.operations}
    for one in old.operations:
        if other := after.get((one.path, one.method)):
            name = str(other.data.get("operationId"))
            security = one.data.get("security", old.document.get("security"))
            if security != other.data.get("security", new.document.get("security")):
                yield name, "its security has changed"
            before, now = (mapping(each.data.get("responses")) for each in (one, other))
            for key in sorted(before.keys() ^ now.keys()):
                if not key.startswith("2"):
                    yield name, f"its response {key} is {'removed' if key in before else 'new'}"
            types, others = (_content_types(*pair) for pair in ((old, one), (new, other)))
            if types != others:
                yield name, f"its responses are {', '.join(others)} now, not {', '.join(types)}"
            yield from _limits(name, one.data, other.data)
    for name, schema in new.schemas.items():
        yield from _limits(name, old.schemas.get(name), schema)


def _content_types(spec: Spec, operation: Any) -> list[str]:
    responses = mapping(operation.data.get("responses"))
    found = {
        kind
        for status, one in responses.items()
        if status.startswith("2")
        for kind in mapping(mapping(resolve(spec.document, one)).get("content"))
    }
    return sorted(found) or ["empty"]


def _limits(name: str, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Yield changed limits and defaults, and new deprecations, in a part of both specifications."""
    if isinstance(old, list) and isinstance(new, list):
        others = _by_identity(new)
        for key, one in _by_identity(old).items():
            yield from _limits(name, one, others.get(key))
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    for text in _values(old, new):
        yield name, text
    for key in old.keys() & new.keys() - {"example", "examples", "responses"}:
        if key == "properties":
            for field in old[key].keys() & new[key].keys():
                yield from _limits(f"{name}.{field}", old[key][field], new[key][field])
        else:
            yield from _limits(name, old[key], new[key])


def _values(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield the changed limits and defaults, and a new deprecation, of an object."""
    for word in LIMITS:
        before, now = old.get(word, "unlimited"), new.get(word, "unlimited")
        if before != now and not {dict} & {type(before), type(now)}:
            yield f"`{word}` is {now} now, not {before}"
    before, now = (
        json.dumps(one["default"], default=str) if "default" in one else "none"
        for one in (old, new)
    )
    if before != now:
        yield f"its default is {now} now, not {before}"
    if new.get("deprecated") is True and not old.get("deprecated"):
        yield "it is deprecated now"


def _by_identity(members: list[Any]) -> dict[str, Any]:
    """Return a list's members by their names, ``in``, references and types."""
    found: dict[str, Any] = {}
    for one in members:
        key = str([mapping(one).get(word) for word in ("name", "in", "$ref", "type")])
        while key in found:
            key += "'"
        found[key] = one
    return found
