"""The validation of responses against a specification."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse

if TYPE_CHECKING:
    import httpx

SPECS = Path(__file__).parents[2] / "openapi"


@dataclass(frozen=True)
class SpecResponse:
    """A response, its path in the specification, and the requested path."""

    path: str
    requested_path: str
    response: httpx.Response


@cache
def spec(service: str) -> dict[str, Any]:
    """Return a specification that allows no unknown fields."""
    text = (SPECS / f"{service}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    for schema in loaded["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return loaded


@cache
def checker(service: str) -> OpenAPI:
    return OpenAPI.from_dict(spec(service))


def operations(service: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the operations by method and path, without endless streams."""
    return {
        (method.upper(), path): operation
        for path, methods in spec(service)["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
        and not any(one.get("x-stream") for one in operation["responses"].values())
    }


def errors(service: str, found: SpecResponse) -> list[str]:
    """Return the errors of a response."""
    response = found.response
    method, path = response.request.method, found.path
    server = urlsplit(spec(service)["servers"][0]["url"])
    reported = checker(service).iter_response_errors(
        MockRequest(
            f"{server.scheme}://{server.netloc}", method, server.path + found.requested_path
        ),
        MockResponse(
            response.content,
            response.status_code,
            content_type=response.headers.get("content-type", ""),
        ),
    )
    texts = [str(one) for one in reported]
    if response.is_success and response.content:
        documented = operations(service)[method, path]["responses"].get(
            str(response.status_code), {}
        )
        if "content" not in documented:
            texts.append("a body is not specified")
    return texts
