"""Trees that the project's own machinery generates from the probe, whole or without an override."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import bindings
import overrides
import pytest
import specs

from tests.generator.proofs import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

PROBE = Path(__file__).with_name("probe.yaml")


class Workshop:
    """Generates trees below a folder, each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[str | None, Tree | Exception] = {}

    def tree(self, without: str | None = None) -> Tree:
        """Generate the probe with all overrides but one; raise whatever the generation raises."""
        if without not in self._made:
            try:
                self._made[without] = self._generate(without)
            except Exception as error:  # noqa: BLE001 (whatever comes is raised again, below)
                self._made[without] = error
        made = self._made[without]
        if isinstance(made, Exception):
            raise made
        return made

    def _generate(self, without: str | None) -> Tree:
        name = "probe_" + (without or "whole").replace("-", "_")
        scratch = self.folder / f"{name}.scratch"
        scratch.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            if without:  # what it does without one is for the proofs to find out
                patch.setattr(bindings, "try_out", lambda *_: [])
            for kind in ("EDITS", "REPLACEMENTS"):
                kept = [one for one in getattr(overrides, kind) if one.name != without]
                patch.setattr(overrides, kind, kept)
            probe = specs.read_all(PROBE, "openapi/probe.yaml")
            bindings.generate(probe, self.folder / name, scratch)
        importlib.invalidate_caches()
        return Tree(self.folder / name)


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("trees")
    sys.path.insert(0, str(folder))
    yield Workshop(folder)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith("probe_")]:
        del sys.modules[name]
