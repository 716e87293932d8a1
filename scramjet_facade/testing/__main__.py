"""Serve a fake hub until Ctrl-C: ``python -m scramjet_facade.testing``."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from . import FakeHub

if TYPE_CHECKING:
    from collections.abc import Iterator


def greet(people: Iterator[Any]) -> Iterator[Any]:
    """Yield a greeting for each person."""
    for person in people:
        yield {"greeting": f"Hello, {person['name']}!"}


def main() -> int:
    """Serve a hub with the sequence ``greet``, and print its address."""
    parser = argparse.ArgumentParser(
        prog="python -m scramjet_facade.testing", description="Serve a fake hub until Ctrl-C."
    )
    parser.add_argument("--port", type=int, default=0, help="the port (default: any free one)")
    parser.add_argument("--version", default="1.0.1", choices=["1.0.1", "0.18.7"])
    options = parser.parse_args()
    stopped = threading.Event()

    def stop(*_: object) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        with FakeHub(options.version, port=options.port) as hub:
            sequence = hub.add_sequence("greet", greet)
            lines = [
                f"A fake hub {hub.version} is running at {hub.url} until you press Ctrl-C.",
                f"It has the sequence greet ({sequence}). Run this in another terminal:\n",
                f"    export SCRAMJET_API_URL={hub.url}\n",
            ]
            print("\n".join(lines), flush=True)  # noqa: T201 (it is a program)
            stopped.wait()
    except (OSError, OverflowError) as error:  # OverflowError: no such port
        reason = getattr(error, "strerror", error)
        parser.exit(1, f"The fake hub cannot listen on port {options.port}: {reason}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
