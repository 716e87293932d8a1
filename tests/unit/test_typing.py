"""The types, as users' own type checkers see them in the strictest mode."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.type_checkers import run

Found = dict[str, dict[int, str]]

HERE = Path(__file__).parent
NAMES = ("typing_cases.py", "typing_errors.py")


def mypy(folder: Path) -> Found:
    said = run(folder, "mypy", "--strict", "--no-color-output", *NAMES)
    assert re.search(rf"^Found \d+ errors in \d files? \(checked {len(NAMES)}", said, re.MULTILINE)
    errors = re.findall(r"^(\w+\.py):(\d+): error: (.*)$", said, re.MULTILINE)
    return {name: {int(n): text for file, n, text in errors if file == name} for name in NAMES}


def pyright(folder: Path) -> Found:
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    said = json.loads(
        run(folder, "pyright", "--outputjson", "--pythonpath", sys.executable, *NAMES)
    )
    assert said["summary"]["filesAnalyzed"] == len(NAMES)
    found: Found = {name: {} for name in NAMES}
    for one in said["generalDiagnostics"]:
        if one["severity"] == "error":
            line = one["range"]["start"]["line"] + 1
            found[Path(one["file"]).name][line] = one["message"]
    return found


@pytest.fixture(scope="module", params=[mypy, pyright])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Return what a checker finds: for each file, the lines with errors and their texts."""
    folder = tmp_path_factory.mktemp("user")
    for name in NAMES:
        shutil.copy(HERE / name, folder)
    return request.param(folder)


def test_what_users_write_has_the_types_they_expect(found: Found) -> None:
    assert found["typing_cases.py"] == {}


def test_what_users_get_wrong_is_found(found: Found) -> None:
    lines = (HERE / "typing_errors.py").read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    errors = found["typing_errors.py"]
    assert {number: lines[number - 1] for number in wrong - errors.keys()} == {}
    assert {number: errors[number] for number in errors.keys() - wrong} == {}
