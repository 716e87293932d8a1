# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class Sequence(_Model):
    """A program stored on the hub.

    Attributes:
        id (str): The sequence's id.
        name (str | Unset): The sequence's name, which hubs do not return. The package's name is in `config`.
        config (SequenceConfig | Unset): The hub's information about a package, without fields that are missing in
            `package.json`.
        location (str | Unset): The id of the sequence's hub, or `STH` if the hub has no id.
        instances (list[str] | Unset): The ids of the sequence's instances.
    """

    id: str
    name: str | Unset = UNSET
    config: SequenceConfig | Unset = UNSET
    location: str | Unset = UNSET
    instances: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        config: dict[str, Any] | Unset = UNSET
        if not isinstance(self.config, Unset):
            config = self.config.to_dict()

        location = self.location

        instances: list[str] | Unset = UNSET
        if not isinstance(self.instances, Unset):
            instances = self.instances

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if config is not UNSET:
            field_dict["config"] = config
        if location is not UNSET:
            field_dict["location"] = location
        if instances is not UNSET:
            field_dict["instances"] = instances

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id")
        _model.name = d.pop("name", UNSET)
        _config = d.pop("config", UNSET)
        config: SequenceConfig | Unset
        if _config is None or isinstance(_config, Unset):
            config = UNSET
        else:
            config = SequenceConfig.from_dict(_config)

        _model.config = config
        _model.location = d.pop("location", UNSET)
        instances = d.pop("instances", UNSET)

        _model.instances = instances

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


from ..models.sequence_config import SequenceConfig
