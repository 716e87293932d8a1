"""What importing the package and making a client load: time differs, modules don't."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Measured with Python 3.11: 85.
MOST = 90
# Each of these takes milliseconds, and few programs need it before their first request, if at all.
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
def test_a_client_loads_little_beyond_httpx_and_attrs(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(url=url)],
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )
    loaded = set(done.stdout.split())
    assert "scramjet_facade._sync.host_client" in loaded
    assert loaded & LATER == set()
    assert [name for name in loaded if ".models." in name] == []
    assert len(loaded) < MOST
