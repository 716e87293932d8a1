"""The generated low-level client, with this package's errors."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import scramjet_bindings
from scramjet_bindings.client import Client

from ..errors import InvalidResponseError

if TYPE_CHECKING:
    from . import Response


class Origin(NamedTuple):
    """The specification that a package of the bindings was generated from."""

    version: str
    sha256: str


class Bindings(Client):
    """The low-level client, which every function of ``scramjet_bindings`` accepts."""

    @property
    def specs(self) -> dict[str, Origin]:
        """The version and the hash of the specification of each service."""
        from pkgutil import iter_modules  # noqa: PLC0415 (few programs ask)

        found: dict[str, Origin] = {}
        for module in iter_modules(scramjet_bindings.__path__):
            if module.ispkg:
                package = import_module(f"{scramjet_bindings.__name__}.{module.name}")
                found[module.name] = Origin(package.SPEC_VERSION, package.SPEC_SHA256)
        return found

    def __repr__(self) -> str:
        specs = [f"{name} {spec.version} ({spec.sha256:.8})" for name, spec in self.specs.items()]
        return f"<Bindings {self._base_url}, generated from {', '.join(specs)}>"

    def invalid_response(self, response: Response) -> Exception:
        """Return the error for a response that does not match the specification."""
        shown = response.content[:200].decode("utf-8", errors="replace")
        return InvalidResponseError(
            f"the response does not match the API's specification: {shown!r}",
            status=response.status_code,
            body=response.content.decode("utf-8", errors="replace"),
            headers=response.headers,
            method=response.request.method,
            url=str(response.request.url),
            attempts=1,
            may_have_arrived=True,
        )
