"""The changes of zoo.yaml in changes.yaml, with their expected outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ZOO = (HERE / "zoo.yaml").read_text(encoding="utf-8")
MARKER = "# <-"


def replace_once(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} must occur exactly once"
    return text.replace(old, new.removeprefix("# a line\n"))


@dataclass(frozen=True)
class Change:
    """A change of zoo.yaml, as described in changes.yaml."""

    change: str
    new: str
    old: str = ""
    message: str = ""
    marker: str = MARKER
    file: str = "zoo.yaml"
    and_: list[dict[str, str]] = field(default_factory=list, hash=False)

    @property
    def text(self) -> str:
        text = replace_once(ZOO, self.old, self.new) if self.old else self.new
        for more in self.and_:
            text = replace_once(text, **more)
        return text

    @property
    def line(self) -> int:
        assert self.text.count(self.marker) == 1
        return self.text.partition(self.marker)[0].count("\n") + 1


def parse_change(entry: dict[str, Any]) -> Change:
    return Change(**{("and_" if key == "and" else key): value for key, value in entry.items()})


CHANGES = [
    parse_change(one)
    for one in yaml.load((HERE / "changes.yaml").read_text("utf-8"), yaml.CSafeLoader)
]
REFUSED = [change for change in CHANGES if change.message]
ACCEPTED = [change for change in CHANGES if not change.message]
