"""The changes of zoo.yaml that changes.yaml lists, and what each must end in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ZOO = (HERE / "zoo.yaml").read_text(encoding="utf-8")
MARK = "# <-"


def edited(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} must be there once"
    return text.replace(old, new.removeprefix("# a line\n"))


@dataclass(frozen=True)
class Change:
    """A change of the zoo, as changes.yaml describes it."""

    change: str
    new: str
    old: str = ""
    says: str = ""
    at: str = MARK
    file: str = "zoo.yaml"
    and_: list[dict[str, str]] = field(default_factory=list, hash=False)

    @property
    def text(self) -> str:
        text = edited(ZOO, self.old, self.new) if self.old else self.new
        for more in self.and_:
            text = edited(text, **more)
        return text

    @property
    def line(self) -> int:
        assert self.text.count(self.at) == 1
        return self.text.partition(self.at)[0].count("\n") + 1


def read(entry: dict[str, Any]) -> Change:
    return Change(**{("and_" if key == "and" else key): value for key, value in entry.items()})


CHANGES = [read(one) for one in yaml.safe_load((HERE / "changes.yaml").read_text("utf-8"))]
REFUSED = [change for change in CHANGES if change.says]
RIGHT = [change for change in CHANGES if not change.says]
