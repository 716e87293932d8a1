"""Puts what is made into the pages: a line ``% made: NAME ARGUMENT`` is replaced by it.

To other readers of Markdown such a line is a comment.
"""

import re
from pathlib import Path

from accessible import mend
from benchmark_charts import benchmark_chart
from client_map import client_map
from diagrams import diagram
from llms import write_llms
from name_tables import javascript_table, python_table
from openapi_page import openapi_page
from public_api import alias_table, method_table, public_api
from sphinx.application import Sphinx

ROOT = Path(__file__).parent.parent.parent


def file(path: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / path).read_text("utf-8")


MAKERS = {
    "alias_table": alias_table,
    "benchmark_chart": benchmark_chart,
    "client_map": client_map,
    "diagram": diagram,
    "file": file,
    "javascript_table": javascript_table,
    "method_table": method_table,
    "openapi_page": openapi_page,
    "public_api": public_api,
    "python_table": python_table,
}
LINE = re.compile(r"^% made: (\w+)(?: (.+))?$", re.MULTILINE)


def made(text: str) -> str:
    """Return a page's text with what is made in the places that ask for it."""
    return LINE.sub(lambda found: MAKERS[found[1]](*(found[2] or "").split()), text)


def put_in(_: Sphinx, __: str, content: list[str]) -> None:
    """Do so when a page is read."""
    content[0] = made(content[0])


def keep_returns(
    _: Sphinx, __: str, ___: str, ____: object, _____: object, lines: list[str]
) -> None:
    """Keep a colon in what is said of a result: what stands before it is no type."""
    for number, line in enumerate(lines[:-1]):
        if line in {"Returns:", "Yields:"}:
            lines[number + 1] = f"    : {lines[number + 1].strip()}"


def shorten_types(
    _: Sphinx, __: str, ___: str, ____: object, _____: object, lines: list[str]
) -> None:
    """Write `(str, optional)` in place of `(str | Unset)`."""
    lines[:] = [
        re.sub(r"^( *\w+) \((.+) \| Unset\):", r"\1 (\2, optional):", line) for line in lines
    ]


def finish(app: Sphinx, error: Exception | None) -> None:
    """Add to the site what is no page."""
    if error is None and app.builder.name == "html":
        site = Path(app.outdir)
        write_sources(app, site / "_sources")
        write_llms(app, made)
        mend(site)


def write_sources(app: Sphinx, folder: Path) -> None:
    """Put what is made into the pages' sources, too, which come with the site."""
    for page in app.builder.env.found_docs:
        source = app.builder.env.doc2path(page)
        (folder / f"{page}.md.txt").write_text(made(source.read_text("utf-8")), "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("source-read", put_in)
    for change in (keep_returns, shorten_types):
        app.connect("autodoc-process-docstring", change, priority=100)  # before napoleon
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
