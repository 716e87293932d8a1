# Generated from openapi/host.yaml
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Unset
from ...types import OpenModel as _OpenModel


@_attrs_define(repr=False)
class HostConfigTimings(_OpenModel[Any]):
    """Delays and intervals, in ms.

    Attributes:
        heart_beat_interval (int | str | Unset): The pause between two heartbeats.
        instance_lifetime_extension_delay (int | str | Unset): How long an ended instance is kept, besides the fixed 15
            seconds.
        instance_adapter_exit_delay (int | str | Unset): How long an ended instance's process may take.
    """

    heart_beat_interval: int | str | Unset = UNSET
    instance_lifetime_extension_delay: int | str | Unset = UNSET
    instance_adapter_exit_delay: int | str | Unset = UNSET
    _names = {
        "heart_beat_interval": "heartBeatInterval",
        "instance_lifetime_extension_delay": "instanceLifetimeExtensionDelay",
        "instance_adapter_exit_delay": "instanceAdapterExitDelay",
    }

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _heart_beat_interval: Any = d.pop("heartBeatInterval", UNSET)
        heart_beat_interval: int | str | Unset = _heart_beat_interval

        self.heart_beat_interval = heart_beat_interval
        _instance_lifetime_extension_delay: Any = d.pop("instanceLifetimeExtensionDelay", UNSET)
        instance_lifetime_extension_delay: int | str | Unset = _instance_lifetime_extension_delay

        self.instance_lifetime_extension_delay = instance_lifetime_extension_delay
        _instance_adapter_exit_delay: Any = d.pop("instanceAdapterExitDelay", UNSET)
        instance_adapter_exit_delay: int | str | Unset = _instance_adapter_exit_delay

        self.instance_adapter_exit_delay = instance_adapter_exit_delay

        self.additional_properties = d or {}
        return self
