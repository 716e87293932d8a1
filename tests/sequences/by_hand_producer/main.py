"""A program whose output is a topic."""

import asyncio

from scramjet.streams import Stream

provides = {"provides": "names-by-hand", "contentType": "text/plain"}


async def run(context, input):
    async def names():
        for name in ("Ada", "Grace"):
            yield f"{name}\n"
        await asyncio.sleep(3600)

    return Stream.read_from(names())
