"""What a fake hub says of itself."""

from __future__ import annotations

from typing import Any

HEARTBEAT = 13010
HEARTBEAT_SECONDS = 10.0

LOAD: dict[str, Any] = {
    "avgLoad": 0.52,
    "currentLoad": 0.17,
    "memFree": 24645342330.88,
    "memUsed": 631158865.92,
    "fsSize": [
        {
            "fs": "/",
            "available": 81494515712,
            "size": 270553174016,
            "used": 26912907264,
            "use": 0.09947363346182153,
        }
    ],
}

OLD_LOAD: dict[str, Any] = {
    "avgLoad": 1.23,
    "currentLoad": 100,
    "memFree": 24197111808,
    "memUsed": 1564905472,
    "fsSize": [
        {
            "fs": "/dev/vda",
            "type": "ext4",
            "size": 270553174016,
            "used": 28700069888,
            "available": 80244224000,
            "use": 26.34,
            "mount": "/",
            "rw": True,
        }
    ],
}


def config(port: int | None) -> dict[str, Any]:
    """Return the configuration of a hub that listens on a port."""
    images = {"python3": "scramjetorg/runner-py:1.0.1", "node": "scramjetorg/runner:1.0.1"}
    return {
        "logLevel": "trace",
        "logColors": False,
        "customName": "",
        "description": "",
        "tags": [],
        "cpmUrl": "",
        "cpmId": "",
        "cpm": {"maxReconnections": 100, "reconnectionDelay": 2000},
        "debug": False,
        "docker": {
            "prerunner": {"image": "scramjetorg/pre-runner:1.0.1", "maxMem": 128},
            "runner": {
                "image": "",
                "maxMem": 512,
                "exposePortsRange": [30000, 32767],
                "hostIp": "0.0.0.0",  # noqa: S104 (nothing is bound to it)
            },
            "runnerImages": images,
        },
        "identifyExisting": False,
        "host": {
            "apiBase": "/api/v1",
            "infoFilePath": "/fake-hub/sth-id.json",
            "instancesServerPort": 8001,
            "hostname": "127.0.0.1",
            "port": str(port),
            "federationControl": False,
        },
        "instanceRequirements": {"cpuLoad": 10, "freeMem": 256, "freeSpace": 128},
        "safeOperationLimit": 512,
        "runtimeAdapter": "process",
        "startupConfig": "",
        "exitWithLastInstance": False,
        "timings": {
            "heartBeatInterval": 10000,
            "instanceLifetimeExtensionDelay": "180000",
            "instanceAdapterExitDelay": 9000,
        },
        "telemetry": {
            "status": False,
            "adapter": "loki",
            "environment": "not-set",
            "loki": {
                "host": "",
                "replaceTimestamp": True,
                "labels": {"module": "host", "job": "telemetry"},
            },
        },
        "platform": {"apiVersion": "v1"},
        "kubernetes": {"namespace": "default", "runnerImages": images, "timeout": "0"},
    }
