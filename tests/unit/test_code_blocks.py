"""The code of the documentation is found, run and compared with the output on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.code_blocks import Page, blocks, matches

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """
# A page

```{code-block} python
:caption: folder/greet.py

print("hello")
```

```console
$ python folder/greet.py
hello
```

`other.json`:

```json
{"a": 1}
```

```python
import sys

print("an", "error", file=sys.stderr)
```

```text
an …
```
"""


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("", "a\n", False),
        ("a … c\n", "a b c\n", True),
        ("a … c\n", "a\nc\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("(.*)\n", "a\n", False),
    ],
)
def test_printed_text_is_compared_with_the_page(expected: str, printed: str, *, same: bool) -> None:
    assert matches(expected, printed) is same


def test_blocks_are_found_with_their_lines_and_captions() -> None:
    found = [(block.line, block.language, block.caption) for block in blocks(PAGE)]
    assert found == [
        (5, "python", "folder/greet.py"),
        (11, "console", None),
        (18, "json", "other.json"),
        (22, "python", None),
        (28, "text", None),
    ]


def run(text: str, folder: Path) -> int:
    page = folder / "page.md"
    page.write_text(text, "utf-8")
    return Page(page, folder, {}).run()


def test_the_blocks_of_a_page_run_in_order(tmp_path: Path) -> None:
    assert run(PAGE, tmp_path) == 2


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [("\nhello", "\nbye", "page.md:11"), ("an …", "no …", "page.md:22"), ("print(", "(", "11")],
)
def test_output_that_differs_from_the_page_is_an_error(
    old: str, new: str, where: str, tmp_path: Path
) -> None:
    with pytest.raises(AssertionError, match=where):
        run(PAGE.replace(old, new), tmp_path)
