# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
"""Contains endpoint functions for accessing the API"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        create_access_key as create_access_key,
        list_access_keys as list_access_keys,
        revoke_access_keys as revoke_access_keys,
    )

__all__ = (
    "create_access_key",
    "list_access_keys",
    "revoke_access_keys",
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _import_module(f".{name}", __name__)
