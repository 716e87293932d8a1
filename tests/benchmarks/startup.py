"""The cost of a client before its first response, each time in a new process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise

from .processes import JAVASCRIPT, OUTPUT, node
from .rounds import Measurement

_ROUNDS = 7
_BYTECODE = OUTPUT / "bytecode"

_PROGRAM = """
import json, sys, time
from pathlib import Path
url = sys.argv[1]
times = [time.process_time()]
{imports}
times.append(time.process_time())
client = {client}
times.append(time.process_time())
{client}
times.append(time.process_time())
{call}
times.append(time.process_time())
try:
    lines = Path("/proc/self/status").read_text().splitlines()
    memory = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
except OSError:  # not Linux
    import resource
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([*times, memory]))
"""

_AIOHTTP_CALL = """
import asyncio
async def main():
    async with aiohttp.ClientSession() as session, session.get(f"{url}/version") as response:
        await response.json()
asyncio.run(main())
"""

_HTTPX_CALL = """
async def main():
    async with client:
        (await client.get("version")).json()
asyncio.run(main())
"""

# The imports, the creation of a client, and the first call.
_PROGRAMS = {
    "ours": (
        "from scramjet_facade import HostClient",
        "HostClient(url)",
        "client.get_version()",
    ),
    "ours_async": (
        "import asyncio\nfrom scramjet_facade import AsyncHostClient",
        "AsyncHostClient(url)",
        "asyncio.run(client.get_version())",
    ),
    "httpx_sync": (
        "import attrs, httpx",
        "httpx.Client(base_url=url)",
        "client.get('version').json()",
    ),
    "httpx_aiohttp": (
        "import asyncio, attrs, httpx\nfrom httpx_aiohttp import AiohttpTransport",
        "httpx.AsyncClient(base_url=url, transport=AiohttpTransport())",
        _HTTPX_CALL,
    ),
    "aiohttp_bare": ("import aiohttp", "None", _AIOHTTP_CALL),
    "official": (
        "import asyncio\nfrom client.host_client import HostClient",
        "HostClient(url)",
        "asyncio.run(client.get_version())",
    ),
}

CONTENDERS = [*_PROGRAMS, JAVASCRIPT]


@dataclass(frozen=True)
class Start:
    """The cost of starting a client: seconds of processor time, and bytes.

    Attributes:
        contender: The key of the client.
        load: The import.
        client: The creation of a client.
        second: The creation of a second client.
        call: The first call.
        memory: The maximum resident memory of the process.
    """

    contender: str
    load: Measurement
    client: Measurement
    second: Measurement
    call: Measurement
    memory: Measurement

    @property
    def ready(self) -> float:
        """Seconds until a client is created."""
        return self.load.median + self.client.median


def measure(contenders: list[str], url: str) -> list[Start]:
    """Start all contenders in turn."""
    for name in contenders:
        _start(name, url)  # compile modules, as an installer does
    rounds: dict[str, list[list[float]]] = {name: [] for name in contenders}
    for _ in range(_ROUNDS):
        for name in contenders:
            rounds[name].append(_start(name, url))
    return [_result(name, rounds[name]) for name in contenders]


def _start(contender: str, url: str) -> list[float]:
    if contender == JAVASCRIPT:
        command = node(f"{contender}_start.mjs", url)
    else:
        imports, client, call = _PROGRAMS[contender]
        program = _PROGRAM.format(imports=imports, client=client, call=call)
        command = [sys.executable, "-c", program, url]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(_BYTECODE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    times: list[float] = json.loads(
        result.stdout.splitlines()[-1]
    )  # a client may print other lines before
    return times


def _result(contender: str, rounds: list[list[float]]) -> Start:
    steps = zip(*rounds, strict=True)
    *times, memory = (list(step) for step in steps)
    load, client, second, call = (
        Measurement([after - before for before, after in zip(earlier, later, strict=True)])
        for earlier, later in pairwise(times)
    )
    return Start(contender, load, client, second, call, Measurement(memory))
