"""Sends records through two programs, and shows the platform live: python -m tests.demo.

The demo starts a real hub, and a fake platform in front of the hub. HUB=fake selects a fake hub,
which needs no Node. If SCRAMJET_TOKEN is set, the demo uses the platform at SCRAMJET_API_URL.
"""

from __future__ import annotations

import io
import os
import secrets
import sys
from typing import TYPE_CHECKING

from scramjet_facade import ClientError, HostClient, MiddlewareClient
from scramjet_facade.testing import FakePlatform
from tests.demo.interrupts import Interrupts
from tests.demo.journey import Journey, JourneyError, find_hub
from tests.demo.narrator import Narrator
from tests.demo.records import records_through_programs
from tests.fake_programs import FakeHubWithPrograms
from tests.hub.real_hub import RealHub

if TYPE_CHECKING:
    from tests.hubs import Hub

_URL, _TOKEN = "SCRAMJET_API_URL", "SCRAMJET_TOKEN"
_HUB = "HUB"
_TIMEOUT = 60.0  # seconds: a platform may have to download an image to start a program


def main() -> int:
    """Run the demo; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Print each line immediately, also to a pipe, and escape characters that cannot be encoded.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=True, errors="backslashreplace")
    narrator = Narrator()
    try:
        run(narrator, Interrupts())
    except SystemExit:
        print("\nInterrupted.")
        raise
    except (JourneyError, ClientError, RuntimeError, OSError) as error:
        print(f"\nThe demo failed: {error}", file=sys.stderr)
        return 1
    print(
        f"\nDone: {narrator.steps} steps in {narrator.seconds():.1f} s; everything is cleaned up."
    )
    return 0


def run(narrator: Narrator, interrupts: Interrupts) -> None:
    """Run both parts on the user's platform, or on one that is started here."""
    url, token = os.environ.get(_URL), os.environ.get(_TOKEN)
    if token and not url:
        raise JourneyError(
            f"{_TOKEN} is set, but {_URL} is not. Set both to use your own platform, "
            "or neither to start one here."
        )
    if url and token:
        narrator.title(f"Through the platform at {url}")
        with MiddlewareClient(url, token=token, timeout=_TIMEOUT) as client:
            records_through_programs(find_hub(client), narrator, interrupts)
            Journey(client, narrator, interrupts).run()
    else:  # without a token, the address is a hub's, for the examples of the documentation
        narrator.title(
            f"Starting a {os.environ.get(_HUB) or 'real'} hub, and a platform in front ..."
        )
        token = secrets.token_urlsafe()
        with (
            hub_to_start() as hub,
            FakePlatform({"space-0": {"sth-0": hub.api_base}}, token=token) as platform,
        ):
            with HostClient(hub.api_base) as host:
                records_through_programs(host, narrator, interrupts)
            with MiddlewareClient(platform.url, token=token, timeout=_TIMEOUT) as client:
                Journey(client, narrator, interrupts).run()


def hub_to_start() -> Hub:
    """Return the hub that the environment variable selects."""
    match os.environ.get(_HUB):
        case "fake":
            return FakeHubWithPrograms("1.0.1")
        case "real" | "" | None:
            return RealHub()
        case other:
            raise JourneyError(f"There is no hub called {other!r}: HUB is fake or real.")


if __name__ == "__main__":
    sys.exit(main())
