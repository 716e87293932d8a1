# Generated from openapi/middleware.yaml
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Unset
from ...types import OpenModel as _OpenModel


@_attrs_define(repr=False)
class AccessKeyConfig(_OpenModel[Any]):
    """An access key to make.

    Attributes:
        description (str | Unset): What it is for.
    """

    description: str | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.description = d.pop("description", UNSET)

        self.additional_properties = d or {}
        return self
