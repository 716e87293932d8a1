# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class SpaceTopicActor(_Model):
    """A writer or a reader of a topic.

    Attributes:
        host_id (str | Unset): The id of the hub to which the writer or reader belongs.
        stream (bool | Unset): Whether the stream of the writer or reader is open.
        retired (bool | Unset): Whether the writer or reader has ended.
        role (str | Unset): The role in the topic: writer or reader.
        type_ (str | Unset): The kind of actor.
    """

    host_id: str | Unset = UNSET
    stream: bool | Unset = UNSET
    retired: bool | Unset = UNSET
    role: str | Unset = UNSET
    type_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        host_id = self.host_id

        stream = self.stream

        retired = self.retired

        role = self.role

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if host_id is not UNSET:
            field_dict["hostId"] = host_id
        if stream is not UNSET:
            field_dict["stream"] = stream
        if retired is not UNSET:
            field_dict["retired"] = retired
        if role is not UNSET:
            field_dict["role"] = role
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.host_id = d.pop("hostId", UNSET)
        _model.stream = d.pop("stream", UNSET)
        _model.retired = d.pop("retired", UNSET)
        _model.role = d.pop("role", UNSET)
        _model.type_ = d.pop("type", UNSET)

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
