# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class CreatedTopic(_Model):
    """A created topic.

    Attributes:
        id (str): The topic's name.
        origin (TopicOrigin | Unset): The creator of a topic.
        state (str | Unset): The state of the topic, such as flowing.
        content_type (str | Unset): The topic's content type.
    """

    id: str
    origin: TopicOrigin | Unset = UNSET
    state: str | Unset = UNSET
    content_type: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        origin: dict[str, Any] | Unset = UNSET
        if not isinstance(self.origin, Unset):
            origin = self.origin.to_dict()

        state = self.state

        content_type = self.content_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if origin is not UNSET:
            field_dict["origin"] = origin
        if state is not UNSET:
            field_dict["state"] = state
        if content_type is not UNSET:
            field_dict["contentType"] = content_type

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id")
        _origin = d.pop("origin", UNSET)
        origin: TopicOrigin | Unset
        if _origin is None or isinstance(_origin, Unset):
            origin = UNSET
        else:
            origin = TopicOrigin.from_dict(_origin)

        _model.origin = origin
        _model.state = d.pop("state", UNSET)
        _model.content_type = d.pop("contentType", UNSET)

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


from ..models.topic_origin import TopicOrigin
