# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class ManagerConfig(_OpenModel[Any]):
    """The response that contains the manager's configuration.

    Attributes:
        config (ManagerSettings | Unset): The manager's configuration.
    """

    config: ManagerSettings | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _config = d.pop("config", UNSET)
        config: ManagerSettings | Unset
        if _config is None or isinstance(_config, Unset):
            config = UNSET
        else:
            config = ManagerSettings.from_dict(_config)

        self.config = config

        self.additional_properties = d or {}
        return self


from ..models.manager_settings import ManagerSettings
