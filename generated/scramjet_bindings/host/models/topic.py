# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class Topic(_OpenModel[Any]):
    """A named stream.

    Attributes:
        topic (str | Unset): The topic's name.
        topic_name (str | Unset): The topic's name again.
        content_type (str | Unset): The topic's type. May be empty.
        local_provider (str | Unset): The instance that writes to it. May be empty.
    """

    topic: str | Unset = UNSET
    topic_name: str | Unset = UNSET
    content_type: str | Unset = UNSET
    local_provider: str | Unset = UNSET
    _names = {
        "topic_name": "topicName",
        "content_type": "contentType",
        "local_provider": "localProvider",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.topic = d.pop("topic", UNSET)
        self.topic_name = d.pop("topicName", UNSET)
        self.content_type = d.pop("contentType", UNSET)
        self.local_provider = d.pop("localProvider", UNSET)

        self.additional_properties = d or {}
        return self
