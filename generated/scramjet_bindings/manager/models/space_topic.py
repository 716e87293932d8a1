# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class SpaceTopic(_Model):
    """A topic of the space.

    Attributes:
        name (str | Unset): The topic's name.
        content_type (str | Unset): The topic's content type, which may be empty.
        actors (list[SpaceTopicActor] | Unset): The writers and readers of the topic.
    """

    name: str | Unset = UNSET
    content_type: str | Unset = UNSET
    actors: list[SpaceTopicActor] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        content_type = self.content_type

        actors: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.actors, Unset):
            actors = []
            for _actors_item_data in self.actors:
                _actors_item = _actors_item_data.to_dict()
                actors.append(_actors_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if content_type is not UNSET:
            field_dict["contentType"] = content_type
        if actors is not UNSET:
            field_dict["actors"] = actors

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.name = d.pop("name", UNSET)
        _model.content_type = d.pop("contentType", UNSET)
        _actors = d.pop("actors", UNSET)
        actors: list[SpaceTopicActor] | Unset = UNSET
        if _actors is not None and _actors is not UNSET:
            if not isinstance(_actors, list):
                raise TypeError(f"not a list: {_actors!r:.100}")
            actors = []
            for actors_item_data in _actors:
                actors_item = SpaceTopicActor.from_dict(actors_item_data)

                actors.append(actors_item)

        _model.actors = actors

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


from ..models.space_topic_actor import SpaceTopicActor
