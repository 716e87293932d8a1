"""The main use: sending records through a program, in each language."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from scramjet_facade import ndjson, python_program
from tests.demo.journey import JourneyError

if TYPE_CHECKING:
    from scramjet_facade import HostClient, PythonProgram
    from tests.demo.interrupts import Interrupts
    from tests.demo.narrator import Narrator

_SEQUENCES = Path(__file__).parent.parent / "sequences"
COUNT = 10_000
PROGRESS_STEP = 2_500  # Results between two lines that show the progress.
_SILENCE = 60.0  # Seconds without a result after which the demo fails.


def records_through_programs(host: HostClient, narrator: Narrator, interrupts: Interrupts) -> None:
    """Send records through a program in each language, and clean up."""
    narrator.step("The main use: send records through a program. It marks each record as seen.")
    narrator.result(f'HostClient("{host.base_url}")', "a client")
    function = python_program(_SEQUENCES / "functions" / "functions.py", "mark")
    _records_through(host, function, "python_program(mark)", narrator, interrupts)
    narrator.step("Do the same with a program in JavaScript.")
    _records_through(host, _SEQUENCES / "records", 'Path(".../records")', narrator, interrupts)


def _records_through(
    host: HostClient,
    package: Path | PythonProgram,
    name: str,
    narrator: Narrator,
    interrupts: Interrupts,
) -> None:
    """Send a program and records to a hub, count the results, and clean up."""
    with ExitStack() as blocks:
        with interrupts.delayed():
            sequence = blocks.enter_context(host.send_sequence(package))
        narrator.result(f"send_sequence({name})", sequence.id)
        records = ({"number": number} for number in range(COUNT))
        narrator.live("run(ndjson(records))")
        results = blocks.enter_context(sequence.run(ndjson(records), idle_timeout=_SILENCE))
        count = 0
        for result in results.iter_json():
            if result != {"number": count, "seen": True}:
                raise JourneyError(f"The result of record {count} is {result!r}")
            count += 1
            if count % PROGRESS_STEP == 0:
                narrator.live(f"{count:8,} results")
        if count != COUNT:
            raise JourneyError(f"There are {count} results of {COUNT} records.")
    narrator.result("the end of the with block", "the instance has ended, the sequence is deleted")
