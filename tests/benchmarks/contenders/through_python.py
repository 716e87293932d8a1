"""A Python program without python_program."""

from __future__ import annotations

from .through import SEQUENCES, Through


class Contender(Through):
    def __init__(self, url: str) -> None:
        super().__init__(url, SEQUENCES / "marker", "text/plain")
