"""The command: what it generates depends on its sources alone, and its check mode sees it all."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.generator import GENERATOR, ROOT

if TYPE_CHECKING:
    from pathlib import Path


def load_command() -> Any:
    """Import the command's main module, whose name would be __main__."""
    spec = importlib.util.spec_from_file_location("generator_command", GENERATOR / "__main__.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


command = load_command()

# What a user's machine may have lying around: everything that ruff could be told otherwise.
FOREIGN_RUFF = """
line-length = 40
indent-width = 2
target-version = "py39"
[lint]
select = []
[lint.isort]
force-single-line = true
[format]
quote-style = "single"
"""


@pytest.fixture
def standing(tmp_path: Path) -> Path:
    """Make a tree to compare with the one in ``fresh`` beside it; first they are the same."""
    for tree in (tmp_path / "standing", tmp_path / "fresh"):
        (tree / "inner").mkdir(parents=True)
        (tree / "one.py").write_text("one = 1\n", encoding="utf-8")
        (tree / "inner" / "two.py").write_text("two = 2\n", encoding="utf-8")
    return tmp_path / "standing"


def found(standing: Path) -> list[str]:
    return list(command.differences(standing.with_name("fresh"), standing))


def test_equal_trees_do_not_differ(standing: Path) -> None:
    assert found(standing) == []


def test_what_python_leaves_beside_the_modules_does_not_count(standing: Path) -> None:
    (standing / "__pycache__").mkdir()
    (standing / "__pycache__" / "one.cpython-311.pyc").write_bytes(b"\xff")
    assert found(standing) == []


def test_a_missing_file_is_found(standing: Path) -> None:
    (standing / "inner" / "two.py").unlink()
    assert found(standing) == ["missing: inner/two.py"]


def test_a_missing_tree_is_found(standing: Path) -> None:
    shutil.rmtree(standing)
    assert found(standing) == ["missing: inner/two.py", "missing: one.py"]


def test_an_extra_file_is_found(standing: Path) -> None:
    (standing / "inner" / "three.txt").touch()
    assert found(standing) == ["extra: inner/three.txt"]


def test_a_changed_file_is_found_and_shown(standing: Path) -> None:
    (standing / "one.py").write_text("one = 11\n", encoding="utf-8")
    (difference,) = found(standing)
    assert difference.startswith("changed: one.py\n")
    assert "\n-one = 11\n" in difference
    assert difference.endswith("\n+one = 1")


def test_a_tree_is_swapped_in_whole(standing: Path) -> None:
    (standing / "old.py").touch()
    command.swap(standing.with_name("fresh"), standing)
    assert sorted(command.contents(standing)) == ["inner/two.py", "one.py"]
    assert not standing.with_name("fresh").exists()


class Checkout:
    """A copy of what the command reads and writes, with freshly generated trees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        unwanted = shutil.ignore_patterns("__pycache__", "node_modules")
        for name in ("openapi", "generated", "scramjet_facade"):
            shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
        shutil.copy(ROOT / "pyproject.toml", folder)
        self.run(folder).check_returncode()
        self.fresh = self.contents()

    def run(
        self, cwd: Path, *arguments: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, self.folder / "openapi" / "generator", *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def contents(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("home") / "checkout")


BINDINGS = "generated/scramjet_bindings"
MISSING = f"{BINDINGS}/middleware/models/space.py"
EXTRA = f"{BINDINGS}/host/api/hub/get_everything.py"
CHANGED = "scramjet_facade/_sync/stream.py"


def test_stale_trees_are_named_then_made_again_anywhere(checkout: Checkout, tmp_path: Path) -> None:
    folder = checkout.folder
    (folder / MISSING).unlink()
    (folder / EXTRA).touch()
    with (folder / CHANGED).open("a", encoding="utf-8") as module:
        module.write("# edited by hand\n")
    stale = checkout.contents()

    checked = checkout.run(folder, "--check")
    assert checked.returncode == 1, checked.stderr
    lines = checked.stderr.splitlines()
    assert f"{BINDINGS}: missing: middleware/models/space.py" in lines
    assert f"{BINDINGS}: extra: host/api/hub/get_everything.py" in lines
    assert "scramjet_facade/_sync: changed: stream.py" in lines
    assert "-# edited by hand" in lines
    assert len([line for line in lines if line.startswith(("generated", "scramjet"))]) == 3
    assert checkout.contents() == stale, "the check mode must not write"

    # Made again from another folder, beside and below foreign settings, with another hash seed.
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for place in (tmp_path, folder.parent):
        (place / "ruff.toml").write_text(FOREIGN_RUFF, encoding="utf-8")
    made = checkout.run(tmp_path, TMPDIR=str(scratch), PYTHONHASHSEED="1")
    assert made.returncode == 0, made.stderr
    assert checkout.contents() == checkout.fresh
    assert list(scratch.iterdir()) == [], "a temporary file is left"

    checked = checkout.run(tmp_path, "--check", TMPDIR=str(scratch), PYTHONHASHSEED="2")
    assert checked.returncode == 0, checked.stderr


# A body that the generator would leave out, with its endpoint, if it were not told to fail.
BROKEN_BODY = "        content:\n          application/x-unknown:"


def test_a_failing_generation_changes_nothing(checkout: Checkout) -> None:
    spec = checkout.folder / "openapi" / "multi_manager.yaml"
    text = spec.read_text(encoding="utf-8")
    broken_text = text.replace("        content:\n          application/json:", BROKEN_BODY, 1)
    assert broken_text != text
    spec.write_text(broken_text, encoding="utf-8")
    broken = checkout.contents()
    try:
        made = checkout.run(checkout.folder)
        assert made.returncode != 0
        assert checkout.contents() == broken
    finally:
        spec.write_text(text, encoding="utf-8")
