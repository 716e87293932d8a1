# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class DisconnectResult(_OpenModel[Any]):
    """Which hubs were disconnected.

    Attributes:
        op_status (str | Unset): The status as text.
        manager_id (str | Unset): The manager's id.
        disconnected (list[DisconnectedHub] | Unset): The hubs.
        message (str | Unset): A message for people.
        error (str | Unset): The error, if any.
    """

    op_status: str | Unset = UNSET
    manager_id: str | Unset = UNSET
    disconnected: list[DisconnectedHub] | Unset = UNSET
    message: str | Unset = UNSET
    error: str | Unset = UNSET
    _names = {
        "op_status": "opStatus",
        "manager_id": "managerId",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.op_status = d.pop("opStatus", UNSET)
        self.manager_id = d.pop("managerId", UNSET)
        _disconnected = d.pop("disconnected", UNSET)
        disconnected: list[DisconnectedHub] | Unset = UNSET
        if _disconnected is not None and _disconnected is not UNSET:
            disconnected = []
            for disconnected_item_data in _disconnected:
                disconnected_item = DisconnectedHub.from_dict(disconnected_item_data)

                disconnected.append(disconnected_item)

        self.disconnected = disconnected
        self.message = d.pop("message", UNSET)
        self.error = d.pop("error", UNSET)

        self.additional_properties = d or {}
        return self


from ..models.disconnected_hub import DisconnectedHub
