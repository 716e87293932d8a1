"""The generator command: generating, checking and replacing the generated trees."""

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


# Settings of ruff that may exist on a user's machine and must not affect the output.
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
def existing(tmp_path: Path) -> Path:
    """Create two equal trees, ``existing`` and ``fresh``, and return the first."""
    for tree in (tmp_path / "existing", tmp_path / "fresh"):
        (tree / "inner").mkdir(parents=True)
        (tree / "one.py").write_text("one = 1\n", encoding="utf-8")
        (tree / "inner" / "two.py").write_text("two = 2\n", encoding="utf-8")
    return tmp_path / "existing"


def differences(existing: Path) -> list[str]:
    return list(command.differences(existing.with_name("fresh"), existing))


def test_equal_trees_do_not_differ(existing: Path) -> None:
    assert differences(existing) == []


def test_bytecode_files_are_ignored(existing: Path) -> None:
    (existing / "__pycache__").mkdir()
    (existing / "__pycache__" / "one.cpython-311.pyc").write_bytes(b"\xff")
    assert differences(existing) == []


def test_a_missing_file_is_reported(existing: Path) -> None:
    (existing / "inner" / "two.py").unlink()
    assert differences(existing) == ["missing: inner/two.py"]


def test_the_files_of_a_missing_tree_are_reported(existing: Path) -> None:
    shutil.rmtree(existing)
    assert differences(existing) == ["missing: inner/two.py", "missing: one.py"]


def test_an_extra_file_is_reported(existing: Path) -> None:
    (existing / "inner" / "three.txt").touch()
    assert differences(existing) == ["extra: inner/three.txt"]


def test_a_changed_file_is_reported_with_its_difference(existing: Path) -> None:
    (existing / "one.py").write_text("one = 11\n", encoding="utf-8")
    (difference,) = differences(existing)
    assert difference.startswith("changed: one.py\n")
    assert "\n-one = 11\n" in difference
    assert difference.endswith("\n+one = 1")


@pytest.mark.parametrize("is_atomic", [True, False])
def test_a_tree_is_replaced_completely(
    existing: Path, monkeypatch: pytest.MonkeyPatch, *, is_atomic: bool
) -> None:
    if not is_atomic:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    (existing / "old.py").touch()
    swap.swap(existing.with_name("fresh"), existing)
    assert sorted(command.contents(existing)) == ["inner/two.py", "one.py"]
    assert [path.name for path in existing.parent.iterdir()] == ["existing"]


@pytest.mark.slow
def test_the_tree_exists_at_any_time_during_a_replacement(existing: Path) -> None:
    """A run may be killed at any time, so a tree must always exist."""
    missing, checks, done = [], 0, threading.Event()

    def check_existence() -> None:
        nonlocal checks
        while not done.is_set():
            checks += 1
            if not existing.exists():
                missing.append(checks)

    checker = threading.Thread(target=check_existence)
    checker.start()
    for index in range(200):
        fresh = existing.with_name(f"fresh{index}")
        fresh.mkdir()
        swap.swap(fresh, existing)
    done.set()
    checker.join()
    assert checks > 200
    assert not missing


class Checkout:
    """A copy of the files that the command reads and writes, reduced to some services."""

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

    def start(self, *, wait: bool = True) -> subprocess.Popen[str]:
        """Start the command; with ``wait``, return when it has written the first package."""
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
            process.stdout.readline()  # the first package has been written
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
def test_stale_trees_are_reported_and_generated_again_from_any_folder(
    checkout: Checkout, tmp_path: Path
) -> None:
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

    # Generate from another folder, near other settings of ruff, and with another hash seed.
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for place in (tmp_path, folder.parent):
        (place / "ruff.toml").write_text(FOREIGN_RUFF, encoding="utf-8")
    result = checkout.run(tmp_path, TMPDIR=str(scratch), PYTHONHASHSEED="1")
    assert result.returncode == 0, result.stderr
    assert checkout.contents() == checkout.fresh
    assert list(scratch.iterdir()) == [], "a temporary file remains"

    checked = checkout.run(tmp_path, "--check", TMPDIR=str(scratch), PYTHONHASHSEED="2")
    assert checked.returncode == 0, checked.stderr


INVALID = {
    "multi_manager": ("\ninfo:\n", "\nx-streams: true\ninfo:\n"),
    "middleware": ("      operationId: get_version", "      operationId: get_audit"),
}


def test_all_findings_are_reported_and_nothing_is_written(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "checkout", tuple(INVALID), generated=False)
    for name, (old, new) in INVALID.items():
        spec = checkout.folder / "openapi" / f"{name}.yaml"
        spec.write_text(spec.read_text("utf-8").replace(old, new, 1), "utf-8")
    broken = checkout.contents()
    result = checkout.run(checkout.folder)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert any("`x-streams` has no meaning here" in line for line in lines)
    assert any(re.match(r"openapi/middleware.yaml:\d+: .*get_audit", one) for one in lines)
    assert checkout.contents() == broken


@pytest.mark.slow
def test_an_interrupted_run_prints_one_line_and_changes_nothing(checkout: Checkout) -> None:
    process = checkout.start()
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate()
    assert process.returncode == 130
    assert stderr == "Interrupted. The generated files are unchanged or complete.\n"
    assert checkout.contents() == checkout.fresh


@pytest.mark.slow
def test_a_killed_run_leaves_complete_trees_and_the_next_run_cleans_up(checkout: Checkout) -> None:
    process = checkout.start()
    process.kill()
    process.communicate()
    leftovers = [name for name in checkout.contents() if name.startswith(".build/")]
    assert leftovers
    assert {name: text for name, text in checkout.contents().items() if name not in leftovers} == (
        checkout.fresh
    )
    checkout.run(checkout.folder).check_returncode()
    assert checkout.contents() == checkout.fresh


@pytest.mark.slow
def test_a_run_waits_for_the_end_of_another(checkout: Checkout) -> None:
    with swap.alone(checkout.folder):
        process = checkout.start(wait=False)
        assert process.stderr
        assert process.stderr.readline() == "Another run uses this folder: waiting for its end\n"
    _, stderr = process.communicate()
    assert (process.returncode, stderr) == (0, "")
    assert checkout.contents() == checkout.fresh


def generate(cwd: Path, spec: str, output: str) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, GENERATOR, "--spec", spec, "--output", output]
    return subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def run_generator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, str], tuple[int, str]]:
    """Return a function that runs the command in ``tmp_path``; it returns exit code and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(spec: str, output: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["generator", "--spec", spec, "--output", output])
        return command.main(), capsys.readouterr().err

    return run


PROGRAM = """
import sys
from my_bindings.zoo import SPEC_SHA256, SPEC_VERSION
from my_bindings.zoo.api.pets import list_pets
from my_bindings.client import Client

pets = list_pets.sync(client=Client(sys.argv[1]))
print(SPEC_VERSION, len(SPEC_SHA256), [type(pet).__name__ for pet in pets])
"""
PETS = b'[{"id": "a", "kind": "cat"}, {"id": "b", "kind": "dog"}]'


ZOO = GENERATOR.parents[1] / "tests/generator/zoo.yaml"
RunGenerator = Callable[[str, str], tuple[int, str]]


def test_bindings_are_generated_for_another_specification(
    tmp_path: Path, run_generator: RunGenerator
) -> None:
    shutil.copy(ZOO, tmp_path)
    for _ in range(2):  # the second run replaces the first output
        assert run_generator("zoo.yaml", "output/my_bindings") == (0, "")
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["my_bindings"]
    assert (
        "from zoo.yaml"
        in (tmp_path / "output/my_bindings/zoo/__init__.py").read_text().splitlines()[0]
    )
    with ScriptedServer(always(answer(PETS))) as server:
        result = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.base_url],
            cwd=tmp_path / "output",
            capture_output=True,
            text=True,
            check=True,
        )
    assert result.stdout == "1.2.3 64 ['Cat', 'Dog']\n"


def test_a_folder_without_bindings_is_not_replaced(
    tmp_path: Path, run_generator: RunGenerator
) -> None:
    (tmp_path / "my_bindings").mkdir()
    (tmp_path / "my_bindings" / "thesis.txt").touch()
    for output, message in {
        "my_bindings": "this folder contains other files: choose a new one",
        "my-own": "`my-own` can't be the name of a Python package",
        "class": "`class` can't be the name of a Python package",
    }.items():
        assert run_generator(str(ZOO), output) == (1, f"{output}: {message}\n")
    assert (tmp_path / "my_bindings" / "thesis.txt").exists()


def test_a_missing_specification_is_reported(tmp_path: Path, run_generator: RunGenerator) -> None:
    code, errors = run_generator("none.yaml", "my_bindings")
    assert code == 1
    assert errors.startswith("none.yaml:1: this file can't be read: ")
    (tmp_path / "empty").mkdir()
    assert run_generator("empty", "my_bindings")[1].startswith(
        "empty:1: there is no specification here"
    )


def test_two_specifications_with_the_same_package_name_are_refused(
    tmp_path: Path, run_generator: RunGenerator
) -> None:
    (tmp_path / "specs").mkdir()
    for name in ("zoo.yaml", "zoo.yml"):
        shutil.copy(ZOO, tmp_path / "specs" / name)
    code, errors = run_generator("specs", "my_bindings")
    assert code == 1
    assert "specs/zoo.yml:1: specs/zoo.yaml makes the same package" in errors


FAILURES = {
    "mkdir": OSError(errno.EROFS, "Read-only file system", "/my_bindings"),
    "write_text": OSError(errno.ENOSPC, "No space left on device"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_write_error_is_reported(
    tmp_path: Path, run_generator: RunGenerator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    error = FAILURES[name]

    def fail(*_: object, **_options: object) -> NoReturn:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(pathlib.Path, name, fail)
        code, errors = run_generator(str(ZOO), "my_bindings")
    place = error.filename or "my_bindings"  # a failed write does not name its file
    assert (code, errors) == (1, f"{place}: {error.strerror}. Nothing was written.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_ruff_is_reported(
    run_generator: RunGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bindings, "RUFF", pathlib.Path("nowhere/ruff"))
    code, errors = run_generator(str(ZOO), "my_bindings")
    assert code == 1
    assert errors.startswith("nowhere/ruff:1: ruff is not installed: run `make generate`")


def test_a_changed_stock_template_is_refused_with_its_difference(
    tmp_path: Path, run_generator: RunGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade of the generator is refused until the change has been adopted."""
    templates = tmp_path / "templates"
    shutil.copytree(bindings.TEMPLATES, templates)
    monkeypatch.setattr(bindings, "TEMPLATES", templates)
    old = templates / "based_on" / "model.py.jinja"
    old.write_text("{# before #}\n" + old.read_text("utf-8"), "utf-8")
    (templates / "endpoint.py.jinja").touch()
    code, errors = run_generator(str(ZOO), "my_bindings")
    assert code == 1
    assert errors.startswith("The generator's templates have changed.")
    assert "--- based_on/model.py.jinja\n+++ model.py.jinja\n" in errors
    assert "\n-{# before #}\n" in errors
    assert "endpoint.py.jinja: copy the stock template" in errors
    assert not (tmp_path / "my_bindings").exists()
