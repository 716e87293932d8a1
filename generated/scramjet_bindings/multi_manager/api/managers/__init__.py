# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""Contains endpoint functions for accessing the API"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        get_info as get_info,
        get_load as get_load,
        get_log as get_log,
        get_managers as get_managers,
        get_version as get_version,
        start_manager as start_manager,
    )

__all__ = (
    "get_info",
    "get_load",
    "get_log",
    "get_managers",
    "get_version",
    "start_manager",
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _import_module(f".{name}", __name__)
