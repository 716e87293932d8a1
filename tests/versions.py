"""Runs the tests with the lowest and newest versions that pyproject.toml allows, on each Python.

Usage: python -m tests.versions [PYTEST ARGUMENTS]

The file .ci/constraints.txt pins the versions of the tools.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINS = (ROOT / ".ci" / "constraints.txt").read_text("utf-8").split()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
TESTS = ("tests/unit", "tests/streams", "tests/faults", "tests/contract", "tests/testing")
ENVIRONMENTS = ROOT / ".build" / "versions"


def find_python(version: str) -> str | None:
    """Return the path of a Python on PATH or in pyenv."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    name = f"python{version}"
    for path in (*sorted(root.glob(f"versions/{version}.*/bin/{name}")), shutil.which(name)):
        if (
            path is not None
            and not subprocess.run([path, "-c", ""], check=False, capture_output=True).returncode
        ):
            return str(path)
    return None


def with_dependencies(name: str, seen: set[str]) -> set[str]:
    """Return the names of a package and of all its dependencies."""
    if name not in seen:
        seen.add(name)
        try:
            needed = [Requirement(line) for line in requires(name) or ()]
        except PackageNotFoundError:  # the package is not installed on this system
            needed = []
        for one in needed:
            if one.marker is None or one.marker.evaluate({"extra": ""}):
                with_dependencies(canonicalize_name(one.name), seen)
    return seen


def lowest() -> list[str]:
    """Return the lowest versions of the dependencies that pyproject.toml allows."""
    needed = [Requirement(line) for line in PROJECT["dependencies"]]
    bounds = [
        f"{one.name}=={spec.version}"
        for one in needed
        for spec in one.specifier
        if spec.operator == ">="
    ]
    assert len(bounds) == len(needed), "a dependency has no lowest version"
    return bounds


def constraints(kind: str) -> list[str]:
    """Return the constraints of an environment: ``pinned``, ``lowest`` or ``newest``."""
    if kind == "pinned":
        return PINS
    needed = [Requirement(line) for line in PROJECT["dependencies"]]
    free: set[str] = set()
    for one in needed:
        with_dependencies(canonicalize_name(one.name), free)
    pins = [pin for pin in PINS if canonicalize_name(pin.partition("==")[0]) not in free]
    if kind == "newest":
        return pins
    return pins + lowest()


def run(python: str, kind: str, arguments: list[str]) -> bool:
    """Run the tests in a new environment; return whether they passed."""
    folder = ENVIRONMENTS / f"{Path(python).name}-{kind}"
    print(f"\n{Path(python).name}, {kind} versions", flush=True)
    file = folder / "constraints.txt"
    pip = [str(folder / "bin" / "pip"), "--disable-pip-version-check", "--quiet", "--no-input"]
    subprocess.run([python, "-m", "venv", "--clear", folder], check=True)
    file.write_text("\n".join(constraints(kind)), "utf-8")
    for what in (["pip"], ["--group", "dev", "--editable", "."]):
        subprocess.run([*pip, "install", "--constraint", file, *what], check=True, cwd=ROOT)
    same = makes_the_same(folder / "bin" / "python")
    tests = [str(folder / "bin" / "pytest"), "--quiet", "--numprocesses=2", "--dist=worksteal"]
    passed = subprocess.run([*tests, *(arguments or TESTS)], check=False, cwd=ROOT)
    return same and not passed.returncode


def makes_the_same(python: Path) -> bool:
    """Return whether the generator creates the committed trees, in other folders and locales."""
    unwanted = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "docs")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for name, locale in (("a folder", ascii_only), ("other: \N{GREEK SMALL LETTER ALPHA}", {})):
        with tempfile.TemporaryDirectory() as temporary:
            copy = shutil.copytree(ROOT, Path(temporary, name), ignore=unwanted)
            command = [python, "openapi/generator", "--check"]
            if subprocess.run(command, check=False, cwd=copy, env=os.environ | locale).returncode:
                return False
    return True


def main(arguments: list[str]) -> int:
    """Test lowest versions on the oldest Python, newest on the newest, and pinned on all."""
    pythons = {version: find_python(version) for version in PYTHONS}
    for version, path in pythons.items():
        if path is None:
            print(f"Python {version} is not installed, so it is skipped")
    found = [path for path in pythons.values() if path is not None]
    runs = [(found[0], "lowest"), *((path, "pinned") for path in found), (found[-1], "newest")]
    failed = [one for one in runs if not run(*one, arguments)]
    for python, kind in failed:
        print(f"Failed: {Path(python).name}, {kind} versions")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
