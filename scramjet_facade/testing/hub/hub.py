"""The state of a fake hub."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..streams import History
from .function_runner import Function, FunctionRunner
from .instance import Instance, milliseconds
from .package_runner import PackageRunner
from .sequence import Sequence
from .topic import Topics

if TYPE_CHECKING:
    from collections.abc import Coroutine

_END_SECONDS = 5.0
_NO_TOPIC = ("", "")


@dataclass(frozen=True)
class Registered:
    """A function that runs instead of the packages with a name.

    Attributes:
        program: The function.
        provides: The name and the content type of the topic that its output goes to, if any.
        requires: The name and the content type of the topic that its input comes from, if any.
    """

    program: Function
    provides: tuple[str, str] | None
    requires: tuple[str, str] | None


class Hub:
    """A hub's sequences, instances, topics and logs."""

    def __init__(self, *, is_old: bool, exit_delay: float) -> None:
        self.is_old = is_old
        self.exit_delay = exit_delay
        self.programs: dict[str, Registered] = {}
        self.sequences: dict[str, Sequence] = {}
        self.instances: dict[str, Instance] = {}
        self.topics: Topics = Topics()
        self.log: History = History()
        self.audit: History = History()
        self._tasks: set[asyncio.Task[None]] = set()
        line = {"msg": "Fake hub", "level": "INFO", "ts": milliseconds(), "from": "Host"}
        self.write_log({**line, "Host": {}})

    def store(self, package: dict[str, Any], data: bytes) -> Sequence:
        """Keep a package that was sent."""
        sequence = Sequence(str(uuid.uuid4()), package, data)
        self.sequences[sequence.id] = sequence
        self.write_audit(0, sequence.id)
        return sequence

    def instances_of(self, sequence: Sequence) -> list[Instance]:
        """Return the instances of a sequence that the hub still knows."""
        return [one for one in self.instances.values() if one.sequence is sequence]

    def can_run(self, sequence: Sequence) -> bool:
        """Return whether there is a program for a sequence."""
        return sequence.name in self.programs or sequence.is_python

    def start(self, sequence: Sequence, instance_id: str, options: dict[str, Any]) -> None:
        """Start a sequence."""
        # A function that was sent may have the name of one that a test has added.
        found = None if sequence.is_function else self.programs.get(sequence.name)
        topics = {
            "requires": (found and found.requires) or _NO_TOPIC,
            "provides": (found and found.provides) or _NO_TOPIC,
        }
        instance = Instance(self, sequence, instance_id, options, **topics)
        self.instances[instance.id] = instance
        instance.start(
            FunctionRunner(found.program, instance) if found else PackageRunner(instance)
        )
        self.write_audit(4, instance.id)

    def has_ended(self, instance: Instance) -> None:
        """Record the end of an instance, and forget the instance if it is to be removed."""
        self.write_audit(2, instance.id)
        if instance.remove_at_end:
            self.instances.pop(instance.id, None)
            self.write_audit(1, instance.id)

    def write_log(self, line: dict[str, Any]) -> None:
        """Write a line to the hub's log."""
        self.log.put(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def write_audit(self, code: int, object_id: str, **more: Any) -> None:
        """Write a record to the hub's audit log."""
        record = {"opState": "", "opCode": code, "objectId": object_id, "requestorId": "system"}
        record = {**record, "receivedAt": milliseconds(), **more}
        self.audit.put(json.dumps(record).encode() + b"\n")

    def do(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run something in the background."""
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> list[str]:
        """End everything that runs; return the names of the programs that do not end."""
        instances = list(self.instances.values())
        await asyncio.gather(*(one.kill() for one in instances))
        ends = [asyncio.create_task(one.runner_ended.wait()) for one in instances]
        if ends:
            await asyncio.wait(ends, timeout=_END_SECONDS)
        return [one.sequence.name for one in instances if not one.runner_ended.is_set()]
