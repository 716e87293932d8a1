"""No client: the cost of parsing JSON that is in memory."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.benchmarks.server import INSTANCES, LINE


@cache
def _buffer(size: int) -> bytes:
    return LINE * (size // len(LINE))


class Contender:
    """json.loads."""

    def __init__(self, url: str) -> None:
        pass

    def close(self) -> None:
        pass

    def instances(self) -> Any:
        return json.loads(INSTANCES)

    def ndjson(self, size: int) -> int:
        # The fastest method to split lines.
        return sum(1 for line in _buffer(size).decode().split("\n") if line and json.loads(line))
