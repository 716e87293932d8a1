"""Agents that instrument the process change nothing: the scenario has the same result."""

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


def run_scenario(agent: str, folder: Path, when: str = "first") -> dict[str, Any]:
    result = subprocess.run(
        [PYTHON, "-m", "tests.instrumented.scenario", agent, when],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "TMPDIR": str(folder)},  # some agents leave files
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return run_scenario("none", tmp_path_factory.mktemp("plain"))


def test_the_scenario_has_the_expected_result_without_an_agent(plain: dict[str, Any]) -> None:
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
    found = run_scenario(agent, tmp_path, when)
    if agent == "opentelemetry":  # the client sends the ids of the trace
        found["headers"].remove("traceparent")
    assert found == plain
