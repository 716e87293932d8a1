# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .manager import Manager as Manager
    from .multi_manager_disk_space import MultiManagerDiskSpace as MultiManagerDiskSpace
    from .multi_manager_info import MultiManagerInfo as MultiManagerInfo
    from .multi_manager_load import MultiManagerLoad as MultiManagerLoad
    from .multi_manager_version import MultiManagerVersion as MultiManagerVersion
    from .start_manager_config import StartManagerConfig as StartManagerConfig
    from .start_manager_options import StartManagerOptions as StartManagerOptions
    from .started_manager import StartedManager as StartedManager

_MODULES: dict[str, str] = {
    "Manager": ".manager",
    "MultiManagerDiskSpace": ".multi_manager_disk_space",
    "MultiManagerInfo": ".multi_manager_info",
    "MultiManagerLoad": ".multi_manager_load",
    "MultiManagerVersion": ".multi_manager_version",
    "StartManagerConfig": ".start_manager_config",
    "StartManagerOptions": ".start_manager_options",
    "StartedManager": ".started_manager",
}

__all__ = (
    "Manager",
    "MultiManagerDiskSpace",
    "MultiManagerInfo",
    "MultiManagerLoad",
    "MultiManagerVersion",
    "StartedManager",
    "StartManagerConfig",
    "StartManagerOptions",
)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value
