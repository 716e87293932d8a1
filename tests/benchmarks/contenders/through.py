"""Records through a program in one language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .ours import Contender

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade import PythonProgram

SEQUENCES = Path(__file__).parents[2] / "sequences"


class Through(Contender):
    """The synchronous client with its own program."""

    def __init__(self, url: str, package: Path | PythonProgram, content_type: str) -> None:
        super().__init__(url)
        self.sequence = self.host.send_sequence(package)
        self._content_type = content_type

    def start_program(self) -> None:
        self.instance = self.sequence.start()
        self.instance.wait("healthy")

    def _exchange(self, data: Iterator[bytes]) -> int:
        count = 0
        with self.instance.exchange(data, self._content_type) as answers:
            for _ in answers.iter_json():
                count += 1
        return count
