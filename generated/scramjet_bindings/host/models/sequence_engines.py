# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Self

from attrs import define as _attrs_define

from ...types import Object as _Object, OpenModel as _OpenModel


@_attrs_define(repr=False)
class SequenceEngines(_OpenModel[str]):
    """The engines that the package requires, such as `node`, with their versions."""

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}

        self.additional_properties = d or {}
        return self
