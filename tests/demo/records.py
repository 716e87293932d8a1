"""The main job: records through a program."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from scramjet_facade import ndjson
from tests.demo.journey import JourneyError

if TYPE_CHECKING:
    from scramjet_facade import HostClient
    from tests.demo.interrupts import Interrupts
    from tests.demo.narrator import Narrator

PACKAGE = Path(__file__).parent.parent / "sequences" / "records"
COUNT = 10_000
TOLD = 2_500  # results after which one sees how far it is
_SILENCE = 60.0  # seconds without a result after which the demo gives up


def records_through_a_program(host: HostClient, tell: Narrator, interrupts: Interrupts) -> None:
    """Send a program and records to a hub, count the results, and leave nothing there."""
    tell.step("The main job: records through a program. It marks each record as seen.")
    tell.result(f'HostClient("{host.base_url}")', "a client")
    with ExitStack() as blocks:
        with interrupts.held_back():
            sequence = blocks.enter_context(host.send_sequence(PACKAGE))
        tell.result(f'send_sequence(Path(".../{PACKAGE.name}"))', sequence.id)
        records = ({"number": number} for number in range(COUNT))
        tell.live("run(ndjson(records))")
        results = blocks.enter_context(sequence.run(ndjson(records), idle_timeout=_SILENCE))
        count = 0
        for result in results.iter_json():
            if result != {"number": count, "seen": True}:
                raise JourneyError(f"Record {count} came back as {result!r}")
            count += 1
            if count % TOLD == 0:
                tell.live(f"{count:8,} results")
        if count != COUNT:
            raise JourneyError(f"Of {COUNT} records {count} came back.")
    tell.result("the end of the with block", "the instance has ended, the sequence is deleted")
