# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigRequirements(_Model):
    """The free resources that an instance requires to start.

    Attributes:
        cpu_load (float | str | Unset): The processor load in percent.
        free_mem (float | str | Unset): The memory in MiB.
        free_space (float | str | Unset): The disk space in MiB.
    """

    cpu_load: float | str | Unset = UNSET
    free_mem: float | str | Unset = UNSET
    free_space: float | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        cpu_load: float | str | Unset
        if isinstance(self.cpu_load, Unset):
            cpu_load = UNSET
        else:
            cpu_load = self.cpu_load

        free_mem: float | str | Unset
        if isinstance(self.free_mem, Unset):
            free_mem = UNSET
        else:
            free_mem = self.free_mem

        free_space: float | str | Unset
        if isinstance(self.free_space, Unset):
            free_space = UNSET
        else:
            free_space = self.free_space

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if cpu_load is not UNSET:
            field_dict["cpuLoad"] = cpu_load
        if free_mem is not UNSET:
            field_dict["freeMem"] = free_mem
        if free_space is not UNSET:
            field_dict["freeSpace"] = free_space

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}

        def _parse_cpu_load(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a float | str | Unset: {data!r:.100}")
            return cast(float | str | Unset, data)

        cpu_load = _parse_cpu_load(d.pop("cpuLoad", UNSET))

        _model.cpu_load = cpu_load

        def _parse_free_mem(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a float | str | Unset: {data!r:.100}")
            return cast(float | str | Unset, data)

        free_mem = _parse_free_mem(d.pop("freeMem", UNSET))

        _model.free_mem = free_mem

        def _parse_free_space(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a float | str | Unset: {data!r:.100}")
            return cast(float | str | Unset, data)

        free_space = _parse_free_space(d.pop("freeSpace", UNSET))

        _model.free_space = free_space

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
