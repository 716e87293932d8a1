"""The generated models that client methods return; each model is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scramjet_bindings.host.models import *
    from scramjet_bindings.manager.models import *
    from scramjet_bindings.middleware.models import *
    from scramjet_bindings.multi_manager.models import *

_PACKAGES = ("host", "manager", "middleware", "multi_manager")


if not TYPE_CHECKING:  # with __getattr__, a type checker would accept any name

    def __getattr__(name: str) -> object:
        if name == "__all__":  # makes `from scramjet_facade.models import *` work
            return __dir__()
        for package in _PACKAGES:
            models = import_module(f"scramjet_bindings.{package}.models")
            if name in models.__all__:
                value = getattr(models, name)
                globals()[name] = value
                return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    modules = [import_module(f"scramjet_bindings.{package}.models") for package in _PACKAGES]
    return sorted(name for models in modules for name in models.__all__)
