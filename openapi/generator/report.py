"""Reports what a change of the specifications means for users of the bindings and the facade."""

import contextlib
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import bindings
import facade
import specs
import surface
from comparison import Change, compare, mentions
from specs import ROOT, SPECS, RefusedError, Spec, mapping


@dataclass(frozen=True)
class State:
    """The API at a commit, or in the working tree.

    Attributes:
        specs: The specifications.
        services: The operations and models of the bindings, by service.
        generated: Whether the bindings were generated again, because their layout is old.
    """

    specs: Sequence[Spec]
    services: dict[str, surface.Service]
    generated: bool = False

    @classmethod
    def read(cls, folder: Path) -> "State":
        """Read the API in a folder; raise RefusedError if its bindings can't be generated."""
        given = []
        for path in specs.files_of(folder / SPECS.name):
            with contextlib.suppress(RefusedError):  # this file had no bindings at that time
                spec = specs.parse(path.read_text("utf-8"), f"{SPECS.name}/{path.name}", path.stem)
                given += [spec] if mapping(mapping(spec.document).get("paths")) else []
        services = surface.read(folder / surface.FOLDER)
        if all(spec.name in services and services[spec.name].operations for spec in given):
            return cls(given, services)
        with tempfile.TemporaryDirectory() as scratch, contextlib.redirect_stdout(sys.stderr):
            bindings.generate(given, Path(scratch, surface.PACKAGE), Path(scratch))
            return cls(given, surface.read(Path(scratch)), generated=True)


@contextlib.contextmanager
def files_at(reference: str | None) -> Iterator[Path]:
    """Yield a folder with the files of a commit or the working tree, or raise LookupError."""
    if reference is None:
        yield ROOT
        return
    command = [shutil.which("git") or "git", "archive", "--format=zip", reference]
    try:
        archive = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise LookupError(reference) from None
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
        if not Path(folder, SPECS.name).is_dir():
            raise LookupError(reference)
        yield Path(folder)


def changes(old: State, new: State) -> list[Change]:
    """Return the differences between two states for the users of the bindings."""
    return [*compare(old.services, new.services), *mentions(old.specs, new.specs)]


def for_the_facade(found: Sequence[Change], old: State, new: State) -> Iterator[str]:
    """Yield the methods that a change affects, and the operations that no method uses."""
    used = [*facade.uses(new.services), *facade.uses(old.services)]
    for change in found:
        name, _, field = change.name.partition(".")
        for use in used:
            is_used = not field or field in use.names
            if (use.service, use.name) == (change.service, name) and is_used:
                yield f"{use.method} uses {change.name}: {change.text}"
    needed = {(use.service, use.name) for use in used}
    unused = [
        f"{name} of {service}.yaml"
        for service, one in new.services.items()
        for name in one.operations
        if (service, name) not in needed
    ]
    if unused:
        yield f"no method uses {', '.join(unused)}"


def section(title: str, lines: Sequence[object]) -> str:
    """Return a section of the report in Markdown; an empty text if there are no lines."""
    shown = [f"* {line}" for line in dict.fromkeys(map(str, lines))]
    return "\n".join(["", f"## {title}", "", *shown, ""]) if shown else ""


def sections(found: Sequence[Change], old: State, new: State) -> str:
    """Return the sections about changes of the bindings, and about their effect on the facade."""
    return (
        section("Breaking for users of the bindings", [one for one in found if one.breaking])
        + section("New or changed", [one for one in found if not one.breaking])
        + section("For the facade", list(for_the_facade(found, old, new)))
    )


def since_the_commit() -> str:
    """Report the changes since the last commit in the specifications and the bindings."""
    try:
        with files_at("HEAD") as folder:
            old, new = State.read(folder), State.read(ROOT)
    except LookupError:
        return "This is not a git checkout, so there is nothing to compare with."
    if {one.name: one.sha256 for one in old.specs} == {one.name: one.sha256 for one in new.specs}:
        return "The specifications have not changed since the last commit."
    found = changes(old, new)
    if not found:
        return "The changes of the specifications do not change the bindings."
    return f"# Changes since the last commit\n{sections(found, old, new)}"
