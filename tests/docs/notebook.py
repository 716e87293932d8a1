"""The Python blocks of a page, run as cells of a notebook in a real kernel."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import nbformat
from nbclient import NotebookClient

from tests.code_blocks import blocks, matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@contextmanager
def kernel(folder: Path, environment: Mapping[str, str]) -> Iterator[NotebookClient]:
    """Start a kernel of this Python in a folder, and stop it on exit."""
    client = NotebookClient(nbformat.v4.new_notebook(), resources={"metadata": {"path": folder}})
    with client.setup_kernel(env=dict(environment)):
        yield client


def run(client: NotebookClient, code: str) -> str:
    """Run a cell, and return its output or raise its exception."""
    assert client.nb is not None
    cell: Any = nbformat.v4.new_code_cell(code)
    client.nb.cells.append(cell)
    client.execute_cell(cell, len(client.nb.cells) - 1)
    shown = ""
    for output in cell.outputs:
        shown += output.get("text") or f"{output['data']['text/plain']}\n"
    return shown


def run_page(page: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Write the files of a page, and run its Python blocks as cells in order."""
    found = [*blocks(page.read_text("utf-8"))]
    with kernel(folder, environment) as client:
        for block, following in zip(found, [*found[1:], None], strict=True):
            if block.caption is not None:
                target = folder / block.caption
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.code, "utf-8")
            elif block.language == "python":
                shown = run(client, block.code)
                expected = following.code if following and following.language == "text" else ""
                assert matches(expected, shown), f"{page.name}:{block.line} shows {shown}"
