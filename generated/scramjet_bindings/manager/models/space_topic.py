# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class SpaceTopic(_OpenModel[Any]):
    """A topic of the space.

    Attributes:
        name (str | Unset): The topic's name.
        content_type (str | Unset): The topic's type. May be empty.
        actors (list[SpaceTopicActor] | Unset): The writers and readers of the topic.
    """

    name: str | Unset = UNSET
    content_type: str | Unset = UNSET
    actors: list[SpaceTopicActor] | Unset = UNSET
    _names = {
        "content_type": "contentType",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.name = d.pop("name", UNSET)
        self.content_type = d.pop("contentType", UNSET)
        _actors = d.pop("actors", UNSET)
        actors: list[SpaceTopicActor] | Unset = UNSET
        if _actors is not None and _actors is not UNSET:
            actors = []
            for actors_item_data in _actors:
                actors_item = SpaceTopicActor.from_dict(actors_item_data)

                actors.append(actors_item)

        self.actors = actors

        self.additional_properties = d or {}
        return self


from ..models.space_topic_actor import SpaceTopicActor
