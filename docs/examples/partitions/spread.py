"""Runs a hub's program over data that no one machine holds.

Dask's workers, in processes or on machines of their own, each read their own part of the data and
stream it through an instance of the program: only figures come together here.

    python spread.py http://127.0.0.1:8000/api/v1
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from time import sleep

from distributed import Client, LocalCluster, as_completed, wait

from scramjet_facade import HostClient, StreamInterrupted

PROGRAM = Path(__file__).parent / "program"
LINES = 2000


def lines(part: int) -> Iterator[str]:
    """Give one part's lines; yours would be read here from a file or a database."""
    if part == 2:
        raise OSError("part 2 can't be read")
    for number in count() if part == 9 else range(LINES):  # part 9 never ends
        yield f"{'x' * (part + 1)}{number:06}\n"


def process(host: HostClient, sequence_id: str, part: int) -> tuple[int, int]:
    """Stream one part through an instance of its own; return how many lines, and their sum."""
    with (
        ThreadPoolExecutor(1) as beside,  # left last: closing the client ends what still sends
        host,  # it came here as a pickle, and makes connections of its own
        host.get_sequence_client(sequence_id).start() as instance,
    ):
        with instance.get_stream("stdout") as stdout:
            next(stdout.iter_lines())  # from now on it reads
        with instance.get_stream("output") as output:
            sending = beside.submit(instance.send_input, lines(part), "text/plain")
            sending.add_done_callback(lambda done: done.exception() and output.cancel())
            try:
                lengths = [int(line) for line in output.iter_lines()]
            except StreamInterrupted:
                sending.result()  # raises what went wrong with the data
                raise
        if len(lengths) != LINES:
            raise RuntimeError(f"part {part}: {len(lengths)} of {LINES} lines came back")
        return len(lengths), sum(lengths)


def main(hub: str) -> None:
    """Process four parts, one of which fails; then one that never ends, which is cancelled."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as dask,
        HostClient(hub) as host,
    ):
        with host.send_sequence(PROGRAM) as sequence:
            parts = {dask.submit(process, host, sequence.id, part): part for part in range(4)}
            for done in as_completed(parts):
                if done.status == "error":
                    print(f"part {parts[done]} failed: {done.exception()!r}")
                else:
                    print(f"part {parts[done]}: {done.result()}")

        with host.send_sequence(PROGRAM) as sequence:
            endless = dask.submit(process, host, sequence.id, 9)
            while not sequence.list_instances():
                sleep(0.1)
        # Leaving the block has ended the instance, on whatever machine it was fed.
        wait(endless)
        left = [one.id for one in host.list_instances() if not one.ended]
        print(f"cancelled: {endless.status}, instances left: {len(left)}")


if __name__ == "__main__":
    main(sys.argv[1])
