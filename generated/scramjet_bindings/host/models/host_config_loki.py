# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigLoki(_OpenModel[Any]):
    """The telemetry receiver.

    Attributes:
        host (str | Unset): The receiver's address.
        replace_timestamp (bool | Unset): Whether timestamps are replaced.
        labels (HostConfigLabels | Unset): Labels of the telemetry, by name.
    """

    host: str | Unset = UNSET
    replace_timestamp: bool | Unset = UNSET
    labels: HostConfigLabels | Unset = UNSET
    _names = {
        "replace_timestamp": "replaceTimestamp",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.host = d.pop("host", UNSET)
        self.replace_timestamp = d.pop("replaceTimestamp", UNSET)
        _labels = d.pop("labels", UNSET)
        labels: HostConfigLabels | Unset
        if _labels is None or isinstance(_labels, Unset):
            labels = UNSET
        else:
            labels = HostConfigLabels.from_dict(_labels)

        self.labels = labels

        self.additional_properties = d or {}
        return self


from ..models.host_config_labels import HostConfigLabels
