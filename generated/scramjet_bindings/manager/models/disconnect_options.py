# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class DisconnectOptions(_OpenModel[Any]):
    """Which hubs to disconnect.

    Attributes:
        id (str | Unset): The id of one hub.
        limit (int | Unset): The number of hubs that may stay connected.
        access_key (str | Unset): The access key that the hubs use.
    """

    id: str | Unset = UNSET
    limit: int | Unset = UNSET
    access_key: str | Unset = UNSET
    _names = {
        "access_key": "accessKey",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id", UNSET)
        self.limit = d.pop("limit", UNSET)
        self.access_key = d.pop("accessKey", UNSET)

        self.additional_properties = d or {}
        return self
