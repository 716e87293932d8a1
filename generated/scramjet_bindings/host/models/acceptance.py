# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class Acceptance(_OpenModel[Any]):
    """The instance accepted the message.

    Attributes:
        accepted (bool | str | Unset): `OK`, or true.
    """

    accepted: bool | str | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        accepted = d.pop("accepted", UNSET)

        self.accepted = accepted

        self.additional_properties = d or {}
        return self
