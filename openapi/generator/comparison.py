"""What changes for the users of the bindings between two states of the project."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from specs import Spec, mapping, resolve
from surface import Model, Operation, Service, Slot, parts

LIMITS = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern"),
    *("minLength", "maxLength", "minItems", "maxItems", "uniqueItems"),
    *("minProperties", "maxProperties"),
)


@dataclass(frozen=True)
class Change:
    """A difference.

    Attributes:
        service: The specification that it is in.
        name: What has changed, as its user writes it: ``get_version`` or ``Instance.status``.
        text: How.
        breaking: Whether code that calls the bindings may no longer work.
    """

    service: str
    name: str
    text: str
    breaking: bool

    def __str__(self) -> str:
        return f"{self.service}: {self.name}: {self.text}"


def compare(old: Mapping[str, Service], new: Mapping[str, Service]) -> list[Change]:
    """Return all that is added, removed or changed in the bindings."""
    found: list[Change] = []
    for name in [*new, *(one for one in old if one not in new)]:
        if name not in new:
            found.append(Change(name, name, "the whole service is removed", breaking=True))
        elif name not in old:
            found.append(Change(name, name, "a new service", breaking=False))
        else:
            found += _Comparison(name, old[name], new[name]).changes()
    return found


class _Comparison:
    """Compares the bindings of one service with what they were."""

    def __init__(self, service: str, old: Service, new: Service) -> None:
        self._service, self._old, self._new = service, old, new
        self._sent = _reached(old, sent=True) | _reached(new, sent=True)
        self._read = _reached(old, sent=False) | _reached(new, sent=False)

    def changes(self) -> Iterator[Change]:
        for name, text, breaking in [*self._operations(), *self._models()]:
            yield Change(self._service, name, text, breaking)

    def _operations(self) -> Iterator[tuple[str, str, bool]]:
        before, after = self._old.operations, self._new.operations
        for name, one in before.items():
            if name not in after:
                yield name, "the operation is removed", True
            else:
                for text, breaking in self._operation(one, after[name]):
                    yield name, text, breaking
        for name in [one for one in after if one not in before]:
            yield name, "a new operation", False

    def _operation(self, old: Operation, new: Operation) -> Iterator[tuple[str, bool]]:  # noqa: C901
        if old.tag != new.tag:
            yield f"the operation has the tag {new.tag} now, not {old.tag}", True
        if old.sends != new.sends:
            yield f"it sends {new.sends} now, not {old.sends}", False
        if old.positional != new.positional and set(old.positional) == set(new.positional):
            yield "its path parameters have another order", True
        for key, slot in old.parameters.items():
            if key not in new.parameters:
                yield f"the parameter `{key}` is removed", True
            else:
                for text, breaking in _slot(slot, new.parameters[key], sent=True, read=False):
                    yield f"the parameter `{key}` {text}", breaking
        for key in [one for one in new.parameters if one not in old.parameters]:
            required = new.parameters[key].required
            yield f"the parameter `{key}` is new{', and required' * required}", required
        if old.returns != new.returns:
            streams = "a stream" in {old.returns, new.returns}
            fits = parts(new.returns) <= parts(old.returns) and new.returns != "None"
            yield f"it returns {new.returns} now, not {old.returns}", streams or not fits
        gone, added = old.statuses - new.statuses, new.statuses - old.statuses
        if gone or added:
            shown = [", ".join(sorted(one)) or "none" for one in (new.statuses, old.statuses)]
            yield f"its successful statuses are {shown[0]} now, not {shown[1]}", bool(gone)
        if old.content_types != new.content_types:
            shown = [" or ".join(sorted(one.content_types)) or "none" for one in (new, old)]
            yield f"its body has the content type {shown[0]} now, not {shown[1]}", False

    def _models(self) -> Iterator[tuple[str, str, bool]]:
        before, after = self._old.models, self._new.models
        for name, one in before.items():
            if name not in after:
                yield name, "the model is removed", True
            else:
                yield from self._model(one, after[name])
        for name in [one for one in after if one not in before]:
            yield name, "a new model", False

    def _model(self, old: Model, new: Model) -> Iterator[tuple[str, str, bool]]:  # noqa: C901
        for key, value in old.values.items():
            if key not in new.values:
                other = [one for one in new.values if new.values[one] == value]
                text = f"is {other[0]} now" if other else "is removed"
                yield old.name, f"the value {value} ({key}) {text}", True
            elif new.values[key] != value:
                yield old.name, f"{key} is {new.values[key]} now, not {value}", True
        for key in [one for one in new.values if one not in old.values]:
            if new.values[key] not in old.values.values():
                yield old.name, f"the value {new.values[key]} ({key}) is new", False
        sent, read = old.name in self._sent, old.name in self._read
        for key, slot in old.fields.items():
            name = f"{old.name}.{key}"
            if key not in new.fields:
                yield name, "the field is removed", True
            else:
                for text, breaking in _slot(slot, new.fields[key], sent=sent, read=read):
                    yield name, f"it {text}", breaking
        for key in [one for one in new.fields if one not in old.fields]:
            required = new.fields[key].required
            yield (
                f"{old.name}.{key}",
                f"a new field{', which is required' * required}",
                (required and sent),
            )
        if old.extra != new.extra:
            shown = [
                one.replace("dict", "a dict", 1) or "not kept" for one in (new.extra, old.extra)
            ]
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
    """Return the names of the models that are sent, or of those that are received."""
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


# What the bindings don't show


def mentions(old: Sequence[Spec], new: Sequence[Spec]) -> list[Change]:
    """Return changes of the specifications that the bindings do not show: none of them breaks."""
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
        other = after.get((one.path, one.method))
        if other is None:
            continue
        name = str(other.data.get("operationId"))
        if mapping(other.data).get("deprecated") and not one.data.get("deprecated"):
            yield name, "it is deprecated now"
        if one.data.get("security", old.document.get("security")) != other.data.get(
            "security", new.document.get("security")
        ):
            yield name, "its security has changed"
        before, now = (
            {key for key in mapping(one.data.get("responses")) if not key.startswith("2")}
            for one in (one, other)
        )
        for key in sorted(before ^ now):
            yield name, f"its response {key} is {'removed' if key in before else 'new'}"
        types, others = (_content_types(*pair) for pair in ((old, one), (new, other)))
        if types != others:
            yield name, f"its responses are {', '.join(others)} now, not {', '.join(types)}"
        yield from _limits(name, one.data, other.data)
    for name, schema in new.schemas.items():
        if name in old.schemas:
            yield from _limits(name, old.schemas[name], schema)


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
    """Yield the limits of values, and the deprecations, that differ below a part of both."""
    if isinstance(old, list) and isinstance(new, list):
        for one, other in zip(old, new, strict=False):
            yield from _limits(name, one, other)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return
    for word in LIMITS:
        if old.get(word) != new.get(word) and not isinstance(new.get(word, old.get(word)), dict):
            yield (
                name,
                f"`{word}` is {new.get(word, 'unlimited')} now, not {old.get(word, 'unlimited')}",
            )
    if new.get("deprecated") is True and not old.get("deprecated") and "responses" not in new:
        yield name, "it is deprecated now"
    for key in old.keys() & new.keys() - {"example", "examples", "responses"}:
        if key == "properties":
            for field in old[key].keys() & new[key].keys():
                yield from _limits(f"{name}.{field}", old[key][field], new[key][field])
        else:
            yield from _limits(name, old[key], new[key])
