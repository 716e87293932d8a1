# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from enum import StrEnum


class SpaceSequenceType(StrEnum):
    DOCKER = "docker"
    KUBERNETES = "kubernetes"
    PROCESS = "process"

    def __str__(self) -> str:
        return str(self.value)
