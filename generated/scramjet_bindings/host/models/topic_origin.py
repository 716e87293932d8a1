# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class TopicOrigin(_OpenModel[Any]):
    """The creator of a topic.

    Attributes:
        id (str | Unset): The creator's id.
        type_ (str | Unset): The kind of creator.
    """

    id: str | Unset = UNSET
    type_: str | Unset = UNSET
    _names = {
        "type_": "type",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id", UNSET)
        self.type_ = d.pop("type", UNSET)

        self.additional_properties = d or {}
        return self
