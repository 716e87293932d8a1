# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class DisconnectedHub(_OpenModel[Any]):
    """A hub that was disconnected.

    Attributes:
        sth_id (str | Unset): The hub's id.
        reason (str | Unset): The reason for the disconnection.
    """

    sth_id: str | Unset = UNSET
    reason: str | Unset = UNSET
    _names = {
        "sth_id": "sthId",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.sth_id = d.pop("sthId", UNSET)
        self.reason = d.pop("reason", UNSET)

        self.additional_properties = d or {}
        return self
