"""Tells what a change of the specifications means: for the bindings' users, and for the facade."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import facade
import names
import specs
from comparison import Change, compare
from specs import ROOT, SPECS, RefusedError, Spec, mapping


def git(*arguments: str) -> str | None:
    """Return what git says, None if it can't."""
    command = shutil.which("git")
    if command is None:
        return None
    said = subprocess.run(
        [command, *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return said.stdout if said.returncode == 0 else None


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
                continue  # it was no specification then, and so it had no bindings
            if mapping(mapping(spec.document).get("paths")):
                found.append(spec)
    return found


def for_the_facade(
    changes: Sequence[Change], given: Sequence[Spec], used: Sequence[facade.Use]
) -> Iterator[str]:
    """Say which of its methods a change concerns, and which operations none of them uses."""
    for change in changes:
        for use in used:
            if (use.service, (use.tag, use.name)) == (change.service, change.operation) or (
                use.kind == "model"
                and (use.service, use.name) == (change.service, change.name.partition(".")[0])
            ):
                yield f"{use.method} uses {change.name}: {change.text}"
    needed = {(use.service, use.tag, use.name) for use in used}
    unused = [
        f"{operation.name} of {spec.name}.yaml"
        for spec in given
        for operation in spec.operations
        if (spec.name, *names.operation(operation)) not in needed
    ]
    if unused:
        yield f"no method uses {', '.join(unused)}"


def since_the_commit(given: Sequence[Spec]) -> str:
    """Say what has changed against the committed specifications."""
    before = committed()
    if before is None:
        return "This is no git checkout: what has changed can't be told."
    changes = compare(before, given)
    if not changes:
        return "The specifications mean what the committed ones do."
    lines = ["Changes against the committed specifications:"]
    for breaking in (True, False):
        mark = "BREAKING " if breaking else ""
        lines += [f"  {mark}{change}" for change in changes if change.breaking == breaking]
    meant = list(dict.fromkeys(for_the_facade(changes, given, facade.uses())))
    return "\n".join([*lines, "For the facade:", *(f"  {line}" for line in meant)])
