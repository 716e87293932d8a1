# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .acceptance import Acceptance as Acceptance
    from .app_config import AppConfig as AppConfig
    from .created_topic import CreatedTopic as CreatedTopic
    from .deleted_sequence import DeletedSequence as DeletedSequence
    from .deleted_topic import DeletedTopic as DeletedTopic
    from .disk_space import DiskSpace as DiskSpace
    from .entities import Entities as Entities
    from .event_message import EventMessage as EventMessage
    from .host_config import HostConfig as HostConfig
    from .host_config_container import HostConfigContainer as HostConfigContainer
    from .host_config_cpm import HostConfigCpm as HostConfigCpm
    from .host_config_docker import HostConfigDocker as HostConfigDocker
    from .host_config_kubernetes import HostConfigKubernetes as HostConfigKubernetes
    from .host_config_labels import HostConfigLabels as HostConfigLabels
    from .host_config_loki import HostConfigLoki as HostConfigLoki
    from .host_config_platform import HostConfigPlatform as HostConfigPlatform
    from .host_config_requirements import HostConfigRequirements as HostConfigRequirements
    from .host_config_runner_images import HostConfigRunnerImages as HostConfigRunnerImages
    from .host_config_server import HostConfigServer as HostConfigServer
    from .host_config_telemetry import HostConfigTelemetry as HostConfigTelemetry
    from .host_config_timings import HostConfigTimings as HostConfigTimings
    from .host_status import HostStatus as HostStatus
    from .host_status_cpm import HostStatusCpm as HostStatusCpm
    from .host_version import HostVersion as HostVersion
    from .instance import Instance as Instance
    from .instance_health import InstanceHealth as InstanceHealth
    from .instance_limits import InstanceLimits as InstanceLimits
    from .instance_ports import InstancePorts as InstancePorts
    from .instance_status import InstanceStatus as InstanceStatus
    from .instance_termination import InstanceTermination as InstanceTermination
    from .kill_options import KillOptions as KillOptions
    from .load_check import LoadCheck as LoadCheck
    from .monitoring_rate import MonitoringRate as MonitoringRate
    from .operation_status import OperationStatus as OperationStatus
    from .sent_sequence import SentSequence as SentSequence
    from .sequence import Sequence as Sequence
    from .sequence_config import SequenceConfig as SequenceConfig
    from .sequence_container import SequenceContainer as SequenceContainer
    from .sequence_engines import SequenceEngines as SequenceEngines
    from .sequence_repository import SequenceRepository as SequenceRepository
    from .sequence_type import SequenceType as SequenceType
    from .start_config import StartConfig as StartConfig
    from .started_instance import StartedInstance as StartedInstance
    from .stop_options import StopOptions as StopOptions
    from .topic import Topic as Topic
    from .topic_config import TopicConfig as TopicConfig
    from .topic_origin import TopicOrigin as TopicOrigin

_MODULES: dict[str, str] = {
    "Acceptance": ".acceptance",
    "AppConfig": ".app_config",
    "CreatedTopic": ".created_topic",
    "DeletedSequence": ".deleted_sequence",
    "DeletedTopic": ".deleted_topic",
    "DiskSpace": ".disk_space",
    "Entities": ".entities",
    "EventMessage": ".event_message",
    "HostConfig": ".host_config",
    "HostConfigContainer": ".host_config_container",
    "HostConfigCpm": ".host_config_cpm",
    "HostConfigDocker": ".host_config_docker",
    "HostConfigKubernetes": ".host_config_kubernetes",
    "HostConfigLabels": ".host_config_labels",
    "HostConfigLoki": ".host_config_loki",
    "HostConfigPlatform": ".host_config_platform",
    "HostConfigRequirements": ".host_config_requirements",
    "HostConfigRunnerImages": ".host_config_runner_images",
    "HostConfigServer": ".host_config_server",
    "HostConfigTelemetry": ".host_config_telemetry",
    "HostConfigTimings": ".host_config_timings",
    "HostStatus": ".host_status",
    "HostStatusCpm": ".host_status_cpm",
    "HostVersion": ".host_version",
    "Instance": ".instance",
    "InstanceHealth": ".instance_health",
    "InstanceLimits": ".instance_limits",
    "InstancePorts": ".instance_ports",
    "InstanceStatus": ".instance_status",
    "InstanceTermination": ".instance_termination",
    "KillOptions": ".kill_options",
    "LoadCheck": ".load_check",
    "MonitoringRate": ".monitoring_rate",
    "OperationStatus": ".operation_status",
    "SentSequence": ".sent_sequence",
    "Sequence": ".sequence",
    "SequenceConfig": ".sequence_config",
    "SequenceContainer": ".sequence_container",
    "SequenceEngines": ".sequence_engines",
    "SequenceRepository": ".sequence_repository",
    "SequenceType": ".sequence_type",
    "StartConfig": ".start_config",
    "StartedInstance": ".started_instance",
    "StopOptions": ".stop_options",
    "Topic": ".topic",
    "TopicConfig": ".topic_config",
    "TopicOrigin": ".topic_origin",
}

__all__ = (
    "Acceptance",
    "AppConfig",
    "CreatedTopic",
    "DeletedSequence",
    "DeletedTopic",
    "DiskSpace",
    "Entities",
    "EventMessage",
    "HostConfig",
    "HostConfigContainer",
    "HostConfigCpm",
    "HostConfigDocker",
    "HostConfigKubernetes",
    "HostConfigLabels",
    "HostConfigLoki",
    "HostConfigPlatform",
    "HostConfigRequirements",
    "HostConfigRunnerImages",
    "HostConfigServer",
    "HostConfigTelemetry",
    "HostConfigTimings",
    "HostStatus",
    "HostStatusCpm",
    "HostVersion",
    "Instance",
    "InstanceHealth",
    "InstanceLimits",
    "InstancePorts",
    "InstanceStatus",
    "InstanceTermination",
    "KillOptions",
    "LoadCheck",
    "MonitoringRate",
    "OperationStatus",
    "SentSequence",
    "Sequence",
    "SequenceConfig",
    "SequenceContainer",
    "SequenceEngines",
    "SequenceRepository",
    "SequenceType",
    "StartConfig",
    "StartedInstance",
    "StopOptions",
    "Topic",
    "TopicConfig",
    "TopicOrigin",
)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value
