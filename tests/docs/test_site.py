"""The site as a reader finds it: no dead link, no dead anchor, no public name that is missing."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from sphinx.util.inventory import InventoryFile

import scramjet_facade
from scramjet_facade import models, testing

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent.parent / "docs"
# The only links that leave the site: the hub's project, and those of the theme and Sphinx.
ELSEWHERE = {
    "https://docs.scramjet.org/",
    "https://github.com/scramjetorg/transform-hub",
    "https://www.sphinx-doc.org/",
    "https://pradyunsg.me",
    "https://github.com/pradyunsg/furo",
}


class Links(HTMLParser):
    """A page's links, and the places in it that links can lead to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.images_without_text: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors |= {name for name in (given.get("id"), given.get("name")) if name}
        for attribute in ("href", "src"):
            if (target := given.get(attribute)) is not None:
                self.links.append(target)
        if tag == "img" and not given.get("alt"):
            self.images_without_text.append(given.get("src") or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site without a warning, once for all processes of this run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    html = folder / "site" / "html"
    with (folder / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not html.exists():
            build(html)
    return html


def build(html: Path) -> None:
    command = ["-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going"]
    done = subprocess.run(
        [sys.executable, *command, "--doctree-dir", html.with_name("doctrees"), DOCS, html],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Links]:
    return {page: Links(page) for page in site.rglob("*.html") if "_static" not in page.parts}


def broken(pages: dict[Path, Links]) -> Iterator[str]:
    """Give the links that lead nowhere."""
    for page, content in pages.items():
        for link in content.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if link not in ELSEWHERE and parts.scheme != "data":
                    yield f"{page.name}: {link} leads to elsewhere"
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not target.is_file():
                yield f"{page.name}: there is no {link}"
            elif parts.fragment and target in pages:
                anchor = unquote(parts.fragment)
                if anchor not in pages[target].anchors and anchor != "":
                    yield f"{page.name}: there is no place {link}"


def test_every_link_leads_somewhere(pages: dict[Path, Links]) -> None:
    assert len(pages) > 30
    assert sorted(set(broken(pages))) == []


def test_every_picture_is_described(pages: dict[Path, Links]) -> None:
    found = {page.name: content.images_without_text for page, content in pages.items()}
    assert {name: images for name, images in found.items() if images} == {}


def test_every_public_name_is_in_the_reference(site: Path) -> None:
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="")
    told = {name for names in inventory.data.values() for name in names}
    public = {f"scramjet_facade.{name}" for name in scramjet_facade.__all__}
    public |= {f"scramjet_facade.testing.{name}" for name in testing.__all__}
    public |= {f"scramjet_facade.models.{name}" for name in dir(models)}
    public |= {f"scramjet_facade.HostClient.{name}" for name in ("with_options", "send_sequence")}
    assert sorted(public - told) == []


def test_it_is_listed_for_language_models(site: Path, pages: dict[Path, Links]) -> None:
    listed = (site / "llms.txt").read_text("utf-8")
    sources = {path.relative_to(site).as_posix() for path in site.glob("_sources/**/*.md.txt")}
    root = "_sources/index.md.txt"
    assert [name for name in sorted(sources - {root}) if f"]({name}): " not in listed] == []
    assert [line for line in listed.splitlines() if line.endswith(": ")] == []
    assert "GET /instances" in (site / "_sources/specs/host.md.txt").read_text("utf-8")


def test_the_search_finds_words_without_a_server(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    assert index.startswith("Search.setIndex(")
    assert all(f'"{word}":' in index for word in ("retri", "token"))
