# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class InstanceHealth(_Model):
    """The last health report of an instance.

    Attributes:
        healthy (bool | Unset): Whether the instance is healthy.
        process_id (int | Unset): The id of the process (process adapter).
        container_id (str | Unset): The container's id (docker adapter).
        cpu_total_usage (float | Unset): The used processor time (docker adapter).
        limit (float | Unset): The memory limit in bytes (docker adapter).
        memory_usage (float | Unset): The used memory in bytes (docker adapter).
        memory_max_usage (float | Unset): The largest used memory in bytes (docker adapter).
        network_rx (float | Unset): The number of bytes received (docker adapter).
        network_tx (float | Unset): The number of bytes sent (docker adapter).
    """

    healthy: bool | Unset = UNSET
    process_id: int | Unset = UNSET
    container_id: str | Unset = UNSET
    cpu_total_usage: float | Unset = UNSET
    limit: float | Unset = UNSET
    memory_usage: float | Unset = UNSET
    memory_max_usage: float | Unset = UNSET
    network_rx: float | Unset = UNSET
    network_tx: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        healthy = self.healthy

        process_id = self.process_id

        container_id = self.container_id

        cpu_total_usage = self.cpu_total_usage

        limit = self.limit

        memory_usage = self.memory_usage

        memory_max_usage = self.memory_max_usage

        network_rx = self.network_rx

        network_tx = self.network_tx

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if healthy is not UNSET:
            field_dict["healthy"] = healthy
        if process_id is not UNSET:
            field_dict["processId"] = process_id
        if container_id is not UNSET:
            field_dict["containerId"] = container_id
        if cpu_total_usage is not UNSET:
            field_dict["cpuTotalUsage"] = cpu_total_usage
        if limit is not UNSET:
            field_dict["limit"] = limit
        if memory_usage is not UNSET:
            field_dict["memoryUsage"] = memory_usage
        if memory_max_usage is not UNSET:
            field_dict["memoryMaxUsage"] = memory_max_usage
        if network_rx is not UNSET:
            field_dict["networkRx"] = network_rx
        if network_tx is not UNSET:
            field_dict["networkTx"] = network_tx

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.healthy = d.pop("healthy", UNSET)
        _model.process_id = d.pop("processId", UNSET)
        _model.container_id = d.pop("containerId", UNSET)
        _model.cpu_total_usage = d.pop("cpuTotalUsage", UNSET)
        _model.limit = d.pop("limit", UNSET)
        _model.memory_usage = d.pop("memoryUsage", UNSET)
        _model.memory_max_usage = d.pop("memoryMaxUsage", UNSET)
        _model.network_rx = d.pop("networkRx", UNSET)
        _model.network_tx = d.pop("networkTx", UNSET)

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
