"""The steps of openapi/README.md, executed in a copy of the project."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.generator import ROOT
from tests.generator.changes import replace_once
from tests.generator.test_command import Checkout, generate
from tests.scripted_server import Request, ScriptedServer, always, answer

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "openapi" / "README.md").read_text(encoding="utf-8")
PATHS, SCHEMAS, PETSTORE = re.findall(r"^```yaml\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
PROGRAM, METHODS, PETS = re.findall(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)

CALL_METHODS = """
import asyncio
from scramjet_facade import AsyncHostClient, HostClient

with HostClient() as host:
    instance = host.get_instance_client("i-1")
    print([report.text for report in instance.list_reports(since=3)])
    with instance.get_report_stream() as stream:
        print(next(stream.iter_json())["text"])

async def main():
    async with AsyncHostClient() as host:
        instance = host.get_instance_client("i-1")
        print([report.text for report in await instance.list_reports(since=3)])

asyncio.run(main())
"""
REPORT = b'{"id":"3","level":"odd","text":"memory is low","at":"2026-11-22T17:54:09Z"}'


def reports(request: Request) -> bytes:
    path, _, query = request.target.partition("?")
    if path == "/api/v1/instance/i-1/reports" and query == "since=3":
        return answer(b"[" + REPORT + b"]")
    assert path == "/api/v1/instance/i-1/reports/live"
    return answer(REPORT + b"\n", content_type="application/octet-stream")


def run(checkout: Checkout, program: str) -> list[str]:
    with ScriptedServer(always(reports)) as server:
        result = subprocess.run(
            [sys.executable, "-c", program],
            cwd=checkout.folder,  # where its own facade is found before the installed one
            env={
                "SCRAMJET_API_URL": server.base_url,
                "PYTHONPATH": str(checkout.folder / "generated"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


@pytest.mark.slow
def test_the_readme_explains_how_to_add_endpoints_with_models_and_streams(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "checkout", services=("host",))
    host = checkout.folder / "openapi" / "host.yaml"
    text = replace_once(host.read_text("utf-8"), "\ncomponents:\n", f"\n{PATHS}\ncomponents:\n")
    host.write_text(replace_once(text, "\n  schemas:\n", f"\n  schemas:\n{SCHEMAS}\n"), "utf-8")
    result = checkout.run(checkout.folder)
    assert result.returncode == 0, result.stderr
    assert run(checkout, PROGRAM) == [
        "3 odd 2026-11-22 17:54:09+00:00",
        REPORT.decode(),
    ]

    client = checkout.folder / "scramjet_facade" / "_async" / "instance_client.py"
    text = client.read_text("utf-8")
    methods = textwrap.indent(METHODS, "    ")
    client.write_text(
        replace_once(text, "    def get_log_stream(", f"{methods}\n    def get_log_stream("),
        "utf-8",
    )
    result = checkout.run(checkout.folder)
    assert result.returncode == 0, result.stderr
    assert run(checkout, CALL_METHODS) == [
        "['memory is low']",
        "memory is low",
        "['memory is low']",
    ]


def test_the_readme_explains_how_to_generate_bindings_for_another_specification(
    tmp_path: Path,
) -> None:
    (command,) = re.findall(r"^    python openapi/generator --spec (.+)$", README, re.MULTILINE)
    spec, output = command.split(" --output ")
    (tmp_path / spec).write_text(PETSTORE, "utf-8")
    result = generate(tmp_path, spec, output)
    assert result.returncode == 0, result.stderr
    with ScriptedServer(always(answer(b'[{"name": "Rex"}]'))) as server:
        result = subprocess.run(
            [sys.executable, "-c", PETS],
            cwd=tmp_path,
            env={"PETSTORE_URL": server.base_url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (result.returncode, result.stdout, result.stderr) == (0, "Rex\n", "")
    assert [request.target for request in server.requests] == ["/api/v1/pets?kind=dog"]
