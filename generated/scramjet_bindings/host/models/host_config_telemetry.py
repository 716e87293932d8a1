# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigTelemetry(_Model):
    """The telemetry's settings.

    Attributes:
        status (bool | Unset): Whether telemetry is sent.
        adapter (str | Unset): The kind of receiver.
        environment (str | Unset): The environment's name.
        loki (HostConfigLoki | Unset): The telemetry receiver.
    """

    status: bool | Unset = UNSET
    adapter: str | Unset = UNSET
    environment: str | Unset = UNSET
    loki: HostConfigLoki | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status = self.status

        adapter = self.adapter

        environment = self.environment

        loki: dict[str, Any] | Unset = UNSET
        if not isinstance(self.loki, Unset):
            loki = self.loki.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if status is not UNSET:
            field_dict["status"] = status
        if adapter is not UNSET:
            field_dict["adapter"] = adapter
        if environment is not UNSET:
            field_dict["environment"] = environment
        if loki is not UNSET:
            field_dict["loki"] = loki

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.status = d.pop("status", UNSET)
        _model.adapter = d.pop("adapter", UNSET)
        _model.environment = d.pop("environment", UNSET)
        _loki = d.pop("loki", UNSET)
        loki: HostConfigLoki | Unset
        if _loki is None or isinstance(_loki, Unset):
            loki = UNSET
        else:
            loki = HostConfigLoki.from_dict(_loki)

        _model.loki = loki

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


from ..models.host_config_loki import HostConfigLoki
