"""The record of a request, which tests can inspect."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT_BYTES = 65536
_SECRET = {"authorization", "cookie", "proxy-authorization", "x-revoke"}


@dataclass
class SeenRequest:
    """A request that a fake server has received.

    Attributes:
        method: GET, POST and the like.
        path: The path below the server's base URL, not decoded: ``/instance/…/output``.
        query: The part of the URL after ``?``.
        headers: The headers by their names in lower case; tokens and keys are masked.
        size: The number of bytes of the body received so far.
        body: The first 64 KiB of the body.
        status: The status of the response; None before the response.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    size: int = 0
    body: bytes = field(default=b"", repr=False)
    status: int | None = None

    @property
    def json(self) -> Any:
        """The body as JSON, or None for an empty body."""
        return json.loads(self.body) if self.body else None


def add_data(request: SeenRequest, data: bytes) -> None:
    """Add received data to a request's body."""
    request.size += len(data)
    if len(request.body) < KEPT_BYTES:
        request.body = (request.body + data)[:KEPT_BYTES]


def masked(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers with masked secrets, because a test report may show the headers."""
    return {
        name.lower(): _mask(value) if name.lower() in _SECRET else value
        for name, value in headers.items()
    }


def _mask(value: str) -> str:
    scheme, _, rest = value.partition(" ")
    return f"{scheme} ***" if rest else "***"
