"""Programs that do not use OpenTelemetry: nothing of it is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.faults.faults import valid_response
from tests.scripted_server import ScriptedServer, always

PROGRAM = """
import asyncio, sys

if sys.argv[2] == "not installed":
    sys.modules["opentelemetry"] = None  # an import of it fails

from scramjet_facade import AsyncHostClient, HostClient

with HostClient(sys.argv[1]) as host:
    host.get_version()
    with host.get_log_stream() as stream:
        print(len(list(stream)) > 0)

async def main():
    async with AsyncHostClient(sys.argv[1]) as host:
        await host.get_version()
        async with host.get_log_stream() as stream:
            print(len([chunk async for chunk in stream]) > 0)

asyncio.run(main())
print([name for name in sys.modules if "opentelemetry" in name or "sync.tracing" in name])
"""


@pytest.mark.parametrize("kind", ["installed", "not installed"])
def test_opentelemetry_is_not_imported(kind: str) -> None:
    with ScriptedServer(always(valid_response)) as server:
        result = subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM, server.base_url, kind],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert {request.header("traceparent") for request in server.requests} == {None}
    imported = "['opentelemetry']" if kind == "not installed" else "[]"
    assert (result.stderr, result.stdout) == ("", f"True\nTrue\n{imported}\n")
