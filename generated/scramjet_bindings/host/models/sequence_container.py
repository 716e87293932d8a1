# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class SequenceContainer(_Model):
    """The container in which a hub with the docker adapter runs the sequence.

    Attributes:
        image (str | Unset): The image.
        max_mem (int | str | Unset): The memory limit in MiB.
        expose_ports_range (list[int] | Unset): The first and the last port that may be exposed.
        host_ip (str | Unset): The address on which ports are exposed.
    """

    image: str | Unset = UNSET
    max_mem: int | str | Unset = UNSET
    expose_ports_range: list[int] | Unset = UNSET
    host_ip: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        image = self.image

        max_mem: int | str | Unset
        if isinstance(self.max_mem, Unset):
            max_mem = UNSET
        else:
            max_mem = self.max_mem

        expose_ports_range: list[int] | Unset = UNSET
        if not isinstance(self.expose_ports_range, Unset):
            expose_ports_range = self.expose_ports_range

        host_ip = self.host_ip

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if image is not UNSET:
            field_dict["image"] = image
        if max_mem is not UNSET:
            field_dict["maxMem"] = max_mem
        if expose_ports_range is not UNSET:
            field_dict["exposePortsRange"] = expose_ports_range
        if host_ip is not UNSET:
            field_dict["hostIp"] = host_ip

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.image = d.pop("image", UNSET)

        def _parse_max_mem(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        max_mem = _parse_max_mem(d.pop("maxMem", UNSET))

        _model.max_mem = max_mem
        expose_ports_range = d.pop("exposePortsRange", UNSET)

        _model.expose_ports_range = expose_ports_range
        _model.host_ip = d.pop("hostIp", UNSET)

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
