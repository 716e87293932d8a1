"""Runs the code in a page of Markdown as its readers would: in order, and in one folder.

* Each block of Python is a program. A block of text after it is its expected output.
* A block with a caption, or with a line such as "`app.py`:" before it, is written to that file.
* In a console block, each line that begins with ``$`` is run; its expected output follows it.

In expected output, ``…`` matches any text within a line; alone on a line, it matches any lines.
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

# These commands are not run: they install something, need a checkout, or run until Ctrl-C.
NOT_RUN = re.compile(
    r"(?:python3? -m )?(?:pip|pipx|uv) |make |git |cd |npm |node start-hub|uvicorn |"
    r"python -m scramjet_facade\.testing"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its line, its language, its caption if it has one, and its code."""

    line: int
    language: str
    caption: str | None
    code: str


def blocks(markdown: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page in order."""
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
    """Return whether the printed text matches the text that the page shows."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*")
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


class Page:
    """The blocks of a page, and the folder in which they run."""

    def __init__(
        self, path: Path, folder: Path, environment: Mapping[str, str], platform_url: str = ""
    ) -> None:
        """Set the page, its folder, and the variables of its programs.

        Args:
            path: The page.
            folder: The folder in which the blocks run.
            environment: Variables, which are added to those of this process.
            platform_url: The value of SCRAMJET_API_URL for programs that create a
                MiddlewareClient without a URL.
        """
        self._platform_url = platform_url
        self._path = path
        self._folder = folder
        tools = Path(sys.executable).parent
        inherited = {**os.environ, **environment}
        self._environment = {
            **inherited,
            "PATH": f"{tools}{os.pathsep}{inherited['PATH']}",
            "PYTHONWARNINGS": "error",
            # This setting is only needed because pytest-asyncio is installed here.
            "PYTEST_ADDOPTS": "-o asyncio_default_fixture_loop_scope=function",
        }

    def run(self) -> int:
        """Run all blocks that can be run, and return their number."""
        all_blocks = list(blocks(self._path.read_text("utf-8")))
        count = 0
        for block, following in zip(all_blocks, [*all_blocks[1:], None], strict=True):
            where = f"{self._path.name}:{block.line}"
            if block.caption is not None:
                target = self._folder / block.caption
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.code, "utf-8")
            elif block.language == "python":
                count += 1
                shown = following.code if following and following.language == "text" else ""
                self._expect(where, [sys.executable, "-c", block.code], shown)
            elif block.language == "console":
                count += 1
                for command, shown in commands(block.code):
                    if not NOT_RUN.match(command):
                        self._expect(where, ["sh", "-c", command], shown)
            elif block.language == "json":
                json.loads(block.code)
            elif block.language == "toml":
                tomllib.loads(block.code)
        return count

    def _expect(self, where: str, command: list[str], shown: str) -> None:
        result = subprocess.run(
            command,
            cwd=self._folder,
            env=self._environment_of(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        # If the page shows an error, the exit code of the program may differ from 0.
        assert matches(shown, result.stdout), (
            f"{where} should print\n{shown}\nand printed\n{result.stdout}"
        )
        assert result.returncode == 0 or shown, f"{where} failed"

    def _environment_of(self, command: list[str]) -> dict[str, str]:
        """Return the variables of a command, by the code or the files that it names."""
        files = [
            self._folder / word for word in command[-1].split() if word.endswith((".py", ".mjs"))
        ]
        code = command[-1] + "".join(file.read_text("utf-8") for file in files)
        if re.search(r"MiddlewareClient\(\s*(\)|\w+=|process\.env)", code):
            return {**self._environment, "SCRAMJET_API_URL": self._platform_url}
        return self._environment


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with its expected output."""
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed
