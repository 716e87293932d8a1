"""Bare urllib3, with json.loads."""

from __future__ import annotations

import json
from typing import Any

import urllib3

_MAX_THREADS = 128


class Contender:
    """Bare urllib3 with one pool for all threads."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pool = urllib3.PoolManager(maxsize=_MAX_THREADS, retries=False)

    def close(self) -> None:
        self.pool.clear()

    def call(self) -> Any:
        response = self.pool.request("GET", f"{self.url}/version")
        if response.status != 200:
            raise RuntimeError(f"the status is {response.status}")
        return json.loads(response.data)
