"""The code in a page of Markdown, executed as its readers would: in its order, in one folder.

* A block of Python runs by itself. What it prints is the block of text that follows it, if any.
* One with a caption, or with nothing but a name such as `app.py`: before it, is a file, which is
  written under that name.
* In a block of the console, each line that begins with ``$`` is run; what it prints follows it.

In what is printed, ``…`` stands for anything within a line, and for any lines where it is alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FENCE = re.compile(
    r"^(?P<fence>```+)(?P<kind>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
NAME = re.compile(r"^`([\w./-]+)`:\n\n\Z", re.MULTILINE)
OPTION = re.compile(r"\A:(?P<name>[\w-]+):[ ]*(?P<value>.*)\n")
SECONDS = 120

# Shown, not run: what installs something, needs a checkout, or runs until Ctrl-C.
NOT_RUN = re.compile(
    r"(?:python3? -m )?(?:pip|pipx|uv) |make |git |cd |npm |node start-hub|PATH=|uvicorn |"
    r"python -m scramjet_facade\.testing"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: where it stands, what it is written in, and its caption if it has one."""

    line: int
    language: str
    caption: str | None
    code: str


def blocks(markdown: str) -> Iterator[Block]:
    """Give the fenced blocks of a page, in their order."""
    for found in FENCE.finditer(markdown):
        kind, code = found["kind"].strip(), found["body"]
        caption = None
        if directive := re.fullmatch(r"\{code-block\} (\w+)", kind):
            kind = directive[1]
            while option := OPTION.match(code):
                caption = option["value"] if option["name"] == "caption" else caption
                code = code[option.end() :]
            code = code.lstrip("\n")
        elif named := NAME.search(markdown[: found.start()]):
            caption = named[1]
        line = markdown.count("\n", 0, found.start("body")) + 1
        yield Block(line, kind, caption, code)


def matches(expected: str, printed: str) -> bool:
    """Say whether what was printed is what the page says."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*")
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


class Page:
    """A page's blocks, and the folder in which they run."""

    def __init__(self, path: Path, folder: Path, environment: Mapping[str, str]) -> None:
        self._path = path
        self._folder = folder
        tools = Path(sys.executable).parent
        inherited = {**os.environ, **environment}
        self._environment = {
            **inherited,
            "PATH": f"{tools}{os.pathsep}{inherited['PATH']}",
            "PYTHONWARNINGS": "error",
        }

    def run(self) -> int:
        """Run all blocks, and return how many there were to run."""
        all_blocks = list(blocks(self._path.read_text("utf-8")))
        ran = 0
        for block, following in zip(all_blocks, [*all_blocks[1:], None], strict=True):
            where = f"{self._path.name}:{block.line}"
            if block.caption is not None:
                target = self._folder / block.caption
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.code, "utf-8")
            elif block.language == "python":
                ran += 1
                shown = following.code if following and following.language == "text" else ""
                self._expect(where, [sys.executable, "-c", block.code], shown)
            elif block.language == "console":
                ran += 1
                for command, shown in commands(block.code):
                    if not NOT_RUN.match(command):
                        self._expect(where, ["sh", "-c", command], shown)
            elif block.language == "json":
                json.loads(block.code)
            elif block.language == "toml":
                tomllib.loads(block.code)
        return ran

    def _expect(self, where: str, command: list[str], shown: str) -> None:
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        # What the page shows may be an error: a program may well end with another code than 0.
        assert matches(shown, done.stdout), (
            f"{where} should print\n{shown}\nand printed\n{done.stdout}"
        )
        assert done.returncode == 0 or shown, f"{where} failed"


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Give the commands of a console's block, each with what it prints."""
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed
