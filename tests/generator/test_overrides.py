"""Each override does what it is for, is needed for that, and never gets lost in silence."""

from __future__ import annotations

import shutil
import subprocess
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import httpx
import overrides
import pytest
import specs

from tests.generator.proofs import PROOFS, Proof

if TYPE_CHECKING:
    from pathlib import Path

    from tests.generator.conftest import Workshop

# How a proof fails where its override is missing: the trees are not even generated, or can't be
# imported, or do the wrong thing.
FAILURES = (
    specs.RefusedError,
    subprocess.CalledProcessError,
    AssertionError,
    AttributeError,
    ImportError,
    KeyError,
    NameError,
    TypeError,
    ValueError,
    httpx.HTTPError,
)
NAMES = [override.name for override in [*overrides.EDITS, *overrides.REPLACEMENTS]]


@pytest.mark.parametrize("proof", dict.fromkeys(proof for _, proof in PROOFS))
def test_with_all_overrides(workshop: Workshop, proof: Proof) -> None:
    proof(workshop.tree())


@pytest.mark.parametrize(("override", "proof"), PROOFS)
def test_without_its_override(workshop: Workshop, override: str, proof: Proof) -> None:
    with pytest.raises(FAILURES):
        proof(workshop.tree(without=override))


def test_every_override_has_a_proof() -> None:
    assert len(NAMES) == len(set(NAMES))
    assert {override for override, _ in PROOFS} == set(NAMES)


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """Copy the generator's own templates to where a test can alter them."""
    with as_file(files("openapi_python_client") / "templates") as templates:
        return shutil.copytree(templates, tmp_path / "stock")


@pytest.mark.parametrize("times", [0, 2])
@pytest.mark.parametrize("edit", overrides.EDITS, ids=lambda edit: edit.name)
def test_an_edit_whose_passage_moved_is_refused(
    stock: Path, tmp_path: Path, edit: overrides.Edit, times: int
) -> None:
    template = stock / edit.template
    text = template.read_text(encoding="utf-8")
    assert edit.old in text
    template.write_text(text.replace(edit.old, edit.old * times), encoding="utf-8")
    with pytest.raises(overrides.OverrideError) as caught:
        overrides.apply(stock, tmp_path / "changed")
    assert edit.template in str(caught.value)
    assert edit.old in str(caught.value)
    assert not (tmp_path / "changed").exists()


@pytest.mark.parametrize("replacement", overrides.REPLACEMENTS, ids=lambda one: one.name)
def test_a_replacement_of_a_changed_template_is_refused(
    stock: Path, tmp_path: Path, replacement: overrides.Replacement
) -> None:
    with (stock / replacement.template).open("a", encoding="utf-8") as template:
        template.write("\n")
    with pytest.raises(overrides.OverrideError, match=replacement.template):
        overrides.apply(stock, tmp_path / "changed")
    assert not (tmp_path / "changed").exists()
