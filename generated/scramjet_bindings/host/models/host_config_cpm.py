# Generated from openapi/host.yaml
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Unset
from ...types import OpenModel as _OpenModel


@_attrs_define(repr=False)
class HostConfigCpm(_OpenModel[Any]):
    """How the hub connects to its manager.

    Attributes:
        max_reconnections (int | str | Unset): How often it tries again. -1 is without limit.
        reconnection_delay (int | str | Unset): The pause between two tries, in ms.
    """

    max_reconnections: int | str | Unset = UNSET
    reconnection_delay: int | str | Unset = UNSET
    _names = {
        "max_reconnections": "maxReconnections",
        "reconnection_delay": "reconnectionDelay",
    }

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _max_reconnections: Any = d.pop("maxReconnections", UNSET)
        max_reconnections: int | str | Unset = _max_reconnections

        self.max_reconnections = max_reconnections
        _reconnection_delay: Any = d.pop("reconnectionDelay", UNSET)
        reconnection_delay: int | str | Unset = _reconnection_delay

        self.reconnection_delay = reconnection_delay

        self.additional_properties = d or {}
        return self
