# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfigDocker(_Model):
    """The docker adapter's settings.

    Attributes:
        prerunner (HostConfigContainer | Unset): A container's settings.
        runner (HostConfigContainer | Unset): A container's settings.
        runner_images (HostConfigRunnerImages | Unset): The runners' images by language.
    """

    prerunner: HostConfigContainer | Unset = UNSET
    runner: HostConfigContainer | Unset = UNSET
    runner_images: HostConfigRunnerImages | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        prerunner: dict[str, Any] | Unset = UNSET
        if not isinstance(self.prerunner, Unset):
            prerunner = self.prerunner.to_dict()

        runner: dict[str, Any] | Unset = UNSET
        if not isinstance(self.runner, Unset):
            runner = self.runner.to_dict()

        runner_images: dict[str, Any] | Unset = UNSET
        if not isinstance(self.runner_images, Unset):
            runner_images = self.runner_images.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if prerunner is not UNSET:
            field_dict["prerunner"] = prerunner
        if runner is not UNSET:
            field_dict["runner"] = runner
        if runner_images is not UNSET:
            field_dict["runnerImages"] = runner_images

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _prerunner = d.pop("prerunner", UNSET)
        prerunner: HostConfigContainer | Unset
        if _prerunner is None or isinstance(_prerunner, Unset):
            prerunner = UNSET
        else:
            prerunner = HostConfigContainer.from_dict(_prerunner)

        _model.prerunner = prerunner
        _runner = d.pop("runner", UNSET)
        runner: HostConfigContainer | Unset
        if _runner is None or isinstance(_runner, Unset):
            runner = UNSET
        else:
            runner = HostConfigContainer.from_dict(_runner)

        _model.runner = runner
        _runner_images = d.pop("runnerImages", UNSET)
        runner_images: HostConfigRunnerImages | Unset
        if _runner_images is None or isinstance(_runner_images, Unset):
            runner_images = UNSET
        else:
            runner_images = HostConfigRunnerImages.from_dict(_runner_images)

        _model.runner_images = runner_images

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


from ..models.host_config_container import HostConfigContainer
from ..models.host_config_runner_images import HostConfigRunnerImages
