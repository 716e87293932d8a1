"""What is told of changes: of the specifications, and of what the facade needs of them."""

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
from tests.generator.changes import ZOO, edited
from tests.generator.conftest import generated_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

DIFFERENCES = yaml.safe_load(Path(__file__).with_name("differences.yaml").read_text("utf-8"))


def told(changes: list[comparison.Change]) -> list[str]:
    return sorted(
        f"{'BREAKING ' * one.breaking}{one.service}: {one.name}: {one.text}" for one in changes
    )


def changed(entry: dict[str, Any], name: str) -> specs.Spec:
    text = edited(ZOO, entry["old"], entry["new"])
    for more in entry.get("and", []):
        text = edited(text, **more)
    return specs.parse(text, "zoo.yaml", name)


def differing() -> Iterator[specs.Spec]:
    yield specs.parse(ZOO, "zoo.yaml", "zoo")
    for index, entry in enumerate(DIFFERENCES):
        yield changed(entry, f"zoo_{index}")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> dict[str, surface.Service]:
    """Generate the zoo and all differences, and read what their bindings offer."""
    folder = generated_once(tmp_path_factory, surface.PACKAGE, differing())
    return surface.read(folder=folder)


@pytest.mark.parametrize("index", range(len(DIFFERENCES)), ids=lambda i: DIFFERENCES[i]["change"])
def test_a_difference_is_told(services: dict[str, surface.Service], index: int) -> None:
    changes = comparison.compare({"zoo": services["zoo"]}, {"zoo": services[f"zoo_{index}"]})
    before, after = specs.parse(ZOO, "zoo.yaml", "zoo"), changed(DIFFERENCES[index], "zoo")
    changes += comparison.mentions([before], [after])
    assert told(changes) == sorted(DIFFERENCES[index]["tells"])


def test_services_come_and_go() -> None:
    service = surface.Service()
    assert told(comparison.compare({"zoo": service}, {})) == [
        "BREAKING zoo: zoo: the whole service is removed"
    ]
    assert told(comparison.compare({}, {"zoo": service})) == ["zoo: zoo: a new service"]


def test_what_it_means_for_the_facade() -> None:
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
        path.write_text(edited(path.read_text("utf-8"), old, new), "utf-8")

    def report(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, self.folder / "openapi/generator/api_report.py", *arguments]
        return subprocess.run(
            command, cwd=self.folder.parent, capture_output=True, text=True, check=False
        )


@pytest.mark.slow
def test_a_report_in_markdown(tmp_path: Path) -> None:
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
    gone = "* host: `get_load_check`: the operation is removed"
    removed = "* scramjet_facade: `HostClient.list_entities`: Public object was removed"
    assert sections["Breaking for users of the bindings"] == [gone]
    assert sections["New or changed"] == ["* host: `get_load`: a new operation"]
    assert sections["Breaking for users of the facade"] == [removed]
    assert sections["Missing in CHANGELOG.md"] == [gone, removed]
    assert (
        "* HostClient.get_load_check uses get_load_check: the operation is removed"
        in sections["For the facade"]
    )

    with (repository.folder / "CHANGELOG.md").open("a", encoding="utf-8") as changes:
        changes.write("* Breaking: `get_load_check` is gone, and `HostClient.list_entities`.\n")
    named = repository.report("v1")
    assert named.returncode == 0, named.stderr
    assert "Missing in CHANGELOG.md" not in named.stdout

    assert "Nothing has changed" in repository.report("v1", "HEAD").stdout
    nowhere = repository.report("v9")
    assert nowhere.returncode == 2
    assert "name a commit, a tag or a branch that is here" in nowhere.stdout


@pytest.mark.slow
def test_a_state_with_an_older_layout_is_generated_again(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    for tag in ("hub", "instances", "sequences", "topics"):
        repository.git("rm", "-r", "--quiet", f"generated/scramjet_bindings/host/api/{tag}")
    repository.commit("v0")
    repository.git("reset", "--quiet", "--hard", "v1")
    repository.edit("openapi/host.yaml", "operationId: get_load_check", "operationId: get_load")
    made = repository.report("v0")
    assert made.stdout.splitlines()[2].startswith("The bindings of the older state have another")
    assert "`get_load_check`: the operation is removed" not in made.stdout
    assert "a new" not in made.stdout
