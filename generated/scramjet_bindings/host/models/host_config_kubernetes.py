# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigKubernetes(_OpenModel[Any]):
    """The kubernetes adapter's settings.

    Attributes:
        namespace (str | Unset): The namespace.
        quota_name (str | Unset): The quota's name.
        sth_pod_host (str | Unset): The address of the hub's pod.
        runner_images (HostConfigRunnerImages | Unset): The runners' images by language.
        timeout (int | str | Unset): The time within which a pod must start, in ms.
    """

    namespace: str | Unset = UNSET
    quota_name: str | Unset = UNSET
    sth_pod_host: str | Unset = UNSET
    runner_images: HostConfigRunnerImages | Unset = UNSET
    timeout: int | str | Unset = UNSET
    _names = {
        "quota_name": "quotaName",
        "sth_pod_host": "sthPodHost",
        "runner_images": "runnerImages",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.namespace = d.pop("namespace", UNSET)
        self.quota_name = d.pop("quotaName", UNSET)
        self.sth_pod_host = d.pop("sthPodHost", UNSET)
        _runner_images = d.pop("runnerImages", UNSET)
        runner_images: HostConfigRunnerImages | Unset
        if _runner_images is None or isinstance(_runner_images, Unset):
            runner_images = UNSET
        else:
            runner_images = HostConfigRunnerImages.from_dict(_runner_images)

        self.runner_images = runner_images
        timeout = d.pop("timeout", UNSET)

        self.timeout = timeout

        self.additional_properties = d or {}
        return self


from ..models.host_config_runner_images import HostConfigRunnerImages
