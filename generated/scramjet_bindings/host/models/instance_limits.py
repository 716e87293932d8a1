# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class InstanceLimits(_OpenModel[Any]):
    """Limits of an instance. The process adapter ignores them.

    Attributes:
        memory (int | Unset): Memory in MB.
        gpu (bool | Unset): Whether it needs a GPU.
    """

    memory: int | Unset = UNSET
    gpu: bool | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.memory = d.pop("memory", UNSET)
        self.gpu = d.pop("gpu", UNSET)

        self.additional_properties = d or {}
        return self
