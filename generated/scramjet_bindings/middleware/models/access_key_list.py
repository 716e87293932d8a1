# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class AccessKeyList(_Model):
    """The access keys of a space.

    Attributes:
        access_keys (list[AccessKey] | Unset): The keys.
    """

    access_keys: list[AccessKey] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        access_keys: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.access_keys, Unset):
            access_keys = []
            for _access_keys_item_data in self.access_keys:
                _access_keys_item = _access_keys_item_data.to_dict()
                access_keys.append(_access_keys_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if access_keys is not UNSET:
            field_dict["accessKeys"] = access_keys

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _access_keys = d.pop("accessKeys", UNSET)
        access_keys: list[AccessKey] | Unset = UNSET
        if _access_keys is not None and _access_keys is not UNSET:
            if not isinstance(_access_keys, list):
                raise TypeError(f"not a list: {_access_keys!r:.100}")
            access_keys = []
            for access_keys_item_data in _access_keys:
                access_keys_item = AccessKey.from_dict(access_keys_item_data)

                access_keys.append(access_keys_item)

        _model.access_keys = access_keys

        _model.additional_properties = d or {}
        return _model

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.access_key import AccessKey
