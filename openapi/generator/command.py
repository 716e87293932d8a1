"""Generate the bindings and the synchronous twins, or check that they are up to date.

* `python openapi/generator` replaces the generated trees by new ones.
* `python openapi/generator --check` generates into a temporary folder, and compares the trees.
* `python openapi/generator --spec FILE_OR_FOLDER --output FOLDER` generates bindings for your own
  specifications.
"""

import argparse
import difflib
import keyword
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import bindings
import conventions
import report
import specs
import stock
import sync_twins
from specs import ROOT, SPECS, RefusedError, Spec
from swap import alone, swap

BINDINGS = Path("generated/scramjet_bindings")
SCRATCH = ROOT / ".build"


def checked(place: Path, shown: str) -> list[Spec]:
    """Read this project's specifications; raise RefusedError if they break its conventions."""
    read = specs.read_all(place, shown)
    found = [one for spec in read for one in bindings.document_findings(spec)]
    if not found:
        found = [one for spec in read for one in bindings.validity(spec)] + conventions.check(read)
    if found:
        raise RefusedError(found)
    return read


def async_trees() -> Iterator[Path]:
    """Find the trees that have a synchronous twin."""
    yield ROOT / "scramjet_facade" / "_async"
    # A folder whose source files were deleted may still contain compiled files.
    found = (ROOT / "tests").rglob("_async")
    yield from sorted(folder for folder in found if any(folder.glob("*.py")))


def generate(read: Sequence[Spec], target: Path, scratch: Path) -> list[Path]:
    """Generate all trees below ``target``; return their paths relative to it."""
    for warning in bindings.generate(read, target / BINDINGS, scratch):
        print(f"warning: {warning}", file=sys.stderr)
    trees = [BINDINGS]
    for source in async_trees():
        tree = source.relative_to(ROOT).with_name("_sync")
        print(f"  {tree} from {source.name}", flush=True)
        sync_twins.generate(source, target / tree, source.relative_to(ROOT).as_posix())
        trees.append(tree)
    settings = [f"--config={ROOT / 'pyproject.toml'}", "--no-cache", "--quiet"]
    twins = [str(target / tree) for tree in trees[1:]]
    # ruff must run in this folder: it takes the modules in its folder for the project's own.
    for command in (["check", "--select=I,F401", "--fix"], ["format"]):
        subprocess.run([bindings.RUFF, *command, *settings, *twins], check=True, cwd=ROOT)
    return trees


def contents(tree: Path) -> dict[str, str]:
    """Return the text of each file in a tree by its relative path."""
    return {
        path.relative_to(tree).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(tree.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(fresh: Path, standing: Path) -> Iterator[str]:
    """Yield the missing, extra and changed files of an existing tree, compared to a fresh one."""
    new, old = contents(fresh), contents(standing)
    for name in sorted(new.keys() | old.keys()):
        if name not in old:
            yield f"missing: {name}"
        elif name not in new:
            yield f"extra: {name}"
        elif new[name] != old[name]:
            lines = difflib.unified_diff(
                old[name].splitlines(), new[name].splitlines(), "standing", "generated", lineterm=""
            )
            yield "\n".join([f"changed: {name}", *lines])


def check(target: Path, trees: Sequence[Path]) -> int:
    """Compare the generated trees below ``target`` with the existing trees."""
    found = [
        f"{tree}: {difference}"
        for tree in trees
        for difference in differences(target / tree, ROOT / tree)
    ]
    if found:
        print("\n".join(found), file=sys.stderr)
        print("\nGenerated files are out of date: run `make generate`.", file=sys.stderr)
        return 1
    print(f"The {len(trees)} generated trees are up to date.")
    return 0


@contextmanager
def at_work() -> Iterator[tuple[Path, Path]]:
    """Lock the checkout for this run; yield a folder for new trees and one for other files."""
    SCRATCH.mkdir(exist_ok=True)
    with alone(ROOT):
        for left in SCRATCH.glob("generate-*"):  # left by a run that was killed
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix="generate-", dir=SCRATCH) as temporary:
            target, scratch = Path(temporary, "trees"), Path(temporary, "scratch")
            scratch.mkdir()
            yield target, scratch


def generate_ours() -> int:
    """Generate this project's trees, replace the old trees, and report what has changed."""
    read = checked(SPECS, SPECS.name)
    with at_work() as (target, scratch):
        trees = generate(read, target, scratch)
        for tree in trees:
            swap(target / tree, ROOT / tree)
    print(f"Generated {len(trees)} trees.\n\n{report.since_the_commit()}")
    return 0


def check_ours() -> int:
    """Report which generated trees are out of date."""
    read = checked(SPECS, SPECS.name)
    with at_work() as (target, scratch):
        return check(target, generate(read, target, scratch))


def generate_theirs(place: Path, output: Path) -> int:
    """Generate bindings for the specifications of a user, with this project's runtime."""
    folder = output.absolute()
    if not folder.name.isidentifier() or keyword.iskeyword(folder.name):
        print(f"{output}: `{folder.name}` can't be the name of a Python package", file=sys.stderr)
        return 1
    if folder.exists() and not bindings.is_ours(folder):
        print(f"{output}: this folder contains other files: choose a new one", file=sys.stderr)
        return 1
    read = specs.read_all(place, str(place))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        alone(folder.parent),
        tempfile.TemporaryDirectory(prefix=".generate-", dir=folder.parent) as temporary,
    ):
        target, scratch = Path(temporary, "tree", folder.name), Path(temporary, "scratch")
        scratch.mkdir()
        shown = f"python openapi/generator --spec {place.name} --output {folder.name}"
        warnings = bindings.generate(read, target, scratch, shown)
        swap(target, folder)
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(f"Generated {output}: {', '.join(spec.name for spec in read)}.")
    return 0


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python openapi/generator",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--spec", type=Path, metavar="FILE_OR_FOLDER", help="your specifications")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="the package for --spec")
    given = parser.parse_args()
    if (given.spec is None) != (given.output is None) or (given.check and given.spec):
        parser.error("pass both --spec and --output, without --check")
    try:
        if given.spec:
            return generate_theirs(given.spec, given.output)
        return check_ours() if given.check else generate_ours()
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        count = len(refused.findings)
        reasons = f"{count} finding{'s' * (count > 1)}"
        print(f"\nRefused ({reasons}): nothing was written.", file=sys.stderr)
        print("openapi/README.md explains what is refused, and why.", file=sys.stderr)
    except stock.OutdatedError as outdated:
        print(outdated, file=sys.stderr)
    except OSError as error:
        # The error of a failed write has no file name. The error of a failed copy has a list of
        # reasons instead of one.
        place, reason = error.filename or given.output or ROOT, error.strerror or error
        print(f"{place}: {reason}. Nothing was written.", file=sys.stderr)
    return 1
