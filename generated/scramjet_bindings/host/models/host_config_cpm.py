# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigCpm(_OpenModel[Any]):
    """How the hub connects to its manager.

    Attributes:
        max_reconnections (int | str | Unset): The number of attempts to reconnect; -1 means no limit.
        reconnection_delay (int | str | Unset): The pause between two attempts, in ms.
    """

    max_reconnections: int | str | Unset = UNSET
    reconnection_delay: int | str | Unset = UNSET
    _names = {
        "max_reconnections": "maxReconnections",
        "reconnection_delay": "reconnectionDelay",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        max_reconnections = d.pop("maxReconnections", UNSET)

        self.max_reconnections = max_reconnections
        reconnection_delay = d.pop("reconnectionDelay", UNSET)

        self.reconnection_delay = reconnection_delay

        self.additional_properties = d or {}
        return self
