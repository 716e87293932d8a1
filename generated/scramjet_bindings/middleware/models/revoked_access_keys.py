# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class RevokedAccessKeys(_Model):
    """The response to the revocation of keys.

    Attributes:
        message (str | Unset): A readable message.
        keys_revoked (int | Unset): The number of revoked keys.
    """

    message: str | Unset = UNSET
    keys_revoked: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message = self.message

        keys_revoked = self.keys_revoked

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if message is not UNSET:
            field_dict["message"] = message
        if keys_revoked is not UNSET:
            field_dict["keysRevoked"] = keys_revoked

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.message = d.pop("message", UNSET)
        _model.keys_revoked = d.pop("keysRevoked", UNSET)

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
