# Generated from openapi/middleware.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class AccessKeyList(_OpenModel[Any]):
    """The access keys of a space.

    Attributes:
        access_keys (list[AccessKey] | Unset): The keys.
    """

    access_keys: list[AccessKey] | Unset = UNSET
    _names = {
        "access_keys": "accessKeys",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _access_keys = d.pop("accessKeys", UNSET)
        access_keys: list[AccessKey] | Unset = UNSET
        if _access_keys is not None and _access_keys is not UNSET:
            access_keys = []
            for access_keys_item_data in _access_keys:
                access_keys_item = AccessKey.from_dict(access_keys_item_data)

                access_keys.append(access_keys_item)

        self.access_keys = access_keys

        self.additional_properties = d or {}
        return self


from ..models.access_key import AccessKey
