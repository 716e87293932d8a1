# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigRequirements(_OpenModel[Any]):
    """The free resources that an instance requires to start.

    Attributes:
        cpu_load (float | str | Unset): Processor load in percent.
        free_mem (float | str | Unset): Memory in MB.
        free_space (float | str | Unset): Disk space in MB.
    """

    cpu_load: float | str | Unset = UNSET
    free_mem: float | str | Unset = UNSET
    free_space: float | str | Unset = UNSET
    _names = {
        "cpu_load": "cpuLoad",
        "free_mem": "freeMem",
        "free_space": "freeSpace",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        cpu_load = d.pop("cpuLoad", UNSET)

        self.cpu_load = cpu_load
        free_mem = d.pop("freeMem", UNSET)

        self.free_mem = free_mem
        free_space = d.pop("freeSpace", UNSET)

        self.free_space = free_space

        self.additional_properties = d or {}
        return self
