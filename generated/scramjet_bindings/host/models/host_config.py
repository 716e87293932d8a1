# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class HostConfig(_Model):
    """The public part of the hub's configuration.

    Attributes:
        log_level (str | Unset): The log level.
        log_colors (bool | Unset): Whether log lines are coloured.
        custom_name (str | Unset): The hub's display name.
        description (str | Unset): The hub's description.
        tags (list[str] | Unset): The hub's tags.
        cpm_url (str | Unset): The manager's address.
        cpm_id (str | Unset): The manager's id.
        cpm (HostConfigCpm | Unset): The settings of the hub's connection to its manager.
        debug (bool | Unset): Whether instances run in debug mode.
        docker (HostConfigDocker | Unset): The docker adapter's settings.
        identify_existing (bool | Unset): Whether the hub loads existing sequences at its start.
        host (HostConfigServer | Unset): The hub's own server.
        instance_requirements (HostConfigRequirements | Unset): The free resources that an instance requires to start.
        safe_operation_limit (float | str | Unset): The reserved memory in MiB.
        runtime_adapter (str | Unset): The adapter that runs instances: process, docker or kubernetes.
        startup_config (str | Unset): The file with the list of sequences to start immediately.
        exit_with_last_instance (bool | Unset): Whether the hub exits when its last instance ends.
        timings (HostConfigTimings | Unset): Delays and intervals, in ms.
        telemetry (HostConfigTelemetry | Unset): The telemetry's settings.
        platform (HostConfigPlatform | Unset): The platform to which the hub belongs.
        kubernetes (HostConfigKubernetes | Unset): The kubernetes adapter's settings.
    """

    log_level: str | Unset = UNSET
    log_colors: bool | Unset = UNSET
    custom_name: str | Unset = UNSET
    description: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    cpm_url: str | Unset = UNSET
    cpm_id: str | Unset = UNSET
    cpm: HostConfigCpm | Unset = UNSET
    debug: bool | Unset = UNSET
    docker: HostConfigDocker | Unset = UNSET
    identify_existing: bool | Unset = UNSET
    host: HostConfigServer | Unset = UNSET
    instance_requirements: HostConfigRequirements | Unset = UNSET
    safe_operation_limit: float | str | Unset = UNSET
    runtime_adapter: str | Unset = UNSET
    startup_config: str | Unset = UNSET
    exit_with_last_instance: bool | Unset = UNSET
    timings: HostConfigTimings | Unset = UNSET
    telemetry: HostConfigTelemetry | Unset = UNSET
    platform: HostConfigPlatform | Unset = UNSET
    kubernetes: HostConfigKubernetes | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        log_level = self.log_level

        log_colors = self.log_colors

        custom_name = self.custom_name

        description = self.description

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        cpm_url = self.cpm_url

        cpm_id = self.cpm_id

        cpm: dict[str, Any] | Unset = UNSET
        if not isinstance(self.cpm, Unset):
            cpm = self.cpm.to_dict()

        debug = self.debug

        docker: dict[str, Any] | Unset = UNSET
        if not isinstance(self.docker, Unset):
            docker = self.docker.to_dict()

        identify_existing = self.identify_existing

        host: dict[str, Any] | Unset = UNSET
        if not isinstance(self.host, Unset):
            host = self.host.to_dict()

        instance_requirements: dict[str, Any] | Unset = UNSET
        if not isinstance(self.instance_requirements, Unset):
            instance_requirements = self.instance_requirements.to_dict()

        safe_operation_limit: float | str | Unset
        if isinstance(self.safe_operation_limit, Unset):
            safe_operation_limit = UNSET
        else:
            safe_operation_limit = self.safe_operation_limit

        runtime_adapter = self.runtime_adapter

        startup_config = self.startup_config

        exit_with_last_instance = self.exit_with_last_instance

        timings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.timings, Unset):
            timings = self.timings.to_dict()

        telemetry: dict[str, Any] | Unset = UNSET
        if not isinstance(self.telemetry, Unset):
            telemetry = self.telemetry.to_dict()

        platform: dict[str, Any] | Unset = UNSET
        if not isinstance(self.platform, Unset):
            platform = self.platform.to_dict()

        kubernetes: dict[str, Any] | Unset = UNSET
        if not isinstance(self.kubernetes, Unset):
            kubernetes = self.kubernetes.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if log_level is not UNSET:
            field_dict["logLevel"] = log_level
        if log_colors is not UNSET:
            field_dict["logColors"] = log_colors
        if custom_name is not UNSET:
            field_dict["customName"] = custom_name
        if description is not UNSET:
            field_dict["description"] = description
        if tags is not UNSET:
            field_dict["tags"] = tags
        if cpm_url is not UNSET:
            field_dict["cpmUrl"] = cpm_url
        if cpm_id is not UNSET:
            field_dict["cpmId"] = cpm_id
        if cpm is not UNSET:
            field_dict["cpm"] = cpm
        if debug is not UNSET:
            field_dict["debug"] = debug
        if docker is not UNSET:
            field_dict["docker"] = docker
        if identify_existing is not UNSET:
            field_dict["identifyExisting"] = identify_existing
        if host is not UNSET:
            field_dict["host"] = host
        if instance_requirements is not UNSET:
            field_dict["instanceRequirements"] = instance_requirements
        if safe_operation_limit is not UNSET:
            field_dict["safeOperationLimit"] = safe_operation_limit
        if runtime_adapter is not UNSET:
            field_dict["runtimeAdapter"] = runtime_adapter
        if startup_config is not UNSET:
            field_dict["startupConfig"] = startup_config
        if exit_with_last_instance is not UNSET:
            field_dict["exitWithLastInstance"] = exit_with_last_instance
        if timings is not UNSET:
            field_dict["timings"] = timings
        if telemetry is not UNSET:
            field_dict["telemetry"] = telemetry
        if platform is not UNSET:
            field_dict["platform"] = platform
        if kubernetes is not UNSET:
            field_dict["kubernetes"] = kubernetes

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.log_level = d.pop("logLevel", UNSET)
        _model.log_colors = d.pop("logColors", UNSET)
        _model.custom_name = d.pop("customName", UNSET)
        _model.description = d.pop("description", UNSET)
        tags = d.pop("tags", UNSET)

        _model.tags = tags
        _model.cpm_url = d.pop("cpmUrl", UNSET)
        _model.cpm_id = d.pop("cpmId", UNSET)
        _cpm = d.pop("cpm", UNSET)
        cpm: HostConfigCpm | Unset
        if _cpm is None or isinstance(_cpm, Unset):
            cpm = UNSET
        else:
            cpm = HostConfigCpm.from_dict(_cpm)

        _model.cpm = cpm
        _model.debug = d.pop("debug", UNSET)
        _docker = d.pop("docker", UNSET)
        docker: HostConfigDocker | Unset
        if _docker is None or isinstance(_docker, Unset):
            docker = UNSET
        else:
            docker = HostConfigDocker.from_dict(_docker)

        _model.docker = docker
        _model.identify_existing = d.pop("identifyExisting", UNSET)
        _host = d.pop("host", UNSET)
        host: HostConfigServer | Unset
        if _host is None or isinstance(_host, Unset):
            host = UNSET
        else:
            host = HostConfigServer.from_dict(_host)

        _model.host = host
        _instance_requirements = d.pop("instanceRequirements", UNSET)
        instance_requirements: HostConfigRequirements | Unset
        if _instance_requirements is None or isinstance(_instance_requirements, Unset):
            instance_requirements = UNSET
        else:
            instance_requirements = HostConfigRequirements.from_dict(_instance_requirements)

        _model.instance_requirements = instance_requirements

        def _parse_safe_operation_limit(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a float | str | Unset: {data!r:.100}")
            return cast(float | str | Unset, data)

        safe_operation_limit = _parse_safe_operation_limit(d.pop("safeOperationLimit", UNSET))

        _model.safe_operation_limit = safe_operation_limit
        _model.runtime_adapter = d.pop("runtimeAdapter", UNSET)
        _model.startup_config = d.pop("startupConfig", UNSET)
        _model.exit_with_last_instance = d.pop("exitWithLastInstance", UNSET)
        _timings = d.pop("timings", UNSET)
        timings: HostConfigTimings | Unset
        if _timings is None or isinstance(_timings, Unset):
            timings = UNSET
        else:
            timings = HostConfigTimings.from_dict(_timings)

        _model.timings = timings
        _telemetry = d.pop("telemetry", UNSET)
        telemetry: HostConfigTelemetry | Unset
        if _telemetry is None or isinstance(_telemetry, Unset):
            telemetry = UNSET
        else:
            telemetry = HostConfigTelemetry.from_dict(_telemetry)

        _model.telemetry = telemetry
        _platform = d.pop("platform", UNSET)
        platform: HostConfigPlatform | Unset
        if _platform is None or isinstance(_platform, Unset):
            platform = UNSET
        else:
            platform = HostConfigPlatform.from_dict(_platform)

        _model.platform = platform
        _kubernetes = d.pop("kubernetes", UNSET)
        kubernetes: HostConfigKubernetes | Unset
        if _kubernetes is None or isinstance(_kubernetes, Unset):
            kubernetes = UNSET
        else:
            kubernetes = HostConfigKubernetes.from_dict(_kubernetes)

        _model.kubernetes = kubernetes

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


from ..models.host_config_cpm import HostConfigCpm
from ..models.host_config_docker import HostConfigDocker
from ..models.host_config_kubernetes import HostConfigKubernetes
from ..models.host_config_platform import HostConfigPlatform
from ..models.host_config_requirements import HostConfigRequirements
from ..models.host_config_server import HostConfigServer
from ..models.host_config_telemetry import HostConfigTelemetry
from ..models.host_config_timings import HostConfigTimings
