# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""Contains endpoint functions for accessing the API"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        get_instance as get_instance,
        get_instance_event as get_instance_event,
        get_instance_event_stream as get_instance_event_stream,
        get_instance_health as get_instance_health,
        get_instance_log as get_instance_log,
        get_instance_monitoring as get_instance_monitoring,
        get_instance_output as get_instance_output,
        get_instance_stderr as get_instance_stderr,
        get_instance_stdout as get_instance_stdout,
        get_next_instance_event as get_next_instance_event,
        instance_inout as instance_inout,
        kill_instance as kill_instance,
        list_instances as list_instances,
        send_instance_event as send_instance_event,
        send_instance_input as send_instance_input,
        send_instance_stdin as send_instance_stdin,
        set_instance_monitoring_rate as set_instance_monitoring_rate,
        stop_instance as stop_instance,
    )

__all__ = (
    "get_instance",
    "get_instance_event",
    "get_instance_event_stream",
    "get_instance_health",
    "get_instance_log",
    "get_instance_monitoring",
    "get_instance_output",
    "get_instance_stderr",
    "get_instance_stdout",
    "get_next_instance_event",
    "instance_inout",
    "kill_instance",
    "list_instances",
    "send_instance_event",
    "send_instance_input",
    "send_instance_stdin",
    "set_instance_monitoring_rate",
    "stop_instance",
)


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _import_module(f".{name}", __name__)
