"""This package's models, created from JSON in memory."""

from __future__ import annotations

import json
from typing import Any

from scramjet_bindings.host.models import Instance

from tests.benchmarks.server import INSTANCES


class Contender:
    """Models."""

    def __init__(self, url: str) -> None:
        pass

    def close(self) -> None:
        pass

    def instances(self) -> Any:
        return [Instance.from_dict(instance) for instance in json.loads(INSTANCES)]
