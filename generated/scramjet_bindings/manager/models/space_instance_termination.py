# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class SpaceInstanceTermination(_OpenModel[Any]):
    """How an instance ended.

    Attributes:
        exitcode (int | Unset): -1: its output ended; 137: killed; 138: stopped; others: errors.
        reason (str | Unset): The exit code as text.
    """

    exitcode: int | Unset = UNSET
    reason: str | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.exitcode = d.pop("exitcode", UNSET)
        self.reason = d.pop("reason", UNSET)

        self.additional_properties = d or {}
        return self
