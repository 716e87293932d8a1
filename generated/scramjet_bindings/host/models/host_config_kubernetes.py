# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigKubernetes(_Model):
    """The kubernetes adapter's settings.

    Attributes:
        namespace (str | Unset): The namespace.
        quota_name (str | Unset): The quota's name.
        sth_pod_host (str | Unset): The address of the hub's pod.
        runner_images (HostConfigRunnerImages | Unset): The runners' images by language.
        timeout (int | str | Unset): The time in ms within which a pod must start.
    """

    namespace: str | Unset = UNSET
    quota_name: str | Unset = UNSET
    sth_pod_host: str | Unset = UNSET
    runner_images: HostConfigRunnerImages | Unset = UNSET
    timeout: int | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        namespace = self.namespace

        quota_name = self.quota_name

        sth_pod_host = self.sth_pod_host

        runner_images: dict[str, Any] | Unset = UNSET
        if not isinstance(self.runner_images, Unset):
            runner_images = self.runner_images.to_dict()

        timeout: int | str | Unset
        if isinstance(self.timeout, Unset):
            timeout = UNSET
        else:
            timeout = self.timeout

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if namespace is not UNSET:
            field_dict["namespace"] = namespace
        if quota_name is not UNSET:
            field_dict["quotaName"] = quota_name
        if sth_pod_host is not UNSET:
            field_dict["sthPodHost"] = sth_pod_host
        if runner_images is not UNSET:
            field_dict["runnerImages"] = runner_images
        if timeout is not UNSET:
            field_dict["timeout"] = timeout

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.namespace = d.pop("namespace", UNSET)
        _model.quota_name = d.pop("quotaName", UNSET)
        _model.sth_pod_host = d.pop("sthPodHost", UNSET)
        _runner_images = d.pop("runnerImages", UNSET)
        runner_images: HostConfigRunnerImages | Unset
        if _runner_images is None or isinstance(_runner_images, Unset):
            runner_images = UNSET
        else:
            runner_images = HostConfigRunnerImages.from_dict(_runner_images)

        _model.runner_images = runner_images

        def _parse_timeout(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        timeout = _parse_timeout(d.pop("timeout", UNSET))

        _model.timeout = timeout

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


from ..models.host_config_runner_images import HostConfigRunnerImages
