# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigCpm(_Model):
    """The settings of the hub's connection to its manager.

    Attributes:
        max_reconnections (int | str | Unset): The number of attempts to reconnect; -1 means no limit.
        reconnection_delay (int | str | Unset): The pause between two attempts, in ms.
    """

    max_reconnections: int | str | Unset = UNSET
    reconnection_delay: int | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        max_reconnections: int | str | Unset
        if isinstance(self.max_reconnections, Unset):
            max_reconnections = UNSET
        else:
            max_reconnections = self.max_reconnections

        reconnection_delay: int | str | Unset
        if isinstance(self.reconnection_delay, Unset):
            reconnection_delay = UNSET
        else:
            reconnection_delay = self.reconnection_delay

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if max_reconnections is not UNSET:
            field_dict["maxReconnections"] = max_reconnections
        if reconnection_delay is not UNSET:
            field_dict["reconnectionDelay"] = reconnection_delay

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}

        def _parse_max_reconnections(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        max_reconnections = _parse_max_reconnections(d.pop("maxReconnections", UNSET))

        _model.max_reconnections = max_reconnections

        def _parse_reconnection_delay(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        reconnection_delay = _parse_reconnection_delay(d.pop("reconnectionDelay", UNSET))

        _model.reconnection_delay = reconnection_delay

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
