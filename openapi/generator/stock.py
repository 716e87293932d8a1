"""Checks whether the stock templates differ from the copies in templates/based_on."""

import difflib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path


class OutdatedError(Exception):
    """A stock template of openapi-python-client differs from the copy in templates/based_on."""


def differences(templates: Path, stock: Path) -> Iterator[str]:
    """Yield the differences between the stock templates and the copies in templates/based_on."""
    based_on = templates / "based_on"
    for path in sorted(based_on.rglob("*.jinja")):
        name = path.relative_to(based_on).as_posix()
        now = stock / name
        old = path.read_text(encoding="utf-8").splitlines()
        new = now.read_text(encoding="utf-8").splitlines() if now.exists() else []
        if old != new:
            yield "\n".join(difflib.unified_diff(old, new, f"based_on/{name}", name, lineterm=""))
    for path in sorted(templates.rglob("*.jinja")):
        name = path.relative_to(templates)
        if name.parts[0] != "based_on" and not (based_on / name).exists():
            yield f"{name}: copy the stock template to templates/based_on/{name}"


def check(templates: Path) -> None:
    """Raise OutdatedError if a stock template that this project replaces has changed."""
    stock = Path(str(files("openapi_python_client") / "templates"))
    if found := list(differences(templates, stock)):
        raise OutdatedError(
            "The generator's templates have changed. Make the same changes in openapi/generator/"
            "templates, then copy the new templates into templates/based_on:\n" + "\n".join(found)
        )
