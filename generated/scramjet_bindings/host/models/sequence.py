# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class Sequence(_OpenModel[Any]):
    """A program stored on the hub.

    Attributes:
        id (str): The sequence's id.
        name (str | Unset): The sequence's name. Hubs omit it; the package's name is in `config`.
        config (SequenceConfig | Unset): The hub's information about the package. Fields that `package.json` lacks are
            missing.
        location (str | Unset): The id of its hub; `STH` if the hub has no id.
        instances (list[str] | Unset): The ids of its instances.
    """

    id: str
    name: str | Unset = UNSET
    config: SequenceConfig | Unset = UNSET
    location: str | Unset = UNSET
    instances: list[str] | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")
        self.name = d.pop("name", UNSET)
        _config = d.pop("config", UNSET)
        config: SequenceConfig | Unset
        if _config is None or isinstance(_config, Unset):
            config = UNSET
        else:
            config = SequenceConfig.from_dict(_config)

        self.config = config
        self.location = d.pop("location", UNSET)
        instances = d.pop("instances", UNSET)

        self.instances = instances

        self.additional_properties = d or {}
        return self


from ..models.sequence_config import SequenceConfig
