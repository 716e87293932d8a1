"""One generated tree for all tests of a run: specifications from this folder, and all changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import bindings
import pytest
import specs

from tests.generator.changes import RIGHT
from tests.generator.test_styles import SPEC as STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

WIRE = Path(__file__).with_name("wire.yaml")


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Generate the package ``made``, which the tests import from."""
    folder = tmp_path_factory.mktemp("trees")
    given = [specs.parse(one.text, one.file, f"zoo_{index}") for index, one in enumerate(RIGHT)]
    given += [specs.parse(WIRE.read_text("utf-8"), "wire.yaml", "things"), STYLES]
    bindings.generate(given, folder / "made", folder)
    sys.path.insert(0, str(folder))
    yield folder / "made"
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "made"]:
        del sys.modules[name]
