"""Reports what a change of the specifications means: for the bindings' users and the facade."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import facade
import specs
import surface
from comparison import Change, compare, mentions
from specs import ROOT, SPECS, RefusedError, Spec, mapping


def git(*arguments: str) -> str | None:
    """Return the output of git, None if it fails."""
    command = shutil.which("git")
    if command is None:
        return None
    done = subprocess.run(
        [command, *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.stdout if done.returncode == 0 else None


def committed(reference: str = "HEAD") -> list[Spec] | None:
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


def for_the_facade(
    changes: Sequence[Change],
    old: Mapping[str, surface.Service],
    new: Mapping[str, surface.Service],
) -> Iterator[str]:
    """Yield the methods that a change concerns, and the operations that no method uses."""
    used = [*facade.uses(new), *facade.uses(old)]
    for change in changes:
        name, _, field = change.name.partition(".")
        for use in used:
            is_used = not field or field in use.names
            if (use.service, use.name) == (change.service, name) and is_used:
                yield f"{use.method} uses {change.name}: {change.text}"
    needed = {(use.service, use.name) for use in used}
    unused = [
        f"{name} of {service}.yaml"
        for service, one in new.items()
        for name in one.operations
        if (service, name) not in needed
    ]
    if unused:
        yield f"no method uses {', '.join(unused)}"


def since_the_commit(given: Sequence[Spec]) -> str:
    """Report what has changed against the committed specifications and bindings."""
    before = committed()
    if before is None:
        return "This is not a git checkout: there is nothing to compare with."
    if [(spec.name, spec.sha256) for spec in before] == [
        (spec.name, spec.sha256) for spec in given
    ]:
        return "The specifications have not changed since the last commit."
    old, new = surface.read("HEAD"), surface.read()
    changes = [*compare(old, new), *mentions(before, given)]
    if not changes:
        return "The changes of the specifications do not change the bindings."
    lines = ["Changes since the last commit:"]
    for breaking in (True, False):
        mark = "BREAKING " if breaking else ""
        lines += [f"  {mark}{change}" for change in changes if change.breaking == breaking]
    meant = list(dict.fromkeys(for_the_facade(changes, old, new)))
    return "\n".join([*lines, "For the facade:", *(f"  {line}" for line in meant)])
