# Generated from openapi/middleware.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class RevokedAccessKeys(_OpenModel[Any]):
    """The revoked keys.

    Attributes:
        message (str | Unset): A message for people.
        keys_revoked (int | Unset): The number of revoked keys.
    """

    message: str | Unset = UNSET
    keys_revoked: int | Unset = UNSET
    _names = {
        "keys_revoked": "keysRevoked",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.message = d.pop("message", UNSET)
        self.keys_revoked = d.pop("keysRevoked", UNSET)

        self.additional_properties = d or {}
        return self
