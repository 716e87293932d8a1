# Generated from openapi/multi_manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import Object as _Object, OpenModel as _OpenModel


@_attrs_define(repr=False)
class StartManagerOptions(_OpenModel[Any]):
    """The options for starting a manager.

    Attributes:
        manager (StartManagerConfig): The configuration of a manager to start. Other fields are passed on.
    """

    manager: StartManagerConfig

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        manager = StartManagerConfig.from_dict(d.pop("manager"))

        self.manager = manager

        self.additional_properties = d or {}
        return self


from ..models.start_manager_config import StartManagerConfig
