"""Process data that is too large for one machine: each Dask worker streams its own part.

Only the results pass through this process, not the data.

    python spread.py http://127.0.0.1:8000/api/v1
"""

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import sleep

from distributed import Client, LocalCluster, as_completed, wait

from scramjet_facade import HostClient

PROGRAM = Path(__file__).parent / "program"
LINES = 2000


def lines(part: int) -> Iterator[str]:
    """Yield the lines of a part; a real program would read them from a file or a database."""
    if part == 2:
        raise OSError("part 2 can't be read")
    for number in count() if part == 9 else range(LINES):  # part 9 never ends
        yield f"{'x' * (part + 1)}{number:06}\n"


def process(host: HostClient, sequence_id: str, part: int) -> tuple[int, int]:
    """Stream a part through its own instance; return the number of lines and their total length."""
    sequence = host.get_sequence_client(sequence_id)
    with host, sequence.run(lines(part), "text/plain") as output:
        lengths = [int(line) for line in output.iter_lines()]
    if len(lengths) != LINES:
        raise RuntimeError(f"part {part}: {len(lengths)} of {LINES} lines were received")
    return len(lengths), sum(lengths)


def main(hub: str) -> None:
    """Process four parts, of which one fails; then cancel a part that never ends."""
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
        # Leaving the block has ended the instance, although another process had started it.
        wait(endless)
        left = [one.id for one in host.list_instances() if not one.ended]
        print(f"cancelled: {endless.status}, instances left: {len(left)}")


if __name__ == "__main__":
    main(sys.argv[1])
