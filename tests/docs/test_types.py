"""Type checkers in strict mode accept the programs of the documentation."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.code_blocks import blocks
from tests.type_checkers import run

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
# check_companions.py checks the pages about other tools.
PAGES = [
    ROOT / "README.md",
    *(page for page in sorted(DOCS.rglob("*.md")) if page.parent != DOCS / "with"),
]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programs")
    write_programs(PAGES, folder)
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', "utf-8")
    return folder


def write_programs(pages: Iterable[Path], folder: Path) -> None:
    """Write each block of Python to a file, named after its page and line or by its caption."""
    for page in pages:
        name = page.relative_to(ROOT).with_suffix("").as_posix().replace("/", "_").lower()
        for block in blocks(page.read_text("utf-8")):
            if block.language == "python":
                target = folder / f"{name}_line_{block.line}.py"
                if block.caption and not (folder / block.caption).exists():
                    target = folder / block.caption
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.code, "utf-8")


def test_pyright_accepts_all_programs(programs: Path) -> None:
    output = json.loads(run(programs, "pyright", "--outputjson", "--pythonpath", sys.executable))
    found = [
        f"{Path(one['file']).name}:{one['range']['start']['line'] + 1}: {one['message']}"
        for one in output["generalDiagnostics"]
    ]
    assert found == []
    assert output["summary"]["filesAnalyzed"] == len([*programs.rglob("*.py")])
