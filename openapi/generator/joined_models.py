"""Joins modules of models: files are large in a package, however small.

A model that only one other needs goes into the module of that one, which imports it anyway.
"""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

IMPORTED = re.compile(r"^ *from \.\.models\.(\w+) import", re.MULTILINE)


def join(target: Path) -> None:
    """Join the modules of a generated package."""
    folder = target / "models"
    texts = {path.stem: path.read_text("utf-8") for path in folder.glob("[!_]*.py")}
    called = "\n".join(path.read_text("utf-8") for path in target.glob("api/*.py"))
    homes = homes_of(texts, set(IMPORTED.findall(called)))
    index = (folder / "__init__.py").read_text("utf-8")
    for name, home in homes.items():
        index = index.replace(f"from .{name} import", f"from .{home} import")
        index = index.replace(f'".{name}"', f'".{home}"')
        (folder / f"{name}.py").unlink()
    (folder / "__init__.py").write_text(index, encoding="utf-8")
    for home in set(homes.values()):
        parts = [*(name for name in homes if homes[name] == home), home]
        (folder / f"{home}.py").write_text(joined(texts, parts), encoding="utf-8")


def homes_of(texts: Mapping[str, str], called: AbstractSet[str]) -> dict[str, str]:
    """Return the modules that go into others, each with the one that it goes into.

    Args:
        texts: The modules' texts by their names.
        called: The modules that operations need.
    """
    users: dict[str, set[str]] = {name: set() for name in texts}
    for user, text in texts.items():
        for name in IMPORTED.findall(text):
            users[name].add(user)
    homes: dict[str, str] = {}
    for name in texts:
        chain = [name]
        while chain[-1] not in called and len(users[chain[-1]] - set(chain)) == 1:
            chain += users[chain[-1]] - set(chain)
        homes[name] = chain[-1]
    # Of those that need each other, none is the last.
    return {name: home for name, home in homes.items() if name != home == homes[home]}


def joined(texts: Mapping[str, str], parts: Sequence[str]) -> str:
    """Return the text of one module made of several; an enum goes before what has it as default."""
    inside = {f"..models.{name}" for name in parts}
    first: dict[str, None] = {}
    last: dict[str, None] = {}  # models that may need one of these
    body: list[str] = []
    for name in sorted(parts, key=lambda name: "_attrs_define" in texts[name]):
        has_begun = False
        for line in texts[name].splitlines():
            if not line.startswith(("from ", "import ")):
                has_begun = has_begun or bool(line)
                body.append(line)
            elif line.split()[1] not in inside:
                (last if has_begun else first)[line] = None
    return "\n".join([*first, *body, *(line for line in last if line not in first), ""])
