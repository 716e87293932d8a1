# Generated from openapi/multi_manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class MultiManagerInfo(_OpenModel[Any]):
    """The multi manager's address and size.

    Attributes:
        id (str | Unset): The multi manager's id.
        api_base (str | Unset): The base path of its API.
        api_port (int | str | Unset): The port of its API.
        managers_count (int | Unset): The number of running managers.
    """

    id: str | Unset = UNSET
    api_base: str | Unset = UNSET
    api_port: int | str | Unset = UNSET
    managers_count: int | Unset = UNSET
    _names = {
        "api_base": "apiBase",
        "api_port": "apiPort",
        "managers_count": "managersCount",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id", UNSET)
        self.api_base = d.pop("apiBase", UNSET)
        api_port = d.pop("apiPort", UNSET)

        self.api_port = api_port
        self.managers_count = d.pop("managersCount", UNSET)

        self.additional_properties = d or {}
        return self
