# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class ManagerHubSettings(_OpenModel[Any]):
    """The manager's settings for its hubs.

    Attributes:
        unhealthy_timeout_ms (int | str | Unset): The time without a heartbeat after which a hub is unhealthy, in ms.
    """

    unhealthy_timeout_ms: int | str | Unset = UNSET
    _names = {
        "unhealthy_timeout_ms": "unhealthyTimeoutMs",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        unhealthy_timeout_ms = d.pop("unhealthyTimeoutMs", UNSET)

        self.unhealthy_timeout_ms = unhealthy_timeout_ms

        self.additional_properties = d or {}
        return self
