# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigTimings(_OpenModel[Any]):
    """Delays and intervals, in ms.

    Attributes:
        heart_beat_interval (int | str | Unset): The pause between two heartbeats.
        instance_lifetime_extension_delay (int | str | Unset): The time for which an ended instance is kept, in addition
            to 15 seconds.
        instance_adapter_exit_delay (int | str | Unset): The time for an ended instance's process to exit.
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
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        heart_beat_interval = d.pop("heartBeatInterval", UNSET)

        self.heart_beat_interval = heart_beat_interval
        instance_lifetime_extension_delay = d.pop("instanceLifetimeExtensionDelay", UNSET)

        self.instance_lifetime_extension_delay = instance_lifetime_extension_delay
        instance_adapter_exit_delay = d.pop("instanceAdapterExitDelay", UNSET)

        self.instance_adapter_exit_delay = instance_adapter_exit_delay

        self.additional_properties = d or {}
        return self
