# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigPlatform(_OpenModel[Any]):
    """The platform that the hub belongs to.

    Attributes:
        api_version (str | Unset): The version of the platform's API.
        api (str | Unset): The platform's address.
        space (str | Unset): The space's id.
        host_type (str | Unset): The kind of hub.
    """

    api_version: str | Unset = UNSET
    api: str | Unset = UNSET
    space: str | Unset = UNSET
    host_type: str | Unset = UNSET
    _names = {
        "api_version": "apiVersion",
        "host_type": "hostType",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.api_version = d.pop("apiVersion", UNSET)
        self.api = d.pop("api", UNSET)
        self.space = d.pop("space", UNSET)
        self.host_type = d.pop("hostType", UNSET)

        self.additional_properties = d or {}
        return self
