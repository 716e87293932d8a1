"""What the demo prints."""

from __future__ import annotations

import time


class Narrator:
    """Tells the steps as they are taken."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.steps = 0

    def title(self, text: str) -> None:
        """Say what is about to happen before the first step."""
        print(text)

    def step(self, explanation: str) -> None:
        """Begin the next step."""
        self.steps += 1
        print(f"\n{self.steps:2}. {explanation}")

    def result(self, call: str, came: object) -> None:
        """Show what came back from a call."""
        print(f"    {call} -> {came}")

    def live(self, line: str) -> None:
        """Show something the moment it happens, with the time since the demo began."""
        print(f"    {self.seconds():6.2f} s  {line}")

    def seconds(self) -> float:
        """Return the time since the demo began."""
        return time.monotonic() - self._began
