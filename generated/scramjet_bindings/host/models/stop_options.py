# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class StopOptions(_Model):
    """The options for stopping an instance.

    Attributes:
        timeout (int | Unset): The time in ms within which the instance must end. The default is 7000.
        can_call_keepalive (bool | Unset): Whether the sequence may ask to be kept alive. The default is false.
    """

    timeout: int | Unset = UNSET
    can_call_keepalive: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        timeout = self.timeout

        can_call_keepalive = self.can_call_keepalive

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if timeout is not UNSET:
            field_dict["timeout"] = timeout
        if can_call_keepalive is not UNSET:
            field_dict["canCallKeepalive"] = can_call_keepalive

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.timeout = d.pop("timeout", UNSET)
        _model.can_call_keepalive = d.pop("canCallKeepalive", UNSET)

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
