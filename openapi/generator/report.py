"""Reports what a change of the specifications means: for the bindings' users and the facade."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
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
        services: What the bindings offer.
        generated: Whether the bindings were generated again, because their layout is an older one.
    """

    specs: Sequence[Spec]
    services: dict[str, surface.Service]
    generated: bool = False

    @classmethod
    def read(cls, reference: str | None) -> "State":
        """Read the state of a commit, or of the working tree.

        Raises:
            LookupError: There is no such commit.
            RefusedError: The specifications can't be read, or no longer be generated.
        """
        if reference is None:
            return cls(specs.read_all(SPECS, SPECS.name), surface.read())
        given = committed(reference)
        if given is None:
            raise LookupError(reference)
        services = surface.read(reference)
        if all(spec.name in services and services[spec.name].operations for spec in given):
            return cls(given, services)
        with tempfile.TemporaryDirectory() as folder, redirect_stdout(sys.stderr):
            target = Path(folder, surface.PACKAGE)
            bindings.generate(given, target, Path(folder))
            return cls(given, surface.read(folder=target.parent), generated=True)


def git(*arguments: str) -> str | None:
    """Return the output of git, None if it fails."""
    command = shutil.which("git")
    if command is None:
        return None
    done = subprocess.run(
        [command, *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.stdout if done.returncode == 0 else None


def committed(reference: str) -> list[Spec] | None:
    """Return the specifications of a commit; None if there is no such commit."""
    listed = git("ls-tree", "--name-only", reference, f"{SPECS.name}/")
    if listed is None:
        return None
    found = []
    for line in listed.splitlines():
        path = Path(line)
        if path.suffix in specs.SUFFIXES:
            try:
                spec = specs.parse(git("show", f"{reference}:{line}") or "", line, path.stem)
            except RefusedError:
                continue  # it was not a specification then, and so it had no bindings
            if mapping(mapping(spec.document).get("paths")):
                found.append(spec)
    return found


def changes(old: State, new: State) -> list[Change]:
    """Return what differs between two states for the users of the bindings."""
    return [*compare(old.services, new.services), *mentions(old.specs, new.specs)]


def for_the_facade(found: Sequence[Change], old: State, new: State) -> Iterator[str]:
    """Yield the methods that a change concerns, and the operations that no method uses."""
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
    """Write a section of the report in Markdown; none if there is nothing to write."""
    shown = [f"* {line}" for line in dict.fromkeys(map(str, lines))]
    return "\n".join(["", f"## {title}", "", *shown, ""]) if shown else ""


def sections(found: Sequence[Change], old: State, new: State) -> str:
    """Write what has changed in the bindings, and what it means for the facade."""
    return (
        section("Breaking for users of the bindings", [one for one in found if one.breaking])
        + section("New or changed", [one for one in found if not one.breaking])
        + section("For the facade", list(for_the_facade(found, old, new)))
    )


def since_the_commit(given: Sequence[Spec]) -> str:
    """Report what has changed against the committed specifications and bindings."""
    before = committed("HEAD")
    if before is None:
        return "This is not a git checkout: there is nothing to compare with."
    if {spec.name: spec.sha256 for spec in before} == {spec.name: spec.sha256 for spec in given}:
        return "The specifications have not changed since the last commit."
    old, new = State.read("HEAD"), State(given, surface.read())
    found = changes(old, new)
    if not found:
        return "The changes of the specifications do not change the bindings."
    return f"# Changes since the last commit\n{sections(found, old, new)}"
