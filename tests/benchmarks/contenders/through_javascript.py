"""A program in JavaScript."""

from __future__ import annotations

from .through import SEQUENCES, Through


class Contender(Through):
    def __init__(self, url: str) -> None:
        super().__init__(url, SEQUENCES / "records", "application/x-ndjson")
