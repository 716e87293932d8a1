# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class Host(_Model):
    """A hub of the space.

    Attributes:
        id (str): The hub's id.
        info (HostInfo | Unset): The times of a hub's connections.
        healthy (bool | Unset): Whether the hub is healthy.
        is_connection_active (bool | Unset): Whether the hub is connected.
        self_hosted (bool | Unset): Whether the hub runs on a machine of the user and not on the platform.
        description (str | Unset): The hub's description.
        tags (list[str] | Unset): The hub's tags.
        disconnect_reason (str | Unset): The reason why the hub is not connected.
        topics (list[str] | Unset): The names of the hub's topics.
        sequences (list[str] | Unset): The ids of the hub's sequences.
        instances (list[str] | Unset): The ids of the hub's instances.
    """

    id: str
    info: HostInfo | Unset = UNSET
    healthy: bool | Unset = UNSET
    is_connection_active: bool | Unset = UNSET
    self_hosted: bool | Unset = UNSET
    description: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    disconnect_reason: str | Unset = UNSET
    topics: list[str] | Unset = UNSET
    sequences: list[str] | Unset = UNSET
    instances: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        info: dict[str, Any] | Unset = UNSET
        if not isinstance(self.info, Unset):
            info = self.info.to_dict()

        healthy = self.healthy

        is_connection_active = self.is_connection_active

        self_hosted = self.self_hosted

        description = self.description

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        disconnect_reason = self.disconnect_reason

        topics: list[str] | Unset = UNSET
        if not isinstance(self.topics, Unset):
            topics = self.topics

        sequences: list[str] | Unset = UNSET
        if not isinstance(self.sequences, Unset):
            sequences = self.sequences

        instances: list[str] | Unset = UNSET
        if not isinstance(self.instances, Unset):
            instances = self.instances

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if info is not UNSET:
            field_dict["info"] = info
        if healthy is not UNSET:
            field_dict["healthy"] = healthy
        if is_connection_active is not UNSET:
            field_dict["isConnectionActive"] = is_connection_active
        if self_hosted is not UNSET:
            field_dict["selfHosted"] = self_hosted
        if description is not UNSET:
            field_dict["description"] = description
        if tags is not UNSET:
            field_dict["tags"] = tags
        if disconnect_reason is not UNSET:
            field_dict["disconnectReason"] = disconnect_reason
        if topics is not UNSET:
            field_dict["topics"] = topics
        if sequences is not UNSET:
            field_dict["sequences"] = sequences
        if instances is not UNSET:
            field_dict["instances"] = instances

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id")
        _info = d.pop("info", UNSET)
        info: HostInfo | Unset
        if _info is None or isinstance(_info, Unset):
            info = UNSET
        else:
            info = HostInfo.from_dict(_info)

        _model.info = info
        _model.healthy = d.pop("healthy", UNSET)
        _model.is_connection_active = d.pop("isConnectionActive", UNSET)
        _model.self_hosted = d.pop("selfHosted", UNSET)
        _model.description = d.pop("description", UNSET)
        tags = d.pop("tags", UNSET)

        _model.tags = tags
        _model.disconnect_reason = d.pop("disconnectReason", UNSET)
        topics = d.pop("topics", UNSET)

        _model.topics = topics
        sequences = d.pop("sequences", UNSET)

        _model.sequences = sequences
        instances = d.pop("instances", UNSET)

        _model.instances = instances

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


from ..models.host_info import HostInfo
