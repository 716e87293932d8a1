# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class ManagerSettings(_OpenModel[Any]):
    """The manager's configuration.

    Attributes:
        id (str | Unset): The manager's id.
        api_base (str | Unset): The base path of its API.
        log_colors (bool | Unset): Whether log lines are coloured.
        sth_controller (ManagerHubSettings | Unset): The manager's settings for its hubs.
        s3 (ManagerStoreSettings | Unset): The space's store. Its keys are additional fields.
    """

    id: str | Unset = UNSET
    api_base: str | Unset = UNSET
    log_colors: bool | Unset = UNSET
    sth_controller: ManagerHubSettings | Unset = UNSET
    s3: ManagerStoreSettings | Unset = UNSET
    _names = {
        "api_base": "apiBase",
        "log_colors": "logColors",
        "sth_controller": "sthController",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id", UNSET)
        self.api_base = d.pop("apiBase", UNSET)
        self.log_colors = d.pop("logColors", UNSET)
        _sth_controller = d.pop("sthController", UNSET)
        sth_controller: ManagerHubSettings | Unset
        if _sth_controller is None or isinstance(_sth_controller, Unset):
            sth_controller = UNSET
        else:
            sth_controller = ManagerHubSettings.from_dict(_sth_controller)

        self.sth_controller = sth_controller
        _s3 = d.pop("s3", UNSET)
        s3: ManagerStoreSettings | Unset
        if _s3 is None or isinstance(_s3, Unset):
            s3 = UNSET
        else:
            s3 = ManagerStoreSettings.from_dict(_s3)

        self.s3 = s3

        self.additional_properties = d or {}
        return self


from ..models.manager_hub_settings import ManagerHubSettings
from ..models.manager_store_settings import ManagerStoreSettings
