"""The Makefile: a check lists all failures, and another Python recreates the environment."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("python", "pip", "ruff", "mypy", "pyright", "pytest")
VERSION = "cpython 3 11 0"


class Environment:
    """An environment whose tools only record their calls, and fail on request."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        (folder / "bin").mkdir()
        for name in TOOLS:
            self.tool(f"bin/{name}")
        for stamp in ("tools", "linter", "hub"):
            (folder / stamp).touch()

    def tool(self, name: str, *, version: str = VERSION, fails: bool = False) -> Path:
        path = self.folder / name
        path.write_text(
            f'#!/bin/sh\necho "{path.name} $*" >>"{self.log}"\n'
            f'case "$*" in *implementation*) echo "{version}";; esac\nexit {int(fails)}\n',
            encoding="utf-8",
        )
        path.chmod(0o755)
        return path

    def make(self, *arguments: str) -> tuple[int, str]:
        result = subprocess.run(
            ["make", "--no-print-directory", f"VENV={self.folder}", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return result.returncode, result.stdout

    @property
    def calls(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    for name in ("PYTHON", "MAKEFLAGS", "MAKELEVEL"):
        monkeypatch.delenv(name, raising=False)
    return Environment(tmp_path)


def test_a_check_runs_all_tools_and_lists_the_failed_ones(environment: Environment) -> None:
    assert environment.make("check")[0] == 0
    calls = environment.calls
    assert len(calls) == 8
    for name in ("ruff", "pyright"):
        environment.tool(f"bin/{name}", fails=True)
    code, output = environment.make("check")
    assert code != 0
    assert environment.calls == calls * 2, "a tool was not run"
    listed = output.partition("Failed:\n")[2].splitlines()[:3]
    assert listed == ["  the style", "  the format", "  the types, with pyright"]


def test_another_python_recreates_the_environment(environment: Environment) -> None:
    same = environment.tool("same")
    assert environment.make(f"{environment.folder}/tools", f"PYTHON={same}")[0] == 0
    assert not any("-m venv" in call for call in environment.calls)
    other = environment.tool("other", version="cpython 3 13 1")
    assert environment.make(f"{environment.folder}/tools", f"PYTHON={other}")[0] == 0
    assert f"other -m venv --clear {environment.folder}" in environment.calls


def test_the_environment_is_kept_if_no_python_is_given(environment: Environment) -> None:
    environment.tool("bin/python", version="cpython 3 13 1")
    assert environment.make(f"{environment.folder}/tools")[0] == 0
    assert environment.calls == []


def test_the_style_of_a_users_own_files_is_not_checked(
    environment: Environment, tmp_path: Path
) -> None:
    ours = {"docs/conf.py", "openapi/generator/a.py", "scramjet_facade/a.py", "tests/unit/a.py"}
    project = tmp_path / "project"
    for name in (*ours, "first.py", "venv/lib/a.py", "greeter/main.py"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("import  os\n", "utf-8")
    assert environment.make("check")[0] == 0
    calls = [call for call in environment.calls if call.startswith("ruff ")]
    assert len(calls) == 2
    for call in calls:
        command = [sys.executable, "-m", *call.split(), "--isolated", "--no-cache"]
        result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        assert set(re.findall(r"[\w/]+\.py", result.stdout + result.stderr)) == ours
