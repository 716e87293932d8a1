"""The command: what it generates depends on its sources alone, and its check mode sees it all."""

from __future__ import annotations

import errno
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import bindings
import command
import pytest
import swap

from tests.generator import GENERATOR, ROOT
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import NoReturn


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


@pytest.mark.parametrize("at_once", [True, False])
def test_a_tree_is_swapped_in_whole(
    standing: Path, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    (standing / "old.py").touch()
    swap.swap(standing.with_name("fresh"), standing)
    assert sorted(command.contents(standing)) == ["inner/two.py", "one.py"]
    assert [path.name for path in standing.parent.iterdir()] == ["standing"]


@pytest.mark.slow
def test_there_is_a_tree_at_any_time(standing: Path) -> None:
    """A run may be killed at any moment, so no moment may be without one."""
    missing, looked, done = [], 0, threading.Event()

    def look() -> None:
        nonlocal looked
        while not done.is_set():
            looked += 1
            if not standing.exists():
                missing.append(looked)

    looking = threading.Thread(target=look)
    looking.start()
    for index in range(200):
        fresh = standing.with_name(f"fresh{index}")
        fresh.mkdir()
        swap.swap(fresh, standing)
    done.set()
    looking.join()
    assert looked > 200
    assert not missing


class Checkout:
    """A copy of what the command reads and writes; of some services, freshly generated."""

    def __init__(self, folder: Path, services: Sequence[str], *, generated: bool = True) -> None:
        self.folder = folder
        unwanted = shutil.ignore_patterns("__pycache__", "node_modules")
        for name in ("openapi", "generated", "scramjet_facade", "tests/cost"):
            shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
        for name in ("pyproject.toml", "tests/__init__.py"):
            shutil.copy(ROOT / name, folder / name)
        for spec in (folder / "openapi").glob("*.yaml"):
            if spec.stem not in services:
                spec.unlink()
        if generated:
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

    def started(self, *, wait: bool = True) -> subprocess.Popen[str]:
        """Start the command, and return when it is at work, unless told not to wait."""
        process = subprocess.Popen(
            [sys.executable, self.folder / "openapi" / "generator"],
            cwd=self.folder,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if wait:
            assert process.stdout
            process.stdout.readline()
            process.stdout.readline()  # the first package is written
        return process


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    services = ("middleware", "multi_manager")
    return Checkout(tmp_path_factory.mktemp("home") / "checkout", services)


BINDINGS = "generated/scramjet_bindings"
MISSING = f"{BINDINGS}/middleware/models/space.py"
EXTRA = f"{BINDINGS}/middleware/api/get_everything.py"
CHANGED = "scramjet_facade/_sync/stream.py"


@pytest.mark.slow
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
    assert f"{BINDINGS}: extra: middleware/api/get_everything.py" in lines
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


WRONG = {
    "multi_manager": ("\ninfo:\n", "\nx-streams: true\ninfo:\n"),
    "middleware": ("      operationId: get_version", "      operationId: get_audit"),
}


def test_all_findings_are_reported_and_nothing_is_written(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "checkout", tuple(WRONG), generated=False)
    for name, (old, new) in WRONG.items():
        spec = checkout.folder / "openapi" / f"{name}.yaml"
        spec.write_text(spec.read_text("utf-8").replace(old, new, 1), "utf-8")
    broken = checkout.contents()
    made = checkout.run(checkout.folder)
    assert made.returncode == 1
    assert "Traceback" not in made.stderr
    lines = made.stderr.splitlines()
    assert any("`x-streams` has no meaning here" in line for line in lines)
    assert any(re.match(r"openapi/middleware.yaml:\d+: .*get_audit", one) for one in lines)
    assert checkout.contents() == broken


@pytest.mark.slow
def test_being_interrupted_is_one_line_and_changes_nothing(checkout: Checkout) -> None:
    process = checkout.started()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said == "Interrupted: nothing is half-written.\n"
    assert checkout.contents() == checkout.fresh


@pytest.mark.slow
def test_being_killed_leaves_whole_trees_and_the_next_run_cleans_up(checkout: Checkout) -> None:
    process = checkout.started()
    process.kill()
    process.communicate()
    left = [name for name in checkout.contents() if name.startswith(".build/")]
    assert left
    assert {name: text for name, text in checkout.contents().items() if name not in left} == (
        checkout.fresh
    )
    checkout.run(checkout.folder).check_returncode()
    assert checkout.contents() == checkout.fresh


@pytest.mark.slow
def test_a_run_waits_for_the_end_of_another(checkout: Checkout) -> None:
    with swap.alone(checkout.folder):
        process = checkout.started(wait=False)
        assert process.stderr
        assert process.stderr.readline() == "Another run is at work here: waiting for its end\n"
    _, said = process.communicate()
    assert (process.returncode, said) == (0, "")
    assert checkout.contents() == checkout.fresh


def generate(cwd: Path, spec: str, output: str) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, GENERATOR, "--spec", spec, "--output", output]
    return subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def generated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, str], tuple[int, str]]:
    """Run the command in this process and in ``tmp_path``; return its code and its errors."""
    monkeypatch.chdir(tmp_path)

    def run(spec: str, output: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["generator", "--spec", spec, "--output", output])
        return command.main(), capsys.readouterr().err

    return run


ASKED = """
import sys
from mine.zoo import SPEC_SHA256, SPEC_VERSION
from mine.zoo.api.pets import list_pets
from mine.client import Client

pets = list_pets.sync(client=Client(sys.argv[1]))
print(SPEC_VERSION, len(SPEC_SHA256), [type(pet).__name__ for pet in pets])
"""
PETS = b'[{"id": "a", "kind": "cat"}, {"id": "b", "kind": "dog"}]'


ZOO = GENERATOR.parents[1] / "tests/generator/zoo.yaml"
Generated = Callable[[str, str], tuple[int, str]]


def test_bindings_for_a_specification_of_ones_own(tmp_path: Path, generated: Generated) -> None:
    shutil.copy(ZOO, tmp_path)
    for _ in range(2):  # the second time over the first
        assert generated("zoo.yaml", "made/mine") == (0, "")
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["mine"]
    assert "from zoo.yaml" in (tmp_path / "made/mine/zoo/__init__.py").read_text().splitlines()[0]
    with ScriptedServer(always(answer(PETS))) as server:
        asked = subprocess.run(
            [sys.executable, "-c", ASKED, server.base_url],
            cwd=tmp_path / "made",
            capture_output=True,
            text=True,
            check=True,
        )
    assert asked.stdout == "1.2.3 64 ['Cat', 'Dog']\n"


def test_what_is_not_a_package_of_bindings_is_not_replaced(
    tmp_path: Path, generated: Generated
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    for output, message in {
        "mine": "this folder contains something else: name a new one",
        "my-own": "`my-own` can't be the name of a Python package",
        "class": "`class` can't be the name of a Python package",
    }.items():
        assert generated(str(ZOO), output) == (1, f"{output}: {message}\n")
    assert (tmp_path / "mine" / "thesis.txt").exists()


def test_a_missing_specification(tmp_path: Path, generated: Generated) -> None:
    code, errors = generated("none.yaml", "mine")
    assert code == 1
    assert errors.startswith("none.yaml:1: this file can't be read: ")
    (tmp_path / "empty").mkdir()
    assert generated("empty", "mine")[1].startswith("empty:1: there is no specification here")


def test_two_files_of_one_name(tmp_path: Path, generated: Generated) -> None:
    (tmp_path / "specs").mkdir()
    for name in ("zoo.yaml", "zoo.yml"):
        shutil.copy(ZOO, tmp_path / "specs" / name)
    code, errors = generated("specs", "mine")
    assert code == 1
    assert "specs/zoo.yml:1: specs/zoo.yaml makes the same package" in errors


FAILURES = {
    "mkdir": OSError(errno.EROFS, "Read-only file system", "/mine"),
    "write_text": OSError(errno.ENOSPC, "No space left on device"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_disk_that_can_not_be_written(
    tmp_path: Path, generated: Generated, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    error = FAILURES[name]

    def fail(*_: object, **_options: object) -> NoReturn:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(pathlib.Path, name, fail)
        code, errors = generated(str(ZOO), "mine")
    place = error.filename or "mine"  # a failed write does not name its file
    assert (code, errors) == (1, f"{place}: {error.strerror}. Nothing was written.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_ruff(generated: Generated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bindings, "RUFF", pathlib.Path("nowhere/ruff"))
    code, errors = generated(str(ZOO), "mine")
    assert code == 1
    assert errors.startswith("nowhere/ruff:1: ruff is not installed: run `make generate`")


def test_a_changed_template_of_the_stock_generator(
    tmp_path: Path, generated: Generated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade is refused until the change has been taken over, and it is shown."""
    templates = tmp_path / "templates"
    shutil.copytree(bindings.TEMPLATES, templates)
    monkeypatch.setattr(bindings, "TEMPLATES", templates)
    old = templates / "based_on" / "model.py.jinja"
    old.write_text("{# before #}\n" + old.read_text("utf-8"), "utf-8")
    (templates / "endpoint.py.jinja").touch()
    code, errors = generated(str(ZOO), "mine")
    assert code == 1
    assert errors.startswith("The generator's templates have changed.")
    assert "--- based_on/model.py.jinja\n+++ model.py.jinja\n" in errors
    assert "\n-{# before #}\n" in errors
    assert "endpoint.py.jinja: copy the generator's own template" in errors
    assert not (tmp_path / "mine").exists()
