"""The report of API changes: of the specifications, and of their effect on the facade."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import comparison
import pytest
import report
import specs
import surface
import yaml

from tests.generator import ROOT
from tests.generator.changes import ZOO, replace_once
from tests.generator.conftest import generate_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

DIFFERENCES = yaml.load(
    Path(__file__).with_name("differences.yaml").read_text("utf-8"), yaml.CSafeLoader
)


def report_lines(changes: list[comparison.Change]) -> list[str]:
    return sorted(
        f"{'BREAKING ' * one.breaking}{one.service}: {one.name}: {one.text}" for one in changes
    )


def changed_spec(entry: dict[str, Any], name: str) -> specs.Spec:
    text = replace_once(ZOO, entry["old"], entry["new"])
    for more in entry.get("and", []):
        text = replace_once(text, **more)
    return specs.parse(text, "zoo.yaml", name)


def all_specs() -> Iterator[specs.Spec]:
    yield specs.parse(ZOO, "zoo.yaml", "zoo")
    for index, entry in enumerate(DIFFERENCES):
        yield changed_spec(entry, f"zoo_{index}")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, surface.Service]:
    """Generate zoo.yaml and all its changes, and read the API of the bindings."""
    folder = generate_once(tmp_path_factory, surface.PACKAGE, all_specs())
    return surface.read(folder)


@pytest.mark.parametrize("index", range(len(DIFFERENCES)), ids=lambda i: DIFFERENCES[i]["change"])
def test_a_difference_is_reported(services: dict[str, surface.Service], index: int) -> None:
    changes = comparison.compare({"zoo": services["zoo"]}, {"zoo": services[f"zoo_{index}"]})
    before, after = specs.parse(ZOO, "zoo.yaml", "zoo"), changed_spec(DIFFERENCES[index], "zoo")
    changes += comparison.mentions([before], [after])
    assert report_lines(changes) == sorted(DIFFERENCES[index]["reports"])


def test_a_removed_function_is_breaking(services: dict[str, surface.Service]) -> None:
    (index,) = [
        index
        for index, one in enumerate(DIFFERENCES)
        if one["change"] == "a response is also a stream"
    ]
    changes = comparison.compare({"zoo": services[f"zoo_{index}"]}, {"zoo": services["zoo"]})
    assert report_lines(changes) == [
        "BREAKING zoo: list_pets: its function `asyncio_stream` is removed",
        "BREAKING zoo: list_pets: its function `stream` is removed",
    ]


def parameter(name: str, schema: str) -> str:
    return f"        - {{name: {name}, in: query, description: A., schema: {schema}, example: 2}}\n"


@pytest.mark.parametrize(
    ("old", "new", "reports"),
    [
        ("ab", "cab", []),
        ("ab", "ba", []),
        ("a", "A", ["zoo: list_pets: `minimum` is 2 now, not 1"]),
        ("c", "d", ["zoo: list_pets: its default is 5 now, not none"]),
        ("d", "c", ["zoo: list_pets: its default is none now, not 5"]),
    ],
)
def test_limits_and_defaults_of_the_same_parameter_are_compared(
    old: str, new: str, reports: list[str]
) -> None:
    given = {
        "a": parameter("first", "{type: integer, minimum: 1}"),
        "A": parameter("first", "{type: integer, minimum: 2}"),
        "b": parameter("second", "{type: integer, maximum: 5}"),
        "c": parameter("third", "{type: integer}"),
        "d": parameter("third", "{type: integer, default: 5}"),
    }
    before, after = (
        specs.parse(
            replace_once(ZOO, "        - name: ids\n", f"{lines}        - name: ids\n"),
            "zoo",
            "zoo",
        )
        for lines in ("".join(map(given.__getitem__, letters)) for letters in (old, new))
    )
    assert report_lines(comparison.mentions([before], [after])) == reports


def test_the_types_of_a_union_are_compared_with_their_own_limits() -> None:
    text = "            - {$ref: '#/components/schemas/Colour'}\n            - {type: string}\n"
    limited = "            - {type: string, maxLength: 5}"
    before, after = (
        specs.parse(replace_once(ZOO, text, new), "zoo", "zoo")
        for new in (f"{limited}\n", f"            - {{type: integer, maximum: 3}}\n{limited}\n")
    )
    assert comparison.mentions([before], [after]) == []


def test_new_and_removed_services_are_reported() -> None:
    service = surface.Service()
    assert report_lines(comparison.compare({"zoo": service}, {})) == [
        "BREAKING zoo: zoo: the whole service is removed"
    ]
    assert report_lines(comparison.compare({}, {"zoo": service})) == ["zoo: zoo: a new service"]


def test_the_affected_methods_of_the_facade_are_reported() -> None:
    now = report.State((), surface.read())
    changes = [
        comparison.Change("host", "get_load_check", "the operation is removed", breaking=True),
        comparison.Change("host", "get_instance_stderr", "the operation is removed", breaking=True),
        comparison.Change("host", "get_instance_health", "it is deprecated now", breaking=False),
        comparison.Change("host", "Instance.status", "it is int now, not str", breaking=True),
        comparison.Change("host", "LoadCheck.avg_load", "it is int now, not float", breaking=True),
    ]
    lines = list(report.for_the_facade(changes, now, now))
    assert "HostClient.get_load_check uses get_load_check: the operation is removed" in lines
    assert "InstanceClient.get_stream uses get_instance_stderr: the operation is removed" in lines
    assert not [line for line in lines if "avg_load" in line], "no method uses this field"
    used = [line.partition(" ")[0] for line in lines if "get_instance_health" in line]
    assert set(used) == {"InstanceClient.get_health", "Lifecycle._is_healthy"}, used
    assert [line for line in lines if "Instance.status" in line]


class Repository:
    """A git repository with our specifications and a small facade, tagged as v1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("openapi", "scramjet_facade", "generated"):
            unwanted = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
        (folder / "CHANGELOG.md").write_text("# Changes\n\n* `get_load_check` is here.\n", "utf-8")
        self.git("init", "--quiet")
        self.git("add", ".")
        self.commit("v1")

    def commit(self, tag: str) -> None:
        self.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", tag)
        self.git("tag", tag)

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.folder, check=True)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        path.write_text(replace_once(path.read_text("utf-8"), old, new), "utf-8")

    def report(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, self.folder / "openapi/generator/api_report.py", *arguments]
        return subprocess.run(
            command, cwd=self.folder.parent, capture_output=True, text=True, check=False
        )


@pytest.mark.slow
def test_the_report_contains_breaking_changes_and_missing_changelog_entries(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    same = repository.report("v1")
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout.startswith("# API: v1 to the working tree\n\nNothing has changed.\n")

    host = "openapi/host.yaml"
    repository.edit(host, "operationId: get_load_check", "operationId: get_load")
    operations = repository.folder / "generated/scramjet_bindings/host/api/hub"
    (operations / "get_load_check.py").rename(operations / "get_load.py")
    for flavour in ("_async", "_sync"):
        client = f"scramjet_facade/{flavour}/host_client.py"
        text = (repository.folder / client).read_text("utf-8")
        (repository.folder / client).write_text(
            text.replace("def list_entities", "def list_all", 1), "utf-8"
        )
    broken = repository.report("v1")
    assert broken.returncode == 1, broken.stderr
    sections = {
        part.partition("\n")[0]: part.partition("\n")[2].strip().splitlines()
        for part in broken.stdout.split("\n## ")
    }
    removed_operation = "* host: `get_load_check`: the operation is removed"
    removed_method = "* scramjet_facade: `HostClient.list_entities`: Public object was removed"
    assert sections["Breaking for users of the bindings"] == [removed_operation]
    assert sections["New or changed"] == ["* host: `get_load`: a new operation"]
    assert sections["Breaking for users of the facade"] == [removed_method]
    assert sections["Missing in CHANGELOG.md"] == [removed_operation, removed_method]
    assert (
        "* HostClient.get_load_check uses get_load_check: the operation is removed"
        in sections["For the facade"]
    )

    with (repository.folder / "CHANGELOG.md").open("a", encoding="utf-8") as changes:
        changes.write("* Breaking: `get_load_check` is removed, and `HostClient.list_entities`.\n")
    documented = repository.report("v1")
    assert documented.returncode == 0, documented.stderr
    assert "Missing in CHANGELOG.md" not in documented.stdout

    assert "Nothing has changed" in repository.report("v1", "HEAD").stdout
    unknown = repository.report("v9")
    assert unknown.returncode == 2
    assert "REF must be a commit, a tag or a branch" in unknown.stdout


@pytest.mark.slow
def test_a_state_with_an_older_layout_is_generated_again(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    for tag in ("hub", "instances", "sequences", "topics"):
        repository.git("rm", "-r", "--quiet", f"generated/scramjet_bindings/host/api/{tag}")
    repository.commit("v0")
    repository.git("reset", "--quiet", "--hard", "v1")
    repository.edit("openapi/host.yaml", "operationId: get_load_check", "operationId: get_load")
    result = repository.report("v0")
    assert result.stdout.splitlines()[2].startswith("The bindings of the older state have another")
    assert "`get_load_check`: the operation is removed" not in result.stdout
    assert "a new" not in result.stdout
