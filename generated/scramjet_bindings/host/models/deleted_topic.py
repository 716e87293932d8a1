# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class DeletedTopic(_OpenModel[Any]):
    """The response to the deletion of a topic.

    Attributes:
        message (str | Unset): A message for people.
    """

    message: str | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.message = d.pop("message", UNSET)

        self.additional_properties = d or {}
        return self
