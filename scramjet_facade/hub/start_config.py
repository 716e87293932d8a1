"""The body of a start request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scramjet_bindings.host import models

if TYPE_CHECKING:
    from scramjet_bindings.host.models import StartConfig

# Without these two fields, the Python runner of version 0.18.7 fails during its handshake.
_ALWAYS_SENT: dict[str, Any] = {"appConfig": {}, "args": []}


def start_config(options: dict[str, Any]) -> StartConfig:
    """Return the body of a start request from checked options, which have the API's names."""
    return models.StartConfig.from_dict({**_ALWAYS_SENT, **options})
