# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class ManagerOperationStatus(_OpenModel[Any]):
    """The status of what was done.

    Attributes:
        op_status (str | Unset): The status in words.
        message (str | Unset): A text for people.
        error (Any | Unset): What went wrong, if anything. A text or any other JSON.
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
