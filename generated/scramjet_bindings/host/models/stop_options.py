# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class StopOptions(_OpenModel[Any]):
    """The options for stopping an instance.

    Attributes:
        timeout (int | Unset): The time within which the instance must end, in ms. The default is 7000.
        can_call_keepalive (bool | Unset): Whether the sequence may ask to be kept alive. The default is false.
    """

    timeout: int | Unset = UNSET
    can_call_keepalive: bool | Unset = UNSET
    _names = {
        "can_call_keepalive": "canCallKeepalive",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.timeout = d.pop("timeout", UNSET)
        self.can_call_keepalive = d.pop("canCallKeepalive", UNSET)

        self.additional_properties = d or {}
        return self
