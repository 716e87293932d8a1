"""The hubs that the documentation tells new users to start, and the first programs on them."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient
from tests.code_blocks import Page, blocks
from tests.conftest import SEQUENCES
from tests.node import node_and_npm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

ROOT = Path(__file__).parent.parent.parent
GET_A_HUB = ROOT / "docs" / "get_a_hub.md"
HUB_PACKAGES = ROOT / "tests" / "hub"
EXPORT = re.compile(rb"^ *export SCRAMJET_API_URL=(http://\S+)$", re.MULTILINE)


@contextmanager
def running_hub(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Start a hub, yield the address that it prints, and stop it as Ctrl-C does.

    The page "Get a hub" must show what the hub prints, with other ports and ids.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        printed = b""
        try:
            while not (found := EXPORT.search(printed)):
                line = process.stdout.readline()
                assert line, f"{command} ended: {printed.decode()}"
                printed += line
            page = GET_A_HUB.read_text("utf-8")
            assert without_numbers(printed.decode()) in without_numbers(page)
            yield found[1].decode()
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=30)


def without_numbers(text: str) -> str:
    return re.sub(r"127\.0\.0\.1:\d+|[0-9a-f]+(-[0-9a-f]+){4}", "…", text)


def two_free_ports() -> int:
    """Return the first of two consecutive free ports."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


def run(page: Path, folder: Path, url: str, before: Sequence[str] = ()) -> None:
    """Run the programs of a page on a hub, and check that they leave nothing there."""
    environment = {"SCRAMJET_API_URL": url, "HOME": str(folder / "home")}
    Page(page, folder, environment).run()
    with HostClient(url) as host:
        assert [one.id for one in host.list_sequences()] == list(before)


def test_make_hub_starts_a_hub_for_the_first_page(tmp_path: Path) -> None:
    with running_hub([sys.executable, "-m", "tests.hub"], ROOT, {}) as url:
        run(ROOT / "docs" / "start.md", tmp_path, url)


@pytest.fixture
def script_for_npm(tmp_path: Path) -> Callable[[], AbstractContextManager[str]]:
    """Return a function that starts the hub of the page, always in the same folder."""
    tools = node_and_npm()
    assert tools is not None
    hub = tmp_path / "hub"
    hub.mkdir()
    for block in blocks(GET_A_HUB.read_text("utf-8")):
        if block.caption is not None:
            (hub / block.caption).write_text(block.code, "utf-8")
    (hub / "node_modules").symlink_to(HUB_PACKAGES / "node_modules")
    command = ["sh", "-c", f"exec {shlex.quote(tools[0])} start-hub.mjs > hub.log"]
    environment = {"PORT": str(two_free_ports())}
    return lambda: running_hub(command, hub, environment)


def test_the_script_for_npm_starts_a_hub_for_the_readme(
    script_for_npm: Callable[[], AbstractContextManager[str]], tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    with script_for_npm() as url:
        run(ROOT / "README.md", programs, url)


def test_sequences_survive_a_restart_of_the_hub(
    script_for_npm: Callable[[], AbstractContextManager[str]],
) -> None:
    with script_for_npm() as url, HostClient(url) as host:
        sent = host.send_sequence(SEQUENCES / "echo")
        sent.start()
    with script_for_npm() as url, HostClient(url) as host:
        assert [one.id for one in host.list_sequences()] == [sent.id]
        assert host.list_instances() == []


def test_the_fake_hub_runs_the_front_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scramjet_facade.testing"]
    with running_hub(command, tmp_path, {}) as url, HostClient(url) as host:
        before = [one.id for one in host.list_sequences()]
        run(ROOT / "docs" / "index.md", tmp_path, url, before)


def test_the_versions_on_npm_are_those_of_the_tests() -> None:
    (command,) = re.findall(r"^\$ npm install (.*)$", GET_A_HUB.read_text("utf-8"), re.MULTILINE)
    installed = dict(one.rsplit("@", 1) for one in command.split())
    content = json.loads((HUB_PACKAGES / "package.json").read_text("utf-8"))
    tested = content["dependencies"]
    assert installed == {name: tested[name] for name in installed}
