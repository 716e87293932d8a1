# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigServer(_Model):
    """The hub's own server.

    Attributes:
        id (str | Unset): The hub's id.
        api_base (str | Unset): The base path of the API.
        info_file_path (str | Unset): The file that contains the hub's id.
        instances_server_port (int | str | Unset): The port to which instances connect.
        hostname (str | Unset): The address on which the hub listens.
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        api_base = self.api_base

        info_file_path = self.info_file_path

        instances_server_port: int | str | Unset
        if isinstance(self.instances_server_port, Unset):
            instances_server_port = UNSET
        else:
            instances_server_port = self.instances_server_port

        hostname = self.hostname

        port: int | str | Unset
        if isinstance(self.port, Unset):
            port = UNSET
        else:
            port = self.port

        federation_control = self.federation_control

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if api_base is not UNSET:
            field_dict["apiBase"] = api_base
        if info_file_path is not UNSET:
            field_dict["infoFilePath"] = info_file_path
        if instances_server_port is not UNSET:
            field_dict["instancesServerPort"] = instances_server_port
        if hostname is not UNSET:
            field_dict["hostname"] = hostname
        if port is not UNSET:
            field_dict["port"] = port
        if federation_control is not UNSET:
            field_dict["federationControl"] = federation_control

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id", UNSET)
        _model.api_base = d.pop("apiBase", UNSET)
        _model.info_file_path = d.pop("infoFilePath", UNSET)

        def _parse_instances_server_port(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        instances_server_port = _parse_instances_server_port(d.pop("instancesServerPort", UNSET))

        _model.instances_server_port = instances_server_port
        _model.hostname = d.pop("hostname", UNSET)

        def _parse_port(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        port = _parse_port(d.pop("port", UNSET))

        _model.port = port
        _model.federation_control = d.pop("federationControl", UNSET)

        _model.additional_properties = d or {}
        return _model

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
