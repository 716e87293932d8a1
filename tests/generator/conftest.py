"""Generated trees that all tests of a run share."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import bindings
import pytest
import specs

from tests.generator import ROOT
from tests.generator.changes import RIGHT
from tests.generator.test_styles import SPEC as STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIRE = Path(__file__).with_name("wire.yaml")
# Changes whose code a test of the gate uses; the slow tests use all of them.
USED = (
    "nothing",
    "kinds told apart by enums of one value",
    "a mapping that says the same",
    "kinds without a discriminator",
)


def generated_once(
    factory: pytest.TempPathFactory, package: str, given: Iterable[specs.Spec]
) -> Path:
    """Generate a package, once for all processes of this run; return the folder with it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / f"with_{package}"
    with (base / f"{package}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            fresh = factory.mktemp(package)
            bindings.generate(list(given), fresh / package, fresh)
            fresh.rename(folder)
    return folder


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Generate the package ``made``, which the tests import from."""
    given = [one for one in RIGHT if one.change in USED]
    zoos = [specs.parse(one.text, one.file, f"zoo_{RIGHT.index(one)}") for one in given]
    wire = specs.parse(WIRE.read_text("utf-8"), "wire.yaml", "things")
    folder = generated_once(tmp_path_factory, "made", [*zoos, wire, STYLES])
    sys.path.insert(0, str(folder))
    yield folder / "made"
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "made"]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def all_changes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the package ``changed``, which has all changes that are right."""
    given = (specs.parse(one.text, one.file, f"zoo_{index}") for index, one in enumerate(RIGHT))
    return generated_once(tmp_path_factory, "changed", given) / "changed"


@pytest.fixture(scope="session")
def ours() -> list[specs.Spec]:
    """Read this project's specifications."""
    return specs.read_all(ROOT / "openapi", "openapi")
