"""The body of a start request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scramjet_bindings.host import models

if TYPE_CHECKING:
    from scramjet_bindings.host.models import StartConfig

# The Python runner of version 0.18.7 fails during its handshake without these two.
_ALWAYS_SENT: dict[str, Any] = {"appConfig": {}, "args": []}


def start_config(options: dict[str, Any]) -> StartConfig:
    """Return the body of a start request from checked options, by the API's names."""
    return models.StartConfig.from_dict({**_ALWAYS_SENT, **options})
