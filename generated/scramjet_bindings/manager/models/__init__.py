# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .disconnect_options import DisconnectOptions as DisconnectOptions
    from .disconnect_result import DisconnectResult as DisconnectResult
    from .disconnected_hub import DisconnectedHub as DisconnectedHub
    from .host import Host as Host
    from .host_info import HostInfo as HostInfo
    from .manager_config import ManagerConfig as ManagerConfig
    from .manager_disk_space import ManagerDiskSpace as ManagerDiskSpace
    from .manager_hub_settings import ManagerHubSettings as ManagerHubSettings
    from .manager_load import ManagerLoad as ManagerLoad
    from .manager_operation_status import ManagerOperationStatus as ManagerOperationStatus
    from .manager_settings import ManagerSettings as ManagerSettings
    from .manager_store_settings import ManagerStoreSettings as ManagerStoreSettings
    from .manager_version import ManagerVersion as ManagerVersion
    from .space_app_config import SpaceAppConfig as SpaceAppConfig
    from .space_instance import SpaceInstance as SpaceInstance
    from .space_instance_ports import SpaceInstancePorts as SpaceInstancePorts
    from .space_instance_status import SpaceInstanceStatus as SpaceInstanceStatus
    from .space_instance_termination import SpaceInstanceTermination as SpaceInstanceTermination
    from .space_sequence import SpaceSequence as SpaceSequence
    from .space_sequence_config import SpaceSequenceConfig as SpaceSequenceConfig
    from .space_sequence_container import SpaceSequenceContainer as SpaceSequenceContainer
    from .space_sequence_engines import SpaceSequenceEngines as SpaceSequenceEngines
    from .space_sequence_repository import SpaceSequenceRepository as SpaceSequenceRepository
    from .space_sequence_type import SpaceSequenceType as SpaceSequenceType
    from .space_topic import SpaceTopic as SpaceTopic
    from .space_topic_actor import SpaceTopicActor as SpaceTopicActor
    from .store_item import StoreItem as StoreItem

_MODULES: dict[str, str] = {
    "DisconnectOptions": ".disconnect_options",
    "DisconnectResult": ".disconnect_result",
    "DisconnectedHub": ".disconnected_hub",
    "Host": ".host",
    "HostInfo": ".host_info",
    "ManagerConfig": ".manager_config",
    "ManagerDiskSpace": ".manager_disk_space",
    "ManagerHubSettings": ".manager_hub_settings",
    "ManagerLoad": ".manager_load",
    "ManagerOperationStatus": ".manager_operation_status",
    "ManagerSettings": ".manager_settings",
    "ManagerStoreSettings": ".manager_store_settings",
    "ManagerVersion": ".manager_version",
    "SpaceAppConfig": ".space_app_config",
    "SpaceInstance": ".space_instance",
    "SpaceInstancePorts": ".space_instance_ports",
    "SpaceInstanceStatus": ".space_instance_status",
    "SpaceInstanceTermination": ".space_instance_termination",
    "SpaceSequence": ".space_sequence",
    "SpaceSequenceConfig": ".space_sequence_config",
    "SpaceSequenceContainer": ".space_sequence_container",
    "SpaceSequenceEngines": ".space_sequence_engines",
    "SpaceSequenceRepository": ".space_sequence_repository",
    "SpaceSequenceType": ".space_sequence_type",
    "SpaceTopic": ".space_topic",
    "SpaceTopicActor": ".space_topic_actor",
    "StoreItem": ".store_item",
}

__all__ = (
    "DisconnectedHub",
    "DisconnectOptions",
    "DisconnectResult",
    "Host",
    "HostInfo",
    "ManagerConfig",
    "ManagerDiskSpace",
    "ManagerHubSettings",
    "ManagerLoad",
    "ManagerOperationStatus",
    "ManagerSettings",
    "ManagerStoreSettings",
    "ManagerVersion",
    "SpaceAppConfig",
    "SpaceInstance",
    "SpaceInstancePorts",
    "SpaceInstanceStatus",
    "SpaceInstanceTermination",
    "SpaceSequence",
    "SpaceSequenceConfig",
    "SpaceSequenceContainer",
    "SpaceSequenceEngines",
    "SpaceSequenceRepository",
    "SpaceSequenceType",
    "SpaceTopic",
    "SpaceTopicActor",
    "StoreItem",
)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value
