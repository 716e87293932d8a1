# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import Object as _Object, OpenModel as _OpenModel


@_attrs_define(repr=False)
class TopicConfig(_OpenModel[Any]):
    """The topic to create.

    Attributes:
        id (str): The topic's name. Letters, digits, `_`, `+` and `-`.
        content_type (str): `application/x-ndjson`, `text/x-ndjson`, `text/plain` or `application/octet-stream`.
    """

    id: str
    content_type: str
    _names = {
        "content_type": "content-type",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")
        self.content_type = d.pop("content-type")

        self.additional_properties = d or {}
        return self
