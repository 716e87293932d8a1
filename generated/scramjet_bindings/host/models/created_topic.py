# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class CreatedTopic(_OpenModel[Any]):
    """A created topic.

    Attributes:
        id (str): The topic's name.
        origin (TopicOrigin | Unset): The creator of a topic.
        state (str | Unset): The state of the topic, such as flowing.
        content_type (str | Unset): The topic's type.
    """

    id: str
    origin: TopicOrigin | Unset = UNSET
    state: str | Unset = UNSET
    content_type: str | Unset = UNSET
    _names = {
        "content_type": "contentType",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")
        _origin = d.pop("origin", UNSET)
        origin: TopicOrigin | Unset
        if _origin is None or isinstance(_origin, Unset):
            origin = UNSET
        else:
            origin = TopicOrigin.from_dict(_origin)

        self.origin = origin
        self.state = d.pop("state", UNSET)
        self.content_type = d.pop("contentType", UNSET)

        self.additional_properties = d or {}
        return self


from ..models.topic_origin import TopicOrigin
