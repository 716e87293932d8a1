"""Changes to the pages for readers who use a keyboard, listen to a page, or read it on a phone."""

import re
from pathlib import Path

REPLACEMENTS = (
    # A heading has a level.
    ('role="heading">', 'role="heading" aria-level="2">'),
    # What can be scrolled can be reached by the keyboard.
    ('<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'),
    ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
)
CELL_OR_TITLE = re.compile(r"<(td|h1)\b.*?</\1>", re.DOTALL)
TAG_OR_BREAK = re.compile(r"<[^>]*>|(?<=[a-z])(?=[A-Z])|(?<=[a-zA-Z]_)(?=[a-zA-Z])")


def improve(site: Path) -> None:
    """Change all pages of a site."""
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        for old, new in REPLACEMENTS:
            text = text.replace(old, new)
        page.write_text(CELL_OR_TITLE.sub(lambda found: with_breaks(found[0]), text), "utf-8")


def with_breaks(html: str) -> str:
    """Allow a line break between the words of a long name, as in `BadParametersError`."""
    return TAG_OR_BREAK.sub(lambda found: found[0] or "<wbr>", html)
