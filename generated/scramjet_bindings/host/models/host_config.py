# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class HostConfig(_OpenModel[Any]):
    """The public part of the hub's configuration.

    Attributes:
        log_level (str | Unset): The log level.
        log_colors (bool | Unset): Whether log lines are coloured.
        custom_name (str | Unset): The hub's display name.
        description (str | Unset): The hub's description.
        tags (list[str] | Unset): The hub's tags.
        cpm_url (str | Unset): The manager's address.
        cpm_id (str | Unset): The manager's id.
        cpm (HostConfigCpm | Unset): How the hub connects to its manager.
        debug (bool | Unset): Whether instances run in debug mode.
        docker (HostConfigDocker | Unset): The docker adapter's settings.
        identify_existing (bool | Unset): Whether the hub loads existing sequences at its start.
        host (HostConfigServer | Unset): The hub's own server.
        instance_requirements (HostConfigRequirements | Unset): The free resources that an instance requires to start.
        safe_operation_limit (float | str | Unset): The reserved memory, in MB.
        runtime_adapter (str | Unset): The kind of adapter: process, docker or kubernetes.
        startup_config (str | Unset): The file that lists the sequences to start with the hub.
        exit_with_last_instance (bool | Unset): Whether the hub exits with its last instance.
        timings (HostConfigTimings | Unset): Delays and intervals, in ms.
        telemetry (HostConfigTelemetry | Unset): The telemetry's settings.
        platform (HostConfigPlatform | Unset): The platform that the hub belongs to.
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
    _names = {
        "log_level": "logLevel",
        "log_colors": "logColors",
        "custom_name": "customName",
        "cpm_url": "cpmUrl",
        "cpm_id": "cpmId",
        "identify_existing": "identifyExisting",
        "instance_requirements": "instanceRequirements",
        "safe_operation_limit": "safeOperationLimit",
        "runtime_adapter": "runtimeAdapter",
        "startup_config": "startupConfig",
        "exit_with_last_instance": "exitWithLastInstance",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.log_level = d.pop("logLevel", UNSET)
        self.log_colors = d.pop("logColors", UNSET)
        self.custom_name = d.pop("customName", UNSET)
        self.description = d.pop("description", UNSET)
        tags = d.pop("tags", UNSET)

        self.tags = tags
        self.cpm_url = d.pop("cpmUrl", UNSET)
        self.cpm_id = d.pop("cpmId", UNSET)
        _cpm = d.pop("cpm", UNSET)
        cpm: HostConfigCpm | Unset
        if _cpm is None or isinstance(_cpm, Unset):
            cpm = UNSET
        else:
            cpm = HostConfigCpm.from_dict(_cpm)

        self.cpm = cpm
        self.debug = d.pop("debug", UNSET)
        _docker = d.pop("docker", UNSET)
        docker: HostConfigDocker | Unset
        if _docker is None or isinstance(_docker, Unset):
            docker = UNSET
        else:
            docker = HostConfigDocker.from_dict(_docker)

        self.docker = docker
        self.identify_existing = d.pop("identifyExisting", UNSET)
        _host = d.pop("host", UNSET)
        host: HostConfigServer | Unset
        if _host is None or isinstance(_host, Unset):
            host = UNSET
        else:
            host = HostConfigServer.from_dict(_host)

        self.host = host
        _instance_requirements = d.pop("instanceRequirements", UNSET)
        instance_requirements: HostConfigRequirements | Unset
        if _instance_requirements is None or isinstance(_instance_requirements, Unset):
            instance_requirements = UNSET
        else:
            instance_requirements = HostConfigRequirements.from_dict(_instance_requirements)

        self.instance_requirements = instance_requirements
        safe_operation_limit = d.pop("safeOperationLimit", UNSET)

        self.safe_operation_limit = safe_operation_limit
        self.runtime_adapter = d.pop("runtimeAdapter", UNSET)
        self.startup_config = d.pop("startupConfig", UNSET)
        self.exit_with_last_instance = d.pop("exitWithLastInstance", UNSET)
        _timings = d.pop("timings", UNSET)
        timings: HostConfigTimings | Unset
        if _timings is None or isinstance(_timings, Unset):
            timings = UNSET
        else:
            timings = HostConfigTimings.from_dict(_timings)

        self.timings = timings
        _telemetry = d.pop("telemetry", UNSET)
        telemetry: HostConfigTelemetry | Unset
        if _telemetry is None or isinstance(_telemetry, Unset):
            telemetry = UNSET
        else:
            telemetry = HostConfigTelemetry.from_dict(_telemetry)

        self.telemetry = telemetry
        _platform = d.pop("platform", UNSET)
        platform: HostConfigPlatform | Unset
        if _platform is None or isinstance(_platform, Unset):
            platform = UNSET
        else:
            platform = HostConfigPlatform.from_dict(_platform)

        self.platform = platform
        _kubernetes = d.pop("kubernetes", UNSET)
        kubernetes: HostConfigKubernetes | Unset
        if _kubernetes is None or isinstance(_kubernetes, Unset):
            kubernetes = UNSET
        else:
            kubernetes = HostConfigKubernetes.from_dict(_kubernetes)

        self.kubernetes = kubernetes

        self.additional_properties = d or {}
        return self


from ..models.host_config_cpm import HostConfigCpm
from ..models.host_config_docker import HostConfigDocker
from ..models.host_config_kubernetes import HostConfigKubernetes
from ..models.host_config_platform import HostConfigPlatform
from ..models.host_config_requirements import HostConfigRequirements
from ..models.host_config_server import HostConfigServer
from ..models.host_config_telemetry import HostConfigTelemetry
from ..models.host_config_timings import HostConfigTimings
