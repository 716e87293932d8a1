# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""Contains endpoint functions for accessing the API"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        delete_hub as delete_hub,
        disconnect_hubs as disconnect_hubs,
        get_host_info as get_host_info,
        get_hosts as get_hosts,
    )

__all__ = (
    "delete_hub",
    "disconnect_hubs",
    "get_host_info",
    "get_hosts",
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _import_module(f".{name}", __name__)
