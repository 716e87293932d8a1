"""What has changed in the API between two states, as Markdown.

python openapi/generator/api_report.py REF [REF]

The second state is the working tree unless told. It fails where something breaks that the lines
of CHANGELOG.md which are new since the first state don't name.
"""

import re
import sys
from collections.abc import Iterator, Sequence

import griffe
import report
import specs
import surface
from comparison import Change, compare, mentions
from griffe import Alias, ExplanationStyle, Module, Object
from specs import ROOT, SPECS

PACKAGE = "scramjet_facade"
# Packages that users do not import from.
INTERNAL = {"body", "concurrency", "http11", "hub", "options"}


def public(package: Module) -> dict[str, Object | None]:
    """Return what users import of the facade, by its name; None for what is the bindings' own."""
    found: dict[str, Object | None] = {}
    for name, member in package.members.items():
        if not isinstance(member, Alias) and member.is_module:
            if not name.startswith("_") and name not in INTERNAL:
                found[name] = member
        elif package.exports and name in package.exports:
            if not isinstance(member, Alias):
                found[name] = member
            elif member.target_path.startswith(f"{PACKAGE}."):
                target = member.final_target
                found[name] = target if isinstance(target, Object) else None
            else:
                found[name] = None
    return found


def load(reference: str | None) -> Module:
    """Read the facade's source, of a commit or of the working tree."""
    if reference is None:
        loaded = griffe.load(PACKAGE, search_paths=[ROOT], try_relative_path=False)
    else:
        loaded = griffe.load_git(PACKAGE, ref=reference, repo=ROOT, search_paths=["."])
    if not isinstance(loaded, Module):
        raise TypeError(f"{PACKAGE} is no package")
    return loaded


def facade_breaks(old: Module, new: Module) -> Iterator[Change]:
    """Say what of the facade's own public API breaks; a class of either flavour counts as one."""
    before, after = public(old), public(new)
    for name, member in before.items():
        if name not in after:
            yield Change(PACKAGE, name.removeprefix("Async"), "it is gone", breaking=True)
            continue
        other = after[name]
        if member is None or other is None:
            continue
        for breakage in griffe.find_breaking_changes(member, other):
            if breakage.obj.name.startswith("__") and breakage.obj.name != "__init__":
                continue  # how something is made inside
            path = breakage.obj.path.removeprefix(member.path)
            said = re.sub(r"\x1b\[\d+m", "", breakage.explain(style=ExplanationStyle.ONE_LINE))
            text = re.sub(r"^[\w.]+", "", said.partition(": ")[2]).removeprefix(": ")
            own = f"{name}{path}".removeprefix("Async").removesuffix(".__init__")
            yield Change(PACKAGE, own, text, breaking=True)


def new_lines(first: str, second: str | None) -> str:
    """Return the lines of CHANGELOG.md that the second state has, and the first has not."""
    path = "CHANGELOG.md"
    before = report.git("show", f"{first}:{path}") or ""
    if second is None:
        after = (ROOT / path).read_text(encoding="utf-8")
    else:
        after = report.git("show", f"{second}:{path}") or ""
    there = set(before.splitlines())
    return "\n".join(line for line in after.splitlines() if line not in there)


def is_named(change: Change, text: str) -> bool:
    """Say whether a text names what has changed."""
    return re.search(rf"(?<![\w.]){re.escape(change.name)}(?!\w)", text) is not None


def section(title: str, lines: Sequence[str]) -> str:
    """Write a section of the report; none if there is nothing to write."""
    return "\n".join(["", f"## {title}", "", *(f"* {line}" for line in lines), ""]) if lines else ""


def main() -> int:
    """Run the command."""
    first, second = [*sys.argv[1:], None, None][:2]
    before = report.committed(first) if first else None
    after = report.committed(second) if second else specs.read_all(SPECS, SPECS.name)
    if not first or before is None or after is None:
        print("make api-report REF=v0.1.0 [TO=main]: name a commit, a tag or a branch that is here")
        return 2
    old, new = surface.read(first), surface.read(second)
    changes = [*compare(old, new), *mentions(before, after)]
    breaks = [change for change in changes if change.breaking]
    own = list(dict.fromkeys(facade_breaks(load(first), load(second))))
    named = new_lines(first, second)
    missing = [change for change in [*breaks, *own] if not is_named(change, named)]
    print(f"# API: {first} to {second or 'the working tree'}")
    if not changes and not own:
        print("\nNothing has changed.")
    print(
        section("Breaking for users of the bindings", list(map(shown, breaks)))
        + section("New or changed", [shown(one) for one in changes if not one.breaking])
        + section("Breaking for users of the facade", list(map(shown, own)))
        + section("For the facade", list(dict.fromkeys(report.for_the_facade(changes, old, new))))
        + section("Missing in CHANGELOG.md", list(map(shown, missing))),
        end="",
    )
    return 1 if missing else 0


def shown(change: Change) -> str:
    """Write a change as Markdown."""
    return f"{change.service}: `{change.name}`: {change.text}"


if __name__ == "__main__":
    sys.exit(main())
