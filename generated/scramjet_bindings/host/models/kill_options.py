# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class KillOptions(_OpenModel[Any]):
    """The options for killing an instance.

    Attributes:
        remove_immediately (bool | Unset): Whether the hub removes the instance soon after its end.
    """

    remove_immediately: bool | Unset = UNSET
    _names = {
        "remove_immediately": "removeImmediately",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.remove_immediately = d.pop("removeImmediately", UNSET)

        self.additional_properties = d or {}
        return self
