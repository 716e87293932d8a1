# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigServer(_OpenModel[Any]):
    """The hub's own server.

    Attributes:
        id (str | Unset): The hub's id.
        api_base (str | Unset): The base path of the API.
        info_file_path (str | Unset): The file that contains the hub's id.
        instances_server_port (int | str | Unset): The port that instances connect to.
        hostname (str | Unset): The address that the hub listens on.
        port (int | str | Unset): The API's port.
        federation_control (bool | Unset): Whether the hub is part of a federation.
    """

    id: str | Unset = UNSET
    api_base: str | Unset = UNSET
    info_file_path: str | Unset = UNSET
    instances_server_port: int | str | Unset = UNSET
    hostname: str | Unset = UNSET
    port: int | str | Unset = UNSET
    federation_control: bool | Unset = UNSET
    _names = {
        "api_base": "apiBase",
        "info_file_path": "infoFilePath",
        "instances_server_port": "instancesServerPort",
        "federation_control": "federationControl",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id", UNSET)
        self.api_base = d.pop("apiBase", UNSET)
        self.info_file_path = d.pop("infoFilePath", UNSET)
        instances_server_port = d.pop("instancesServerPort", UNSET)

        self.instances_server_port = instances_server_port
        self.hostname = d.pop("hostname", UNSET)
        port = d.pop("port", UNSET)

        self.port = port
        self.federation_control = d.pop("federationControl", UNSET)

        self.additional_properties = d or {}
        return self
