"""A vendored or frozen copy has no metadata."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import scramjet_bindings

import scramjet_facade
from tests.scripted_server import ScriptedServer, always, answer

PROGRAM = """
import asyncio, json, sys
sys.path.append(sys.argv[2])
from importlib.metadata import PackageNotFoundError, version
from scramjet_facade import AsyncHostClient, HostClient, __version__

async def request():
    async with AsyncHostClient(sys.argv[1]) as host:
        await host.list_sequences()

with HostClient(sys.argv[1]) as host:
    host.list_sequences()
asyncio.run(request())
try:
    version("scramjet-facade")
except PackageNotFoundError:
    print(json.dumps(__version__))
"""


def test_a_copy_without_metadata_knows_its_version(tmp_path: Path) -> None:
    for package in (scramjet_facade, scramjet_bindings):
        assert package.__file__ is not None
        folder = Path(package.__file__).parent
        (tmp_path / folder.name).symlink_to(folder)
    for entry in Path(httpx.__file__).parent.parent.iterdir():
        if not entry.name.startswith(("scramjet", "_scramjet", "__pycache__")):
            (tmp_path / entry.name).symlink_to(entry)
    with ScriptedServer(always(answer(b"[]"))) as server:
        result = subprocess.run(
            # Without the current folder, and without site-packages.
            [sys.executable, "-I", "-S", "-c", PROGRAM, server.base_url, str(tmp_path)],
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
        assert result.stderr == ""
        assert json.loads(result.stdout) == scramjet_facade.__version__
        sent = [request.header("user-agent") for request in server.requests]
    assert sent == [f"scramjet-facade/{scramjet_facade.__version__}"] * 2
