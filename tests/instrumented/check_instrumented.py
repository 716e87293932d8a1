"""Agents that instrument the process change nothing: each runs the scenario of no agent."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.instrumented.agents import AGENTS

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = os.environ["INSTRUMENTED_PYTHON"]  # the Makefile installs the agents there


def observed(agent: str, folder: Path, when: str = "first") -> dict[str, Any]:
    done = subprocess.run(
        [PYTHON, "-m", "tests.instrumented.scenario", agent, when],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "TMPDIR": str(folder)},  # some agents leave files behind
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return observed("none", tmp_path_factory.mktemp("plain"))


def test_the_scenario_reaches_what_it_is_about(plain: dict[str, Any]) -> None:
    for outcomes in plain["calls"].values():
        assert [one[0] if isinstance(one, list) else one for one in outcomes] == [
            "HostVersion",
            "HostVersion",
            "ServerError",
            1,  # connection
            "CannotConnectError",
            "RequestTimeoutError",
            *["0", "1", "2"],
            "first",
            "StreamInterrupted",
            "HostVersion",
        ]


@pytest.mark.parametrize("when", ["first", "late"])
@pytest.mark.parametrize("agent", sorted(AGENTS.keys() - {"none"}))
def test_an_agent_changes_nothing(
    agent: str, when: str, plain: dict[str, Any], tmp_path: Path
) -> None:
    found = observed(agent, tmp_path, when)
    if agent == "opentelemetry":  # the client continues the trace by itself
        found["headers"].remove("traceparent")
    assert found == plain
