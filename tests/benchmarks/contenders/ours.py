"""This package's clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scramjet_facade import HostClient

from . import blocks

if TYPE_CHECKING:
    from contextlib import ExitStack


class Contender:
    """The synchronous client."""

    def __init__(self, url: str) -> None:
        self.host = HostClient(url)

    def close(self) -> None:
        self.host.close()

    def call(self) -> Any:
        return self.host.get_version()

    def instances(self) -> Any:
        return self.host.list_instances()

    def download(self, size: int) -> int:
        with self.host.get_instance_client(str(size)).get_stream("output") as stream:
            return sum(map(len, stream.iter_bytes()))

    def upload(self, size: int) -> None:
        self.host.get_instance_client("any").send_input(blocks(size))

    def duplex(self, size: int) -> int:
        with self.host.get_instance_client("any").inout(blocks(size)) as stream:
            return sum(map(len, stream.iter_bytes()))

    def ndjson(self, size: int) -> int:
        with self.host.get_instance_client(str(size)).get_stream("output") as stream:
            return sum(1 for _ in stream.iter_json())

    def hold(self, count: int, stack: ExitStack) -> None:
        for _ in range(count):
            stream = stack.enter_context(self.host.get_log_stream())
            next(iter(stream))
