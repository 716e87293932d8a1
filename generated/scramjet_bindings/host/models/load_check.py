# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class LoadCheck(_Model):
    """The load of the hub's machine.

    Attributes:
        avg_load (float | Unset): The average load.
        current_load (float | Unset): The current processor load in percent.
        mem_free (float | Unset): The free memory in bytes, which may have a fraction.
        mem_used (float | Unset): The used memory in bytes, which may have a fraction.
        fs_size (list[DiskSpace] | Unset): The disk space, with one entry for each path that the hub checks.
    """

    avg_load: float | Unset = UNSET
    current_load: float | Unset = UNSET
    mem_free: float | Unset = UNSET
    mem_used: float | Unset = UNSET
    fs_size: list[DiskSpace] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        avg_load = self.avg_load

        current_load = self.current_load

        mem_free = self.mem_free

        mem_used = self.mem_used

        fs_size: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.fs_size, Unset):
            fs_size = []
            for _fs_size_item_data in self.fs_size:
                _fs_size_item = _fs_size_item_data.to_dict()
                fs_size.append(_fs_size_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if avg_load is not UNSET:
            field_dict["avgLoad"] = avg_load
        if current_load is not UNSET:
            field_dict["currentLoad"] = current_load
        if mem_free is not UNSET:
            field_dict["memFree"] = mem_free
        if mem_used is not UNSET:
            field_dict["memUsed"] = mem_used
        if fs_size is not UNSET:
            field_dict["fsSize"] = fs_size

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.avg_load = d.pop("avgLoad", UNSET)
        _model.current_load = d.pop("currentLoad", UNSET)
        _model.mem_free = d.pop("memFree", UNSET)
        _model.mem_used = d.pop("memUsed", UNSET)
        _fs_size = d.pop("fsSize", UNSET)
        fs_size: list[DiskSpace] | Unset = UNSET
        if _fs_size is not None and _fs_size is not UNSET:
            if not isinstance(_fs_size, list):
                raise TypeError(f"not a list: {_fs_size!r:.100}")
            fs_size = []
            for fs_size_item_data in _fs_size:
                fs_size_item = DiskSpace.from_dict(fs_size_item_data)

                fs_size.append(fs_size_item)

        _model.fs_size = fs_size

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


from ..models.disk_space import DiskSpace
