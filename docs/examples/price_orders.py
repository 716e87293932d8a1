"""Sends the orders of a CSV file through a program on a hub, and writes the priced orders.

SCRAMJET_API_URL=http://127.0.0.1:8000/api/v1 python price_orders.py orders.csv priced.ndjson
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from scramjet_facade import ClientError, HostClient, InstanceFailedError, ndjson

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).parent / "pricing"


class LostError(Exception):
    """Fewer orders were received than sent."""


def read_orders(path: Path) -> Iterator[dict[str, str]]:
    """Yield the orders one by one: the file may have any size."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def price(host: HostClient, orders: Path, results: Path) -> int:
    """Price all orders; create the file of results only when they are complete."""
    total = sum(1 for _ in read_orders(orders))
    part = results.with_name(f"{results.name}.part")
    with (
        host.send_sequence(PROGRAM) as sequence,
        sequence.run(
            ndjson(read_orders(orders)), app_config={"tax": 0.23}, idle_timeout=60
        ) as priced,
        part.open("w", encoding="utf-8") as file,
        tqdm(total=total, unit=" orders") as bar,
    ):
        for order in priced.iter_json():
            file.write(json.dumps(order, ensure_ascii=False) + "\n")
            bar.update()
        if bar.n < total:  # some hubs do not report that a program failed
            raise LostError(f"only {bar.n} of {total} orders were received")
    part.replace(results)
    return total


def main() -> int:
    """Run as a program; return its exit code."""
    orders, results = map(Path, sys.argv[1:])
    try:
        with HostClient() as host:
            count = price(host, orders, results)
    except InstanceFailedError as error:
        print(f"The program failed: {error.reason}\n{error.stderr}", file=sys.stderr)
        return 1
    except (ClientError, LostError, OSError) as error:
        print(f"It failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; nothing is left on the hub.", file=sys.stderr)
        return 130
    print(f"{count} orders are in {results}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
