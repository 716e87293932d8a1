# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigRunnerImages(_OpenModel[Any]):
    """The runners' images by language.

    Attributes:
        python3 (str | Unset): The image for Python.
        node (str | Unset): The image for JavaScript.
    """

    python3: str | Unset = UNSET
    node: str | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.python3 = d.pop("python3", UNSET)
        self.node = d.pop("node", UNSET)

        self.additional_properties = d or {}
        return self
