# Generated from openapi/middleware.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class AccessKey(_OpenModel[Any]):
    """An access key, without the key itself.

    Attributes:
        created (int | str | Unset): The time of creation, in ms since 1970.
        description (str | Unset): The purpose of the key.
    """

    created: int | str | Unset = UNSET
    description: str | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        created = d.pop("created", UNSET)

        self.created = created
        self.description = d.pop("description", UNSET)

        self.additional_properties = d or {}
        return self
