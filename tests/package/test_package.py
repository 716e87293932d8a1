"""The contents and the metadata of the packages."""

from __future__ import annotations

import email
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

import scramjet_facade
from tests.package.conftest import ROOT

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

    from tests.package.conftest import Packages

VERSION = scramjet_facade.__version__
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# Folders that `make` and the tools create among the files of the project.
CREATED_BY_TOOLS = {"node_modules", "__pycache__"}
ENTRY_POINTS = "entry-points" in PYPROJECT["project"]


def python_files(folder: Path) -> set[str]:
    """Return the paths of a package's modules, relative to the folder that contains it."""
    return {path.relative_to(folder.parent).as_posix() for path in folder.rglob("*.py")}


@pytest.fixture
def in_wheel(packages: Packages) -> set[str]:
    with zipfile.ZipFile(packages.wheel) as wheel:
        return set(wheel.namelist())


@pytest.fixture
def in_sdist(packages: Packages) -> set[str]:
    with tarfile.open(packages.sdist) as sdist:
        return {name.partition("/")[2] for name in sdist.getnames()}


@pytest.fixture
def metadata(packages: Packages) -> Message:
    with zipfile.ZipFile(packages.wheel) as wheel:
        return email.message_from_bytes(wheel.read(f"scramjet_facade-{VERSION}.dist-info/METADATA"))


def test_the_wheel_contains_exactly_the_two_packages(in_wheel: set[str]) -> None:
    metadata = f"scramjet_facade-{VERSION}.dist-info"
    assert in_wheel == {
        *python_files(ROOT / "scramjet_facade"),
        *python_files(ROOT / "generated" / "scramjet_bindings"),
        "scramjet_facade/py.typed",
        "scramjet_facade/testing/hub/recorded.json",
        "scramjet_facade/testing/platform/answers.json",
        "scramjet_bindings/py.typed",
        *(f"{metadata}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "licenses/LICENSE")),
        *({f"{metadata}/entry_points.txt"} if ENTRY_POINTS else ()),
    }


def test_the_wheel_is_for_every_platform(packages: Packages) -> None:
    assert packages.wheel.name.endswith("-py3-none-any.whl")


def test_the_sdist_contains_all_files_of_the_project(in_sdist: set[str]) -> None:
    """A checkout may contain other files, for example dist/, venv/ or a user's first.py."""
    included = [
        ROOT / name[1:]
        for name in PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    ]
    files = {
        path.relative_to(ROOT).as_posix()
        for entry in included
        for path in (entry, *entry.rglob("*"))
        if path.is_file() and not CREATED_BY_TOOLS & set(path.relative_to(ROOT).parts)
    }
    assert in_sdist == files | {"PKG-INFO", "pyproject.toml", ".gitignore"}


def test_twine_accepts_both_packages(packages: Packages) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *packages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("PASSED") == 2


def test_the_metadata_is_complete(metadata: Message) -> None:
    assert metadata["Version"] == VERSION
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Author"] in (ROOT / "LICENSE").read_text("utf-8")
    assert metadata["Keywords"]
    classifiers = metadata.get_all("Classifier", [])
    for version in ("3.11", "3.12", "3.13", "3.14"):
        assert f"Programming Language :: Python :: {version}" in classifiers
    assert "Typing :: Typed" in classifiers


def test_the_version_is_written_in_one_place() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (
            ROOT / "pyproject.toml",
            ROOT / "README.md",
            *(ROOT / "scramjet_facade").rglob("*.py"),
            *(ROOT / "docs").rglob("*.py"),
        )
        if f'"{VERSION}"' in path.read_text("utf-8")
    ]
    assert found == ["scramjet_facade/version.py"]


def test_the_changelog_has_an_entry_for_this_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (\S+)", changes, re.MULTILINE)
    assert versions[0] == VERSION
    assert len(versions) == len(set(versions))


def test_the_readme_has_no_links_that_fail_on_an_index(metadata: Message) -> None:
    readme = metadata.get_payload()
    assert isinstance(readme, str)
    targets = re.findall(r"\]\(([^)]+)\)|<img[^>]+src=\"([^\"]+)\"", readme)
    assert [target for pair in targets for target in pair if target] == []
