# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class DiskSpace(_OpenModel[Any]):
    """The space of one file system.

    Attributes:
        fs (str | Unset): The path or the device.
        type_ (str | Unset): The type of the file system (0.18.7).
        size (float | Unset): The size in bytes.
        used (float | Unset): The used space in bytes.
        available (float | Unset): The available space in bytes. May be negative.
        use (float | Unset): The used share, as a fraction on 1.0.1 and in percent on 0.18.7.
        mount (str | Unset): The mount point (0.18.7).
        rw (bool | Unset): Whether it is writable (0.18.7).
    """

    fs: str | Unset = UNSET
    type_: str | Unset = UNSET
    size: float | Unset = UNSET
    used: float | Unset = UNSET
    available: float | Unset = UNSET
    use: float | Unset = UNSET
    mount: str | Unset = UNSET
    rw: bool | Unset = UNSET
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
        self.rw = d.pop("rw", UNSET)

        self.additional_properties = d or {}
        return self
