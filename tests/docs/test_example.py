"""The example application of the documentation, run as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import HostClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hub.real_hub import RealHub

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "examples" / "price_orders.py"


def start_program(hub: RealHub, folder: Path, lines: list[str]) -> subprocess.Popen[str]:
    orders = folder / "orders.csv"
    orders.write_text("\n".join(["id,name,quantity,price", *lines, ""]), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(EXAMPLE), "orders.csv", "priced.ndjson"],
        cwd=folder,
        env={**os.environ, "SCRAMJET_API_URL": hub.api_base},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(autouse=True)
def check_that_the_hub_is_clean(hub: RealHub) -> Iterator[None]:
    """Check that the program leaves nothing on the hub."""
    with HostClient(hub.api_base) as host:
        before = host.list_sequences(), host.list_instances()
        yield
        assert (host.list_sequences(), host.list_instances()) == before


def test_the_orders_are_priced(hub: RealHub, tmp_path: Path) -> None:
    lines = [f"{number},żółw,{number},10.5" for number in range(1000)]
    with start_program(hub, tmp_path, lines) as program:
        output, errors = program.communicate(timeout=60)
    assert (program.returncode, output) == (0, "1000 orders are in priced.ndjson\n"), errors
    assert "1000/1000" in errors
    written = (tmp_path / "priced.ndjson").read_text("utf-8").splitlines()
    orders = [json.loads(line) for line in written]
    assert [order["id"] for order in orders] == [str(number) for number in range(1000)]
    assert (orders[2]["name"], orders[2]["total"]) == ("żółw", 25.83)


def test_a_program_that_fails_leaves_no_results(hub: RealHub, tmp_path: Path) -> None:
    with start_program(hub, tmp_path, ["1,a,1,1", "2,b,?,1", "3,c,1,1"]) as program:
        _, errors = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "The program failed: " in errors
    assert not (tmp_path / "priced.ndjson").exists()


def test_an_unreachable_hub_is_reported(hub: RealHub, tmp_path: Path) -> None:
    unreachable = "http://127.0.0.1:1/api/v1"
    assert hub.api_base != unreachable
    (tmp_path / "orders.csv").write_text("id\n1\n")
    result = subprocess.run(
        [sys.executable, str(EXAMPLE), "orders.csv", "priced.ndjson"],
        cwd=tmp_path,
        env={**os.environ, "SCRAMJET_API_URL": unreachable},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert result.returncode == 1
    assert "It failed: POST http://127.0.0.1:1/api/v1/sequence: no connection" in result.stderr


def test_ctrl_c_leaves_nothing_on_the_hub(hub: RealHub, tmp_path: Path) -> None:
    lines = [f"{number},a,1,1" for number in range(300_000)]
    with start_program(hub, tmp_path, lines) as program:
        assert program.stderr is not None
        shown = ""
        while "orders/s" not in shown:  # until results arrive
            shown += program.stderr.read(1)
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=60)
    assert program.returncode == 130, errors
    assert errors.endswith("Interrupted; nothing is left on the hub.\n")
    assert not (tmp_path / "priced.ndjson").exists()
