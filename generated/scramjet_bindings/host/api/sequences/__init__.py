# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""Contains endpoint functions for accessing the API"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        delete_sequence as delete_sequence,
        get_sequence as get_sequence,
        list_sequence_instances as list_sequence_instances,
        list_sequences as list_sequences,
        overwrite_sequence as overwrite_sequence,
        send_sequence as send_sequence,
        start_sequence as start_sequence,
    )

__all__ = (
    "delete_sequence",
    "get_sequence",
    "list_sequence_instances",
    "list_sequences",
    "overwrite_sequence",
    "send_sequence",
    "start_sequence",
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _import_module(f".{name}", __name__)
