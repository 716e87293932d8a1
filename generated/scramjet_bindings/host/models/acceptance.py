# Generated from openapi/host.yaml
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Unset
from ...types import OpenModel as _OpenModel


@_attrs_define(repr=False)
class Acceptance(_OpenModel[Any]):
    """The instance was told.

    Attributes:
        accepted (bool | str | Unset): `OK`, or true.
    """

    accepted: bool | str | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _accepted: Any = d.pop("accepted", UNSET)
        accepted: bool | str | Unset = _accepted

        self.accepted = accepted

        self.additional_properties = d or {}
        return self
