# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class DisconnectResult(_Model):
    """The response to a request that disconnects hubs.

    Attributes:
        op_status (str | Unset): The status as text.
        manager_id (str | Unset): The manager's id.
        disconnected (list[DisconnectedHub] | Unset): The hubs that were disconnected.
        message (str | Unset): A readable message.
        error (str | Unset): The error, if an error occurred.
    """

    op_status: str | Unset = UNSET
    manager_id: str | Unset = UNSET
    disconnected: list[DisconnectedHub] | Unset = UNSET
    message: str | Unset = UNSET
    error: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        op_status = self.op_status

        manager_id = self.manager_id

        disconnected: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.disconnected, Unset):
            disconnected = []
            for _disconnected_item_data in self.disconnected:
                _disconnected_item = _disconnected_item_data.to_dict()
                disconnected.append(_disconnected_item)

        message = self.message

        error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if op_status is not UNSET:
            field_dict["opStatus"] = op_status
        if manager_id is not UNSET:
            field_dict["managerId"] = manager_id
        if disconnected is not UNSET:
            field_dict["disconnected"] = disconnected
        if message is not UNSET:
            field_dict["message"] = message
        if error is not UNSET:
            field_dict["error"] = error

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.op_status = d.pop("opStatus", UNSET)
        _model.manager_id = d.pop("managerId", UNSET)
        _disconnected = d.pop("disconnected", UNSET)
        disconnected: list[DisconnectedHub] | Unset = UNSET
        if _disconnected is not None and _disconnected is not UNSET:
            if not isinstance(_disconnected, list):
                raise TypeError(f"not a list: {_disconnected!r:.100}")
            disconnected = []
            for disconnected_item_data in _disconnected:
                disconnected_item = DisconnectedHub.from_dict(disconnected_item_data)

                disconnected.append(disconnected_item)

        _model.disconnected = disconnected
        _model.message = d.pop("message", UNSET)
        _model.error = d.pop("error", UNSET)

        _model.additional_properties = d or {}
        return _model

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.disconnected_hub import DisconnectedHub
