"""scramjet_facade.models contains all result types and loads each on first use."""

from __future__ import annotations

import copy
import importlib
import pickle
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import UNSET, models

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGES = ("host", "manager", "middleware", "multi_manager")


def names_of(package: str) -> list[str]:
    return list(importlib.import_module(f"scramjet_bindings.{package}.models").__all__)


NAMES = [(package, name) for package in PACKAGES for name in names_of(package)]


@pytest.mark.parametrize(("package", "name"), NAMES)
def test_every_generated_model_is_available(package: str, name: str) -> None:
    generated: Any = importlib.import_module(f"scramjet_bindings.{package}.models")
    model = getattr(models, name)
    assert model is getattr(generated, name)
    assert model.__module__.startswith(f"scramjet_bindings.{package}.models.")
    assert model.__name__ == name


def test_the_names_of_models_are_unique_across_packages() -> None:
    counted = Counter(name for _, name in NAMES)
    assert [name for name, count in counted.items() if count > 1] == []


def test_dir_lists_exactly_the_models() -> None:
    assert dir(models) == sorted(name for _, name in NAMES)


def test_a_star_import_imports_exactly_the_models() -> None:
    namespace: dict[str, Any] = {}
    exec("from scramjet_facade.models import *", namespace)
    del namespace["__builtins__"]
    assert sorted(namespace) == sorted(name for _, name in NAMES)


@pytest.mark.parametrize("name", ["Nothing", "instance", "_Instance", "__wrapped__", "annotation"])
def test_an_unknown_model_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"'scramjet_facade.models' has no attribute '{name}'"):
        getattr(models, name)
    assert not hasattr(models, name)


def test_importing_an_unknown_model_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="cannot import name 'Nothing'"):
        exec("from scramjet_facade.models import Nothing")


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))]
)
def test_missing_fields_are_still_unset_in_copies(duplicate: Callable[[Any], Any]) -> None:
    instance = models.Instance.from_dict({"id": "i"})
    assert duplicate(UNSET) is UNSET
    assert duplicate(instance) == instance
    assert duplicate(instance).status is UNSET


def loaded_after(code: str) -> list[str]:
    """Return the modules that a new interpreter has loaded after running some code."""
    result = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )
    return result.stdout.splitlines()


def model_modules(loaded: list[str]) -> list[str]:
    return [
        name
        for name in loaded
        if any(name.startswith(f"scramjet_bindings.{package}.models.") for package in PACKAGES)
    ]


@pytest.mark.parametrize(
    "code",
    [
        "import scramjet_facade",
        "import scramjet_facade.models",
        "from scramjet_facade import *",
        "from scramjet_facade import HostClient; HostClient('http://hub/api').close()",
        "from scramjet_facade import AsyncHostClient; AsyncHostClient('http://hub/api')",
    ],
)
def test_models_and_their_dependencies_are_loaded_on_first_use(code: str) -> None:
    loaded = loaded_after(code)
    assert "scramjet_facade" in loaded
    assert model_modules(loaded) == []
    assert ("Async" in code or "*" in code) == ("scramjet_facade._async" in loaded)
    assert not {"dateutil", "aiohttp"} & set(loaded)


def test_dir_lists_names_that_are_not_loaded_yet() -> None:
    loaded_after("import scramjet_facade as s; assert not set(s.__all__) - set(dir(s))")


def test_a_model_loads_models_of_its_own_package_only() -> None:
    modules = model_modules(loaded_after("from scramjet_facade.models import Space"))
    assert "scramjet_bindings.middleware.models.space" in modules
    assert {name.split(".")[1] for name in modules} == {"middleware"}
