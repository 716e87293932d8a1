# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class SpaceSequence(_OpenModel[Any]):
    """A sequence on a hub of the space.

    Attributes:
        id (str): The sequence's id.
        name (str | Unset): The sequence's name. The package's name is in `config`.
        config (SpaceSequenceConfig | Unset): The hub's information about the package. Fields that `package.json` lacks
            are missing.
        location (str | Unset): The id of its hub.
        instances (list[str] | Unset): The ids of its instances.
    """

    id: str
    name: str | Unset = UNSET
    config: SpaceSequenceConfig | Unset = UNSET
    location: str | Unset = UNSET
    instances: list[str] | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")
        self.name = d.pop("name", UNSET)
        _config = d.pop("config", UNSET)
        config: SpaceSequenceConfig | Unset
        if _config is None or isinstance(_config, Unset):
            config = UNSET
        else:
            config = SpaceSequenceConfig.from_dict(_config)

        self.config = config
        self.location = d.pop("location", UNSET)
        instances = d.pop("instances", UNSET)

        self.instances = instances

        self.additional_properties = d or {}
        return self


from ..models.space_sequence_config import SpaceSequenceConfig
