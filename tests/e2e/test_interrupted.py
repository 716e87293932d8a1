"""Interrupted programs leave nothing on the hub."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

from scramjet_facade import AsyncHostClient, HostClient
from tests.conftest import SEQUENCES

if TYPE_CHECKING:
    from tests.hubs import Hub

PROGRAM = Path(__file__).with_name("interrupted_program.py")


@pytest.fixture
def empty_hub(empty_hubs: dict[str, Hub]) -> Hub:
    return empty_hubs["real"]


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_ctrl_c_leaves_nothing_on_the_hub(flavour: str, empty_hub: Hub) -> None:
    with subprocess.Popen(
        [sys.executable, PROGRAM, flavour, empty_hub.api_base],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "tick 0\n"
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=60)
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert "may still" not in errors
    with HostClient(empty_hub.api_base) as host:
        assert (host.list_sequences(), host.list_instances()) == ([], [])


async def test_a_cancelled_scope_leaves_nothing_on_the_hub(empty_hub: Hub) -> None:
    """Servers such as Starlette cancel all awaits inside such a scope."""
    async with AsyncHostClient(empty_hub.api_base) as host:
        with anyio.CancelScope() as scope:
            async with (
                await host.send_sequence(SEQUENCES / "ticker") as sequence,
                await sequence.start(),
            ):
                scope.cancel()
                await anyio.sleep_forever()
        assert scope.cancelled_caught
        assert (await host.list_sequences(), await host.list_instances()) == ([], [])
