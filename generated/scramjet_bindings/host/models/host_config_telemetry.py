# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigTelemetry(_OpenModel[Any]):
    """The telemetry's settings.

    Attributes:
        status (bool | Unset): Whether telemetry is sent.
        adapter (str | Unset): The kind of receiver.
        environment (str | Unset): The environment's name.
        loki (HostConfigLoki | Unset): The telemetry receiver.
    """

    status: bool | Unset = UNSET
    adapter: str | Unset = UNSET
    environment: str | Unset = UNSET
    loki: HostConfigLoki | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.status = d.pop("status", UNSET)
        self.adapter = d.pop("adapter", UNSET)
        self.environment = d.pop("environment", UNSET)
        _loki = d.pop("loki", UNSET)
        loki: HostConfigLoki | Unset
        if _loki is None or isinstance(_loki, Unset):
            loki = UNSET
        else:
            loki = HostConfigLoki.from_dict(_loki)

        self.loki = loki

        self.additional_properties = d or {}
        return self


from ..models.host_config_loki import HostConfigLoki
