# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigLoki(_Model):
    """The telemetry receiver.

    Attributes:
        host (str | Unset): The receiver's address.
        replace_timestamp (bool | Unset): Whether timestamps are replaced.
        labels (HostConfigLabels | Unset): The labels of the telemetry by their names.
    """

    host: str | Unset = UNSET
    replace_timestamp: bool | Unset = UNSET
    labels: HostConfigLabels | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        host = self.host

        replace_timestamp = self.replace_timestamp

        labels: dict[str, Any] | Unset = UNSET
        if not isinstance(self.labels, Unset):
            labels = self.labels.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if host is not UNSET:
            field_dict["host"] = host
        if replace_timestamp is not UNSET:
            field_dict["replaceTimestamp"] = replace_timestamp
        if labels is not UNSET:
            field_dict["labels"] = labels

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.host = d.pop("host", UNSET)
        _model.replace_timestamp = d.pop("replaceTimestamp", UNSET)
        _labels = d.pop("labels", UNSET)
        labels: HostConfigLabels | Unset
        if _labels is None or isinstance(_labels, Unset):
            labels = UNSET
        else:
            labels = HostConfigLabels.from_dict(_labels)

        _model.labels = labels

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


from ..models.host_config_labels import HostConfigLabels
