"""The configuration of Sphinx, which builds the documentation site: `make docs`."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(Path(__file__).parent / "extensions"), str(ROOT)]

project = "scramjet-facade"
author = "The scramjet-facade authors"
project_copyright = "2026, The scramjet-facade authors"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_inline_tabs",
    "made_parts",
]
exclude_patterns = ["extensions"]

html_theme = "furo"
html_title = "scramjet-facade"
html_static_path = ["_static"]
html_css_files = ["site.css"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

toc_object_entries_show_parents = "hide"
napoleon_use_ivar = True
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
