# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class InstanceHealth(_OpenModel[Any]):
    """The last health report of an instance.

    Attributes:
        healthy (bool | Unset): Whether it is healthy.
        process_id (int | Unset): The process id (process adapter).
        container_id (str | Unset): The container's id (docker adapter).
        cpu_total_usage (float | Unset): Used processor time (docker adapter).
        limit (float | Unset): The memory limit in bytes (docker adapter).
        memory_usage (float | Unset): Used memory in bytes (docker adapter).
        memory_max_usage (float | Unset): The maximum of used memory in bytes (docker adapter).
        network_rx (float | Unset): Bytes received (docker adapter).
        network_tx (float | Unset): Bytes sent (docker adapter).
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
    _names = {
        "process_id": "processId",
        "container_id": "containerId",
        "cpu_total_usage": "cpuTotalUsage",
        "memory_usage": "memoryUsage",
        "memory_max_usage": "memoryMaxUsage",
        "network_rx": "networkRx",
        "network_tx": "networkTx",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.healthy = d.pop("healthy", UNSET)
        self.process_id = d.pop("processId", UNSET)
        self.container_id = d.pop("containerId", UNSET)
        self.cpu_total_usage = d.pop("cpuTotalUsage", UNSET)
        self.limit = d.pop("limit", UNSET)
        self.memory_usage = d.pop("memoryUsage", UNSET)
        self.memory_max_usage = d.pop("memoryMaxUsage", UNSET)
        self.network_rx = d.pop("networkRx", UNSET)
        self.network_tx = d.pop("networkTx", UNSET)

        self.additional_properties = d or {}
        return self
