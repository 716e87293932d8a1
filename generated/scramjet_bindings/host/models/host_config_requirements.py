# Generated from openapi/host.yaml
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Unset
from ...types import OpenModel as _OpenModel


@_attrs_define(repr=False)
class HostConfigRequirements(_OpenModel[Any]):
    """What must be free before an instance is started.

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
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _cpu_load: Any = d.pop("cpuLoad", UNSET)
        cpu_load: float | str | Unset = _cpu_load

        self.cpu_load = cpu_load
        _free_mem: Any = d.pop("freeMem", UNSET)
        free_mem: float | str | Unset = _free_mem

        self.free_mem = free_mem
        _free_space: Any = d.pop("freeSpace", UNSET)
        free_space: float | str | Unset = _free_space

        self.free_space = free_space

        self.additional_properties = d or {}
        return self
