# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class StartManagerConfig(_Model):
    """The configuration of a manager to start. The manager also receives fields that this schema does not list.

    Attributes:
        id (str | Unset): The id for the manager.
        api_base (str | Unset): The base path of the manager's API.
        log_colors (bool | Unset): Whether log lines are coloured.
    """

    id: str | Unset = UNSET
    api_base: str | Unset = UNSET
    log_colors: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        api_base = self.api_base

        log_colors = self.log_colors

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if api_base is not UNSET:
            field_dict["apiBase"] = api_base
        if log_colors is not UNSET:
            field_dict["logColors"] = log_colors

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id", UNSET)
        _model.api_base = d.pop("apiBase", UNSET)
        _model.log_colors = d.pop("logColors", UNSET)

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
