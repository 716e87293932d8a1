"""The output of the demo."""

from __future__ import annotations

import time


class Narrator:
    """Prints the steps of the demo."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self.steps = 0

    def title(self, text: str) -> None:
        """Print a title."""
        print(text)

    def step(self, explanation: str) -> None:
        """Print the explanation of the next step."""
        self.steps += 1
        print(f"\n{self.steps:2}. {explanation}")

    def result(self, call: str, result: object) -> None:
        """Print a call and its result."""
        print(f"    {call} -> {result}")

    def live(self, line: str) -> None:
        """Print an event with the time since the start of the demo."""
        print(f"    {self.seconds():6.2f} s  {line}")

    def seconds(self) -> float:
        """Return the time since the start of the demo."""
        return time.monotonic() - self._start
