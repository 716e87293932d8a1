"""The synchronous twin of an asynchronous tree: the same code without ``async``."""

import re
import tokenize
from io import StringIO
from pathlib import Path

HEADER = "# Generated from {source}\n"

# What tools obey; any other comment is read in the source, and would only make wheels larger.
ORDER = re.compile(r"# (noqa|type:|pyright:|ruff:|mypy:)")

# In this order; each is a whole word unless it says otherwise.
RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"\basync (def|with|for)\b", r"\1"),
        (r"\bawait ", ""),
        (r"\basync_(\w+)", r"sync_\1"),
        (r"\b_async\b", "_sync"),
        (r"\basyncio_detailed\b", "sync_detailed"),
        (r"\basyncio_stream\b", "stream"),
        (r"\.asyncio\b", ".sync"),
        (r"\bget_async_httpx_client\b", "get_httpx_client"),
        (r"\bset_async_httpx_client\b", "set_httpx_client"),
        (r"\bAbstractAsyncContextManager\b", "AbstractContextManager"),
        (r"\bAwaitable\[(\w+)\]", r"\1"),
        (r"\bAsyncGenerator\[(\w+), None\]", r"Generator[\1, None, None]"),
        (r"\b_?Async(Iterator|Iterable|Generator|ExitStack)\b", r"\1"),
        (r"\basynccontextmanager\b", "contextmanager"),
        (r"\bAsync(?=[A-Z])", ""),
        (r"\b__a(enter|exit|iter|next)__\b", r"__\1__"),
        (r"\ba(close|read|iter_raw|iter_bytes|iter)\b", r"\1"),
        (r"\banext\b", "next"),
    ]
]


def to_sync(source: str) -> str:
    """Return the synchronous form of asynchronous source code."""
    for pattern, replacement in RULES:
        source = pattern.sub(replacement, source)
    return source


def without_comments(source: str) -> str:
    """Return source code without the comments that only people read."""
    lines = source.splitlines(keepends=True)
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT and not ORDER.match(token.string):
            row, column = token.start
            before = lines[row - 1][:column].rstrip()
            lines[row - 1] = f"{before}\n" if before else ""
    return "".join(lines)


def generate(source: Path, target: Path, name: str) -> None:
    """Write the twin of the tree ``source``, which its files call ``name``, to ``target``."""
    for module in sorted(source.rglob("*.py")):
        path = target / module.relative_to(source)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = without_comments(to_sync(module.read_text(encoding="utf-8")))
        origin = f"{name}/{module.relative_to(source).as_posix()}"
        path.write_text(HEADER.format(source=origin) + text, encoding="utf-8")
