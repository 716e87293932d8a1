# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfigDocker(_OpenModel[Any]):
    """The docker adapter's settings.

    Attributes:
        prerunner (HostConfigContainer | Unset): A container's settings.
        runner (HostConfigContainer | Unset): A container's settings.
        runner_images (HostConfigRunnerImages | Unset): The runners' images by language.
    """

    prerunner: HostConfigContainer | Unset = UNSET
    runner: HostConfigContainer | Unset = UNSET
    runner_images: HostConfigRunnerImages | Unset = UNSET
    _names = {
        "runner_images": "runnerImages",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _prerunner = d.pop("prerunner", UNSET)
        prerunner: HostConfigContainer | Unset
        if _prerunner is None or isinstance(_prerunner, Unset):
            prerunner = UNSET
        else:
            prerunner = HostConfigContainer.from_dict(_prerunner)

        self.prerunner = prerunner
        _runner = d.pop("runner", UNSET)
        runner: HostConfigContainer | Unset
        if _runner is None or isinstance(_runner, Unset):
            runner = UNSET
        else:
            runner = HostConfigContainer.from_dict(_runner)

        self.runner = runner
        _runner_images = d.pop("runnerImages", UNSET)
        runner_images: HostConfigRunnerImages | Unset
        if _runner_images is None or isinstance(_runner_images, Unset):
            runner_images = UNSET
        else:
            runner_images = HostConfigRunnerImages.from_dict(_runner_images)

        self.runner_images = runner_images

        self.additional_properties = d or {}
        return self


from ..models.host_config_container import HostConfigContainer
from ..models.host_config_runner_images import HostConfigRunnerImages
