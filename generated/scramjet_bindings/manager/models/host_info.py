# Generated from openapi/manager.yaml
from __future__ import annotations

import datetime
from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset, parse_time


@_attrs_define(repr=False)
class HostInfo(_OpenModel[Any]):
    """The times of a hub's connections.

    Attributes:
        created (datetime.datetime | None | Unset): The time of the first connection.
        last_connected (datetime.datetime | None | Unset): The time of the last connection.
        last_disconnected (datetime.datetime | None | Unset): The time of the last disconnection.
    """

    created: datetime.datetime | None | Unset = UNSET
    last_connected: datetime.datetime | None | Unset = UNSET
    last_disconnected: datetime.datetime | None | Unset = UNSET
    _names = {
        "last_connected": "lastConnected",
        "last_disconnected": "lastDisconnected",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _created: Any = d.pop("created", UNSET)
        created: datetime.datetime | None | Unset = _created
        if isinstance(_created, str):
            try:
                created_type_0 = parse_time(_created)

                created = created_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.created = created
        _last_connected: Any = d.pop("lastConnected", UNSET)
        last_connected: datetime.datetime | None | Unset = _last_connected
        if isinstance(_last_connected, str):
            try:
                last_connected_type_0 = parse_time(_last_connected)

                last_connected = last_connected_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.last_connected = last_connected
        _last_disconnected: Any = d.pop("lastDisconnected", UNSET)
        last_disconnected: datetime.datetime | None | Unset = _last_disconnected
        if isinstance(_last_disconnected, str):
            try:
                last_disconnected_type_0 = parse_time(_last_disconnected)

                last_disconnected = last_disconnected_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.last_disconnected = last_disconnected

        self.additional_properties = d or {}
        return self
