# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class ManagerDiskSpace(_OpenModel[Any]):
    """The space of one file system.

    Attributes:
        fs (str | Unset): The path or the device.
        type_ (str | Unset): The type of the file system.
        size (float | Unset): The size in bytes.
        used (float | Unset): The used space in bytes.
        available (float | Unset): The available space in bytes. May be negative.
        use (float | Unset): The used share, as a fraction or in percent.
        mount (str | Unset): The mount point.
    """

    fs: str | Unset = UNSET
    type_: str | Unset = UNSET
    size: float | Unset = UNSET
    used: float | Unset = UNSET
    available: float | Unset = UNSET
    use: float | Unset = UNSET
    mount: str | Unset = UNSET
    _names = {
        "type_": "type",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.fs = d.pop("fs", UNSET)
        self.type_ = d.pop("type", UNSET)
        self.size = d.pop("size", UNSET)
        self.used = d.pop("used", UNSET)
        self.available = d.pop("available", UNSET)
        self.use = d.pop("use", UNSET)
        self.mount = d.pop("mount", UNSET)

        self.additional_properties = d or {}
        return self
