"""The four specifications, and the data that pages need from them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

OPENAPI = Path(__file__).parent.parent.parent / "openapi"
SERVICES = ("middleware", "multi_manager", "manager", "host")
METHODS = ("get", "post", "put", "delete")


class Operation(NamedTuple):
    """One operation of a service."""

    service: str
    method: str
    path: str
    content: dict[str, Any]

    @property
    def tag(self) -> str:
        """The tag that groups the operation."""
        return str(self.content["tags"][0])

    @property
    def anchor(self) -> str:
        """The anchor on the page of the service."""
        name = str(self.content["operationId"]).replace("_", "-")
        return f"{self.service.replace('_', '-')}-{name}"


@cache
def spec(service: str) -> dict[str, Any]:
    """Return a service's specification."""
    text = (OPENAPI / f"{service}.yaml").read_text("utf-8")
    content: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)  # 20 times as fast as safe_load
    return content


def resolved(service: str, part: dict[str, Any]) -> dict[str, Any]:
    """Return the target of a part's ``$ref``, or the part itself."""
    while "$ref" in part:
        found: Any = spec(service)
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def operations(service: str) -> Iterator[Operation]:
    """Yield a service's operations in order, each with the parameters of its path as well."""
    for path, item in spec(service)["paths"].items():
        for method in METHODS:
            if method in item:
                shared = item.get("parameters", [])
                content = {**item[method]}
                content["parameters"] = [*shared, *content.get("parameters", [])]
                yield Operation(service, method.upper(), path, content)
