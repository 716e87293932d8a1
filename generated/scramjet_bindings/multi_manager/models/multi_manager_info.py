# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class MultiManagerInfo(_Model):
    """The multi manager's address and number of managers.

    Attributes:
        id (str | Unset): The multi manager's id.
        api_base (str | Unset): The base path of the multi manager's API.
        api_port (int | str | Unset): The port of the multi manager's API.
        managers_count (int | Unset): The number of running managers.
    """

    id: str | Unset = UNSET
    api_base: str | Unset = UNSET
    api_port: int | str | Unset = UNSET
    managers_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        api_base = self.api_base

        api_port: int | str | Unset
        if isinstance(self.api_port, Unset):
            api_port = UNSET
        else:
            api_port = self.api_port

        managers_count = self.managers_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if api_base is not UNSET:
            field_dict["apiBase"] = api_base
        if api_port is not UNSET:
            field_dict["apiPort"] = api_port
        if managers_count is not UNSET:
            field_dict["managersCount"] = managers_count

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id", UNSET)
        _model.api_base = d.pop("apiBase", UNSET)

        def _parse_api_port(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        api_port = _parse_api_port(d.pop("apiPort", UNSET))

        _model.api_port = api_port
        _model.managers_count = d.pop("managersCount", UNSET)

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
