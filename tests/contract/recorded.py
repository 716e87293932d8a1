"""The recordings: requests of the JavaScript clients and responses of real hubs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
TIMESTAMP = "2026-11-22T17:54:09.406Z"  # replaces timestamps that are not recorded


@dataclass(frozen=True)
class Row:
    """A call of a JavaScript client, and the request that it sent.

    Attributes:
        name: The method and the number of the row: ``HostClient.getTopic#2``.
        client: The class.
        method: The class and the method.
        args: Its arguments; ``$stream`` and ``$base64`` are replaced by the text and the bytes.
        request: ``method``, ``path``, ``query``, ``headers``, ``body``; None if nothing was sent.
        fails: Whether the call failed.
    """

    name: str
    client: str
    method: str
    args: tuple[Any, ...]
    request: dict[str, Any] | None
    fails: bool


@cache
def js_rows() -> tuple[Row, ...]:
    """Return the calls of the JavaScript clients, version 1.0.1."""
    counts: Counter[str] = Counter()
    rows: list[Row] = []
    for row in _load("js_requests.json"):
        method = f"{row['class']}.{row['method'].split()[0]}"
        counts[method] += 1
        name = f"{method}#{counts[method]}"
        rows.append(
            Row(name, row["class"], method, tuple(row["args"]), row["request"], "error" in row)
        )
    return tuple(rows)


@dataclass(frozen=True)
class RecordedResponse:
    """A recorded response of a hub.

    Attributes:
        name: The name of the request.
        headers: The headers that describe the body.
        body: The body; sent in one chunk if the headers say so.
    """

    name: str
    status: int
    reason: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def wire(self) -> bytes:
        """The bytes of the response."""
        lines = [f"HTTP/1.1 {self.status} {self.reason}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        head = "\r\n".join([*lines, "", ""]).encode()
        if "Transfer-Encoding" not in self.headers:
            return head + self.body
        chunk = b"%x\r\n%s\r\n" % (len(self.body), self.body) if self.body else b""
        return head + chunk + b"0\r\n\r\n"


def hub_responses(version: str) -> list[RecordedResponse]:
    """Return one recorded response for each endpoint of a hub."""
    recorded = _load(f"hub_{version.replace('.', '_')}.json").items()
    return [_hub_response(name, response) for name, response in recorded]


def exchanges() -> list[RecordedResponse]:
    """Return the different responses of a hub 1.0.1 to many valid and invalid requests."""
    counts: Counter[str] = Counter()
    responses: list[RecordedResponse] = []
    for one in _load("exchanges.json"):
        request = one["request"]
        counts[request] += 1
        name = f"{request}#{counts[request]}"
        responses.append(
            RecordedResponse(
                name, one["status"], one["reason"], one["headers"], one["body"].encode()
            )
        )
    return responses


# Hubs describe some errors in the reason phrase only, which the recordings by endpoint lack.
REASONS = {
    200: "OK",
    202: "Accepted",
    400: "Bad Request",
    404: "Not Found",
    406: "Not Acceptable",
    409: "Conflict",
    415: "Invalid content-type",
    422: "Unprocessable Entity",
    500: "Internal Server Error",
}


def _hub_response(name: str, response: dict[str, Any]) -> RecordedResponse:
    headers = {"Transfer-Encoding": "chunked"}
    if response["content-type"]:
        headers["content-type"] = response["content-type"]
    body = response["body"].replace('"TS"', f'"{TIMESTAMP}"').encode()
    return RecordedResponse(name, response["status"], REASONS[response["status"]], headers, body)


def _load(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
