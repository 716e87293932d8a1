# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class StartConfig(_Model):
    """The options for starting a sequence.

    Attributes:
        app_config (AppConfig | Unset): The settings for the program, which may be any JSON object.
        args (list[Any] | Unset): The arguments of the program, which may be any JSON values.
        input_topic (str | Unset): The topic from which the instance reads its input. The topic has no effect unless the
            sequence itself sets a
            content type. If this option is set, the hub refuses input that is sent through the API, even if the
            sequence sets no content type.
        output_topic (str | Unset): The topic that receives the output. The topic has no effect unless the sequence
            itself sets a content
            type.
        instance_id (str | Unset): The id for the instance, with 36 characters.
        limits (InstanceLimits | Unset): The limits of an instance, which the process adapter ignores.
    """

    app_config: AppConfig | Unset = UNSET
    args: list[Any] | Unset = UNSET
    input_topic: str | Unset = UNSET
    output_topic: str | Unset = UNSET
    instance_id: str | Unset = UNSET
    limits: InstanceLimits | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        app_config: dict[str, Any] | Unset = UNSET
        if not isinstance(self.app_config, Unset):
            app_config = self.app_config.to_dict()

        args: list[Any] | Unset = UNSET
        if not isinstance(self.args, Unset):
            args = self.args

        input_topic = self.input_topic

        output_topic = self.output_topic

        instance_id = self.instance_id

        limits: dict[str, Any] | Unset = UNSET
        if not isinstance(self.limits, Unset):
            limits = self.limits.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if app_config is not UNSET:
            field_dict["appConfig"] = app_config
        if args is not UNSET:
            field_dict["args"] = args
        if input_topic is not UNSET:
            field_dict["inputTopic"] = input_topic
        if output_topic is not UNSET:
            field_dict["outputTopic"] = output_topic
        if instance_id is not UNSET:
            field_dict["instanceId"] = instance_id
        if limits is not UNSET:
            field_dict["limits"] = limits

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _app_config = d.pop("appConfig", UNSET)
        app_config: AppConfig | Unset
        if _app_config is None or isinstance(_app_config, Unset):
            app_config = UNSET
        else:
            app_config = AppConfig.from_dict(_app_config)

        _model.app_config = app_config
        args = d.pop("args", UNSET)

        _model.args = args
        _model.input_topic = d.pop("inputTopic", UNSET)
        _model.output_topic = d.pop("outputTopic", UNSET)
        _model.instance_id = d.pop("instanceId", UNSET)
        _limits = d.pop("limits", UNSET)
        limits: InstanceLimits | Unset
        if _limits is None or isinstance(_limits, Unset):
            limits = UNSET
        else:
            limits = InstanceLimits.from_dict(_limits)

        _model.limits = limits

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


from ..models.app_config import AppConfig
from ..models.instance_limits import InstanceLimits
