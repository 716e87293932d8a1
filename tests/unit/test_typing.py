"""Type checkers in strict mode accept correct programs of users and find mistakes."""

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
    output = run(folder, "mypy", "--strict", "--no-color-output", *NAMES)
    assert re.search(
        rf"^Found \d+ errors in \d files? \(checked {len(NAMES)}", output, re.MULTILINE
    )
    errors = re.findall(r"^(\w+\.py):(\d+): error: (.*)$", output, re.MULTILINE)
    return {name: {int(n): text for file, n, text in errors if file == name} for name in NAMES}


def pyright(folder: Path) -> Found:
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    output = json.loads(
        run(folder, "pyright", "--outputjson", "--pythonpath", sys.executable, *NAMES)
    )
    assert output["summary"]["filesAnalyzed"] == len(NAMES)
    found: Found = {name: {} for name in NAMES}
    for one in output["generalDiagnostics"]:
        if one["severity"] == "error":
            line = one["range"]["start"]["line"] + 1
            found[Path(one["file"]).name][line] = one["message"]
    return found


@pytest.fixture(scope="module", params=[mypy, pyright])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Return the errors that a checker reports, by file and line."""
    folder = tmp_path_factory.mktemp("user")
    for name in NAMES:
        shutil.copy(HERE / name, folder)
    return request.param(folder)


def test_correct_programs_have_the_expected_types(found: Found) -> None:
    assert found["typing_cases.py"] == {}


def test_mistakes_are_reported(found: Found) -> None:
    lines = (HERE / "typing_errors.py").read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    errors = found["typing_errors.py"]
    assert {number: lines[number - 1] for number in wrong - errors.keys()} == {}
    assert {number: errors[number] for number in errors.keys() - wrong} == {}
