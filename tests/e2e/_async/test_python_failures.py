"""Failures of Python programs without python_program, on real hubs."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import InstanceFailedError
from scramjet_facade.concurrency import timing
from tests.e2e._async.readiness import SECONDS
from tests.flavor import async_wait
from tests.hubs import HUBS, Hub

if TYPE_CHECKING:
    from tests.e2e._async.conftest import AsyncPrograms

NEVER = Event()


@pytest.fixture(params=[name for name in HUBS if name.startswith("real")])
def hub(request: pytest.FixtureRequest, hubs: dict[str, Hub]) -> Hub:
    """Return the hubs whose runner reports the exceptions of its tasks."""
    return hubs[request.param]


@pytest.mark.parametrize(
    ("program", "output", "message"),
    [
        ("fail", ["first"], "RuntimeError: failed on purpose"),
        ("fail_early", [], "RuntimeError: failed before the first value"),
    ],
)
async def test_a_program_that_raises_has_failed(
    programs: AsyncPrograms,
    program: str,
    output: list[str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timing, "HEAD_TIMEOUT", SECONDS)  # the block begins with an open output
    sequence = await programs.send("by_hand")
    async with sequence.run(args=[program], idle_timeout=SECONDS) as stream:
        # Old hubs remove a failed program with its streams, so it fails when the client reads them.
        while not stream._program._python_errors.lines:
            await async_wait(NEVER, 0.02)
        await stream.instance.send_stdin("fail\n", end=False)
        lines = []
        with pytest.raises(InstanceFailedError, match=message):
            async for line in stream.iter_lines():
                lines += [line]
    assert lines == output
