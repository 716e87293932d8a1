# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class StartConfig(_OpenModel[Any]):
    """The options for starting a sequence.

    Attributes:
        app_config (AppConfig | Unset): Settings for the sequence, any JSON object.
        args (list[Any] | Unset): Arguments; each may be any JSON value.
        input_topic (str | Unset): The topic that provides the input. It has an effect only if the sequence itself sets
            a content type, but
            input sent through the API is refused in any case.
        output_topic (str | Unset): The topic that receives the output, under the same condition.
        instance_id (str | Unset): The id for the instance. It must have 36 characters.
        limits (InstanceLimits | Unset): Limits of an instance. The process adapter ignores them.
    """

    app_config: AppConfig | Unset = UNSET
    args: list[Any] | Unset = UNSET
    input_topic: str | Unset = UNSET
    output_topic: str | Unset = UNSET
    instance_id: str | Unset = UNSET
    limits: InstanceLimits | Unset = UNSET
    _names = {
        "app_config": "appConfig",
        "input_topic": "inputTopic",
        "output_topic": "outputTopic",
        "instance_id": "instanceId",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _app_config = d.pop("appConfig", UNSET)
        app_config: AppConfig | Unset
        if _app_config is None or isinstance(_app_config, Unset):
            app_config = UNSET
        else:
            app_config = AppConfig.from_dict(_app_config)

        self.app_config = app_config
        args = d.pop("args", UNSET)

        self.args = args
        self.input_topic = d.pop("inputTopic", UNSET)
        self.output_topic = d.pop("outputTopic", UNSET)
        self.instance_id = d.pop("instanceId", UNSET)
        _limits = d.pop("limits", UNSET)
        limits: InstanceLimits | Unset
        if _limits is None or isinstance(_limits, Unset):
            limits = UNSET
        else:
            limits = InstanceLimits.from_dict(_limits)

        self.limits = limits

        self.additional_properties = d or {}
        return self


from ..models.app_config import AppConfig
from ..models.instance_limits import InstanceLimits
