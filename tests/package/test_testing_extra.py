"""Tests of an application, written like those in the guide, with only the wheel installed."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.package.conftest import Packages

APPLICATION = """
def count_upper_case(host, texts):
    [sequence_id] = host.get_sequence_id("shouter")
    with host.get_sequence_client(sequence_id).start() as instance:
        instance.send_input((f"{text}\\n" for text in texts), "text/plain")
        with instance.get_stream("output", idle_timeout=5) as output:
            return sum(line.isupper() for line in output.iter_lines())
"""
TEST = """
import scramjet_facade
from scramjet_facade import HostClient

from application import count_upper_case


def shout(texts):
    for text in texts:
        yield text.upper()


def test_all_lines_are_upper_case(fake_hub):
    fake_hub.add_sequence("shouter", shout)
    with HostClient(fake_hub.url) as host:
        assert count_upper_case(host, ["one", "two"]) == 2


def test_the_wheel_is_imported():
    assert scramjet_facade.__file__.startswith("INSTALLED")
"""


def test_an_application_can_be_tested_with_the_fixtures(packages: Packages, tmp_path: Path) -> None:
    installed, folder = tmp_path / "installed", tmp_path / "application"
    folder.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps"]
    subprocess.run([*pip, "--quiet", "--target", installed, packages.wheel], check=True)
    (folder / "application.py").write_text(APPLICATION)
    (folder / "test_application.py").write_text(TEST.replace("INSTALLED", str(installed)))
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:asyncio", "--durations=0"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{installed}{os.pathsep}{folder}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in result.stdout, result.stdout + result.stderr


def test_the_extra_contains_the_dependencies_of_the_fakes(packages: Packages) -> None:
    with zipfile.ZipFile(packages.wheel) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith("METADATA"))
        metadata = email.message_from_bytes(wheel.read(name))
    assert "testing" in metadata.get_all("Provides-Extra", [])
    required = [one for one in metadata.get_all("Requires-Dist", []) if "'testing'" in one]
    assert [one.partition("<")[0] for one in required] == ["aiohttp"]
