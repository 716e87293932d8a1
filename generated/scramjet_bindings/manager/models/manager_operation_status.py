# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class ManagerOperationStatus(_OpenModel[Any]):
    """The status of an operation.

    Attributes:
        op_status (str | Unset): The status as text.
        message (str | Unset): A message for people.
        error (Any | Unset): The error, if any, as text or other JSON.
    """

    op_status: str | Unset = UNSET
    message: str | Unset = UNSET
    error: Any | Unset = UNSET
    _names = {
        "op_status": "opStatus",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.op_status = d.pop("opStatus", UNSET)
        self.message = d.pop("message", UNSET)
        self.error = d.pop("error", UNSET)

        self.additional_properties = d or {}
        return self
