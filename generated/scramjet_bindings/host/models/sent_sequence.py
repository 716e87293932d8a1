# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import Object as _Object, OpenModel as _OpenModel


@_attrs_define(repr=False)
class SentSequence(_OpenModel[Any]):
    """The response to an uploaded package.

    Attributes:
        id (str): The sequence's id.
    """

    id: str

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")

        self.additional_properties = d or {}
        return self
