# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class DiskSpace(_Model):
    """The disk space of one file system.

    Attributes:
        fs (str | Unset): The path or the device.
        type_ (str | Unset): The type of the file system (0.18.7).
        size (float | Unset): The size in bytes.
        used (float | Unset): The used space in bytes.
        available (float | Unset): The available space in bytes, which may be negative.
        use (float | Unset): The used share of the space, as a fraction on 1.0.1 and in percent on 0.18.7.
        mount (str | Unset): The mount point (0.18.7).
        rw (bool | Unset): Whether the file system is writable (0.18.7).
    """

    fs: str | Unset = UNSET
    type_: str | Unset = UNSET
    size: float | Unset = UNSET
    used: float | Unset = UNSET
    available: float | Unset = UNSET
    use: float | Unset = UNSET
    mount: str | Unset = UNSET
    rw: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        fs = self.fs

        type_ = self.type_

        size = self.size

        used = self.used

        available = self.available

        use = self.use

        mount = self.mount

        rw = self.rw

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if fs is not UNSET:
            field_dict["fs"] = fs
        if type_ is not UNSET:
            field_dict["type"] = type_
        if size is not UNSET:
            field_dict["size"] = size
        if used is not UNSET:
            field_dict["used"] = used
        if available is not UNSET:
            field_dict["available"] = available
        if use is not UNSET:
            field_dict["use"] = use
        if mount is not UNSET:
            field_dict["mount"] = mount
        if rw is not UNSET:
            field_dict["rw"] = rw

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.fs = d.pop("fs", UNSET)
        _model.type_ = d.pop("type", UNSET)
        _model.size = d.pop("size", UNSET)
        _model.used = d.pop("used", UNSET)
        _model.available = d.pop("available", UNSET)
        _model.use = d.pop("use", UNSET)
        _model.mount = d.pop("mount", UNSET)
        _model.rw = d.pop("rw", UNSET)

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
