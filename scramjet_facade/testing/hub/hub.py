"""What a fake hub keeps."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import TYPE_CHECKING, Any

from ..kept_stream import History
from .instance import Instance, milliseconds
from .sequence import Sequence
from .topic import Topics

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from .program import RegisteredProgram

_OLD = "0.18.7"
_OLD_EXIT_DELAY = 10.0  # for as long, its log still tells how it ended
_END_SECONDS = 5.0


class Hub:
    """A hub's sequences, instances, topics and logs."""

    def __init__(self, version: str, exit_delay: float | None) -> None:
        self.version = version
        default_delay = _OLD_EXIT_DELAY if version == _OLD else 0.0
        self.exit_delay = default_delay if exit_delay is None else exit_delay
        self.logs_failures = version != _OLD
        self.programs: dict[str, RegisteredProgram] = {}
        self.sequences: dict[str, Sequence] = {}
        self.instances: dict[str, Instance] = {}
        self.topics = Topics()
        self._tasks: set[asyncio.Task[None]] = set()
        self.log = History()
        self.audit = History()
        self.forgets_what_ended = version == _OLD
        self.log_falls_silent = version != _OLD
        self.write_log(
            {"msg": "Fake hub", "level": "INFO", "ts": milliseconds(), "from": "Host", "Host": {}}
        )

    def store(self, package: dict[str, Any], size: int) -> Sequence:
        """Keep a package that was sent."""
        sequence = Sequence(str(uuid.uuid4()), package, size)
        self.sequences[sequence.id] = sequence
        self.write_audit(0, sequence.id)
        return sequence

    def instances_of(self, sequence: Sequence) -> list[Instance]:
        """Return a sequence's instances that are known still."""
        return [one for one in self.instances.values() if one.sequence is sequence]

    def start(
        self,
        sequence: Sequence,
        program: RegisteredProgram,
        instance_id: str,
        options: dict[str, Any],
    ) -> Instance:
        """Start a sequence."""
        instance = Instance(self, sequence, program, instance_id, options)
        self.instances[instance.id] = instance
        instance.start()
        self.write_audit(4, instance.id)
        return instance

    def has_ended(self, instance: Instance) -> None:
        """Forget an instance that has ended, if it is to be forgotten."""
        self.write_audit(2, instance.id)
        if instance.remove_at_end:
            self.instances.pop(instance.id, None)
            self.write_audit(1, instance.id)

    def tell_others(self, event: dict[str, Any], source: Instance) -> None:
        """Pass an event on to all instances but the one that it came from."""
        for instance in self.instances.values():
            if instance is not source and not instance.has_ended:
                instance.tell(event)

    def write_log(self, line: dict[str, Any]) -> None:
        """Write a line to the hub's log."""
        self.log.put(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def write_audit(self, code: int, object_id: str, **more: Any) -> None:
        """Write a record to the hub's audit log."""
        record = {"opState": "", "opCode": code, "objectId": object_id, "requestorId": "system"}
        record = {**record, "receivedAt": milliseconds(), **more}
        self.audit.put(json.dumps(record).encode() + b"\n")

    def do(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Do something beside the answer."""
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> list[str]:
        """End what runs; return the names of the programs that don't end."""
        instances = list(self.instances.values())
        ends = [one.end("completed", 137, "Instance killed") for one in instances]
        await asyncio.gather(*ends)
        threads = [asyncio.create_task(one.thread_ended.wait()) for one in instances]
        if threads:
            await asyncio.wait(threads, timeout=_END_SECONDS)
        return [one.name for one in instances if not one.thread_ended.is_set()]
