# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostStatusCpm(_OpenModel[Any]):
    """The hub's connection to its manager. Empty without a manager.

    Attributes:
        connected (bool | Unset): Whether the hub is connected to the manager.
        cpm_id (str | Unset): The manager's id.
    """

    connected: bool | Unset = UNSET
    cpm_id: str | Unset = UNSET
    _names = {
        "cpm_id": "cpmId",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.connected = d.pop("connected", UNSET)
        self.cpm_id = d.pop("cpmId", UNSET)

        self.additional_properties = d or {}
        return self
