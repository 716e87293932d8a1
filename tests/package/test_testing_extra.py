"""Tests of an application, written from the guide's page, where only the wheel is installed."""

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
def count_loud(host, texts):
    [sequence_id] = host.get_sequence_id("shouter")
    with host.get_sequence_client(sequence_id).start() as instance:
        instance.send_input((f"{text}\\n" for text in texts), "text/plain")
        with instance.get_stream("output", idle_timeout=5) as output:
            return sum(line.isupper() for line in output.iter_lines())
"""
TEST = """
import scramjet_facade
from scramjet_facade import HostClient

from application import count_loud


def shout(texts):
    for text in texts:
        yield text.upper()


def test_all_are_loud(fake_hub):
    fake_hub.add_sequence("shouter", shout)
    with HostClient(fake_hub.url) as host:
        assert count_loud(host, ["one", "two"]) == 2


def test_this_is_the_wheel():
    assert scramjet_facade.__file__.startswith("INSTALLED")
"""


def test_an_application_is_tested(packages: Packages, tmp_path: Path) -> None:
    installed, folder = tmp_path / "installed", tmp_path / "application"
    folder.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps"]
    subprocess.run([*pip, "--quiet", "--target", installed, packages.wheel], check=True)
    (folder / "application.py").write_text(APPLICATION)
    (folder / "test_application.py").write_text(TEST.replace("INSTALLED", str(installed)))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:asyncio", "--durations=0"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{installed}{os.pathsep}{folder}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in ran.stdout, ran.stdout + ran.stderr


def test_the_extra_brings_what_the_fakes_need(packages: Packages) -> None:
    with zipfile.ZipFile(packages.wheel) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith("METADATA"))
        metadata = email.message_from_bytes(wheel.read(name))
    assert "testing" in metadata.get_all("Provides-Extra", [])
    brought = [one for one in metadata.get_all("Requires-Dist", []) if "'testing'" in one]
    assert [one.partition("<")[0] for one in brought] == ["aiohttp"]
