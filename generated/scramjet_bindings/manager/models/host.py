# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class Host(_OpenModel[Any]):
    """A hub of the space.

    Attributes:
        id (str): The hub's id.
        info (HostInfo | Unset): The times of a hub's connections.
        healthy (bool | Unset): Whether it is healthy.
        is_connection_active (bool | Unset): Whether it is connected.
        self_hosted (bool | Unset): Whether it runs on a machine of the user instead of the platform.
        description (str | Unset): The hub's description.
        tags (list[str] | Unset): The hub's tags.
        disconnect_reason (str | Unset): The reason why it is not connected.
        topics (list[str] | Unset): The names of its topics.
        sequences (list[str] | Unset): The ids of its sequences.
        instances (list[str] | Unset): The ids of its instances.
    """

    id: str
    info: HostInfo | Unset = UNSET
    healthy: bool | Unset = UNSET
    is_connection_active: bool | Unset = UNSET
    self_hosted: bool | Unset = UNSET
    description: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    disconnect_reason: str | Unset = UNSET
    topics: list[str] | Unset = UNSET
    sequences: list[str] | Unset = UNSET
    instances: list[str] | Unset = UNSET
    _names = {
        "is_connection_active": "isConnectionActive",
        "self_hosted": "selfHosted",
        "disconnect_reason": "disconnectReason",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")
        _info = d.pop("info", UNSET)
        info: HostInfo | Unset
        if _info is None or isinstance(_info, Unset):
            info = UNSET
        else:
            info = HostInfo.from_dict(_info)

        self.info = info
        self.healthy = d.pop("healthy", UNSET)
        self.is_connection_active = d.pop("isConnectionActive", UNSET)
        self.self_hosted = d.pop("selfHosted", UNSET)
        self.description = d.pop("description", UNSET)
        tags = d.pop("tags", UNSET)

        self.tags = tags
        self.disconnect_reason = d.pop("disconnectReason", UNSET)
        topics = d.pop("topics", UNSET)

        self.topics = topics
        sequences = d.pop("sequences", UNSET)

        self.sequences = sequences
        instances = d.pop("instances", UNSET)

        self.instances = instances

        self.additional_properties = d or {}
        return self


from ..models.host_info import HostInfo
