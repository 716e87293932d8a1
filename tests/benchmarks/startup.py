"""What a client takes before its first answer, in a new process each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise

from .processes import JAVASCRIPT, OUTPUT, node
from .rounds import Figure

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
except OSError:  # no Linux
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

# What is imported, what makes a client, what makes the first call.
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
    """What a client takes to start: seconds of processor time, and bytes.

    Attributes:
        contender: The client's key.
        load: To import it.
        client: To make a client.
        second: To make another.
        call: For the first call.
        memory: The most resident memory of the whole process.
    """

    contender: str
    load: Figure
    client: Figure
    second: Figure
    call: Figure
    memory: Figure

    @property
    def ready(self) -> float:
        """Seconds until there is a client."""
        return self.load.median + self.client.median


def measure(contenders: list[str], url: str) -> list[Start]:
    """Start all contenders in turn."""
    for name in contenders:
        _start(name, url)  # compiles what is not compiled yet, as an installer does
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
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    times: list[float] = json.loads(ran.stdout.splitlines()[-1])  # it may print more before
    return times


def _result(contender: str, rounds: list[list[float]]) -> Start:
    steps = zip(*rounds, strict=True)
    *times, memory = (list(step) for step in steps)
    load, client, second, call = (
        Figure([after - before for before, after in zip(earlier, later, strict=True)])
        for earlier, later in pairwise(times)
    )
    return Start(contender, load, client, second, call, Figure(memory))
