# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class Topic(_Model):
    """A named stream.

    Attributes:
        topic (str | Unset): The topic's name.
        topic_name (str | Unset): The topic's name, as in `topic`.
        content_type (str | Unset): The topic's content type, which may be empty.
        local_provider (str | Unset): The instance that writes to the topic, or an empty text.
    """

    topic: str | Unset = UNSET
    topic_name: str | Unset = UNSET
    content_type: str | Unset = UNSET
    local_provider: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        topic = self.topic

        topic_name = self.topic_name

        content_type = self.content_type

        local_provider = self.local_provider

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if topic is not UNSET:
            field_dict["topic"] = topic
        if topic_name is not UNSET:
            field_dict["topicName"] = topic_name
        if content_type is not UNSET:
            field_dict["contentType"] = content_type
        if local_provider is not UNSET:
            field_dict["localProvider"] = local_provider

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.topic = d.pop("topic", UNSET)
        _model.topic_name = d.pop("topicName", UNSET)
        _model.content_type = d.pop("contentType", UNSET)
        _model.local_provider = d.pop("localProvider", UNSET)

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
