# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostStatus(_OpenModel[Any]):
    """The hub's connections.

    Attributes:
        cpm (HostStatusCpm | Unset): The hub's connection to its manager. Empty without a manager.
    """

    cpm: HostStatusCpm | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _cpm = d.pop("cpm", UNSET)
        cpm: HostStatusCpm | Unset
        if _cpm is None or isinstance(_cpm, Unset):
            cpm = UNSET
        else:
            cpm = HostStatusCpm.from_dict(_cpm)

        self.cpm = cpm

        self.additional_properties = d or {}
        return self


from ..models.host_status_cpm import HostStatusCpm
