"""The output of programs that are killed or stopped while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scramjet_facade import InstanceFailedError, python_program
from tests.conftest import SEQUENCES
from tests.e2e._async.readiness import SECONDS
from tests.streams.background import AsyncBackground

if TYPE_CHECKING:
    from scramjet_facade import AsyncExchange, AsyncHostClient, AsyncInstanceClient
    from tests.e2e._async.conftest import AsyncPrograms

FUNCTION = python_program(SEQUENCES / "functions" / "functions.py", "ticker")


async def run(programs: AsyncPrograms, kind: str) -> AsyncExchange:
    """Run an endless program in JavaScript, by ``python_program``, or in Python by hand."""
    sequence = await programs.send(FUNCTION if kind == "function" else kind)
    return sequence.run(args=["stop"] if kind == "by_hand" else [50], idle_timeout=SECONDS)


def client_of(who: str, host: AsyncHostClient, output: AsyncExchange) -> AsyncInstanceClient:
    return output.instance if who == "own" else host.get_instance_client(output.instance.id)


@pytest.mark.parametrize(
    ("kind", "killer", "removes"),
    [
        ("ticker", "own", False),
        ("ticker", "other", True),
        ("function", "own", False),
        ("function", "other", False),
        ("by_hand", "own", False),
        ("by_hand", "other", False),
    ],
)
async def test_the_output_of_a_killed_program_never_looks_complete(
    host: AsyncHostClient, programs: AsyncPrograms, kind: str, killer: str, removes: bool
) -> None:
    async with await run(programs, kind) as output:
        chunks = output.iter_bytes()
        assert await anext(chunks)
        await client_of(killer, host, output).kill(remove_immediately=removes)
        with pytest.raises(InstanceFailedError):
            async for _ in chunks:
                pass


@pytest.mark.parametrize("who", ["own", "other"])
async def test_the_output_of_a_stopped_program_ends_normally(
    host: AsyncHostClient, programs: AsyncPrograms, who: str
) -> None:
    async with await run(programs, "function") as output:
        records = output.iter_json()
        assert await anext(records) == {"tick": 0}
        async with AsyncBackground(client_of(who, host, output).stop, 500):
            rest = [record["tick"] async for record in records]
    assert rest == [*range(1, len(rest) + 1)]
