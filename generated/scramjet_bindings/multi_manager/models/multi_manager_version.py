# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class MultiManagerVersion(_Model):
    """The name and version of the service.

    Attributes:
        service (str | Unset): The service's name.
        api_version (str | Unset): The version of the API.
        version (str | Unset): The version of the multi manager.
        build (str | Unset): The commit or the kind of the build.
    """

    service: str | Unset = UNSET
    api_version: str | Unset = UNSET
    version: str | Unset = UNSET
    build: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        service = self.service

        api_version = self.api_version

        version = self.version

        build = self.build

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if service is not UNSET:
            field_dict["service"] = service
        if api_version is not UNSET:
            field_dict["apiVersion"] = api_version
        if version is not UNSET:
            field_dict["version"] = version
        if build is not UNSET:
            field_dict["build"] = build

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.service = d.pop("service", UNSET)
        _model.api_version = d.pop("apiVersion", UNSET)
        _model.version = d.pop("version", UNSET)
        _model.build = d.pop("build", UNSET)

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
