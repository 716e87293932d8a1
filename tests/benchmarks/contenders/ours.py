"""This package's clients."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from scramjet_facade import HostClient, ndjson

from . import JOB, blocks, record_blocks, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

    from scramjet_facade import SequenceClient


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

    def send_records(self, count: int) -> None:
        self.host.get_instance_client("any").send_input(records(count), "application/x-ndjson")

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

    @cached_property
    def sequence(self) -> SequenceClient:
        (sequence,) = self.host.list_sequences()
        return self.host.get_sequence_client(sequence.id)

    def small_job(self) -> None:
        with self.sequence.run(ndjson(JOB)) as answers:
            if sum(1 for _ in answers.iter_json()) != len(JOB):
                raise RuntimeError("records were lost")

    def start_program(self) -> None:
        self.instance = self.sequence.start()
        with self.instance.get_stream("stderr") as stderr:
            next(stderr.iter_lines())  # wait until it runs

    def exchange_records(self, count: int) -> int:
        return self._exchange(records(count))

    def exchange_blocks(self, count: int) -> int:
        return self._exchange(record_blocks(count))

    def _exchange(self, data: Iterator[bytes]) -> int:
        with self.instance.exchange(data, "application/x-ndjson") as answers:
            return sum(1 for _ in answers.iter_json())
