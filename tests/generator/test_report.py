"""What is told of changes: of the specifications, and of what the facade needs of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import comparison
import facade
import pytest
import report
import specs
import yaml

from tests.generator import ROOT
from tests.generator.test_changes import ZOO, edited

if TYPE_CHECKING:
    from typing import Any

DIFFERENCES = yaml.safe_load(Path(__file__).with_name("differences.yaml").read_text("utf-8"))
ZOO_SPEC = specs.parse(ZOO, "zoo.yaml", "zoo")


def told(changes: list[comparison.Change]) -> list[str]:
    return sorted(f"BREAKING {one}" if one.breaking else str(one) for one in changes)


@pytest.mark.parametrize("entry", DIFFERENCES, ids=lambda entry: entry["change"])
def test_a_difference_is_told(entry: dict[str, Any]) -> None:
    text = edited(ZOO, entry["old"], entry["new"])
    for more in entry.get("and", []):
        text = edited(text, **more)
    changed = specs.parse(text, "zoo.yaml", "zoo")
    assert told(comparison.compare([ZOO_SPEC], [changed])) == sorted(entry["tells"])


def test_services_come_and_go() -> None:
    assert told(comparison.compare([ZOO_SPEC], [])) == [
        "BREAKING zoo: zoo: the whole service is gone"
    ]
    assert told(comparison.compare([], [ZOO_SPEC])) == ["zoo: zoo: a new service"]


def ours(**edits: tuple[str, str]) -> list[specs.Spec]:
    """Read our own specifications, with a text replaced in some of them."""
    found = []
    for path in specs.files_of(specs.SPECS):
        text = path.read_text(encoding="utf-8")
        if path.stem in edits:
            text = edited(text, *edits[path.stem])
        found.append(specs.parse(text, path.name, path.stem))
    return found


USES = facade.uses()


def test_the_facade_has_what_it_needs() -> None:
    assert list(facade.unmet(ours(), USES)) == []


@pytest.mark.parametrize(
    ("service", "old", "new", "says"),
    [
        (
            "host",
            "operationId: get_load_check",
            "operationId: get_load",
            "HostClient.get_load_check needs operation get_load_check of host.yaml, which is gone",
        ),
        (
            "host",
            "operationId: get_instance_stderr",
            "operationId: get_instance_errors",
            (
                "InstanceClient.get_stream needs operation get_instance_stderr of host.yaml, "
                "which is gone"
            ),
        ),
        (
            "middleware",
            "tags: [spaces]\n      operationId: get_version",
            "tags: [middleware]\n      operationId: get_version",
            (
                "MiddlewareClient.get_version needs operation get_version of middleware.yaml, "
                "which is under the tag middleware now"
            ),
        ),
        (
            "host",
            "- name: x-seq-kill-inst",
            "- name: x-kill",
            (
                "SequenceClient.delete gives x_seq_kill_inst to operation delete_sequence of "
                "host.yaml, which takes no such parameter"
            ),
        ),
        (
            "host",
            "    TopicConfig:\n",
            "    TopicSettings:\n",
            "HostClient.create_topic needs model TopicConfig of host.yaml, which is gone",
        ),
    ],
)
def test_what_the_facade_misses_is_told(service: str, old: str, new: str, says: str) -> None:
    findings = list(facade.unmet(ours(**{service: (old, new)}), USES))
    assert says in [finding.text for finding in findings]
    for finding in findings:
        line = (ROOT / finding.file).read_text("utf-8").splitlines()[finding.line - 1]
        assert line.strip(), finding


def test_a_service_that_is_gone_is_told() -> None:
    left = [spec for spec in ours() if spec.name != "middleware"]
    texts = [finding.text for finding in facade.unmet(left, USES)]
    assert "MiddlewareClient.get_version needs middleware.yaml, which is gone" in texts


def test_what_it_means_for_the_facade() -> None:
    after = ours(host=("operationId: get_load_check", "operationId: get_load"))
    lines = list(report.for_the_facade(comparison.compare(ours(), after), after, USES))
    assert "HostClient.get_load_check uses get_load_check: the operation is gone" in lines
    assert any(line.startswith("no method uses get_load of host.yaml, ") for line in lines)


class Repository:
    """A git repository with our specifications and a small facade, tagged as v1."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("openapi", "scramjet_facade"):
            unwanted = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
        (folder / "CHANGELOG.md").write_text("# Changes\n\n* `get_load_check` is here.\n", "utf-8")
        self.git("init", "--quiet")
        self.git("add", ".")
        self.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "One")
        self.git("tag", "v1")

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


def test_a_report_in_markdown(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    same = repository.report("v1")
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout.startswith("# API: v1 to the working tree\n\nNothing has changed.\n")

    host = "openapi/host.yaml"
    repository.edit(host, "operationId: get_load_check", "operationId: get_load")
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
    gone = "* host: `get_load_check`: the operation is gone"
    removed = "* scramjet_facade: `HostClient.list_entities`: Public object was removed"
    assert sections["Breaking for users of the bindings"] == [gone]
    assert sections["New or changed"] == ["* host: `get_load`: a new operation"]
    assert sections["Breaking for users of the facade"] == [removed]
    assert sections["Missing in CHANGELOG.md"] == [gone, removed]
    assert (
        "* HostClient.get_load_check uses get_load_check: the operation is gone"
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
