"""The file llms.txt: an index of this site for language models."""

import re
from collections.abc import Callable
from pathlib import Path

from sphinx import addnodes
from sphinx.application import Sphinx


def write_llms(app: Sphinx, made: Callable[[str], str]) -> None:
    """List all pages in their order: title, Markdown source and first paragraph of each."""
    env = app.builder.env

    def first_paragraph(page: str) -> str:
        text = made(env.doc2path(page).read_text("utf-8"))
        paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
        return next(one for one in paragraphs if re.match(r"\w|`\w", one))

    root = env.config.root_doc
    lines = [f"# {app.config.project}", "", f"> {first_paragraph(root)}"]
    for tree in env.get_doctree(root).findall(addnodes.toctree):
        lines += ["", f"## {tree['caption']}", ""]
        for _, page in tree["entries"]:
            title = env.titles[page].astext()
            lines.append(f"- [{title}](_sources/{page}.md.txt): {first_paragraph(page)}")
    (Path(app.outdir) / "llms.txt").write_text("\n".join(lines) + "\n", "utf-8")
