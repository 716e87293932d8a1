# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostStatus(_Model):
    """The hub's connections.

    Attributes:
        cpm (HostStatusCpm | Unset): The hub's connection to its manager. If the hub has no manager, the object is
            empty.
    """

    cpm: HostStatusCpm | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        cpm: dict[str, Any] | Unset = UNSET
        if not isinstance(self.cpm, Unset):
            cpm = self.cpm.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if cpm is not UNSET:
            field_dict["cpm"] = cpm

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _cpm = d.pop("cpm", UNSET)
        cpm: HostStatusCpm | Unset
        if _cpm is None or isinstance(_cpm, Unset):
            cpm = UNSET
        else:
            cpm = HostStatusCpm.from_dict(_cpm)

        _model.cpm = cpm

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


from ..models.host_status_cpm import HostStatusCpm
