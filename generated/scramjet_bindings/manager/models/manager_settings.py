# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class ManagerSettings(_Model):
    """The manager's configuration.

    Attributes:
        id (str | Unset): The manager's id.
        api_base (str | Unset): The base path of the manager's API.
        log_colors (bool | Unset): Whether log lines are coloured.
        sth_controller (ManagerHubSettings | Unset): The manager's settings for its hubs.
        s3 (ManagerStoreSettings | Unset): The settings of the space's store. The keys of the store are additional
            fields.
    """

    id: str | Unset = UNSET
    api_base: str | Unset = UNSET
    log_colors: bool | Unset = UNSET
    sth_controller: ManagerHubSettings | Unset = UNSET
    s3: ManagerStoreSettings | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        api_base = self.api_base

        log_colors = self.log_colors

        sth_controller: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sth_controller, Unset):
            sth_controller = self.sth_controller.to_dict()

        s3: dict[str, Any] | Unset = UNSET
        if not isinstance(self.s3, Unset):
            s3 = self.s3.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if api_base is not UNSET:
            field_dict["apiBase"] = api_base
        if log_colors is not UNSET:
            field_dict["logColors"] = log_colors
        if sth_controller is not UNSET:
            field_dict["sthController"] = sth_controller
        if s3 is not UNSET:
            field_dict["s3"] = s3

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id", UNSET)
        _model.api_base = d.pop("apiBase", UNSET)
        _model.log_colors = d.pop("logColors", UNSET)
        _sth_controller = d.pop("sthController", UNSET)
        sth_controller: ManagerHubSettings | Unset
        if _sth_controller is None or isinstance(_sth_controller, Unset):
            sth_controller = UNSET
        else:
            sth_controller = ManagerHubSettings.from_dict(_sth_controller)

        _model.sth_controller = sth_controller
        _s3 = d.pop("s3", UNSET)
        s3: ManagerStoreSettings | Unset
        if _s3 is None or isinstance(_s3, Unset):
            s3 = UNSET
        else:
            s3 = ManagerStoreSettings.from_dict(_s3)

        _model.s3 = s3

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


from ..models.manager_hub_settings import ManagerHubSettings
from ..models.manager_store_settings import ManagerStoreSettings
