"""Changes of a specification lead to an error message with its line, or to working code."""

from __future__ import annotations

import copy
import functools
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bindings
import conventions
import httpx
import pytest
import specs

from tests.generator.changes import ACCEPTED, REFUSED, ZOO, Change, replace_once
from tests.generator.conftest import USED_CHANGES

if TYPE_CHECKING:
    from collections.abc import Callable


def findings(text: str, file: str, tmp_path: Path) -> list[specs.Finding]:
    """Return all findings without generating the code."""
    try:
        spec = specs.parse(text, file, specs.package_name(Path(file)))
    except specs.RefusedError as refused:
        return refused.findings
    if found := list(bindings.document_findings(spec)):
        return found
    generation = bindings.Generation(spec, tmp_path / "none")
    generation.parse()
    return generation.findings + conventions.check([spec])


@functools.cache
def parse_change(change: Change) -> specs.Spec | None:
    try:
        spec = specs.parse(change.text, change.file, "zoo")
    except specs.RefusedError:
        return None
    return None if list(bindings.document_findings(spec)) else spec


def convention_findings(change: Change) -> list[specs.Finding]:
    """Return the findings of the conventions."""
    spec = parse_change(change)
    return conventions.check([spec]) if spec else []


def has_expected_finding(change: Change, found: list[specs.Finding]) -> bool:
    """Return whether the expected finding of a change is among the findings."""
    return any(change.message in one.text and one.line == change.line for one in found)


@pytest.mark.parametrize("change", REFUSED, ids=lambda one: one.change)
def test_an_invalid_change_is_refused_with_its_line(change: Change, tmp_path: Path) -> None:
    found = findings(change.text, change.file, tmp_path)
    assert has_expected_finding(change, found), found
    assert not any(" object at 0x" in one.text for one in found)


@pytest.mark.parametrize("change", ACCEPTED, ids=lambda one: one.change)
def test_a_valid_change_is_not_refused(change: Change, tmp_path: Path) -> None:
    assert findings(change.text, change.file, tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "read"),
    [("application/xml", "its bytes, as a File"), ("text/csv", "its text"), ("image/png", "")],
)
def test_a_model_that_is_not_json_causes_a_warning(kind: str, read: str, tmp_path: Path) -> None:
    schema = "{type: string}" if not read else "{$ref: '#/components/schemas/Owner'}"
    old = "application/json:\n              schema: {$ref: '#/components/schemas/Owner'}"
    text = replace_once(ZOO, old, f"{kind}:\n              schema: {schema} # <-")
    generation = bindings.Generation(specs.parse(text, "zoo.yaml", "zoo"), tmp_path)
    generation.parse()
    line = text.partition("# <-")[0].count("\n") + 1
    expected = f"zoo.yaml:{line}: `{kind}` is not parsed: the functions return {read}"
    assert list(map(str, generation.warnings)) == ([expected] if read else [])


def test_a_body_that_is_not_json_causes_a_warning(tmp_path: Path) -> None:
    old = "          application/json:\n            schema: {$ref: '#/components/schemas/Dog'}\n"
    text = replace_once(ZOO, old, old.replace("json", "xml"))
    generation = bindings.Generation(specs.parse(text, "zoo.yaml", "zoo"), tmp_path)
    generation.parse()
    expected = "`application/xml` is not written from a model: the body is a File"
    assert [one.text for one in generation.warnings] == [expected]


@pytest.mark.parametrize("schema", ["Dog", "Cat"])
def test_a_body_that_is_left_out_causes_a_warning(schema: str, tmp_path: Path) -> None:
    old = "          application/json:\n            schema: {$ref: '#/components/schemas/Dog'}\n"
    new = f"          multipart/form-data: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}\n"
    text = replace_once(ZOO, old, new + old)
    generation = bindings.Generation(specs.parse(text, "zoo.yaml", "zoo"), tmp_path)
    generation.parse()
    line = text.partition(new)[0].count("\n") + 1
    expected = "`multipart/form-data` is left out: the body is sent as `application/json`"
    found = [] if schema == "Dog" else [f"zoo.yaml:{line}: {expected}"]
    assert list(map(str, generation.warnings)) == found


def test_a_content_type_parameter_beside_a_body_causes_a_warning(tmp_path: Path) -> None:
    old = "      operationId: send_pet\n"
    new = "      parameters: [{name: content-type, in: header, schema: {type: string}}]\n"
    text = replace_once(ZOO, old, old + new)
    generation = bindings.Generation(specs.parse(text, "zoo.yaml", "zoo"), tmp_path)
    generation.parse()
    expected = "the parameter `content-type` is left out: the body defines the content type"
    assert [one.text for one in generation.warnings] == [expected]


@pytest.mark.parametrize("rule", conventions.RULES, ids=lambda rule: rule.__name__)
def test_every_convention_is_needed(
    rule: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [one for one in REFUSED if has_expected_finding(one, convention_findings(one))]
    monkeypatch.setattr(conventions, "RULES", [one for one in conventions.RULES if one is not rule])
    assert any(not has_expected_finding(one, convention_findings(one)) for one in before)


@pytest.mark.slow
def test_the_code_of_all_valid_changes_is_generated(all_changes: Path) -> None:
    """The generator itself sends requests and reads example responses with the code."""
    assert len(list(all_changes.glob("zoo_*/api/pets"))) == len(ACCEPTED)


@pytest.mark.parametrize("change", USED_CHANGES)
def test_variants_are_read_as_their_own_models(tree: Path, change: str) -> None:
    (index,) = [index for index, one in enumerate(ACCEPTED) if one.change == change]
    list_pets = importlib.import_module(f"sample_bindings.zoo_{index}.api.pets").list_pets
    client = importlib.import_module("sample_bindings.client").Client("http://zoo")
    sent = [{"id": "a", "kind": "dog"}, {"id": "b", "kind": "cat"}]
    pets = list_pets._parse_response(client=client, response=httpx.Response(200, json=sent))
    assert [type(pet).__name__ for pet in pets] == ["Dog", "Cat"]
    assert [pet.to_dict() for pet in pets] == sent


def test_a_model_name_that_two_services_use_is_refused() -> None:
    both_specs = [specs.parse(ZOO, f"{name}.yaml", name) for name in ("one", "two")]
    texts = [str(finding) for finding in conventions.check(both_specs)]
    assert len(texts) == 5
    line = ZOO.splitlines().index("    Owner:") + 1
    (text,) = [one for one in texts if "`Owner`" in one]
    assert text.startswith(f"two.yaml:{line}: one.yaml also has a model `Owner`")


@pytest.mark.parametrize("name", ["tree", pytest.param("all_changes", marks=pytest.mark.slow)])
def test_generated_code_passes_mypy_in_strict_mode(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    package: Path = request.getfixturevalue(name)
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-version=3.11"),
            f"--cache-dir={tmp_path}",
            package.name,
        ],
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_any_invalid_specification_gives_findings_instead_of_a_traceback(tmp_path: Path) -> None:
    """Each part is replaced by a value of another type."""
    zoo = specs.parse(ZOO, "zoo.yaml", "zoo")
    refused = 0
    for *parents, key in list(zoo.lines)[::5]:
        document = copy.deepcopy(zoo.document)
        parent = document
        for step in parents:
            parent = parent[step]
        parent[key] = 5 if isinstance(parent[key], (str, list)) else []
        spec = specs.Spec("zoo.json", "zoo", json.dumps(document), document, zoo.lines)
        found = list(bindings.document_findings(spec))
        if not found:
            generation = bindings.Generation(spec, tmp_path / "none")
            generation.parse()
            found = generation.findings + conventions.check([spec])
        refused += bool(found)
    assert refused > len(zoo.lines) / 15


def test_the_specifications_of_the_project_are_accepted(project_specs: list[specs.Spec]) -> None:
    assert conventions.check(project_specs) == []
    for spec in project_specs:
        assert list(bindings.validity(spec)) == []
