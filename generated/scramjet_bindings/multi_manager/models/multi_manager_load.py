# Generated from openapi/multi_manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class MultiManagerLoad(_OpenModel[Any]):
    """The load of the multi manager's machine.

    Attributes:
        avg_load (float | Unset): The average load.
        current_load (float | Unset): The processor load now, in percent.
        mem_free (float | Unset): The free memory in bytes. May be fractional.
        mem_used (float | Unset): The used memory in bytes. May be fractional.
        fs_size (list[MultiManagerDiskSpace] | Unset): Disk space, one entry for each path.
    """

    avg_load: float | Unset = UNSET
    current_load: float | Unset = UNSET
    mem_free: float | Unset = UNSET
    mem_used: float | Unset = UNSET
    fs_size: list[MultiManagerDiskSpace] | Unset = UNSET
    _names = {
        "avg_load": "avgLoad",
        "current_load": "currentLoad",
        "mem_free": "memFree",
        "mem_used": "memUsed",
        "fs_size": "fsSize",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.avg_load = d.pop("avgLoad", UNSET)
        self.current_load = d.pop("currentLoad", UNSET)
        self.mem_free = d.pop("memFree", UNSET)
        self.mem_used = d.pop("memUsed", UNSET)
        _fs_size = d.pop("fsSize", UNSET)
        fs_size: list[MultiManagerDiskSpace] | Unset = UNSET
        if _fs_size is not None and _fs_size is not UNSET:
            fs_size = []
            for fs_size_item_data in _fs_size:
                fs_size_item = MultiManagerDiskSpace.from_dict(fs_size_item_data)

                fs_size.append(fs_size_item)

        self.fs_size = fs_size

        self.additional_properties = d or {}
        return self


from ..models.multi_manager_disk_space import MultiManagerDiskSpace
