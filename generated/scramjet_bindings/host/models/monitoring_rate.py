# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import Object as _Object, OpenModel as _OpenModel


@_attrs_define(repr=False)
class MonitoringRate(_OpenModel[Any]):
    """The rate of an instance's health reports.

    Attributes:
        monitoring_rate (float): The number of reports per second.
    """

    monitoring_rate: float
    _names = {
        "monitoring_rate": "monitoringRate",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.monitoring_rate = d.pop("monitoringRate")

        self.additional_properties = d or {}
        return self
