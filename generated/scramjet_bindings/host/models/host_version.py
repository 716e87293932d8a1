# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostVersion(_OpenModel[Any]):
    """The name and version of the service.

    Attributes:
        service (str | Unset): The service's name.
        api_version (str | Unset): The version of the API.
        version (str | Unset): The version of the hub.
        build (str | Unset): The commit or the kind of build.
    """

    service: str | Unset = UNSET
    api_version: str | Unset = UNSET
    version: str | Unset = UNSET
    build: str | Unset = UNSET
    _names = {
        "api_version": "apiVersion",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.service = d.pop("service", UNSET)
        self.api_version = d.pop("apiVersion", UNSET)
        self.version = d.pop("version", UNSET)
        self.build = d.pop("build", UNSET)

        self.additional_properties = d or {}
        return self
