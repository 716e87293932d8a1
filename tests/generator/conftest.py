"""Generated packages that all tests of a run share."""

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
from tests.generator.changes import ACCEPTED
from tests.generator.test_styles import SPEC as STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIRE = Path(__file__).with_name("wire.yaml")
# Changes whose code is tested by `make test`; the slow tests use all changes.
USED_CHANGES = (
    "no change",
    "variants distinguished by enums of one value",
    "a mapping with the same values",
    "variants without a discriminator",
)


def generate_once(
    factory: pytest.TempPathFactory, package: str, all_specs: Iterable[specs.Spec]
) -> Path:
    """Generate a package once for all processes of this run; return its parent folder."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / f"with_{package}"
    with (base / f"{package}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            new_folder = factory.mktemp(package)
            bindings.generate(list(all_specs), new_folder / package, new_folder)
            new_folder.rename(folder)
    return folder


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Generate the package ``sample_bindings``, which the tests import from."""
    all_specs = [one for one in ACCEPTED if one.change in USED_CHANGES]
    zoos = [specs.parse(one.text, one.file, f"zoo_{ACCEPTED.index(one)}") for one in all_specs]
    wire = specs.parse(WIRE.read_text("utf-8"), "wire.yaml", "things")
    folder = generate_once(tmp_path_factory, "sample_bindings", [*zoos, wire, STYLES])
    sys.path.insert(0, str(folder))
    yield folder / "sample_bindings"
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "sample_bindings"]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def all_changes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate the package ``changed``, which contains all accepted changes."""
    all_specs = (
        specs.parse(one.text, one.file, f"zoo_{index}") for index, one in enumerate(ACCEPTED)
    )
    return generate_once(tmp_path_factory, "changed", all_specs) / "changed"


@pytest.fixture(scope="session")
def project_specs() -> list[specs.Spec]:
    """Read this project's specifications."""
    return specs.read_all(ROOT / "openapi", "openapi")
