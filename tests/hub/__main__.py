"""Run a real hub until Ctrl-C: make hub, or python -m tests.hub."""

from __future__ import annotations

import signal
import sys
import threading

from tests.hub.real_hub import RealHub


def main() -> int:
    """Start a hub, print its address, and stop it on Ctrl-C or SIGTERM."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with RealHub() as hub:
        print(f"Hub {hub.version} is running at {hub.api_base} until you press Ctrl-C.")
        print("Run this in another terminal:\n")
        print(f"    export SCRAMJET_API_URL={hub.api_base}\n", flush=True)
        stopped.wait()
    print("\nThe hub has stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
