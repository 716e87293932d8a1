# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class SequenceContainer(_OpenModel[Any]):
    """The container in which a docker hub runs it.

    Attributes:
        image (str | Unset): The image.
        max_mem (int | str | Unset): The memory limit in MB.
        expose_ports_range (list[int] | Unset): The first and the last port that may be exposed.
        host_ip (str | Unset): The address that ports are exposed on.
    """

    image: str | Unset = UNSET
    max_mem: int | str | Unset = UNSET
    expose_ports_range: list[int] | Unset = UNSET
    host_ip: str | Unset = UNSET
    _names = {
        "max_mem": "maxMem",
        "expose_ports_range": "exposePortsRange",
        "host_ip": "hostIp",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.image = d.pop("image", UNSET)
        max_mem = d.pop("maxMem", UNSET)

        self.max_mem = max_mem
        expose_ports_range = d.pop("exposePortsRange", UNSET)

        self.expose_ports_range = expose_ports_range
        self.host_ip = d.pop("hostIp", UNSET)

        self.additional_properties = d or {}
        return self
