# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class EventMessage(_OpenModel[Any]):
    """An event.

    Attributes:
        event_name (str): The event's name.
        message (Any | Unset): The payload, any JSON value. Optional.
    """

    event_name: str
    message: Any | Unset = UNSET
    _names = {
        "event_name": "eventName",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.event_name = d.pop("eventName")
        self.message = d.pop("message", UNSET)

        self.additional_properties = d or {}
        return self
