# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class ManagerHubSettings(_Model):
    """The manager's settings for its hubs.

    Attributes:
        unhealthy_timeout_ms (int | str | Unset): The time in ms without a heartbeat after which a hub is unhealthy.
    """

    unhealthy_timeout_ms: int | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        unhealthy_timeout_ms: int | str | Unset
        if isinstance(self.unhealthy_timeout_ms, Unset):
            unhealthy_timeout_ms = UNSET
        else:
            unhealthy_timeout_ms = self.unhealthy_timeout_ms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if unhealthy_timeout_ms is not UNSET:
            field_dict["unhealthyTimeoutMs"] = unhealthy_timeout_ms

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}

        def _parse_unhealthy_timeout_ms(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        unhealthy_timeout_ms = _parse_unhealthy_timeout_ms(d.pop("unhealthyTimeoutMs", UNSET))

        _model.unhealthy_timeout_ms = unhealthy_timeout_ms

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
