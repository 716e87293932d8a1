"""A program that a test stops and continues; its arguments are the flavour, URL and use."""

from __future__ import annotations

import asyncio
import sys

from tests.faults._async import stopped_uses as async_uses
from tests.faults._sync import stopped_uses as sync_uses

if __name__ == "__main__":
    _, flavour, url, name = sys.argv
    if flavour == "async":
        asyncio.run(async_uses.main(url, name))
    else:
        sync_uses.main(url, name)
