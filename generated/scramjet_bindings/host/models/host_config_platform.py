# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigPlatform(_Model):
    """The platform to which the hub belongs.

    Attributes:
        api_version (str | Unset): The version of the platform's API.
        api (str | Unset): The platform's address.
        space (str | Unset): The space's id.
        host_type (str | Unset): The kind of hub.
    """

    api_version: str | Unset = UNSET
    api: str | Unset = UNSET
    space: str | Unset = UNSET
    host_type: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        api_version = self.api_version

        api = self.api

        space = self.space

        host_type = self.host_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if api_version is not UNSET:
            field_dict["apiVersion"] = api_version
        if api is not UNSET:
            field_dict["api"] = api
        if space is not UNSET:
            field_dict["space"] = space
        if host_type is not UNSET:
            field_dict["hostType"] = host_type

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.api_version = d.pop("apiVersion", UNSET)
        _model.api = d.pop("api", UNSET)
        _model.space = d.pop("space", UNSET)
        _model.host_type = d.pop("hostType", UNSET)

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
