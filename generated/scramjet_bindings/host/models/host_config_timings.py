# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigTimings(_Model):
    """Delays and intervals, in ms.

    Attributes:
        heart_beat_interval (int | str | Unset): The pause between two heartbeats.
        instance_lifetime_extension_delay (int | str | Unset): The time for which the hub keeps an ended instance, in
            addition to 15 seconds.
        instance_adapter_exit_delay (int | str | Unset): The longest time that the process of an ended instance may take
            to exit.
    """

    heart_beat_interval: int | str | Unset = UNSET
    instance_lifetime_extension_delay: int | str | Unset = UNSET
    instance_adapter_exit_delay: int | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        heart_beat_interval: int | str | Unset
        if isinstance(self.heart_beat_interval, Unset):
            heart_beat_interval = UNSET
        else:
            heart_beat_interval = self.heart_beat_interval

        instance_lifetime_extension_delay: int | str | Unset
        if isinstance(self.instance_lifetime_extension_delay, Unset):
            instance_lifetime_extension_delay = UNSET
        else:
            instance_lifetime_extension_delay = self.instance_lifetime_extension_delay

        instance_adapter_exit_delay: int | str | Unset
        if isinstance(self.instance_adapter_exit_delay, Unset):
            instance_adapter_exit_delay = UNSET
        else:
            instance_adapter_exit_delay = self.instance_adapter_exit_delay

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if heart_beat_interval is not UNSET:
            field_dict["heartBeatInterval"] = heart_beat_interval
        if instance_lifetime_extension_delay is not UNSET:
            field_dict["instanceLifetimeExtensionDelay"] = instance_lifetime_extension_delay
        if instance_adapter_exit_delay is not UNSET:
            field_dict["instanceAdapterExitDelay"] = instance_adapter_exit_delay

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}

        def _parse_heart_beat_interval(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        heart_beat_interval = _parse_heart_beat_interval(d.pop("heartBeatInterval", UNSET))

        _model.heart_beat_interval = heart_beat_interval

        def _parse_instance_lifetime_extension_delay(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        instance_lifetime_extension_delay = _parse_instance_lifetime_extension_delay(
            d.pop("instanceLifetimeExtensionDelay", UNSET)
        )

        _model.instance_lifetime_extension_delay = instance_lifetime_extension_delay

        def _parse_instance_adapter_exit_delay(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        instance_adapter_exit_delay = _parse_instance_adapter_exit_delay(d.pop("instanceAdapterExitDelay", UNSET))

        _model.instance_adapter_exit_delay = instance_adapter_exit_delay

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
