# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from enum import StrEnum


class SpaceInstanceStatus(StrEnum):
    COMPLETED = "completed"
    ERRORED = "errored"
    GONE = "gone"
    INITIALIZING = "initializing"
    KILLING = "killing"
    RUNNING = "running"
    STARTING = "starting"
    STOPPING = "stopping"

    def __str__(self) -> str:
        return str(self.value)
