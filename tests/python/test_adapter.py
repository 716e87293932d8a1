"""Run the tests of the adapter with every Python version that is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scramjet_facade.body import python_adapter
from tests.versions import find_python

CASES = Path(__file__).with_name("adapter_cases.py")
VERSIONS = [f"3.{minor}" for minor in range(8, 15)]
PYTHONS = {version: path for version in VERSIONS if (path := find_python(version)) is not None}
PYTHONS.setdefault("current", sys.executable)


@pytest.mark.parametrize("version", PYTHONS)
def test_the_adapter_works_with_this_python_version(version: str) -> None:
    command = [PYTHONS[version], "-W", "error", CASES, python_adapter.__file__]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-5000:]
