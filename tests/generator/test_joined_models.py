"""Which models share a module, and what that module then is."""

from __future__ import annotations

import pytest
from joined_models import homes_of, joined


def module(*needed: str) -> str:
    return "class A:\n    pass\n" + "".join(f"from ..models.{n} import X\n" for n in needed)


@pytest.mark.parametrize(
    ("needs", "called", "homes"),
    [
        ({"a": ["b"], "b": []}, "a", {"b": "a"}),
        ({"a": ["b"], "b": ["c"], "c": []}, "a", {"b": "a", "c": "a"}),
        ({"a": ["b"], "b": ["c"], "c": []}, "ab", {"c": "b"}),  # an operation needs b, too
        ({"a": ["c"], "b": ["c"], "c": []}, "ab", {}),
        ({"a": ["b", "c"], "b": ["c"], "c": []}, "a", {"b": "a"}),
        ({"a": ["a", "b"], "b": ["b"]}, "a", {"b": "a"}),  # both are trees
        ({"a": ["b"], "b": ["a"]}, "", {}),  # nobody needs them but they each other
        ({"a": ["b", "c"], "b": ["a"], "c": []}, "", {}),
        ({"a": []}, "", {}),
    ],
)
def test_what_only_one_needs_goes_to_it(
    needs: dict[str, list[str]], called: str, homes: dict[str, str]
) -> None:
    texts = {name: module(*needed) for name, needed in needs.items()}
    assert homes_of(texts, set(called)) == homes


def test_all_that_a_module_imports_comes_once_and_in_its_place() -> None:
    texts = {
        "home": "import a\nfrom ..models.other import E\n\n@_attrs_define\nclass Home:\n"
        "    e = E.A\nfrom ..models.kind import K\nfrom ..models.part import P\n"
        "from ..models.late import L\n",
        "kind": "from enum import Enum\nclass K(Enum):\n    A = 1\n",
        "part": "import a\n\n@_attrs_define\nclass P:\n    k = K.A\nfrom ..models.late import L\n",
    }
    assert joined(texts, ["part", "kind", "home"]).split("\n") == [
        "from enum import Enum",
        "import a",
        "from ..models.other import E",
        "class K(Enum):",
        "    A = 1",
        "",
        "@_attrs_define",
        "class P:",
        "    k = K.A",
        "",
        "@_attrs_define",
        "class Home:",
        "    e = E.A",
        "from ..models.late import L",
        "",
    ]
