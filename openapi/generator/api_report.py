"""Reports what has changed in the API between two states, as Markdown.

Usage: python openapi/generator/api_report.py REF [REF]

Without a second REF, the second state is the working tree. The command fails if a breaking change
is not named in a line of CHANGELOG.md that was added since the first state.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe
import report
from comparison import Change
from griffe import Alias, ExplanationStyle, Module, Object
from specs import RefusedError

PACKAGE = "scramjet_facade"
# Packages that users do not import from.
INTERNAL = {"body", "concurrency", "http11", "hub", "options"}
OLD_LAYOUT = """\
The bindings of the older state have another layout, so all imports of them have changed. For that
state, this report uses bindings that this generator makes from the state's specifications."""


def public(package: Module, prefix: str = "") -> dict[str, Object | None]:
    """Return the public objects of the facade by name; the bindings' objects are None."""
    found: dict[str, Object | None] = {}
    for name, member in package.members.items():
        if not isinstance(member, Alias) and isinstance(member, Module):
            if name.startswith("_") or name in INTERNAL or prefix:
                continue
            if member.is_init_module:  # users import only what this module exports
                found |= public(member, f"{name}.")
            else:
                found[name] = member
        elif package.exports and name in package.exports:
            target = member
            if isinstance(member, Alias) and member.target_path.startswith(f"{PACKAGE}."):
                target = member.final_target
            found[prefix + name] = None if isinstance(target, Alias) else target
    return found


def load(folder: Path) -> Module:
    """Read the source of the facade."""
    loaded = griffe.load(PACKAGE, search_paths=[folder], try_relative_path=False)
    if not isinstance(loaded, Module):
        raise TypeError(f"{PACKAGE} is not a package")
    return loaded


def facade_breaks(old: Module, new: Module) -> Iterator[Change]:
    """Yield breaking changes of the facade's public API; the two forms of a class count as one."""
    before, after = public(old), public(new)
    for name, member in before.items():
        if name not in after:
            yield Change(PACKAGE, name.removeprefix("Async"), "it is removed", breaking=True)
            continue
        other = after[name]
        if member is None or other is None:
            continue
        for breakage in griffe.find_breaking_changes(member, other):
            if breakage.obj.name.startswith("__") and breakage.obj.name != "__init__":
                continue  # internal
            path = breakage.obj.path.removeprefix(member.path)
            said = re.sub(r"\x1b\[\d+m", "", breakage.explain(style=ExplanationStyle.ONE_LINE))
            text = re.sub(r"^[\w.]+", "", said.partition(": ")[2]).removeprefix(": ")
            own = f"{name}{path}".removeprefix("Async").removesuffix(".__init__")
            yield Change(PACKAGE, own, text, breaking=True)


def new_lines(before: Path, after: Path) -> str:
    """Return the lines that CHANGELOG.md has in the second folder, but not in the first."""
    logs = [folder / "CHANGELOG.md" for folder in (before, after)]
    old, new = (log.read_text("utf-8").splitlines() if log.exists() else [] for log in logs)
    return "\n".join(line for line in new if line not in old)


def is_named(change: Change, text: str) -> bool:
    """Return whether a text contains the name of a change."""
    return re.search(rf"(?<![\w.]){re.escape(change.name)}(?!\w)", text) is not None


def main() -> int:
    """Run the command."""
    first, second = [*sys.argv[1:], None, None][:2]
    try:
        with report.files_at(first or "") as before, report.files_at(second) as after:
            old, new = report.State.read(before), report.State.read(after)
            own = list(dict.fromkeys(facade_breaks(load(before), load(after))))
            named = new_lines(before, after)
    except LookupError:
        print("make api-report REF=v0.1.0 [TO=main]: REF must be a commit, a tag or a branch")
        return 2
    except RefusedError as refused:
        print(f"{refused}\n\nThese specifications can't be compared.", file=sys.stderr)
        return 2
    found = report.changes(old, new)
    missing = [one for one in [*found, *own] if one.breaking and not is_named(one, named)]
    print(f"# API: {first} to {second or 'the working tree'}")
    if old.generated:
        print(f"\n{OLD_LAYOUT}")
    if not found and not own:
        print("\nNothing has changed.")
    print(
        report.sections(found, old, new)
        + report.section("Breaking for users of the facade", own)
        + report.section("Missing in CHANGELOG.md", missing),
        end="",
    )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
