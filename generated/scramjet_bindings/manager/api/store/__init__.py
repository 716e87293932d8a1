# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""Contains endpoint functions for accessing the API"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        clear_store as clear_store,
        delete_store_item as delete_store_item,
        get_store_items as get_store_items,
        put_store_item as put_store_item,
        put_store_item_unnamed as put_store_item_unnamed,
    )

__all__ = (
    "clear_store",
    "delete_store_item",
    "get_store_items",
    "put_store_item",
    "put_store_item_unnamed",
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _import_module(f".{name}", __name__)
