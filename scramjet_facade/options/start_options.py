"""Checks of the options for starting a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import BadParametersError
from .arguments import check_flag, check_instance_id, check_json, check_mapping, check_topic


def check_start_options(payload: object, **options: object) -> dict[str, Any]:
    """Merge the options of a mapping and of single arguments; both use the API's names."""
    given = {} if payload is None else check_mapping("payload", payload)
    if unknown := given.keys() - options.keys():
        raise BadParametersError(
            f"start has no option {', '.join(sorted(map(repr, unknown)))}: "
            f"the options are {', '.join(options)}"
        )
    for name, value in options.items():
        if value is None:
            continue
        if name in given:
            raise BadParametersError(
                f"the option {name} was passed twice: in the mapping and as an argument"
            )
        given[name] = value
    checked = {name: _check(name, value) for name, value in given.items() if value is not None}
    return check_json("start's options", checked)


def _check(name: str, value: Any) -> Any:
    match name:
        case "appConfig":
            return check_mapping(name, value)
        case "limits":
            return _check_limits(value)
        case "args":
            if isinstance(value, str | bytes) or not isinstance(value, Sequence):
                raise BadParametersError(
                    f"args must be a list of arguments, not {type(value).__name__}"
                )
            items: Sequence[Any] = value  # pyright: ignore[reportUnknownVariableType]
            return list(items)
        case "instanceId":
            return check_instance_id(value)
        case _:
            return check_topic(value)


def _check_limits(value: object) -> dict[str, Any]:
    """Return the limits of an instance; refuse unknown limits, because hubs ignore them."""
    limits = check_mapping("limits", value)
    for name, limit in limits.items():
        if name == "gpu":
            check_flag("limits['gpu']", limit)
        elif name != "memory":
            raise BadParametersError(f"limits has no key {name!r}: the keys are memory and gpu")
        elif isinstance(limit, bool) or not isinstance(limit, int) or limit <= 0:
            raise BadParametersError(f"limits['memory'] must be a positive int in MiB: {limit!r}")
    return limits
