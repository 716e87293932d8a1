"""The differences between hub versions, and how to recognize a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scramjet_bindings.types import UNSET

from ..concurrency import timing

if TYPE_CHECKING:
    from scramjet_bindings.host.models import HostVersion, Instance


def accepts_instance_ids(version: HostVersion) -> bool:
    """Return whether a hub uses the ``instance_id`` of a start; older hubs choose an id."""
    return not _is_before_1(version)


def request_limit(version: HostVersion) -> float | None:
    """Return the time limit of a hub for requests, in seconds; None if it has no limit.

    Hubs before version 1.0 have Node's default for ``requestTimeout``.
    """
    return timing.REQUEST_LIMIT if _is_before_1(version) else None


def request_limit_of(info: Instance) -> float | None:
    """Return the request limit of the hub that runs an instance."""
    return None if reports_status(info) else timing.REQUEST_LIMIT


def reports_status(info: Instance) -> bool:
    """Return whether the hub reports the status of its instances; version 0.18.7 does not.

    Version 0.18.7 also forgets an instance as soon as the instance has ended.
    """
    return info.status is not UNSET


def _is_before_1(version: HostVersion) -> bool:
    return str(version.version or "").startswith("0.")
