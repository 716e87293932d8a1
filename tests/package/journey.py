"""A program of a user who has only the installed package: python journey.py.

SCRAMJET_API_URL contains the hub's address. The program uses no file of the project.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import scramjet_facade
from scramjet_facade import AsyncHostClient, HostClient, NotFoundError

PROGRAM = {
    "package.json": '{"name": "upper", "version": "1.0.0", "main": "index.js", "engines": {}}',
    "index.js": """
const { Readable } = require("stream");

async function* upper(input) {
    for await (const { name } of input) yield JSON.stringify({ name: name.toUpperCase() }) + "\\n";
}

module.exports = function(input) {
    console.log("ready");
    return Readable.from(upper(input));
};
""",
}
RECORDS = '{"name": "Ada"}\n{"name": "Alan"}\n'
EXPECTED = [{"name": "ADA"}, {"name": "ALAN"}]


def sync_journey(url: str, package: Path) -> None:
    """Send records through a program, and catch an error."""
    with HostClient(url) as host:
        with host.send_sequence(package) as sequence, sequence.start() as instance:
            with instance.get_stream("stdout") as stdout:
                assert next(stdout.iter_lines()) == "ready"
            with instance.get_stream("output") as output:
                instance.send_input(RECORDS, "application/x-ndjson")
                assert list(output.iter_json()) == EXPECTED
        try:
            host.get_sequence("unknown")
        except NotFoundError as error:
            print("expected error:", error.code)


async def async_journey(url: str, package: Path) -> None:
    """Do the same with the asynchronous client."""
    async with (
        AsyncHostClient(url) as host,
        await host.send_sequence(package) as sequence,
        await sequence.start() as instance,
    ):
        async with instance.get_stream("stdout") as stdout:
            assert await anext(stdout.iter_lines()) == "ready"
        async with instance.get_stream("output") as output:
            await instance.send_input(RECORDS, "application/x-ndjson")
            assert [record async for record in output.iter_json()] == EXPECTED


def main() -> None:
    """Run the journey with both clients."""
    url = os.environ["SCRAMJET_API_URL"]
    with tempfile.TemporaryDirectory() as folder:
        for name, text in PROGRAM.items():
            (Path(folder) / name).write_text(text, "utf-8")
        sync_journey(url, Path(folder))
        asyncio.run(async_journey(url, Path(folder)))
    home = os.path.dirname(scramjet_facade.__file__)  # noqa: PTH120 (may be within a zip)
    print(scramjet_facade.__version__, "on", sys.version.split()[0], "from", home)


if __name__ == "__main__":
    main()
