# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class DeletedSequence(_OpenModel[Any]):
    """The response to the deletion of a sequence.

    Attributes:
        id (str): The sequence's id.
        op_status (str | Unset): The status as text (0.18.7).
    """

    id: str
    op_status: str | Unset = UNSET
    _names = {
        "op_status": "opStatus",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")
        self.op_status = d.pop("opStatus", UNSET)

        self.additional_properties = d or {}
        return self
