"""The official JavaScript clients work with the fake platform."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tests.hub
from tests.node import node_and_npm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade.testing import Context, FakePlatform

FOLDER = Path(tests.hub.__file__).parent


def greeter(texts: Iterator[str], context: Context) -> Iterator[str]:
    print("ready", file=context.stdout)
    for message in context.events("ping"):
        context.emit("pong", message)
        break
    for name in "".join(texts).splitlines():
        yield f"{context.app_config['greeting']}, {name}!\n"


@pytest.mark.hub
def test_the_javascript_clients_work_with_the_fake_platform(fake_platform: FakePlatform) -> None:
    fake_platform.hub.add_sequence("greeter", greeter)
    tools = node_and_npm()
    assert tools is not None
    result = subprocess.run(
        [tools[0], FOLDER / "journey.mjs", fake_platform.url, fake_platform.token],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stderr == ""
    printed: dict[str, Any] = json.loads(result.stdout)
    assert printed == {
        "version": "@scramjet/middleware",
        "hub": "1.0.1",
        "load": 0.52,
        "api": "/api/v1",
        "info": {"greeting": "Hello"},
        "healthy": True,
        "instances": [True],
        "event": {"a": 1},
        "output": "Hello, Ada!\nHello, Alan!\n",
        "stdout": "ready\n",
        "topic": '{"a":1}\n',
        "topics": ["names"],
        "end": {"exitcode": 137, "reason": "Instance killed"},
    }
