# Generated from openapi/middleware.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class AccessKeyConfig(_OpenModel[Any]):
    """The access key to create.

    Attributes:
        description (str | Unset): The purpose of the key.
    """

    description: str | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.description = d.pop("description", UNSET)

        self.additional_properties = d or {}
        return self
