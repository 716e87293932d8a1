"""Generate everything that is generated, or check that what stands here is what comes out.

python openapi/generator           generate, then swap the new trees in
python openapi/generator --check   generate into a temporary place and compare
"""

import argparse
import difflib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import bindings
import sync_twins

ROOT = Path(__file__).parent.parent.parent


def async_trees() -> Iterator[Path]:
    """Find the trees that have a synchronous twin."""
    yield ROOT / "scramjet_facade" / "_async"
    yield from sorted((ROOT / "tests").rglob("_async"))


def generate(target: Path, scratch: Path) -> list[Path]:
    """Generate all trees below ``target``; return their paths relative to it."""
    trees = [Path("generated/scramjet_bindings")]
    bindings.generate(target / trees[0], scratch)
    for source in async_trees():
        tree = source.relative_to(ROOT).with_name("_sync")
        print(f"  {tree} from {source.name}", flush=True)
        sync_twins.generate(source, target / tree, source.relative_to(ROOT).as_posix())
        trees.append(tree)
    ruff = [Path(sys.executable).parent / "ruff"]
    settings = [f"--config={ROOT / 'pyproject.toml'}", "--no-cache", "--quiet"]
    twins = [str(target / tree) for tree in trees[1:]]
    subprocess.run([*ruff, "check", "--select=I,F401", "--fix", *settings, *twins], check=True)
    subprocess.run([*ruff, "format", *settings, *twins], check=True)
    return trees


def contents(tree: Path) -> dict[str, str]:
    """Read a tree: each file's text by its relative path."""
    return {
        path.relative_to(tree).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(tree.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def differences(fresh: Path, standing: Path) -> Iterator[str]:
    """Say how a standing tree differs from a fresh one: missing, extra and changed files."""
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


def swap(fresh: Path, standing: Path) -> None:
    """Put a fresh tree in the place of the standing one."""
    standing.parent.mkdir(parents=True, exist_ok=True)
    if standing.exists():
        shutil.rmtree(standing)
    shutil.move(fresh, standing)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory(prefix="scramjet-generate-") as temporary:
        target, scratch = Path(temporary, "trees"), Path(temporary, "scratch")
        scratch.mkdir()
        trees = generate(target, scratch)
        if not check:
            for tree in trees:
                swap(target / tree, ROOT / tree)
            print(f"Generated {len(trees)} trees.")
            return 0
        found = [
            f"{tree}: {difference}"
            for tree in trees
            for difference in differences(target / tree, ROOT / tree)
        ]
    if found:
        print("\n".join(found), file=sys.stderr)
        print("\nThe generated trees are stale: run `make generate` and commit.", file=sys.stderr)
        return 1
    print(f"The {len(trees)} generated trees are what their sources give.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
