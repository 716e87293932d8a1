"""Bare httpx."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx

from . import blocks, records

if TYPE_CHECKING:
    from contextlib import ExitStack


class Contender:
    """Bare httpx, synchronous."""

    def __init__(self, url: str) -> None:
        limits = httpx.Limits(max_connections=None)
        self.client = httpx.Client(base_url=url, timeout=None, limits=limits)

    def close(self) -> None:
        self.client.close()

    def call(self) -> Any:
        return self.client.get("version").raise_for_status().json()

    def instances(self) -> Any:
        return self.client.get("instances").raise_for_status().json()

    def download(self, size: int) -> int:
        with self.client.stream("GET", f"instance/{size}/output") as response:
            return sum(map(len, response.raise_for_status().iter_bytes()))

    def upload(self, size: int) -> None:
        self.client.post("instance/any/input", content=blocks(size)).raise_for_status()

    def send_records(self, count: int) -> None:
        self.client.post("instance/any/input", content=records(count)).raise_for_status()

    def ndjson(self, size: int) -> int:
        with self.client.stream("GET", f"instance/{size}/output") as response:
            return sum(1 for line in response.raise_for_status().iter_lines() if json.loads(line))

    def hold(self, count: int, stack: ExitStack) -> None:
        for _ in range(count):
            response = stack.enter_context(self.client.stream("GET", "log"))
            next(response.iter_bytes())
