"""The number of modules that an import and a client load; the time would vary."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Measured with Python 3.11: 85.
MAX_MODULES = 90
# Each of these takes milliseconds, and few programs need one before their first request.
LATER = {"aiohttp", "anyio", "asyncio", "dateutil", "httpcore", "importlib.metadata", "tarfile"}

PROGRAM = """
import sys
import attrs, httpx
before = set(sys.modules)
from scramjet_facade import HostClient
HostClient("{url}").close()
print(*(set(sys.modules) - before))
"""


@pytest.mark.parametrize("url", ["http://hub/api/v1", "https://hub.example/api/v1"])
def test_a_client_loads_few_modules_besides_httpx_and_attrs(url: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(url=url)],
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )
    loaded = set(result.stdout.split())
    assert "scramjet_facade._sync.host_client" in loaded
    assert loaded & LATER == set()
    assert [name for name in loaded if ".models." in name] == []
    assert len(loaded) < MAX_MODULES
