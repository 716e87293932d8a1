"""What the theme leaves out for readers who use a keyboard or listen to a page."""

from pathlib import Path

MENDED = (
    # A heading has a level.
    ('role="heading">', 'role="heading" aria-level="2">'),
    # What can be scrolled can be reached by the keyboard.
    ('<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'),
    ('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
)


def mend(site: Path) -> None:
    """Mend all pages of a site."""
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        for old, new in MENDED:
            text = text.replace(old, new)
        page.write_text(text, "utf-8")
