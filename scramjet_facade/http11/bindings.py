"""The generated low-level client, with this package's errors."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import scramjet_bindings
from scramjet_bindings.client import Client

from ..errors import InvalidResponseError
from . import failures

if TYPE_CHECKING:
    from collections.abc import Callable

    from scramjet_bindings.types import Response as ParsedResponse

    from . import Response

T = TypeVar("T")


class Origin(NamedTuple):
    """The specification that a package of the bindings was generated from."""

    version: str
    sha256: str


class Bindings(Client):
    """The low-level client, which every function of ``scramjet_bindings`` accepts."""

    @property
    def specs(self) -> dict[str, Origin]:
        """The version and the hash of each service's specification."""
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
        body = response.content.decode("utf-8", errors="replace")
        is_secret = _may_contain_key(response)
        shown = "it may contain an access key" if is_secret else repr(body[:200])
        return InvalidResponseError(
            f"the response does not match the API's specification: {shown}",
            body=None if is_secret else body,
            **failures.received(response),
        )

    def _read(self, response: Response, parse: Callable[..., T]) -> ParsedResponse[T]:
        try:
            return super()._read(response, parse)
        except InvalidResponseError as error:
            if _may_contain_key(response):
                error.__cause__ = error.__context__ = None  # both exceptions quote the body
            raise


def _may_contain_key(response: Response) -> bool:
    return response.request.url.path.endswith("/apikey")
