"""Runs the code on the pages about other tools with these tools: make check-docs.

Only these tests need the packages of the tools, so the gate does not run these tests.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from nbclient.exceptions import CellExecutionError

from scramjet_facade import HostClient
from tests.code_blocks import Page
from tests.docs import notebook
from tests.docs.test_types import PAGES as TYPED
from tests.docs.test_types import write_programs
from tests.type_checkers import run as check_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hub.real_hub import RealHub

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = sorted((DOCS / "with").glob("*.md"))
NOTEBOOK = DOCS / "with" / "notebooks.md"


@pytest.fixture
def environment(hub: RealHub, tmp_path: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    return {
        **os.environ,
        "SCRAMJET_API_URL": hub.api_base,
        "HOME": str(home),
    }


@pytest.fixture(autouse=True)
def check_that_the_hub_is_clean(hub: RealHub) -> Iterator[None]:
    """Check that a page leaves nothing on the hub."""
    with HostClient(hub.api_base) as host:
        before = host.list_sequences(), host.list_instances()
        yield
        assert (host.list_sequences(), host.list_instances()) == before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "folder"
    path.mkdir()
    return path


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_code_of_a_page_works(path: Path, folder: Path, environment: dict[str, str]) -> None:
    if path == NOTEBOOK:
        notebook.run_page(path, folder, environment)
    else:
        Page(path, folder, environment).run()


@pytest.mark.parametrize("flavor", ["sync", "async"])
def test_an_interrupted_cell_leaves_nothing_on_the_hub(
    flavor: str, folder: Path, environment: dict[str, str], hub: RealHub
) -> None:
    awaited = "await " if flavor == "async" else ""
    prefix, client = ("async ", "AsyncHostClient") if flavor == "async" else ("", "HostClient")
    program = str(DOCS / "examples" / "partitions" / "program")
    code = f"""
from pathlib import Path
from scramjet_facade import {client}
{prefix}with (
    {client}() as host,
    {awaited}host.send_sequence(Path({program!r})) as sequence,
    {awaited}sequence.start() as instance,
):
    {awaited}instance.wait_ended()
"""
    with notebook.kernel(folder, environment) as running, HostClient(hub.api_base) as host:

        def interrupt() -> None:
            while not host.list_instances():
                time.sleep(0.05)
            os.kill(running.km.provisioner.pid, signal.SIGINT)

        thread = threading.Thread(target=interrupt)
        thread.start()
        with pytest.raises(CellExecutionError, match=r"KeyboardInterrupt|CancelledError"):
            notebook.run(running, code)
        thread.join()


def test_partitions_are_processed_in_several_processes(
    folder: Path, environment: dict[str, str], hub: RealHub
) -> None:
    result = subprocess.run(
        [sys.executable, DOCS / "examples" / "partitions" / "spread.py", hub.api_base],
        env={**environment, "DASK_TEMPORARY_DIRECTORY": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    *parts, last = result.stdout.splitlines()
    assert sorted(parts) == [
        "part 0: (2000, 14000)",
        "part 1: (2000, 16000)",
        'part 2 failed: OSError("part 2 can\'t be read")',
        "part 3: (2000, 20000)",
    ]
    assert last == "cancelled: error, instances left: 0"


def test_mypy_accepts_the_code_of_all_pages(folder: Path) -> None:
    write_programs([page for page in [*TYPED, *PAGES] if page != NOTEBOOK], folder)
    (folder / "mypy.ini").write_text(
        "[mypy]\nstrict = True\n[mypy-pandas.*,distributed.*]\nignore_missing_imports = True\n"
    )
    assert check_types(folder, "mypy", "--no-color-output", ".").startswith("Success:")


def test_the_navigation_contains_all_pages() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    assert [path.stem for path in PAGES if f"\nwith/{path.stem}\n" not in index] == []
