"""Each change of a specification ends in right code, or in a message that says what to do."""

from __future__ import annotations

import copy
import importlib
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bindings
import conventions
import httpx
import judge
import pytest
import specs
import yaml

from tests.generator import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
ZOO = (HERE / "zoo.yaml").read_text(encoding="utf-8")
MARK = "# <-"


def edited(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} must stand there once"
    return text.replace(old, new.removeprefix("# a line\n"))


@dataclass(frozen=True)
class Change:
    """A change of the zoo, as changes.yaml describes it."""

    change: str
    new: str
    old: str = ""
    says: str = ""
    at: str = MARK
    file: str = "zoo.yaml"
    and_: list[dict[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        text = edited(ZOO, self.old, self.new) if self.old else self.new
        for more in self.and_:
            text = edited(text, **more)
        return text

    @property
    def line(self) -> int:
        assert self.text.count(self.at) == 1
        return self.text.partition(self.at)[0].count("\n") + 1


def read(entry: dict[str, Any]) -> Change:
    return Change(**{("and_" if key == "and" else key): value for key, value in entry.items()})


CHANGES = [read(one) for one in yaml.safe_load((HERE / "changes.yaml").read_text("utf-8"))]
REFUSED = [change for change in CHANGES if change.says]
RIGHT = [change for change in CHANGES if not change.says]
# What only the generator itself finds out.
GENERATORS = {"a union that leads back to itself"}


def findings(change: Change) -> list[specs.Finding]:
    """Judge a change, as `make generate` does."""
    try:
        spec = specs.parse(change.text, change.file, Path(change.file).stem)
    except specs.RefusedError as refused:
        return refused.findings
    return [*judge.judge(spec), *conventions.judge(spec)]


def says(change: Change) -> list[str]:
    """Return the messages for a change that are the one it must end in."""
    return [
        str(finding)
        for finding in findings(change)
        if change.says in finding.text and finding.line == change.line
    ]


@pytest.mark.parametrize(
    "change", [one for one in REFUSED if one.change not in GENERATORS], ids=lambda one: one.change
)
def test_it_is_refused_with_its_line(change: Change) -> None:
    assert len(says(change)) == 1, findings(change)


@pytest.mark.parametrize("change", RIGHT, ids=lambda one: one.change)
def test_it_is_not_refused(change: Change) -> None:
    assert findings(change) == []


@pytest.mark.parametrize("rule", [*judge.RULES, *conventions.RULES], ids=lambda rule: rule.__name__)
def test_every_rule_is_needed(rule: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (judge, conventions):
        monkeypatch.setattr(module, "RULES", [one for one in module.RULES if one is not rule])
    monkeypatch.setattr(judge, "_it_is_valid", lambda _: [])
    assert any(not says(change) for change in REFUSED if change.change not in GENERATORS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate all the changes that are right, each into a package of its own."""
    folder = tmp_path_factory.mktemp("made")
    given = [
        specs.parse(change.text, change.file, f"zoo_{index}") for index, change in enumerate(RIGHT)
    ]
    bindings.generate(given, folder / "zoos", folder)
    return folder


def test_what_is_generated_works(made: Path) -> None:
    """Its parts were imported, and its requests sent, when it was generated."""
    assert len(list((made / "zoos").glob("zoo_*/api/pets.py"))) == len(RIGHT)


@pytest.mark.parametrize(
    "change",
    [
        "nothing",
        "kinds told apart by enums of one value",
        "a mapping that says the same",
        "kinds without a discriminator",
    ],
)
def test_a_dog_is_no_cat(made: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    monkeypatch.syspath_prepend(made)
    (index,) = [index for index, one in enumerate(RIGHT) if one.change == change]
    list_pets = importlib.import_module(f"zoos.zoo_{index}.api.pets").list_pets
    client = importlib.import_module("zoos.client").Client("http://zoo")
    sent = [{"id": "a", "kind": "dog"}, {"id": "b", "kind": "cat"}]
    pets = list_pets._parse_response(client=client, response=httpx.Response(200, json=sent))
    assert [type(pet).__name__ for pet in pets] == ["Dog", "Cat"]
    assert [pet.to_dict() for pet in pets] == sent


def test_the_results_of_all_methods_are_those_of_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = "{'200': {description: a, content: {application/json: {schema: {type: string}}}}, "
    answers += "'400': {description: b, content: {application/json: {schema: {type: integer}}}}}"
    lines = ["openapi: 3.1.0", "info: {title: T, version: '1'}", "paths:", "  /a:"]
    lines += [
        f"    {method}: {{operationId: {method}_a, responses: {answers}}}"
        for method in specs.METHODS
    ]
    spec = specs.parse("\n".join(lines), "all.yaml", "everything")
    assert judge.judge(spec) == []
    bindings.generate([spec], tmp_path / "methods", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for method in specs.METHODS:
        module = importlib.import_module("methods.everything.api.default")
        assert getattr(module, f"{method}_a").sync.__annotations__["return"] == "str", method


def test_a_model_that_two_services_have() -> None:
    first, second = (specs.parse(ZOO, f"{name}.yaml", name) for name in ("one", "two"))
    assert judge.judge_together([first, second]) == []
    texts = [str(finding) for finding in conventions.judge_together([first, second])]
    assert len(texts) == 5
    line = ZOO.splitlines().index("    Owner:") + 1
    (text,) = [one for one in texts if "`Owner`" in one]
    assert text.startswith(f"two.yaml:{line}: one.yaml has a model `Owner` too, ")


def test_what_is_generated_has_right_types(made: Path) -> None:
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-version=3.11"),
            f"--cache-dir={made / 'cache'}",
            "zoos",
        ],
        cwd=made,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    "change", [one for one in REFUSED if one.change in GENERATORS], ids=lambda one: one.change
)
def test_what_the_generator_cannot_read_is_refused_with_its_line(
    change: Change, tmp_path: Path
) -> None:
    assert findings(change) == []
    with pytest.raises(specs.RefusedError) as caught:
        bindings.generate([specs.parse(change.text, change.file, "zoo")], tmp_path / "z", tmp_path)
    (finding,) = caught.value.findings
    assert finding.line == change.line
    assert change.says in finding.text


def test_whatever_stands_in_it_a_specification_can_be_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No file gives a traceback: each part is replaced by something of another type."""
    monkeypatch.setattr(judge, "_it_is_valid", lambda _: [])
    zoo = specs.parse(ZOO, "zoo.yaml", "zoo")
    refused = 0
    for *around, key in filter(None, zoo.lines):
        for odd in (5, []):
            document = copy.deepcopy(zoo.document)
            parent = document
            for step in around:
                parent = parent[step]
            parent[key] = odd
            spec = specs.parse(json.dumps(document), "zoo.json", "zoo")
            refused += bool(judge.judge(spec) + conventions.judge(spec))
    assert refused > len(zoo.lines)


def test_our_own_specifications_are_not_refused() -> None:
    for spec in specs.read_all(ROOT / "openapi", "openapi"):
        assert [*judge.judge(spec), *conventions.judge(spec)] == []
