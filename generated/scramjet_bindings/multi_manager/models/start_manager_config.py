# Generated from openapi/multi_manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class StartManagerConfig(_OpenModel[Any]):
    """The configuration of a manager to start. Other fields are passed on.

    Attributes:
        id (str | Unset): The id for the manager.
        api_base (str | Unset): The base path of its API.
        log_colors (bool | Unset): Whether log lines are coloured.
    """

    id: str | Unset = UNSET
    api_base: str | Unset = UNSET
    log_colors: bool | Unset = UNSET
    _names = {
        "api_base": "apiBase",
        "log_colors": "logColors",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id", UNSET)
        self.api_base = d.pop("apiBase", UNSET)
        self.log_colors = d.pop("logColors", UNSET)

        self.additional_properties = d or {}
        return self
