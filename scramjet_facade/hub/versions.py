"""What the client must know about a hub's version, and how to recognize it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scramjet_bindings.types import UNSET

if TYPE_CHECKING:
    from scramjet_bindings.host.models import HostVersion, Instance


def accepts_instance_ids(version: HostVersion) -> bool:
    """Return whether a hub uses the ``instance_id`` of a start; older ones choose their own."""
    return not (version.version or "").startswith("0.")


def reports_status(info: Instance) -> bool:
    """Return whether the hub reports the status of its instances; version 0.18.7 does not.

    That version also forgets an instance as soon as it has ended.
    """
    return info.status is not UNSET
