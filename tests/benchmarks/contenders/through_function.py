"""A function, packed by python_program."""

from __future__ import annotations

from scramjet_facade import python_program

from .through import SEQUENCES, Through


class Contender(Through):
    def __init__(self, url: str) -> None:
        super().__init__(
            url, python_program(SEQUENCES / "functions" / "functions.py", "mark"), "text/plain"
        )
