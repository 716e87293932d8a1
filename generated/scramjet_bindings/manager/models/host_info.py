# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ... import wire as _wire
from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostInfo(_Model):
    """The times of a hub's connections.

    Attributes:
        created (datetime.datetime | None | Unset): The time of the first connection.
        last_connected (datetime.datetime | None | Unset): The time of the last connection.
        last_disconnected (datetime.datetime | None | Unset): The time of the last disconnection.
    """

    created: datetime.datetime | None | Unset = UNSET
    last_connected: datetime.datetime | None | Unset = UNSET
    last_disconnected: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created: None | str | Unset
        if isinstance(self.created, Unset):
            created = UNSET
        elif isinstance(self.created, datetime.datetime):
            created = self.created.isoformat()
        else:
            created = self.created

        last_connected: None | str | Unset
        if isinstance(self.last_connected, Unset):
            last_connected = UNSET
        elif isinstance(self.last_connected, datetime.datetime):
            last_connected = self.last_connected.isoformat()
        else:
            last_connected = self.last_connected

        last_disconnected: None | str | Unset
        if isinstance(self.last_disconnected, Unset):
            last_disconnected = UNSET
        elif isinstance(self.last_disconnected, datetime.datetime):
            last_disconnected = self.last_disconnected.isoformat()
        else:
            last_disconnected = self.last_disconnected

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if created is not UNSET:
            field_dict["created"] = created
        if last_connected is not UNSET:
            field_dict["lastConnected"] = last_connected
        if last_disconnected is not UNSET:
            field_dict["lastDisconnected"] = last_disconnected

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _created: Any = d.pop("created", UNSET)
        created: datetime.datetime | None | Unset
        if isinstance(_created, str):
            created_type_0 = _wire.parse_time(_created)

            created = created_type_0
        elif _created is not None and not isinstance(_created, Unset):
            raise TypeError(f"not a datetime.datetime | None | Unset: {_created!r:.100}")
        else:
            created = _created

        _model.created = created
        _last_connected: Any = d.pop("lastConnected", UNSET)
        last_connected: datetime.datetime | None | Unset
        if isinstance(_last_connected, str):
            last_connected_type_0 = _wire.parse_time(_last_connected)

            last_connected = last_connected_type_0
        elif _last_connected is not None and not isinstance(_last_connected, Unset):
            raise TypeError(f"not a datetime.datetime | None | Unset: {_last_connected!r:.100}")
        else:
            last_connected = _last_connected

        _model.last_connected = last_connected
        _last_disconnected: Any = d.pop("lastDisconnected", UNSET)
        last_disconnected: datetime.datetime | None | Unset
        if isinstance(_last_disconnected, str):
            last_disconnected_type_0 = _wire.parse_time(_last_disconnected)

            last_disconnected = last_disconnected_type_0
        elif _last_disconnected is not None and not isinstance(_last_disconnected, Unset):
            raise TypeError(f"not a datetime.datetime | None | Unset: {_last_disconnected!r:.100}")
        else:
            last_disconnected = _last_disconnected

        _model.last_disconnected = last_disconnected

        _model.additional_properties = d or {}
        return _model

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
