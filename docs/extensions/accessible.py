"""Changes the pages for readers who use a keyboard, a screen reader or a phone."""

import re
from pathlib import Path

REPLACEMENTS = (
    # A heading has a level.
    ('role="heading">', 'role="heading" aria-level="2">'),
    # Elements that can be scrolled must be reachable with the keyboard.
    ('<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'),
    ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
)
CELL = re.compile(r"<td\b.*?</td>", re.DOTALL)
CODE = re.compile(r"<code\b.*?</code>", re.DOTALL)
TAG_OR_BREAK = re.compile(
    r"<[^>]*>|&\w+;"
    r"|(?<=[a-z])(?=[A-Z])"  # BadParameters-Error
    r"|(?<=[a-zA-Z]_)(?=[a-zA-Z])"  # NOT_-FOUND
    r"|(?<=\w)(?=[.(])|(?<=[/=])(?=\w)"  # json-.Decoder, URL=-value
)


def improve(site: Path) -> None:
    """Change all pages of a site."""
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        for old, new in REPLACEMENTS:
            text = text.replace(old, new)
        page.write_text(CELL.sub(lambda cell: with_breaks(cell[0]), text), "utf-8")


def with_breaks(cell: str) -> str:
    """Allow line breaks between the words of the code in a table's cell."""
    return CODE.sub(lambda code: TAG_OR_BREAK.sub(lambda found: found[0] or "<wbr>", code[0]), cell)
