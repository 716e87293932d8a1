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
    """A function that runs in place of every package with a certain name.

    Attributes:
        program: The function.
        provides: The name and the content type of the topic to which the function writes, if any.
        requires: The name and the content type of the topic from which the function reads, if any.
    """

    program: Function
    provides: tuple[str, str] | None
    requires: tuple[str, str] | None


class Hub:
    """The sequences, instances, topics and logs of a fake hub."""

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
        """Store a package as a new sequence."""
        sequence = Sequence(str(uuid.uuid4()), package, data)
        self.sequences[sequence.id] = sequence
        self.write_audit(0, sequence.id)
        return sequence

    def instances_of(self, sequence: Sequence) -> list[Instance]:
        """Return the instances of a sequence that the hub still knows."""
        return [one for one in self.instances.values() if one.sequence is sequence]

    def can_run(self, sequence: Sequence) -> bool:
        """Return whether the fake hub has a program for a sequence."""
        return sequence.name in self.programs or sequence.is_python

    def start(self, sequence: Sequence, instance_id: str, options: dict[str, Any]) -> None:
        """Start an instance of a sequence."""
        # A package of ``python_program`` is run as it is, even if a function has the same name.
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
        """Record the end of an instance, and forget the instance if that was requested."""
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
        """Run a coroutine in the background."""
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> list[str]:
        """Kill all instances; return the names of the programs that do not end."""
        instances = list(self.instances.values())
        await asyncio.gather(*(one.kill() for one in instances))
        ends = [asyncio.create_task(one.runner_ended.wait()) for one in instances]
        if ends:
            await asyncio.wait(ends, timeout=_END_SECONDS)
        return [one.sequence.name for one in instances if not one.runner_ended.is_set()]
