# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class SpaceTopicActor(_OpenModel[Any]):
    """A writer or a reader of a topic.

    Attributes:
        host_id (str | Unset): The id of its hub.
        stream (bool | Unset): Whether its stream is open.
        retired (bool | Unset): Whether it has ended.
        role (str | Unset): Whether it is a writer or a reader.
        type_ (str | Unset): The kind of actor.
    """

    host_id: str | Unset = UNSET
    stream: bool | Unset = UNSET
    retired: bool | Unset = UNSET
    role: str | Unset = UNSET
    type_: str | Unset = UNSET
    _names = {
        "host_id": "hostId",
        "type_": "type",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.host_id = d.pop("hostId", UNSET)
        self.stream = d.pop("stream", UNSET)
        self.retired = d.pop("retired", UNSET)
        self.role = d.pop("role", UNSET)
        self.type_ = d.pop("type", UNSET)

        self.additional_properties = d or {}
        return self
